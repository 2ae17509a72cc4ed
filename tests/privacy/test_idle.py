"""With whom nothing has happened for long goes as if they had asked for it; what must be proved stays, and STOP."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import bindparam, text

from bot.compliance import standing
from bot.compliance.standing import Kind
from bot.config import RetentionSettings
from bot.inbox import wishes
from bot.inbox.consent import Evidence
from bot.inbox.wishes import Wanted
from bot.privacy.retain import due
from bot.store import consent, consent_periods, contacts, erasing, idle, same_person
from bot.store.types import Instant
from tests.privacy.traces import in_files, in_rows
from tests.stage import ANA, BEN, ECHO, NOON, staged

CAT = "+12065550103"
YEAR = {"PARLEY_RETENTION__CONTACTS": "1 year"}
WORDS = (ANA, ANA.removeprefix("+"), "Analuisa")
REMIND = """\
flow: remind
start: [flow]
states:
  one:
    - say: Remember.
    - end: done
"""


@pytest.fixture
async def stage(tmp_path, either_database):
    async with staged(tmp_path, ECHO, REMIND, **YEAR) as stage:
        yield stage


async def talks(stage, phone, name):
    await stage.says(phone, "hi")
    await stage.says(phone, name)


async def passes(stage):
    """Take turns until a pass is over."""
    for _ in range(50):
        await stage.runtime.idle.turn()
        if stage.runtime.idle._after is None:
            return
    raise AssertionError("it does not end")


async def phones(stage):
    return [row[0] for row in await stage.rows("SELECT phone FROM contact ORDER BY phone")]


def name(stage, phone):
    return contacts.person_key(stage.runtime.house.secret, phone)


async def records(stage, phone):
    found = await stage.runtime.database.run(consent.of_persons, [name(stage, phone)])
    return [(kept.event.kind, kept.event.text, kept.event.disclosure) for kept in found[name(stage, phone)]]


async def agrees(stage, phone, **more):
    evidence = Evidence("api", "YES", consent_type="express", disclosure="4 msgs/month", action="ticked a box")
    wanted = Wanted(phone, Kind.IN, evidence)
    await stage.runtime.database.run(wishes.take, stage.runtime.house, [wanted], stage.clock.now)


# ── who goes ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_who_was_not_heard_of_for_the_period_goes_and_nothing_is_left(stage):
    await talks(stage, ANA, "Analuisa")
    stage.clock.passes(days=200)
    await talks(stage, BEN, "Ben")
    stage.clock.passes(days=170)
    await passes(stage)

    assert [BEN] == await phones(stage)
    assert {} == await stage.runtime.database.run(in_rows, WORDS)
    assert [("retention", None)] == await stage.rows("SELECT actor, phone FROM erasure")


async def test_nobody_goes_before_their_time_and_without_a_period_nobody_ever(stage, tmp_path):
    await talks(stage, ANA, "Analuisa")
    stage.clock.passes(days=365)
    await passes(stage)
    within = await phones(stage)
    stage.clock.passes(days=3)
    counted = await stage.runtime.database.run(due, stage.runtime.settings.retention, stage.clock.now)
    by_default = await stage.runtime.database.run(due, RetentionSettings(), stage.clock.now)

    assert [ANA] == within
    assert 1 == counted["contacts"]
    assert "contacts" not in by_default


@pytest.mark.parametrize(
    "something",
    [
        "UPDATE contact SET updated_at = :recent",
        "UPDATE contact SET blocked_at = :old",
        "UPDATE conversation SET last_at = :recent",
        "UPDATE conversation SET needs_reply_since = :old",
        "UPDATE message SET created_at = :recent",
        "UPDATE message SET due_at = :recent, status = 'queued'",
        "UPDATE session SET ended_at = NULL",
        "INSERT INTO timer (id, contact_id, contact, channel, key, payload, due_at)"
        " SELECT 'tmr_1', id, phone, 'main', '', '{}', '2099-01-01 00:00:00.000000+00:00' FROM contact",
        "UPDATE inbound SET status = 'parked'",
    ],
)
async def test_what_is_not_over_keeps_somebody(tmp_path, something):
    async with staged(tmp_path, ECHO, **YEAR) as stage:
        await talks(stage, ANA, "Analuisa")
        stage.clock.passes(days=400)
        times = {"recent": stage.clock.now - timedelta(days=9), "old": NOON}
        await stage.runtime.database.run(execute, something, times)
        await passes(stage)

        assert [ANA] == await phones(stage)


def execute(conn, statement, times):
    """Change something behind everybody's back, with times as each database has them."""
    used = {name: at for name, at in times.items() if f":{name}" in statement}
    conn.execute(text(statement).bindparams(*(bindparam(name, type_=Instant()) for name in used)), used)


async def test_a_wish_that_was_recorded_lately_keeps_somebody(stage):
    await talks(stage, ANA, "Analuisa")
    stage.clock.passes(days=300)
    await agrees(stage, ANA)
    await stage.runtime.database.run(execute, "UPDATE contact SET updated_at = :old", {"old": NOON})
    stage.clock.passes(days=100)
    await passes(stage)

    assert [ANA] == await phones(stage)


async def test_several_numbers_of_a_person_go_together_or_stay_together(stage):
    for phone in (ANA, BEN):
        await talks(stage, phone, "Analuisa")
    ids = {row[0]: row[1] for row in await stage.rows("SELECT phone, id FROM contact")}
    await stage.runtime.database.run(same_person.join, ids[BEN], ids[ANA], "usr_mia", NOON)
    stage.clock.passes(days=300)
    await talks(stage, BEN, "again")
    stage.clock.passes(days=100)
    await passes(stage)
    together = await phones(stage)
    stage.clock.passes(days=300)
    await passes(stage)

    assert [ANA, BEN] == together
    assert [] == await phones(stage)


