"""Numbers that carriers took back: what was agreed to with one that we know is void, and others are none of ours."""

from __future__ import annotations

import pytest

from bot.compliance.standing import VOID, Kind, agreements
from bot.inbox import deactivated, wishes
from bot.inbox.consent import Evidence
from bot.inbox.wishes import Wanted
from bot.store import consent, contacts
from tests.stage import ANA, BEN, staged

CAT = "+12065550103"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("2065550101\n", [ANA]),
        ("+12065550101,2026-03-05\n", [ANA]),
        ('"12065550101";"T-Mobile"', [ANA]),
        ("2065550101\t20260305", [ANA]),
        ("MDN,DATE\n", [None]),
        ("\n", []),
    ],
)
def test_the_number_of_a_line(line, number):
    assert number == list(deactivated.numbers([line], "US"))


async def agrees(stage, phone, kind=Kind.IN):
    evidence = Evidence("api", consent_type="express", disclosure="4 a month", action="ticked a box")
    await stage.runtime.database.run(wishes.take, stage.runtime.house, [Wanted(phone, kind, evidence)], stage.clock.now)


async def takes(stage, *phones, dry_run=False):
    found = await stage.runtime.database.run(
        deactivated.take, stage.runtime.house, phones, "deact.txt", stage.clock.now, dry_run=dry_run
    )
    return dict(found)


async def held(stage, phone):
    key = contacts.person_key(stage.runtime.house.secret, phone)
    records = (await stage.runtime.database.run(consent.of_persons, [key]))[key]
    known = (await stage.runtime.database.run(contacts.suppressed, [key])).get(key)
    return agreements((kept.event.wish, kept.event.consent_type) for kept in records), known


@pytest.mark.usefixtures("either_database")
async def test_who_is_known_has_agreed_to_nothing_any_more(tmp_path):
    """Ana has agreed; Ben said STOP; nobody knows Cat."""
    async with staged(tmp_path) as stage:
        await agrees(stage, ANA)
        await stage.says(BEN, "STOP")
        dry = await takes(stage, ANA, BEN, CAT, dry_run=True)
        first = await takes(stage, ANA, BEN, CAT)
        second = await takes(stage, ANA, BEN, CAT)
        agreed, known = await held(stage, ANA)
        _, out = await held(stage, BEN)

        assert {"void": 2, "strange": 1} == dry == first
        assert {"known": 2, "strange": 1} == second
        assert ({}, VOID) == (agreed, known.paused)
        assert out.everything
        assert 2 == await stage.value("SELECT count(*) FROM contact")
        assert [] == await stage.runtime.database.run(lambda conn: list(consent.verify(conn)))


@pytest.mark.usefixtures("either_database")
async def test_also_of_somebody_whose_contact_is_gone_while_the_ledger_keeps_their_words(tmp_path):
    async with staged(tmp_path, PARLEY_RETENTION__CONTACTS="30 days") as stage:
        await agrees(stage, ANA)
        stage.clock.passes(days=40)
        await stage.runtime.idle.turn()
        found = await takes(stage, ANA)
        agreed, known = await held(stage, ANA)

        assert {"void": 1} == found
        assert ({}, VOID) == (agreed, known.paused)
        assert 0 == await stage.value("SELECT count(*) FROM contact")
