"""Consent that a flow asks for: the shipped double opt-in leaves the proof of it in the ledger."""

from __future__ import annotations

import json

import pytest

from bot.compliance.standing import agreements
from bot.store import consent
from tests.flows.test_double_opt_in import AGREED, ASKED
from tests.shipped import FOLDER
from tests.stage import ANA, ECHO, staged

pytestmark = pytest.mark.usefixtures("either_database")

DOUBLE_OPT_IN = (FOLDER / "double_opt_in.yaml").read_text(encoding="utf-8")
CLAIMING = """\
flow: claiming
start:
  - event: claimed
states:
  claim:
    - set: {contact.consent: "yes"}
    - say: You agreed, they say.
    - end: claimed
"""


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path, ECHO, DOUBLE_OPT_IN, CLAIMING) as stage:
        yield stage


async def records(stage):
    [(person,)] = await stage.rows("SELECT DISTINCT person FROM consent_event") or [("",)]
    return (await stage.runtime.database.run(consent.of_persons, [person]))[person]


async def test_a_yes_is_recorded_with_what_was_shown_word_for_word(stage):
    await stage.says(ANA, "deals")
    await stage.says(ANA, "hm")
    await stage.says(ANA, "Yes", id="SM7")
    [kept] = await records(stage)
    event = kept.event
    shown = [m.id for m in await stage.messages(ANA)][:2]

    assert AGREED == stage.heard(ANA)[-1]
    assert ("in", "flow", "Deals", "express_written") == (event.kind, event.source, event.scope, event.consent_type)
    assert ("Yes", "SM7", "double_opt_in", "answered a text") == (event.text, event.evidence, event.form, event.action)
    assert f"{ASKED}\nSorry, would you like our Deals by text? Please reply YES or NO." == event.disclosure
    assert shown == event.details["shown"]
    assert ["Deals"] == list(agreements([(event.wish, event.consent_type)]))
    assert await stage.runtime.database.run(consent.first_broken) is None


@pytest.mark.parametrize("reply", ["no", "hm"])
async def test_anything_else_is_not(stage, reply):
    await stage.says(ANA, "deals")
    await stage.says(ANA, reply)

    assert [] == await records(stage)


async def test_it_brings_back_into_a_programme_that_was_left(stage):
    await stage.says(ANA, "deals")
    await stage.says(ANA, "yes")
    for said in ("STOP", "START"):
        await stage.says(ANA, said)
    assert ["Deals"] == list(agreements((kept.event.wish, kept.event.consent_type) for kept in await records(stage)))


async def test_nobody_agrees_without_an_answer(stage):
    """A flow that somebody else started says so; no text of the person does."""
    await stage.starts(ANA, "claiming")

    assert ["You agreed, they say."] == stage.heard(ANA)
    assert {"consent": "yes"} == json.loads(await stage.value("SELECT fields FROM contact"))
    assert [] == await records(stage)