async def test_whoever_writes_in_that_moment_stays_and_is_answered(stage):
    """They were idle when the page was read; their text came in before they could be erased."""
    await talks(stage, ANA, "Analuisa")
    stage.clock.passes(days=400)
    before = stage.clock.now - timedelta(days=366)
    page = await stage.runtime.database.run(idle.page, before, "", lambda phone: name(stage, phone))
    await stage.writes(ANA, "hello again")
    gone = await stage.runtime.eraser.erase_idle([one.phone for one in page.idle], before)
    await stage.settle()

    assert [ANA] == [one.phone for one in page.idle]
    assert (0, [ANA]) == (gone, await phones(stage))
    assert "Your name?" == stage.heard(ANA)[-1]


async def test_a_text_that_comes_while_they_go_is_of_somebody_new(stage):
    """It is taken in after the first transaction and before the last look at the inbox."""
    await talks(stage, ANA, "Analuisa")
    stage.clock.passes(days=400)
    before = stage.clock.now - timedelta(days=366)
    begun = await stage.runtime.database.run(stage.runtime.eraser._begin_idle, ANA, before)
    await stage.writes(ANA, "hello again")
    stage.clock.passes(minutes=2)
    await stage.runtime.eraser.turn()
    await stage.settle()

    assert begun is not None
    assert [ANA] == await phones(stage)
    assert "Your name?" == stage.heard(ANA)[-1]


async def test_page_by_page_and_each_day_once(stage, monkeypatch):
    monkeypatch.setattr(idle.page, "__defaults__", (2,))
    for number in range(5):
        await talks(stage, f"+120655502{number:02}", "Ana")
    stage.clock.passes(days=400)
    turns = 0
    while stage.runtime.idle._after is not None or turns == 0:
        await stage.runtime.idle.turn()
        turns += 1
    await talks(stage, ANA, "Analuisa")
    await stage.runtime.database.run(execute, "UPDATE contact SET updated_at = :old", {"old": NOON})
    await stage.runtime.idle.turn()

    assert 3 == turns
    assert [ANA] == await phones(stage)


# ── what stays ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_stop_holds_for_ever(stage):
    await talks(stage, ANA, "Analuisa")
    await stage.says(ANA, "STOP")
    stage.clock.passes(days=400)
    await passes(stage)
    said = len(stage.heard(ANA))
    await stage.says(ANA, "hi")

    known = (await stage.runtime.database.run(contacts.suppressed, [name(stage, ANA)]))[name(stage, ANA)]
    assert standing.is_out(known)
    assert said == len(stage.heard(ANA))


async def test_the_words_of_consent_stay_until_five_years_after_the_last_message(tmp_path, either_database):
    """They were last sent something on the day they agreed."""
    async with staged(tmp_path, ECHO, **YEAR, PARLEY_RETENTION__CONSENT="5 years") as stage:
        await talks(stage, ANA, "Analuisa")
        await agrees(stage, ANA)
        stage.clock.passes(days=400)
        await passes(stage)
        gone = await phones(stage)
        kept = await records(stage, ANA)
        stage.clock.passes(days=5 * 366 - 401)
        await passes(stage)
        in_time = await records(stage, ANA)
        stage.clock.passes(days=3)
        await passes(stage)
        after = await records(stage, ANA)

        assert [] == gone
        assert [("in", "YES", "4 msgs/month")] == kept == in_time
        assert [("in", "", None), ("erased", "", None)] == after
        assert [] == await stage.runtime.database.run(lambda conn: list(consent.verify(conn)))


async def test_whoever_is_met_again_keeps_their_words(tmp_path, either_database):
    async with staged(tmp_path, ECHO, **YEAR, PARLEY_RETENTION__CONSENT="5 years") as stage:
        await talks(stage, ANA, "Analuisa")
        await agrees(stage, ANA)
        stage.clock.passes(days=400)
        await passes(stage)
        stage.clock.passes(days=5 * 366 - 402)
        await talks(stage, ANA, "Analuisa")
        stage.clock.passes(days=10)
        await passes(stage)

        assert [ANA] == await phones(stage)
        assert [("in", "YES", "4 msgs/month")] == await records(stage, ANA)
        assert not await stage.runtime.database.run(consent_periods.any_kept)


async def test_their_own_request_takes_the_words_at_once(stage):
    await talks(stage, ANA, "Analuisa")
    await agrees(stage, ANA)
    stage.clock.passes(days=400)
    await passes(stage)
    await stage.runtime.eraser.erase(ANA, "key key_1")

    assert [("in", "", None), ("erased", "", None)] == await records(stage, ANA)
    assert not await stage.runtime.database.run(consent_periods.any_kept)


async def test_the_file_is_cleaned_at_night(tmp_path):
    """Nobody waits for it: it is not written anew by day, as it is for somebody who asked."""
    async with staged(tmp_path, ECHO, **YEAR) as stage:
        await talks(stage, ANA, "Analuisa")
        await stage.runtime.exchanges.drain()
        stage.clock.passes(days=400)
        await passes(stage)
        await stage.runtime.eraser.turn()
        by_day = await stage.runtime.database.run(erasing.unfinished)
        stage.clock.passes(hours=14)
        await stage.runtime.eraser.turn()

        assert 1 == len(by_day)
        assert [] == await stage.runtime.database.run(erasing.unfinished)
        assert {} == in_files(tmp_path, WORDS)


@pytest.mark.parametrize(
    ("given", "problem"),
    [({"contacts": "29 days"}, "30 days or more"), ({"consent": "4 years"}, "5 years or more")],
)
def test_periods_that_cannot_be(given, problem):
    with pytest.raises(ValueError, match=problem):
        RetentionSettings(**given)
