"""After the key was changed everything is sealed with the new one, while people talk and after being stopped."""

from __future__ import annotations

import os

import pytest
from sqlalchemy import Text, cast, insert, select, update

from bot.egress import Egress
from bot.events import Result
from bot.inbox import entries
from bot.inbox.secrecy import INPUTS
from bot.privacy.rekey import COLUMNS, Rekeyer, codes_under, rekey_slice, under
from bot.sealing import SEALED, Sealer
from bot.store.tables import metadata, user, webhook
from bot.verifications import Asked
from tests.privacy.test_sensitive import CLAIM, DAMAGE, NUMBER, POLICY, claims, replayed
from tests.stage import ANA, BEN, NOON, staged

OLD, NEW = "the key from before, long", "the key of now, as long"
LATER = """\
flow: later
inputs:
  policy: {type: text, sensitive: yes}
start:
  - event: later
    with: {policy: "{{ event.policy }}"}
states:
  wait:
    - schedule: later
      in: 3 days
      with: {policy: "{{ policy }}"}
    - end: done
"""
BEFORE = {"PARLEY_PRIVACY__KEY": OLD}
AFTER = {"PARLEY_PRIVACY__KEY": NEW, "PARLEY_PRIVACY__PREVIOUS_KEY": OLD}
ALONE = {"PARLEY_PRIVACY__KEY": NEW}
CAT = "+12065550103"
FACTOR = "second factor of usr_1"


@pytest.fixture(autouse=True)
def insurer(monkeypatch):
    async def fetch(self, call):
        return Result(call.id, 200, {}, {"number": "C-1", "echo": call.json})

    monkeypatch.setattr(Egress, "fetch", fetch)


async def lives(stage):
    """Ana is through, Ben is in the middle, something waits for the clock, and others have secrets, too."""
    await claims(stage)
    for said in ("hi", DAMAGE, NUMBER):
        await stage.says(BEN, said)
    await stage.happens(entries.event("main", CAT, "e2", "later", {"policy": POLICY}, stage.clock.now))
    await stage.writes("+12065550109", "hi")
    sealed = {SEALED: stage.runtime.sealer.seal({"policy": POLICY}, INPUTS)}
    row = entries.start("main", "+12065550109", "s1", entries.start_payload("claim", sealed), stage.clock.now)
    await stage.runtime.inbox.accept([row])
    await stage.runtime.database.run(_secrets, stage.runtime)


def _secrets(conn, runtime):
    runtime.webhooks.create(conn, "https://example.com/a", [], "", "key_1")
    other = runtime.webhooks.create(conn, "https://example.com/b", [], "", "key_1")[0]
    old = runtime.sealer.seal("whsec_before", other.id)
    conn.execute(update(webhook).where(webhook.c.id == other.id).values(old_secret=old))
    agent = {"id": "usr_1", "email": "mia@example.com", "name": "Mia", "role": "admin", "status": "away", "capacity": 0}
    agent |= {"timezone": "UTC", "queues": [], "notify": {}, "preferences": {}, "recovery": [], "created_at": NOON}
    conn.execute(insert(user), {**agent, "factor": runtime.sealer.seal("JBSWY3DP", FACTOR)})
    runtime.verifications.create(conn, Asked(to="+12065550150", purpose="login", owner="key_1"))


def names_in(conn):
    """Column → the names of the keys of all that is sealed in it, in every column of every table."""
    found = {}
    for table in metadata.sorted_tables:
        for column in table.columns:
            text = cast(column, Text)
            for kept in conn.execute(select(text).where(text.like("%sealed:%"))).scalars():
                for part in kept.split("sealed:")[1:]:
                    found.setdefault(f"{table.name}.{column.name}", set()).add(part[:8])
    return found


def sealer_of(*keys):
    return Sealer(lambda: [key.encode() for key in keys], os.urandom)


def name_of(key):
    return sealer_of(key).name


def flows():
    return CLAIM, LATER


@pytest.fixture
async def lived(tmp_path, either_database):
    """A deployment in which all of that was sealed with the key from before."""
    async with staged(tmp_path, *flows(), **BEFORE, PARLEY_VERIFICATIONS__REPEAT_WITHIN_S="60") as stage:
        await lives(stage)
        there = await stage.runtime.database.run(names_in)
    assert {column.name for column in COLUMNS} == set(there), "a column is not listed, or the test does not reach one"
    assert {frozenset({name_of(OLD)})} == set(map(frozenset, there.values()))
    return tmp_path


# ── all of it ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_everything_is_under_the_new_key_and_the_one_before_can_go(lived):
    async with staged(lived, *flows(), **AFTER) as stage:
        rekeyer = Rekeyer(stage.runtime.database, stage.runtime.house.passcodes)
        counted = await rekeyer.count()
        done = await rekeyer.run()
        there = await stage.runtime.database.run(names_in)
        left = await stage.runtime.database.run(under, (name_of(OLD),))
    async with staged(lived, *flows(), **ALONE) as stage:
        for said in ("yes", "98101"):
            await stage.says(BEN, said, id=f"later-{said}")
        await stage.passes(days=4)
        _, replay = await replayed(stage, stage.runtime.sealer)
        opened = await stage.runtime.database.run(_opened, stage.runtime.sealer)

        assert counted.changed == done.changed
        assert (2, {}, {}) == (done.passes, done.unknown, left)
        assert {frozenset({name_of(NEW)})} == set(map(frozenset, there.values()))
        assert "Your claim has the number C-1." == stage.heard(BEN)[-1]
        assert (None, [], "JBSWY3DP") == (replay.first_fault, await stage.parked(), opened)


