"""What the agents' inbox costs when it is full: every view, searching, and two hundred agents who watch it live.

    python -m benchmarks.console [--conversations 100000] [--only postgresql] [--agents 200] [--seconds 20] [--no-views]

The database is filled with so many conversations and ten texts each; the inbox then takes all of it in, as it does with
a database that never had one. Views are measured at the server, through the whole of it but the socket: the session is
looked up, the list is read, the page is rendered. The agents are streams over sockets to a `parley serve` of its own,
and once a minute each asks for its rows anew, as pages do whose words grow old; texts come in by its webhook.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import hashlib
import hmac
import json
import os
import random
import re
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import httpx
import uvloop
from sqlalchemy import Connection, text

from benchmarks.growth import CHUNK, MESSAGES_EACH, fill
from benchmarks.load import Ledger, percentile, serve_carrier
from benchmarks.systems import System, cpu_seconds, postgresql, running, wait_for_port
from bot.accounts import CLI, Role
from bot.accounts.links import LinkKind
from bot.cli import garbage
from bot.config import load_settings
from bot.desk import follower as follow
from bot.desk.follower import Follower
from bot.errors import DatabaseAway
from bot.runtime import Runtime
from bot.store import following, settings, terms
from bot.web.app import create_app
from tests.postgres import Cluster, ask

WORDS: Final = (
    *("appointment", "friday", "morning", "invoice", "parking", "daughter", "tooth", "pain", "thanks", "move"),
    *("cancel", "price", "insurance", "delivery", "address", "order", "refund", "question", "tomorrow", "evening"),
    *("doctor", "confirm", "number", "please", "waiting", "letter"),
)
"""Words that texts are made of; a rare one is added to one in a thousand."""
AGENTS_WITH_WORK: Final = 40
LOOKS: Final = 30
AGING_S: Final = 60.0
VIEWS: Final = {
    "mine": "view=mine",
    "unassigned": "view=unassigned",
    "all open": "view=all",
    "with the bot": "view=bot",
    "snoozed": "view=snoozed",
    "closed": "view=closed",
    "oldest first": "view=all&order=oldest",
    "far down": "view=all&after={middle}",
    "a rare flow": "view=all&flow=rare",
    "a queue": "view=unassigned&queue=billing",
    "a rare label": "view=all&label=rare",
    "a common label": "view=all&label=vip",
    "of a colleague": "view=all&assignee=usr_7",
    "unread": "view=unassigned&unread=yes",
    "urgent": "view=all&priority=urgent",
    "search: common word": "q=appointment",
    "search: two words": "q=friday+refund",
    "search: beginning": "q=appoi",
    "search: phrase": "q=%22friday+morning%22",
    "search: never in that order": "q=%22usual+answer%22",
    "search: rare word": "q=zyzzyva",
    "search: nothing": "q=qqqqqq",
    "search: number": "q=2034567",
    "search: a name": "q=maria",
}


# ── filling ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def furnish(url: str, conversations: int) -> None:
    """Fill a database, and make it look like one in which people work: texts differ, there are teams and labels.

    Of a hundred conversations sixty are with the bot, ten wait for anybody, fifteen are with agents, three are snoozed
    and twelve closed.
    """
    await fill(url, conversations)
    runtime = Runtime(load_settings(environ={"PARLEY_DATABASE__URL": url}))
    database = runtime.database
    await database.open()
    try:
        await database.run(_index_plain)
        for first in range(0, conversations, CHUNK // 10):
            await database.run(_vary, first, min(first + CHUNK // 10, conversations))
        await database.run(_staff, conversations)
    finally:
        await database.close()


_PLAIN: Final = (
    "INSERT INTO finding (id, about, kind, source, at, terms) SELECT ((1767225600000 + seq / 100) << 20) | "
    "((seq * 2 + 1) & 1048575), conversation_id, 'out', id, created_at, {terms} FROM message"
)
_SAID: Final = "an answer of usual length, as flows give them to people who write"


def _index_plain(conn: Connection) -> None:
    """Let the million messages be found that all say the same: as the follower would, and set by set instead of row by
    row, because it is not what is measured. What differs it takes in itself."""
    found = terms.terms(_SAID)
    ends = dict(zip(("event", "message", "receipt"), following.ends(conn), strict=True))
    settings.exchange(conn, follow.FOLLOWED, json.dumps(ends))
    if conn.dialect.name == "postgresql":
        conn.execute(text("DROP INDEX ix_finding_terms"))
        conn.execute(text(_PLAIN.format(terms="CAST(:terms AS tsvector)")), {"terms": terms.tsvector(found)})
        conn.execute(text("CREATE INDEX ix_finding_terms ON finding USING gin (terms)"))
        return
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'finding'"
    kept = conn.execute(text(triggers)).all()
    for name, _ in kept:
        conn.execute(text(f"DROP TRIGGER {name}"))
    conn.execute(text(_PLAIN.format(terms=":terms")), {"terms": " ".join(found)})
    conn.execute(text("INSERT INTO finding_index (finding_index) VALUES ('rebuild')"))
    for _, made in kept:
        conn.exec_driver_sql(made)


def _vary(conn: Connection, first: int, end: int) -> None:
    dice = random.Random(first)  # noqa: S311 - the same database each time
    events, messages, people, threads = [], [], [], []
    for number in range(first, end):
        share = number * 7919 % 100
        status = "closed" if share >= 88 else "snoozed" if share >= 85 else "open"
        handler = "bot" if share < 60 or status == "closed" else "person"
        assignee = f"usr_{number % AGENTS_WITH_WORK}" if 70 <= share < 85 else None
        labels = [*(["vip"] if number % 5 == 0 else []), *(["rare"] if number % 2_000 == 1 else [])]
        queue = (None, "billing", "desk")[number % 3] if handler == "person" else None
        name = ("Maria {}", "Ana {}", "Li {}", "Jonas {}", "Fatima {}")[number % 5].format(f"Berg{number}")
        day = f"2026-{1 + number % 12:02}-{1 + number % 28:02}"
        at = f"{day} {number % 24:02}:{number % 60:02}:00.{number % 1000000:06}+00:00"
        people.append({"id": f"ctc_{number}", "name": name})
        threads.append(
            {
                "id": f"cnv_{number}", "status": status, "handler": handler, "assignee": assignee, "queue": queue,
                "labels": json.dumps(labels), "priority": "urgent" if number % 1_000 == 3 else None, "at": at,
                "needs": at if handler == "person" and status == "open" else None,
            }
        )  # fmt: skip
        for _ in range(2):
            said = " ".join(dice.choices(WORDS, k=12)) + (" zyzzyva" if number % 1_000 == 5 else "")
            flow = "rare" if number % 2_000 == 2 else ("booking", "order", "feedback")[number % 3]
            events.append({"id": f"cnv_{number}", "data": json.dumps({"text": said, "flow": flow}), "at": at})
        answer = " ".join(dice.choices(WORDS, k=12))
        messages.append({"id": f"old_9_{number}", "text": answer})
    instant = "CAST(:at AS TIMESTAMPTZ)" if conn.dialect.name == "postgresql" else ":at"
    needs = instant.replace(":at", ":needs")
    conn.execute(text("UPDATE contact SET name = :name WHERE id = :id"), people)
    conn.execute(
        text(
            "UPDATE conversation SET status = :status, handler = :handler, assignee = :assignee, queue = :queue, "  # noqa: S608
            f"labels = :labels, priority = :priority, last_at = {instant}, needs_reply_since = {needs} WHERE id = :id"
        ),
        _times(conn, threads),
    )
    conn.execute(text("UPDATE message SET text = :text WHERE id = :id"), messages)
    conn.execute(
        text(f"INSERT INTO event (conversation_id, kind, data, at) VALUES (:id, 'text', :data, {instant})"),  # noqa: S608
        _times(conn, events),
    )


def _times(conn: Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """PostgreSQL's driver wants times where SQLite has them as text."""
    if conn.dialect.name != "postgresql":
        return rows

    return [
        {
            name: datetime.fromisoformat(value) if name in ("at", "needs") and value else value
            for name, value in row.items()
        }
        for row in rows
    ]


