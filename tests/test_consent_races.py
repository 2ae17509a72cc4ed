"""STOP and START race with each other and with sends, through two processes: the ledger's order wins.

An audit in the database itself writes down, in one order, every claim and every record. `PARLEY_RACES_S` for longer.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from bot.compliance.standing import fold, is_out
from bot.config import load_settings
from bot.keys import Scope
from bot.providers.fake import FakeCarrier
from bot.runtime import Runtime
from bot.store import consent, contacts
from tests.postgres import fresh_database
from tests.serving import NUMBER, Server, Worker, free_port, on_the_air
from tests.sqlite import ready_file
from tests.stage import write_flows
from tests.torment import Deployment

PEOPLE = [f"+1206{3_000_000 + number}" for number in range(8)]
RACES_S = float(os.environ.get("PARLEY_RACES_S", "3"))
SENT_WITHIN_S = 30.0
"""Longer than the race itself only where everything was taken back in time, as on a busy machine."""
QUIET = """\
flow: quiet
start:
  - event: never
states:
  say:
    - say: Nothing.
    - end: done
"""

ON_SQLITE = """\
CREATE TABLE watched (seq INTEGER PRIMARY KEY, kind TEXT, who TEXT, became TEXT, id TEXT);
CREATE TRIGGER audit_status AFTER UPDATE OF status ON message
WHEN OLD.status <> NEW.status AND NEW.message_class <> 'consent' BEGIN
  INSERT INTO watched (kind, who, became, id) VALUES ('message', NEW.recipient, NEW.status, NEW.id); END;
CREATE TRIGGER audit_consent AFTER INSERT ON consent_event BEGIN
  INSERT INTO watched (kind, who, became, id) VALUES ('consent', NEW.person, NEW.kind, NEW.id); END;
"""
ON_POSTGRESQL = """\
CREATE TABLE watched (seq BIGSERIAL PRIMARY KEY, kind TEXT, who TEXT, became TEXT, id TEXT);
CREATE FUNCTION audit_status() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO watched (kind, who, became, id) VALUES ('message', NEW.recipient, NEW.status, NEW.id); RETURN NEW; END $$;
CREATE TRIGGER audit_status AFTER UPDATE OF status ON message FOR EACH ROW
WHEN (OLD.status <> NEW.status AND NEW.message_class <> 'consent') EXECUTE FUNCTION audit_status();
CREATE FUNCTION audit_consent() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO watched (kind, who, became, id) VALUES ('consent', NEW.person, NEW.kind, NEW.id); RETURN NEW; END $$;
CREATE TRIGGER audit_consent AFTER INSERT ON consent_event FOR EACH ROW EXECUTE FUNCTION audit_consent();
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield ready_file(tmp_path / "parley.db")
        return
    with fresh_database(request.getfixturevalue("postgresql_server")) as made:
        yield made


class Racers:
    """People who change their minds all the time, and a business that keeps texting them; each by either process."""

    def __init__(self, carriers: list[FakeCarrier], addresses: list[str], key: str, dice: random.Random) -> None:
        self.carriers = carriers
        self.addresses = addresses
        self.headers = {"authorization": f"Bearer {key}"}
        self.dice = dice
        self.until = time.monotonic() + RACES_S
        self.sent = 0

    @property
    def is_over(self) -> bool:
        """Whether it has lasted for long enough, and something got through."""
        now = time.monotonic()
        if now < self.until:
            return False
        got_through = any(message.text.startswith("Text ") for message in self.carriers[0].accepted)
        return got_through or now > self.until + SENT_WITHIN_S

    async def race(self) -> None:
        transport = httpx.AsyncHTTPTransport(retries=4)  # connections only: a busy machine may refuse one
        async with httpx.AsyncClient(transport=transport, headers=self.headers, timeout=30) as client:
            people = [self._change_mind(phone) for phone in PEOPLE for _ in range(2)]
            await asyncio.gather(*people, *(self._send(client, phone) for phone in PEOPLE))

    async def _change_mind(self, phone: str) -> None:
        number = 0
        while not self.is_over:
            number += 1
            said = self.dice.choice(["STOP", "START"])
            carrier = self.dice.choice(self.carriers)
            await carrier.text(phone, NUMBER, said)
            await asyncio.sleep(self.dice.uniform(0, 0.2))

    async def _send(self, client: httpx.AsyncClient, phone: str) -> None:
        while not self.is_over:
            address = self.dice.choice(self.addresses)
            answer = await client.post(f"{address}/v1/messages", json={"to": phone, "text": f"Text {self.sent}"})
            assert httpx.codes.CREATED == answer.status_code, answer.text
            self.sent += 1
            await asyncio.sleep(self.dice.uniform(0, 0.05))


