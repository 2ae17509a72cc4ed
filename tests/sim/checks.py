"""What must hold whatever happens. Read from the database by an eye of its own and held against the carriers' truth."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, create_engine, select

from bot.events import MessageClass, MessageStatus, merge_status
from bot.replaying import replay_conversation
from bot.store import consent
from bot.store.contacts import person_key
from bot.store.tables import conversation
from bot.store.types import Instant
from tests.sim.posts import ApiSend, DeskAct, Told

if TYPE_CHECKING:
    from tests.sim.world import Simulation

ON_TIME = timedelta(seconds=2)
TRAVELLING = ("queued", "sending", "unknown")
TAKEN = ("accepted", "sent", "delivered", "undelivered")
NOT_WANTED = ("refused", "rejected", "failed", "expired")
MAY_COME_TWICE = (MessageClass.CONVERSATIONAL, MessageClass.TRANSACTIONAL)
STOPPED = "the process stopped during the call"
CALL_S = 45.0
"""So long a call, its answer and the commit of it may take while the database fails now and then."""
LOST_IN_TIME = ("disk I/O error", "database is locked", "DatabaseAway")
"""What a turn may fail of while the database does."""


def under_way(sim: Simulation) -> set[str]:
    """Whatever is waiting to be processed, and every call that is thought to be on the wire."""
    query = (
        "SELECT 'row ' || seq || ' of the inbox waits' FROM inbound WHERE status = 'new'"
        " UNION ALL SELECT id || ' is on the wire for the ' || attempts || '. time' FROM message"
        " WHERE status = 'sending'"
    )
    return {what for (what,) in sim.eye.execute(query)}


def check_all(sim: Simulation) -> list[str]:
    """Everything that must hold at the end."""
    checks = (
        _texts,
        _api,
        _calls,
        _order,
        _steps,
        _moves,
        _consent,
        _silence,
        _replies,
        _accepts,
        _fates,
        _on_time,
        _settled,
        _turns,
    )
    return [f"{check.__name__[1:]}: {problem}" for check in checks for problem in check(sim)]


def _texts(sim: Simulation) -> Iterator[str]:
    """Whatever was answered is there once, and done; nothing is parked."""
    there = {
        (channel, key): status
        for channel, key, status in sim.eye.execute("SELECT channel, dedupe_key, status FROM inbound")
    }
    for post in sim.posts:
        if not post.answered_at:
            yield f"{post.name} was never answered"
        if post.key is not None and post.answered_at and there.get(post.key) != "done":
            yield f"{post.name} was answered and is {there.get(post.key, 'lost')}"
    for key, error in sim.eye.execute("SELECT dedupe_key, error FROM inbound WHERE status = 'parked'"):
        yield f"{key} is parked: {error}"
    for (number,) in sim.eye.execute("SELECT count(*) FROM inbound WHERE status = 'new'"):
        if number:
            yield f"{number} rows still wait"


def _api(sim: Simulation) -> Iterator[str]:
    """However often the business or an agent repeats a request, one message comes of it, and one answer."""
    ids: dict[str, list[str]] = defaultdict(list)
    for id, text in sim.eye.execute("SELECT id, text FROM message WHERE conversation_id IS NULL OR session_id IS NULL"):
        ids[text].append(id)
    for post in sim.posts:
        if isinstance(post, ApiSend) or (isinstance(post, DeskAct) and post.text):
            wanted = {Told(id=id).model_dump_json().encode() for id in ids[post.text]}
            if len(wanted) > 1 or not post.answers <= wanted:
                yield f"{post.name}: {len(wanted)} messages came of it, and the answers were {post.answers}"


def _calls(sim: Simulation) -> Iterator[str]:
    """What may not be repeated is asked of the business's API at most once."""
    for id, times in sim.asked.items():
        if times > 1:
            yield f"the API was asked for {id} {times} times"
    query = "SELECT payload ->> '$.call', payload ->> '$.error' FROM inbound WHERE kind = 'result'"
    for call, error in sim.eye.execute(query):
        since = sim.answered.get(call)
        if since is None or STOPPED not in (error or ""):
            continue
        if not any(since - CALL_S <= end <= since + CALL_S for end in sim.ends):
            yield f"{call} was answered, no process stopped about then, and the flow heard that {error}"


