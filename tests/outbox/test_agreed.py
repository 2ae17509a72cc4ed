"""Marketing goes to whom is recorded as having agreed, where that is asked for; START alone agrees to nothing."""

from __future__ import annotations

import pytest

from bot.compliance.standing import Kind, Suppression, bars
from bot.events import MessageClass
from bot.inbox import entries, wishes
from bot.inbox.consent import Evidence
from bot.inbox.wishes import Wanted
from bot.messages import Draft
from bot.outbox.agreed import Agreed
from bot.outbox.compose import Saying
from tests.stage import ANA, CHANNEL, ECHO, staged

MARKETING = MessageClass.MARKETING
RECORDED = {"PARLEY_COMPLIANCE__CONSENT": "recorded"}
SALE = """\
flow: sale
class: marketing
start:
  - event: sale
states:
  tell:
    - say: Everything is cheap today. Reply STOP to opt out.
    - end: told
"""


async def sends(stage, text="Sale today. Reply STOP to opt out.", message_class=MARKETING, program=None):
    draft = Draft(ANA, stage.runtime.channels[CHANNEL], Saying(text, message_class, program=program))
    [written] = await stage.runtime.database.run(stage.runtime.messages.create, [draft])
    await stage.settle()
    last = (await stage.messages(ANA))[-1]
    return written.status, last.status, last.error


async def agrees(stage, kind=Kind.IN, scope="", consent_type="express_written"):
    evidence = Evidence("api", scope=scope, consent_type=consent_type, disclosure="4 a month", action="ticked a box")
    wanted = Wanted(ANA, kind, evidence)
    [done] = await stage.runtime.database.run(wishes.take, stage.runtime.house, [wanted], stage.clock.now)
    assert isinstance(done, wishes.Done), done


REFUSED = ("refused", "refused", "no_consent")
SENT = ("queued", "accepted", None)


@pytest.mark.parametrize(
    ("held", "program", "lacks"),
    [
        (None, None, False),
        (set(), None, True),
        (set(), "News", True),
        ({""}, None, False),
        ({""}, "News", False),
        ({"News"}, "News", False),
        ({"News"}, "Deals", True),
        ({"News"}, None, True),
    ],
)
def test_what_goes_beyond_an_agreement(held, program, lacks):
    given = {} if held is None else {"person": dict.fromkeys(held, "cns_1")}

    assert lacks is Agreed(given).lacks("person", program)
    assert ("cns_1" if held and not lacks else None) == Agreed(given).record("person", program)


@pytest.mark.parametrize(
    ("known", "unasked", "barred"),
    [
        (None, True, "unconsented"),
        (None, False, None),
        (Suppression("keyword", None), True, "suppressed"),
        (Suppression("keyword", None, everything=False, programs={"News": "cns_1"}), True, "programme_out"),
        (Suppression("keyword", None, everything=False, paused="unsure"), True, "unconsented"),
    ],
)
def test_what_bars_it_first(known, unasked, barred):
    found = bars(known, program="News", channel="main", unasked=unasked, agreed=False)
    names = [name for name, value in found._asdict().items() if value is True]

    assert ([] if barred is None else [barred]) == names


@pytest.mark.usefixtures("either_database")
async def test_after_a_start_whoever_never_agreed_gets_answers_and_no_marketing(tmp_path):
    async with staged(tmp_path, ECHO, SALE) as stage:
        before = await sends(stage)
        for said in ("STOP", "START"):
            await stage.says(ANA, said)
        after = await sends(stage)
        other = await sends(stage, "Your table is ready.", MessageClass.TRANSACTIONAL)
        await stage.says(ANA, "hi")
        answered = stage.heard(ANA)[-1]
        await agrees(stage)
        once_agreed = await sends(stage, "More sales. Reply STOP to opt out.")

        assert (SENT, REFUSED, SENT, SENT) == (before, after, other, once_agreed)
        assert "Your name?" == answered


@pytest.mark.usefixtures("either_database")
async def test_a_start_gives_back_what_was_agreed_to_before(tmp_path):
    async with staged(tmp_path) as stage:
        await agrees(stage, scope="News")
        for said in ("STOP", "START"):
            await stage.says(ANA, said)

        assert SENT == await sends(stage, program="News")
        assert REFUSED == await sends(stage, program="Deals")


@pytest.mark.usefixtures("either_database")
async def test_where_consent_is_recorded_nobody_else_gets_any(tmp_path):
    async with staged(tmp_path, ECHO, SALE, **RECORDED) as stage:
        first = await sends(stage)
        for said in ("hi", "Ana"):
            await stage.says(ANA, said)
        await stage.happens(_sale(stage, "e1"))
        by_flow = await stage.messages(ANA)
        await agrees(stage, consent_type="implied")
        await stage.happens(_sale(stage, "e2"))

        assert REFUSED == first
        assert [("accepted", None), ("refused", "no_consent")] == [(row.status, row.error) for row in by_flow[-2:]]
        [record] = await stage.rows("SELECT id FROM consent_event WHERE kind = 'in'")

        assert "Everything is cheap today. Reply STOP to opt out." == stage.heard(ANA)[-1]
        assert record == ((await stage.messages(ANA))[-1].decision["consent_event"],)


def _sale(stage, key):
    return entries.event(CHANNEL, ANA, key, "sale", {}, stage.clock.now)


async def test_what_was_written_before_a_number_was_given_up_is_looked_at_again(tmp_path):
    """It waits for its hour; meanwhile the agreement is gone."""
    async with staged(tmp_path, **RECORDED) as stage:
        await agrees(stage)
        later = stage.clock.now.replace(hour=19)
        draft = Draft(ANA, stage.runtime.channels[CHANNEL], Saying("Sale. STOP to opt out.", MARKETING, send_at=later))
        await stage.runtime.database.run(stage.runtime.messages.create, [draft])
        await stage.execute("DELETE FROM suppression")
        await agrees(stage, Kind.VOID)
        await stage.execute("DELETE FROM suppression")
        await stage.passes(hours=3)

        assert [("refused", "no_consent")] == [(row.status, row.error) for row in await stage.messages(ANA)]
        assert [] == stage.heard(ANA)