async def prepare(settings: dict[str, str]) -> str:
    """Make the database, the audit in it, and a key."""
    runtime = Runtime(load_settings(environ=settings))
    await runtime.start(worker=False)
    try:
        key = await runtime.keys.create([Scope.SEND])
    finally:
        await runtime.stop()
    url = settings["PARLEY_DATABASE__URL"]
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
            database.executescript(ON_SQLITE)
    else:
        connection = await asyncpg.connect(url)
        await connection.execute(ON_POSTGRESQL)
        await connection.close()
    return key


async def test_no_message_is_claimed_in_an_interval_in_which_somebody_was_out(url, tmp_path):
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")
    write_flows(tmp_path, QUIET)
    ports = [free_port(), free_port()]
    shared = url.startswith("postgresql")
    environ = {"PARLEY_DATABASE__URL": url, "PARLEY_DATABASE__STATE": str(tmp_path / "state")}
    with socket.create_server(("127.0.0.1", 0)) as door:
        channel = {"provider": "loopback", "base_url": f"http://127.0.0.1:{door.getsockname()[1]}/send"}
        servers = [
            Server(tmp_path, ports[0], environ, worker=not shared, **channel),
            Server(
                tmp_path, ports[1], environ | {"PARLEY_DATABASE__STATE": str(tmp_path / "b")}, worker=False, **channel
            ),
        ]
        workers = [Worker(servers[0], number) for number in (1, 2)] if shared else []
        key = await prepare(servers[0].settings)
        carriers = [FakeCarrier(webhook=f"http://127.0.0.1:{port}/webhooks/main") for port in ports]
        house = Deployment(servers[0], [servers[1], *workers])
        async with on_the_air(carriers[0], door):
            try:
                await house.start()
                for server in servers:
                    await server.answers()
                racers = Racers(carriers, [server.address for server in servers], key, random.Random(seed))  # noqa: S311
                await racers.race()
                await house.books.are_closed()
                await carriers[0].settle()
            finally:
                await asyncio.gather(*(process.stop(signal.SIGTERM) for process in house.processes))
                await carriers[1].close()
    audit = await house.books.read("SELECT kind, who, became, id FROM watched ORDER BY seq")
    standing, problems, inflight = await settled(servers[0].settings)
    reasons = await house.books.read("SELECT DISTINCT error FROM message WHERE status = 'refused'")

    assert [] == problems
    assert [] == list(violations(audit, standing))
    assert 0 == unexplained(audit, standing, inflight)
    assert [("opted_out",)] == reasons, "each is refused with its reason, and there are some"
    assert "sending" in {became for _, _, became, _ in audit}, "and some were sent"


def violations(audit: list[tuple[Any, ...]], persons: dict[str, str]) -> Iterator[str]:
    """Every claim of a message for somebody who was out by then."""
    out: set[str] = set()
    for kind, who, became, id in audit:
        if kind == "consent":
            (out.add if became == "out" else out.discard)(who)
        elif became == "sending" and persons[who] in out:
            yield f"{id} was claimed for {who}, who was out"


def unexplained(audit: list[tuple[Any, ...]], persons: dict[str, str], inflight: dict[str, set[str]]) -> int:
    """How many were on the wire when somebody opted out, and are not named by that record."""
    leaving: dict[str, set[str]] = {person: set() for person in persons.values()}
    missing = 0
    for kind, who, became, id in audit:
        if kind == "consent" and became == "out":
            missing += len(leaving[who] - inflight[id])
            assert len(leaving[who]) <= 1, "one to a person at a time"
        elif kind == "message":
            (leaving[persons[who]].add if became == "sending" else leaving[persons[who]].discard)(id)
    return missing


async def settled(settings: dict[str, str]) -> tuple[dict[str, str], list[str], dict[str, set[str]]]:
    """Hold what is kept of each person against the fold of the ledger; return also what was on the wire when."""
    runtime = Runtime(load_settings(environ=settings))
    await runtime.start(worker=False)
    try:
        persons = {phone: contacts.person_key(runtime.house.secret, phone) for phone in PEOPLE}

        def read(conn: Any) -> tuple[Any, ...]:
            kept = contacts.suppressed(conn, list(persons.values()))
            return consent.of_persons(conn, list(persons.values())), kept, [*consent.verify(conn)]

        records, kept, broken = await runtime.database.run(read)
    finally:
        await runtime.stop()
    problems = [str(finding) for finding in broken]
    inflight: dict[str, set[str]] = {}
    for phone, person in persons.items():
        events = [record.event for record in records[person]]
        known = fold(event.wish for event in events)
        if known != kept.get(person):
            problems.append(f"{phone} is {kept.get(person)}, and adds up to {known}")
        if is_out(known) != (events[-1].kind == "out"):
            problems.append(f"{phone} does not stand as the last record says")
        inflight |= {event.id: set(event.details.get("inflight", ())) for event in events}
    return persons, problems, inflight