def _order(sim: Simulation) -> Iterator[str]:
    """One person's texts are processed in the order in which they were taken, each once.

    What one process keeps in its spool, another's texts may pass.
    """
    seqs = {
        (channel, key): seq
        for channel, key, seq in sim.eye.execute("SELECT channel, dedupe_key, seq FROM inbound WHERE kind = 'message'")
    }
    posts: dict[str, list[Any]] = defaultdict(list)
    for post in sim.posts:
        if post.key in seqs and post not in posts[post.phone]:
            posts[post.phone].append(post)
    for phone, theirs in posts.items():
        for first in (post for post in theirs if not post.spooled):
            for second in theirs:
                if first.answered_at and first.answered_at < second.posted_at and seqs[first.key] > seqs[second.key]:
                    yield f"{phone}: {first.name} was answered before {second.name} came, and is behind it"
    last: dict[str, int] = {}
    query = (
        "SELECT conversation_id, data ->> '$.inbound', kind FROM event WHERE data ->> '$.inbound' IN"
        " (SELECT seq FROM inbound WHERE kind = 'message') ORDER BY seq"
    )
    for conversation_id, seq, kind in sim.eye.execute(query):
        if seq < last.get(conversation_id, 0):
            yield f"{kind} of row {seq} is logged after row {last[conversation_id]} in {conversation_id}"
        last[conversation_id] = seq


def _steps(sim: Simulation) -> Iterator[str]:
    """Every text has left its trace in the log, and no row has moved a session twice."""
    missing = (
        "SELECT dedupe_key FROM inbound WHERE kind = 'message' AND status = 'done'"
        " AND seq NOT IN (SELECT data ->> '$.inbound' FROM event WHERE data ->> '$.inbound' IS NOT NULL)"
    )
    for (key,) in sim.eye.execute(missing):
        yield f"nothing is logged of {key}"
    doubled = (
        "SELECT data ->> '$.inbound', session_id, count(*) FROM event WHERE kind = 'step'"
        " GROUP BY 1, 2 HAVING count(*) > 1"
    )
    for seq, session_id, number in sim.eye.execute(doubled):
        yield f"row {seq} moved {session_id} {number} times"
    problems = "SELECT p.value ->> 'code', p.value FROM event e, json_each(e.data, '$.problems') p"
    for code, problem in sim.eye.execute(problems):
        if code in ("internal", "no_way"):
            yield f"a step failed: {problem}"


def _moves(sim: Simulation) -> Iterator[str]:
    """The status of a message never goes back."""
    for id, was, became in sim.eye.execute("SELECT who, was, became FROM watched WHERE kind = 'message' ORDER BY seq"):
        before, after = MessageStatus(was), MessageStatus(became)
        if was not in TRAVELLING and merge_status(before, after) is not after:
            yield f"{id} went from {was} to {became}"


def _consent(sim: Simulation) -> Iterator[str]:
    """Nothing is claimed for somebody who had opted out by then, and the proof of it is whole."""
    row = sim.eye.execute("SELECT value FROM setting WHERE name = 'person_secret'").fetchone()
    secret = bytes.fromhex(row[0]) if row else b""
    out: set[str] = set()
    query = "SELECT kind, who, became, more FROM watched WHERE kind IN ('message', 'consent') ORDER BY seq"
    for kind, who, became, more in sim.eye.execute(query):
        if kind == "consent":
            if became in ("out", "in"):
                (out.add if became == "out" else out.discard)(who)
        elif became == "sending":
            phone, message_class = more.split()
            if message_class != MessageClass.CONSENT and person_key(secret, phone) in out:
                yield f"{who} was claimed for {phone}, who had opted out"
    engine = create_engine(f"sqlite:///{sim.folder / 'parley.db'}")
    with engine.connect() as conn:
        broken = consent.first_broken(conn)
        if broken is not None:
            yield f"the proof of consent is broken at {broken}"
        if sim.seed % REPLAYED_EVERY == 0:
            yield from _replays(conn)
    engine.dispose()


REPLAYED_EVERY = 5


def _replays(conn: Connection) -> Iterator[str]:
    """The log says the same again, to the byte."""
    versions: dict[Any, Any] = {}
    for (id,) in conn.execute(select(conversation.c.id).order_by(conversation.c.id)).all():
        fault = replay_conversation(conn, id, versions).first_fault
        if fault is not None:
            yield f"{id}, entry {fault.entry.seq}: {fault.fault}"


def _silence(sim: Simulation) -> Iterator[str]:
    """While a person has a conversation, nothing that a flow says in it is put on the wire."""
    held: set[str] = set()
    query = "SELECT kind, who, became FROM watched WHERE kind IN ('held', 'speech') ORDER BY seq"
    for kind, conversation_id, became in sim.eye.execute(query):
        if kind == "held":
            (held.add if became else held.discard)(conversation_id)
        elif conversation_id in held:
            yield f"{became} went out in {conversation_id}, which a person had"


def _replies(sim: Simulation) -> Iterator[str]:
    """What a person wrote goes out, unless the person it is for or their carrier does not want it."""
    rows = {row["text"]: row for row in _messages(sim) if row["author"]}
    for post in sim.posts:
        if not isinstance(post, DeskAct) or not post.text or not post.answers:
            continue
        row = rows.get(post.text)
        if row is None:
            yield f"{post.name} was answered, and nothing came of it"
        elif row["status"] not in (*TAKEN, "unknown", *NOT_WANTED) and row["error"] != "opted_out":
            yield f"{post.name} was answered and is {row['status']} ({row['error']})"