def _opened(conn, sealer):
    for id, secret in conn.execute(select(webhook.c.id, webhook.c.secret)).all():
        assert str(sealer.open(secret, id)).startswith("whsec_")
    return sealer.open(conn.execute(select(user.c.factor)).scalar_one(), FACTOR)


async def test_it_may_be_stopped_anywhere_and_goes_on_while_people_talk(lived):
    """A row a slice; Ben answers in between, and his session is written by the server as well."""
    async with staged(lived, *flows(), **AFTER) as stage:
        sealer, database = stage.runtime.house.passcodes, stage.runtime.database
        for number, column in enumerate(COLUMNS):
            part = await database.run(rekey_slice, column, sealer, None, limit=1)
            if number == 3:
                await stage.says(BEN, "yes", id="later-yes")
            if part.after is not None:
                await database.run(rekey_slice, column, sealer, part.after, limit=1)
        half = await database.run(names_in)
        await Rekeyer(database, sealer).run()
        whole = await database.run(names_in)
        await stage.says(BEN, "98101", id="later-98101")

        assert {name_of(OLD), name_of(NEW)} == set().union(*half.values())
        assert {name_of(NEW)} == set().union(*whole.values())
        assert "Your claim has the number C-1." == stage.heard(BEN)[-1]
        assert [] == await stage.parked()


async def test_what_changed_since_it_was_read_is_left_to_whoever_changed_it(lived):
    async with staged(lived, *flows(), **AFTER) as stage:
        column = next(column for column in COLUMNS if column.name == "user.factor")
        sealer = stage.runtime.house.passcodes
        fresh = sealer.seal("NEWSECRET", FACTOR)

        def overtaken(conn):
            class Meanwhile(Sealer):
                def renewed(self, text, places):
                    conn.execute(update(user).values(factor=fresh))
                    return super().renewed(text, places)

            keys = (key.encode() for key in (NEW, OLD))
            return rekey_slice(conn, column, Meanwhile(lambda: tuple(keys), os.urandom), None)

        part = await stage.runtime.database.run(overtaken)

        assert 0 == part.changed
        assert fresh == await stage.value('SELECT factor FROM "user"')


# ── what cannot be sealed anew ──────────────────────────────────────────────────────────────────────────────────────


async def test_a_key_that_is_not_here_is_named(lived):
    async with staged(lived, *flows(), **ALONE) as stage:
        done = await Rekeyer(stage.runtime.database, stage.runtime.house.passcodes).run()
        there = await stage.runtime.database.run(names_in)

        assert {name_of(OLD)} == set(done.unknown)
        assert done.unknown[name_of(OLD)] >= len(COLUMNS)
        assert {name_of(OLD)} == set().union(*there.values())


async def test_what_only_looks_like_a_token_stays(tmp_path):
    """Somebody sends what was sealed elsewhere: it is their text, and opens nowhere."""
    token = sealer_of(OLD).seal("x", "elsewhere")
    async with staged(tmp_path, *flows(), **AFTER) as stage:
        await stage.says(ANA, "hi")
        await stage.says(ANA, token)
        before = await stage.rows("SELECT data FROM event ORDER BY seq")
        done = await Rekeyer(stage.runtime.database, stage.runtime.house.passcodes).run()

        assert (0, {}) == (done.changed.total(), done.unknown)
        assert before == await stage.rows("SELECT data FROM event ORDER BY seq")


async def test_secrets_of_webhooks_that_lay_open_are_sealed(tmp_path):
    async with staged(tmp_path, *flows(), **ALONE) as stage:
        await stage.runtime.database.run(_secrets, stage.runtime)
        await stage.execute("UPDATE webhook SET secret = 'whsec_open', old_secret = NULL")
        done = await Rekeyer(stage.runtime.database, stage.runtime.house.passcodes).run()

        assert 2 == done.changed["webhook.secret"]
        assert "JBSWY3DP" == await stage.runtime.database.run(_opened, stage.runtime.sealer)


async def test_a_passcode_under_way_is_counted_until_it_is_over(tmp_path):
    async with staged(tmp_path, *flows(), **BEFORE) as stage:
        await stage.runtime.database.run(_secrets, stage.runtime)
    async with staged(tmp_path, *flows(), **AFTER) as stage:
        await Rekeyer(stage.runtime.database, stage.runtime.house.passcodes).run()
        now = await stage.runtime.database.run(codes_under, (name_of(OLD),), stage.clock.now)
        stage.clock.passes(minutes=11)
        later = await stage.runtime.database.run(codes_under, (name_of(OLD),), stage.clock.now)

        assert (1, 0) == (now, later)