def _staff(conn: Connection, conversations: int) -> None:
    """Let the agents have read most of what there is."""
    seq = conn.execute(text("SELECT max(seq) FROM event")).scalar_one()
    read = seq - conversations // 50
    rows: list[dict[str, Any]] = [{"agent": f"usr_{number}", "seq": read} for number in range(AGENTS_WITH_WORK)]
    conn.execute(text("INSERT INTO read_mark (agent_id, conversation_id, heard) VALUES (:agent, '', :seq)"), rows)


async def take_in(runtime: Runtime) -> float:
    """Let the inbox take all of it in; the seconds that it took, without the rests in between."""
    follower = Follower(runtime.database, runtime.world, lambda: None)
    follow.ROWS_A_BATCH = 5_000  # nobody else wants to write here
    began = time.perf_counter()
    while True:
        more, _ = await runtime.database.run(follower._batch)
        if not more:
            break
    while follower._people_after is not None:
        await follower._look_at_people()
    if runtime.database.shared:
        await runtime.database.run(lambda conn: conn.execute(text("ANALYZE")))
    return time.perf_counter() - began


# ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@asynccontextmanager
async def console(runtime: Runtime) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which an agent is signed in, without a socket between it and the server."""
    app = create_app(runtime, worker=False)
    user = await runtime.accounts.people.add(f"{time.time_ns()}@example.com", "Eva", Role.SUPERVISOR, CLI)
    link = await runtime.accounts.links.make(user, LinkKind.LOGIN, CLI)
    await runtime.database.run(_give_work, user.id)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=runtime.public_url) as http:
        await http.get(link)
        yield http


def _give_work(conn: Connection, me: str) -> None:
    conn.execute(text("UPDATE conversation SET assignee = :me WHERE assignee = 'usr_0'"), {"me": me})
    conn.execute(text("UPDATE listing SET assignee = :me WHERE assignee = 'usr_0'"), {"me": me})
    conn.execute(text("UPDATE read_mark SET agent_id = :me WHERE agent_id = 'usr_0'"), {"me": me})


class Looked(NamedTuple):
    """What looking at a view came to, in seconds a look."""

    p50_s: float
    p95_s: float
    cpu_s: float
    """Of this process: the server's part, and that of who asks, a millisecond or two."""
    database_cpu_s: float
    """Of PostgreSQL's; SQLite's is in the one before."""
    rows: int
    size: int