def _accepts(sim: Simulation) -> Iterator[str]:
    """A carrier took a message twice only where that is allowed, and then it says so."""
    rows = {row["id"]: row for row in _messages(sim)}
    for id, times in sim.truth.times.items():
        if id not in rows:
            yield f"the carrier took {id}, of which there is nothing"
        elif times > 1:
            row = rows[id]
            if row["message_class"] not in MAY_COME_TWICE or not row["possible_duplicate"]:
                yield f"{id} ({row['message_class']}, {row['channel']}) was taken {times} times, and nothing says so"
            if times > 1 + row["resends"]:
                yield f"{id} was taken {times} times with {row['resends']} resends"
    claims: dict[str, int] = defaultdict(int)
    for (id,) in sim.eye.execute("SELECT who FROM watched WHERE kind = 'message' AND became = 'sending'"):
        claims[id] += 1
    for id, times in sim.truth.times.items():
        if times > claims[id]:
            yield f"{id} was taken {times} times and claimed {claims[id]} times"


def _fates(sim: Simulation) -> Iterator[str]:
    """What we say became of a message is what did."""
    for row in _messages(sim):
        id, status, times = row["id"], row["status"], sim.truth.times[row["id"]]
        if status in TAKEN and not times:
            yield f"{id} is {status}, and no carrier took it"
        if times and status not in (*TAKEN, "unknown") and not row["possible_duplicate"]:
            yield f"{id} was taken, and is {status}"
        known = sim.truth.by_id.get(id)
        reported = sim.truth.reported.get(known.provider_id) if known else None
        told = known is not None and row["provider_id"] == known.provider_id and not row["possible_duplicate"]
        if told and reported and times == 1 and status != reported:
            yield f"{id} is {status}; the carrier reported {reported}"


def _on_time(sim: Simulation) -> Iterator[str]:
    """What the clock sets off happens on time, unless nobody was there or the clock was set.

    A session whose time comes while a person has the conversation may be woken for it again once it is given back.
    """
    query = (
        "SELECT dedupe_key, due, min(received_at) FROM"
        " (SELECT dedupe_key, payload ->> '$.session' AS session, min(watched.more) AS due, received_at FROM watched"
        " JOIN inbound ON inbound.seq = CAST(watched.who AS INTEGER) WHERE watched.kind = 'wake' GROUP BY inbound.seq)"
        " GROUP BY session, due"
    )
    for key, due_at, received_at in sim.eye.execute(query):
        yield from _late(sim, key, due_at, received_at)
    query = (
        "SELECT dedupe_key, watched.more, received_at FROM watched JOIN inbound ON dedupe_key = 'start:' || watched.who"
        " WHERE watched.kind = 'timer'"
    )
    for key, due_at, received_at in sim.eye.execute(query):
        yield from _late(sim, key, due_at, received_at)


def _late(sim: Simulation, key: str, due_at: str, received_at: str) -> Iterator[str]:
    due, received = instant(due_at), instant(received_at)
    if received < due:
        yield f"{key} was early: {received}"
    if received > due + ON_TIME and not any(
        since <= due <= until or since <= received <= until for since, until in sim.troubles
    ):
        yield f"{key} was late: {received}"


def _settled(sim: Simulation) -> Iterator[str]:
    """After days without faults nothing is left to be done."""
    for id, flow, state in sim.eye.execute("SELECT id, flow, state FROM session WHERE ended_at IS NULL"):
        yield f"{id} is stuck in {flow}.{state}"
    for id, status, due_at, error in sim.eye.execute(
        "SELECT id, status, due_at, error FROM message WHERE due_at IS NOT NULL OR status IN ('queued', 'sending')"
    ):
        yield f"{id} is {status} and due at {due_at} ({error})"
    for until, seqs in sim.eye.execute("SELECT until, seqs FROM lease"):
        if instant(until) + ON_TIME < sim.clock.now():
            yield f"the lease of {seqs} until {until} never ended"
    for (number,) in sim.eye.execute("SELECT count(*) FROM action WHERE due_at IS NOT NULL"):
        if number:
            yield f"{number} calls were never finished"


def _turns(sim: Simulation) -> Iterator[str]:
    """No turn of a service fails unless the database does, and everybody starts."""
    for failure in sim.failed_turns:
        if not any(reason in failure for reason in LOST_IN_TIME):
            yield failure


def _messages(sim: Simulation) -> list[sqlite3.Row]:
    cursor = sim.eye.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute("SELECT * FROM message ORDER BY seq").fetchall()


def instant(value: str) -> datetime:
    """Read a time as the database keeps it."""
    read = Instant().process_result_value
    parsed = datetime.fromisoformat(value)
    return parsed if parsed.tzinfo else read(parsed, None)  # type: ignore[arg-type, return-value]


def kept(moment: datetime) -> str:
    """Write a time as the database keeps it."""
    return moment.isoformat(" ", "microseconds")
