"""How long do figures take, when there is very much to have figures of?

    python -m benchmarks.analytics [--messages 1000000] [--days 90] [--only sqlite]

The database is filled with messages of two channels to eight countries by six flows, with their sessions and log
entries. Then the roll-up counts all of it, and each answer of `/v1/analytics` is asked for again and again.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, text

from benchmarks.load import percentile
from benchmarks.systems import postgresql
from bot.analytics import answers as people
from bot.analytics import reports
from bot.analytics.prices import Prices
from bot.analytics.reports import Period
from bot.analytics.rollup import Rollup
from bot.store import counted, events
from bot.store.db import Database
from bot.store.events import LogEntry
from bot.world import World

END: Final = datetime(2026, 3, 31, 12, tzinfo=UTC)
ZONE: Final = "America/New_York"
CHUNK: Final = 10_000
"""Sessions of a transaction."""
EACH: Final = 5
"""Messages of a session."""
ROUNDS: Final = 15
PATIENCE: Final = timedelta(days=14)
"""After that a session expires."""

_NUMBERS = {
    "sqlite": "(WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :end)"
    " SELECT i FROM n)",
    "postgresql": "(SELECT generate_series(CAST(:first AS bigint), CAST(:end AS bigint) - 1) AS i)",
}
_MOMENTS = {
    "sqlite": "(strftime('%Y-%m-%d %H:%M:%f', {seconds}, 'unixepoch') || '000+00:00')",
    "postgresql": "to_timestamp({seconds})",
}
PLACES: Final = (
    ("+1206", 2_000_000),
    ("+44740", 1_000_000),
    ("+1312", 2_000_000),
    ("+49151", 10_000_000),
    ("+336", 10_000_000),
    ("+9198", 10_000_000),
    ("+55119", 10_000_000),
    ("+1416", 2_000_000),
    ("+5255", 10_000_000),
    ("+1917", 2_000_000),
)
"""How numbers begin, and the least of what follows."""


def _phone(person: str) -> str:
    places = " ".join(f"WHEN {n} THEN '{area}' || ({low} + {person} / 10)" for n, (area, low) in enumerate(PLACES))
    return f"CASE {person} % 10 {places} END"


_LUCK: Final = "(({n}) * 7919 % 1000)"
FLOWS: Final = ("appointment", "reminder", "feedback", "triage", "welcome", "delivery")
ODD: Final = ("whenever", "mornings", "dunno", "late pm", "tomorrow?", "after 5", "ask my wife")
_FLOW: Final = "CASE i % 6 " + " ".join(f"WHEN {n} THEN '{name}'" for n, name in enumerate(FLOWS)) + " END"
_PEOPLE: Final = (
    "INSERT INTO contact (id, phone, fields, tags, created_at, updated_at)"
    " SELECT 'ctc_' || i, {person}, '{{}}', '[]', {began}, {began} FROM {numbers} AS numbers",
    "INSERT INTO conversation (id, contact_id, channel, status, handler, labels, unread, epoch, created_at, last_at)"
    " SELECT 'cnv_' || i, 'ctc_' || i, CASE WHEN i / 10 % 10 < 7 THEN 'main' ELSE 'alt' END, 'open', 'bot', '[]', 0, 0,"
    " {began}, {began} FROM {numbers} AS numbers",
    "INSERT INTO session (id, conversation_id, flow, version, state, data, outcome, started_at, ended_at)"
    " SELECT 'ses_' || i, 'cnv_' || i, {flow}, '1', 'end:done', '{{}}', 'done', {began}, {began}"
    " FROM {numbers} AS numbers",
    "INSERT INTO consent_event (person, contact_id, kind, source, channel, text, evidence, at, previous_hash, row_hash)"
    " SELECT '', 'ctc_' || i, 'out', 'keyword', CASE WHEN i / 10 % 10 < 7 THEN 'main' ELSE 'alt' END, 'STOP', '',"
    " {later}, '', '' FROM {numbers} AS numbers WHERE i * 7919 % 1000 >= 960",
)
_MESSAGES: Final = (
    "INSERT INTO message (id, conversation_id, session_id, state, channel, sender, recipient, message_class, text,"
    " media, encoding, units, segments, status, error, urgent, attempts, resends, possible_duplicate, provider,"
    " provider_id, created_at, sent_at, delivered_at)"
    " SELECT 'msg_' || i, 'cnv_' || i / {each}, 'ses_' || i / {each}, CASE i % {each} WHEN 0 THEN 'ask'"
    " WHEN 1 THEN 'ask.day' WHEN 2 THEN 'confirm' WHEN 3 THEN 'remind' ELSE 'thanks' END,"
    " CASE WHEN {which} THEN 'main' ELSE 'alt' END, CASE WHEN {which} THEN '+155501000' ELSE '+155501001' END"
    " || i / 500 % 4, {phone}, CASE WHEN i % 4 = 0 THEN 'marketing' ELSE 'conversational' END,"
    " 'See you on Monday at ten. Reply YES or NO.', '[]', 'GSM-7', 43, 1 + CASE WHEN i % 3 = 0 THEN 1 ELSE 0 END,"
    " CASE WHEN {luck} < 942 THEN 'delivered' WHEN {luck} < 965 THEN 'undelivered' WHEN {luck} < 975 THEN 'failed'"
    " WHEN {luck} < 990 THEN 'sent' WHEN {luck} < 997 THEN 'refused' ELSE 'canceled' END,"
    " CASE WHEN {luck} >= 942 AND {luck} < 965 THEN CASE {luck} % 3 WHEN 0 THEN '30003' WHEN 1 THEN '30005'"
    " ELSE '30007' END WHEN {luck} >= 965 AND {luck} < 975 THEN 'unreachable'"
    " WHEN {luck} >= 990 AND {luck} < 997 THEN 'opted_out' END,"
    " i % 5 < 3, 1, 0, {no}, CASE WHEN {which} THEN 'twilio' ELSE 'vonage' END, 'p' || i, {at},"
    " CASE WHEN {luck} < 990 THEN {sent} END, CASE WHEN {luck} < 942 THEN {arrived} END"
    " FROM {numbers} AS numbers"
)


def fill(conn: Connection, messages: int, days: int, first: int, end: int) -> None:
    """Write some sessions and what they said, of so many messages in all, as if it had been in the days until `END`."""
    kind = conn.dialect.name
    moment, numbers = _MOMENTS[kind], _NUMBERS[kind]
    start = (END - timedelta(days=days)).timestamp()

    def at(number: str, each: int, more: str = "0") -> str:
        day = f"({number}) * {days} / {max(1, messages // each)}"
        seconds = f"{start} + 86400 * ({day}) + ({number}) * 7919 % 30000 + ({number}) * 104729 % 30000 + {more}"
        return moment.format(seconds=seconds)

    luck = _LUCK.format(n="i")
    words = {
        "numbers": numbers,
        "each": EACH,
        "flow": _FLOW,
        "luck": luck,
        "no": "false" if kind == "postgresql" else "0",
        "which": f"(i / {EACH * 10}) % 10 < 7",
        "phone": _phone(f"(i / {EACH})"),
        "person": _phone("i"),
        "began": at("i", EACH),
        "later": at("i", EACH, "240 + i % 600"),
        "at": at("i", 1),
        "sent": at("i", 1, "1 + i % 4"),
        "arrived": at("i", 1, "4 + i % 23"),
    }
    for statement, each in (*((each, 1) for each in _PEOPLE), (_MESSAGES, EACH)):
        conn.execute(text(statement.format(**words)), {"first": first * each, "end": end * each})
    sessions = messages // EACH
    events.add(conn, [entry for number in range(first, end) for entry in _talk(number, sessions, days)])


def _talk(number: int, sessions: int, days: int) -> Iterator[LogEntry]:
    """The entries of a session: it asks, then this or that happens; what is left undone for two weeks expires."""
    began = (
        END
        - timedelta(days=days)
        + timedelta(days=number * days // sessions, seconds=number * 7919 % 30000 + number * 104729 % 30000)
    )
    luck = number * 7919 % 1000
    flow = FLOWS[number % len(FLOWS)]
    asked = _step(flow, {"type": "start", "inputs": {}}, None, ["new:", "start", "ask"], ["ask", "step", "ask.day"])
    asked |= {"said": ["msg"], "heard": "hello"} if luck % 2 else {"said": ["msg"]}
    happened = next(entry for most, entry in _LOT if luck < most)(flow, number)
    ids = f"cnv_{number}", f"ses_{number}", "step"
    yield LogEntry(*ids, asked, began)
    yield LogEntry(*ids, happened, began + timedelta(seconds=240 + number % 600))
    if happened["outcome"] is None and began < END - PATIENCE:
        over = _step(flow, {"type": "wake"}, "expired", ["ask.day", "expired", "end:expired"])
        yield LogEntry(*ids, over, began + PATIENCE)


def _odd(number: int) -> str:
    """What nothing understands: half of it over and over, half of it in words that hardly anybody else finds."""
    return ODD[number % len(ODD)] if number % 2 else f"{ODD[number % len(ODD)]}, or {number // 2 % 50_021}"


def _step(flow: str, event: dict[str, Any], outcome: str | None, *path: list[str], **more: Any) -> dict[str, Any]:
    return {
        "inbound": 0,
        "flow": flow,
        "version": "1",
        "event": event,
        "from": path[0][0],
        "to": path[-1][2],
        "said": [],
        "outcome": outcome,
        "entered": [],
        "path": list(path),
        "problems": [],
        **more,
    }


def _reply(words: str) -> dict[str, Any]:
    return {"type": "reply", "text": words, "media": []}


_LOT: Final[tuple[tuple[int, Callable[[str, int], dict[str, Any]]], ...]] = (
    (
        620,
        lambda flow, number: _step(
            flow, _reply("monday"), "done", ["ask.day", "answered", "confirm"], ["confirm", "step", "end:done"]
        ),
    ),
    (780, lambda flow, number: _step(flow, {"type": "wake"}, "gone", ["ask.day", "silence", "end:gone"])),
    (880, lambda flow, number: _step(flow, _reply(_odd(number)), None, ["ask.day", "unclear", "ask.day"])),
    (
        960,
        lambda flow, number: _step(
            flow,
            _reply("person"),
            "helped",
            ["ask.day", "reply", "person"],
            ["person", "step", "end:helped"],
            handoff="front",
        ),
    ),
    (
        1000,
        lambda flow, number: _step(
            flow, {"type": "stop", "outcome": "opted_out"}, "opted_out", ["ask.day", "system", "end:stopped"]
        ),
    ),
)
"""Up to which share in a thousand what happens."""


def answers(first: str, last: str, now: datetime) -> dict[str, Callable[[Connection], Any]]:
    """What is asked, by name."""
    month, prices = Period(first, last), Prices()
    return {
        "delivery by day": lambda conn: reports.delivery(conn, month, "day", {}, prices),
        "delivery by country": lambda conn: reports.delivery(conn, month, "country", {}, prices),
        "delivery by provider": lambda conn: reports.delivery(conn, month, "provider", {}, prices),
        "delivery by template": lambda conn: reports.delivery(conn, month, "template", {}, prices),
        "why not delivered": lambda conn: reports.failures(conn, month, {}),
        "time to deliver": lambda conn: reports.durations(conn, "to_deliver", month),
        "flows": lambda conn: reports.walked(conn, month, "flow", {}, now),
        "funnel of a flow": lambda conn: reports.funnel(conn, month, "triage"),
        "ways of a flow": lambda conn: reports.edges(conn, month, "triage"),
        "agents": lambda conn: people.agents(conn, month),
        "hours of the week": lambda conn: people.engagement(conn, month),
        "not understood": lambda conn: people.unmatched(conn, month, {}, 100),
        "opt-outs": lambda conn: people.optouts(conn, month, "message", {}),
    }


async def measure(url: str, messages: int, days: int) -> None:
    """Fill one database, count, and ask; one that is filled already is only asked."""
    database = Database(url)
    await database.open(worker=True)
    print(f"{database.shown.partition('@')[0].partition(':')[0]}: {messages:,} messages over {days} days")
    if not await database.run(counted.begun):
        await _count(database, messages, days)
    spans = {"30 days": 30, f"{days} days": days}
    for name in answers("", "", END):
        line = []
        for span in spans.values():
            first, last = (END - timedelta(days=span - 1)).date().isoformat(), END.date().isoformat()
            asked = answers(first, last, END)[name]
            times = []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                await database.run(asked)
                times.append(1e3 * (time.perf_counter() - began))
            line.append(f"{statistics.median(times):8.1f} {percentile(times, 0.95):8.1f} {max(times):8.1f}")
        print(f"  {name:22}{'   '.join(line)}", flush=True)
    print(f"  ms: median, 95 of 100, slowest of {ROUNDS}, for {' and '.join(spans)}")
    await database.close()


async def _count(database: Database, messages: int, days: int) -> None:
    """Fill a database, and let the roll-up count all of it."""
    began, cpu = time.perf_counter(), time.process_time()
    sessions = messages // EACH
    for first in range(0, sessions, CHUNK):
        await database.run(fill, messages, days, first, min(sessions, first + CHUNK))
    wrote, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(f"  written in {wrote:.0f} s ({cpu:.0f} s of our CPU)", flush=True)
    rollup = Rollup(database, World(lambda: END, time.monotonic, lambda n: b"\0" * n), ZONE, b"secret")
    began, cpu = time.perf_counter(), time.process_time()
    await rollup.catch_up()
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(f"  counted in {took:.0f} s ({messages / took:,.0f}/s), of our CPU {1e6 * cpu / messages:.0f} µs a message")
    began = time.perf_counter()
    await rollup.catch_up()
    print(f"  with nothing new: {1e3 * (time.perf_counter() - began):.1f} ms", flush=True)


def main() -> None:
    """Measure both databases, or one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--url", help="a database of your own, which stays: filled if it is empty, and else only asked")
    given = parser.parse_args()
    if given.url:
        asyncio.run(measure(given.url, given.messages, given.days))
        return
    if given.only != "postgresql":
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(measure(f"sqlite:///{Path(folder) / 'figures.db'}", given.messages, given.days))
    if given.only != "sqlite":
        with postgresql() as server:
            if server is not None:
                asyncio.run(measure(server.url(), given.messages, given.days))


if __name__ == "__main__":
    main()