async def look(http: httpx.AsyncClient, name: str, query: str, server: Cluster | None) -> Looked:
    """Look at a view again and again."""
    took: list[float] = []
    page = httpx.Response(500)
    cpu_s, database_s = time.process_time(), cpu_seconds(server.pids() if server else ())
    for _ in range(LOOKS + 3):
        began = time.perf_counter()
        page = await http.get(f"/console/inbox?{query}")
        took.append(time.perf_counter() - began)
        if page.status_code != 200:
            raise SystemExit(f"{name}: {page.status_code} {page.text[:300]}")
    found, looks = sorted(took[3:]), len(took)
    cpu_s, database_s = time.process_time() - cpu_s, cpu_seconds(server.pids() if server else ()) - database_s
    rows = page.text.count('class="inbox-row')
    return Looked(
        statistics.median(found), percentile(found, 95), cpu_s / looks, database_s / looks, rows, len(page.content)
    )


async def views(runtime: Runtime, server: Cluster | None) -> None:
    """Print a line for each view."""
    print(f"    {'':<28}{'p50':>8}{'p95':>8}   {'CPU':>8}{'database':>9}")
    async with console(runtime) as http:
        middle = await runtime.database.look(
            lambda conn: conn.execute(
                text("SELECT at, conversation_id FROM listing WHERE status = 'open' ORDER BY at LIMIT 1 OFFSET 40000")
            ).one_or_none()
        )
        place = "" if middle is None else f"0~{str(middle[0]).replace(' ', 'T')}~{middle[1]}".replace("+", "%2B")
        worst = worst_cpu = 0.0
        for name, query in VIEWS.items():
            found = await look(http, name, query.format(middle=place), server)
            worst, worst_cpu = max(worst, found.p95_s), max(worst_cpu, found.cpu_s + found.database_cpu_s)
            times = f"{found.p50_s * 1000:>8.1f}{found.p95_s * 1000:>8.1f} ms"
            cpu = f"{found.cpu_s * 1000:>8.1f}{found.database_cpu_s * 1000:>6.1f} ms"
            print(f"    {name:<28}{times}{cpu}{found.rows:>6} rows{found.size / 1024:>7.0f} KB", flush=True)
        waiting = os.getloadavg()[0] / (os.cpu_count() or 1)
        print(f"    worst: p95 {worst * 1000:.0f} ms, CPU {worst_cpu * 1000:.0f} ms; {waiting:.1f} processes a core")
        await _weigh(http)


async def _weigh(http: httpx.AsyncClient) -> None:
    """Say what a first visit transfers: the page as it is, and what it loads, packed as it is served."""
    page = await http.get("/console/inbox?view=all")
    loaded = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    sizes = [len(page.content)]
    for path in loaded:
        answer = await http.get(path, headers={"accept-encoding": "gzip"})
        packed = answer.headers.get("content-encoding") == "gzip"
        sizes.append(len(gzip.compress(answer.content)) if packed else len(answer.content))
    print(
        f"    first visit: {sum(sizes) / 1024:.0f} KB, of which the page {sizes[0] / 1024:.0f} KB; {len(loaded)} files"
    )


# ── live ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Hall:
    """All agents, and when each text was written."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.sent: dict[str, float] = {}
        """What a text says, and when it was posted."""
        self.delays: list[float] = []
        self.seated = 0
        self.rows = 0
        """How many were brought."""

    async def sit(self, cookie: str, query: str, over: asyncio.Event) -> None:
        """Watch a view as the console's script does: take the rows that are brought."""
        async with httpx.AsyncClient(base_url=self.address, cookies={"parley": cookie}, timeout=60) as http:
            aging = asyncio.create_task(self._age(http, query, over))
            async with http.stream("GET", f"/console/live?topics=list&{query}") as stream:
                seen: set[str] = set()
                async for line in stream.aiter_lines():
                    if line.startswith("retry"):
                        self.seated += 1
                    if line.startswith('data: {"shown"'):
                        self._take(json.loads(line[6:])["shown"], seen)
                    if over.is_set():
                        break
            await aging

    def _take(self, shown: list[str], seen: set[str]) -> None:
        now = time.perf_counter()
        self.rows += len(shown)
        for said in re.findall(r"live-text-\d+", "".join(shown)):
            if said not in seen and said in self.sent:
                seen.add(said)
                self.delays.append(now - self.sent[said])

    async def _age(self, http: httpx.AsyncClient, query: str, over: asyncio.Event) -> None:
        """Ask for the rows anew, each page at a moment of its own."""
        page = await http.get(f"/console/inbox?{query}")
        ids = re.findall(r'id="row-(\w+)"', page.text)
        wait_s = random.uniform(0, AGING_S)  # noqa: S311 - pages are opened when they are opened
        while ids and not over.is_set():
            if wait_s <= 0:
                await http.get(f"/console/inbox/rows?ids={','.join(ids)}&{query}")
                wait_s += AGING_S
            await asyncio.sleep(1)
            wait_s -= 1


async def live(system: System, server: Cluster | None, agents: int, seconds: int, rate: float) -> None:
    """Let so many agents watch, and texts come in; print how long each took to be on a page."""
    ledger = Ledger()
    carrier, carrier_port = await serve_carrier(ledger)
    try:
        with running(system, carrier_port, server) as at:
            await wait_for_port(at.port)
            hall = Hall(f"http://127.0.0.1:{at.port}")
            cookies = await _sign_in(at.folder, hall.address, agents)
            over = asyncio.Event()
            ways = ["view=mine", "view=mine", "view=unassigned", "view=all"]
            sitting = [
                asyncio.create_task(hall.sit(cookie, ways[number % len(ways)], over))
                for number, cookie in enumerate(cookies)
            ]
            while hall.seated < agents:  # noqa: ASYNC110 - each seat counts itself
                await asyncio.sleep(0.5)
            await asyncio.sleep(5)  # their first pages, and counts
            hall.rows, cpu_s = 0, cpu_seconds(at.pids()["serve"])
            await _write(hall, seconds, rate)
            await asyncio.sleep(5)
            cpu_s = cpu_seconds(at.pids()["serve"]) - cpu_s
            over.set()
            for seat in sitting:
                seat.cancel()
            await asyncio.gather(*sitting, return_exceptions=True)
            found = sorted(hall.delays)
            if not found:
                raise SystemExit("nothing arrived")
            print(
                f"    {hall.rows} rows brought, {cpu_s:.1f} s CPU of the server: {cpu_s / hall.rows * 1e6:.0f} µs each"
            )
            print(
                f"    {agents} agents, {rate:g} texts a second for {seconds} s: {len(found)} arrivals, p50 "
                f"{statistics.median(found) * 1000:.0f} ms, p99 {percentile(found, 99) * 1000:.0f} ms, "
                f"longest {found[-1] * 1000:.0f} ms; memory {at.memory_bytes() / 1e6:.0f} MB",
                flush=True,
            )
    finally:
        carrier.close()


async def _write(hall: Hall, seconds: int, rate: float) -> None:
    async with httpx.AsyncClient(base_url=hall.address, timeout=30) as http:
        began = time.perf_counter()
        for number in range(int(seconds * rate)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            said = f"live-text-{number}"
            phone = f"+12032{number % 300:06}"
            body = json.dumps({"id": said, "from": phone, "to": "+15550100000", "text": said}).encode()
            signature = hmac.new(b"loopback", body, hashlib.sha256).hexdigest()
            headers = {"content-type": "application/json", "x-parley-signature": f"sha256={signature}"}
            hall.sent[said] = time.perf_counter()
            (await http.post("/webhooks/main", content=body, headers=headers)).raise_for_status()


async def _sign_in(folder: Path, address: str, agents: int) -> list[str]:
    """Make agents in the database of the server, and sign each in by a link."""
    runtime = Runtime(load_settings(folder / "parley.toml", environ={}))
    await runtime.database.open()
    cookies = []
    try:
        made = [await _until_it_is_free(lambda: _make(runtime, number)) for number in range(agents)]  # noqa: B023
        for link in made:
            async with httpx.AsyncClient(base_url=address, timeout=30) as http:
                await http.get(link)
                cookies.append(http.cookies["parley"])
    finally:
        await runtime.database.close()
    return cookies


async def _make(runtime: Runtime, number: int) -> str:
    """Make one agent with some conversations; the link that signs them in."""
    user = await runtime.accounts.people.add(f"{time.time_ns()}@example.com", f"Agent {number}", Role.AGENT, CLI)
    await runtime.database.run(_take_some, user.id, number)
    return await runtime.accounts.links.make(user, LinkKind.LOGIN, CLI)


async def _until_it_is_free(work: Callable[[], Awaitable[str]]) -> str:
    """Do something beside the server, which has SQLite's one pen for itself at times."""
    for _ in range(50):
        try:
            return await work()
        except DatabaseAway:
            await asyncio.sleep(0.1)
    return await work()


def _take_some(conn: Connection, me: str, number: int) -> None:
    """Let every agent have a conversation or two of those that will be written in."""
    ids = {"me": me, "one": f"cnv_{number % 300}", "two": f"cnv_{(number + 150) % 300}"}
    for table, key in (("conversation", "id"), ("listing", "conversation_id")):
        given = f"UPDATE {table} SET assignee = :me, handler = 'person', status = 'open' WHERE {key} IN (:one, :two)"  # noqa: S608
        conn.execute(text(given), ids)


# ── all of it ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def measure(conversations: int, only: str, agents: int, seconds: int, rate: float, looks: bool) -> None:
    """Measure both databases."""
    with postgresql() as server, tempfile.TemporaryDirectory() as folder:
        for name in ("SQLite", "PostgreSQL"):
            if only.casefold() not in name.casefold() or (name == "PostgreSQL" and server is None):
                continue
            url = f"sqlite:///{folder}/console.db"
            if name == "PostgreSQL" and server is not None:
                ask(server.url(), "CREATE DATABASE console")
                url = server.url("console")
            began = time.perf_counter()
            await furnish(url, conversations)
            print(
                f"{name}: {conversations:,} conversations, {conversations * MESSAGES_EACH:,} messages",
                end="",
                flush=True,
            )
            print(f", filled in {time.perf_counter() - began:.0f} s", flush=True)
            runtime = Runtime(load_settings(environ={"PARLEY_DATABASE__URL": url, "PARLEY_DATABASE__STATE": folder}))
            await runtime.start(worker=False)
            try:
                print(f"    taken in in {await take_in(runtime):.0f} s", flush=True)
                if looks:
                    garbage.expect_little()  # as a server does when it begins: it has not filled a database before
                    await views(runtime, server if name == "PostgreSQL" else None)
            finally:
                await runtime.stop()
            if agents:
                await live(System(name, url), server, agents, seconds, rate)


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--agents", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--rate", type=float, default=10.0)
    parser.add_argument("--only", default="", help="databases whose name holds this")
    parser.add_argument("--views", action=argparse.BooleanOptionalAction, default=True, help="look at every view")
    options = parser.parse_known_args(arguments)[0]
    wanted = options.conversations, options.only, options.agents, options.seconds, options.rate, options.views
    uvloop.run(measure(*wanted))


if __name__ == "__main__":
    main()
