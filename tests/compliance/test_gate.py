"""Nothing goes to who opted out, except the one confirmation of it; and nothing that solicits goes at night."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.compliance.gate import SEND, Verdict, gate
from bot.compliance.hours import Spent, Timing
from bot.events import MessageClass

NOW = datetime(2026, 3, 6, 2, tzinfo=UTC)
MORNING = NOW + timedelta(hours=12)
OPEN = Timing(True, NOW, "quiet_hours", {"rules": ["us_safe"]})
QUIET = Timing(False, MORNING, "quiet_hours", {"rules": ["us_safe"]})
FREE, FULL = Spent(2, 3, None), Spent(3, 3, MORNING + timedelta(hours=5))


@pytest.mark.parametrize("message_class", MessageClass)
def test_who_has_not_opted_out_may_be_texted(message_class):
    assert SEND == gate(message_class, suppressed=False)


@pytest.mark.parametrize("message_class", [each for each in MessageClass if each is not MessageClass.CONSENT])
def test_who_has_opted_out_gets_nothing(message_class):
    assert Verdict("refuse", "opted_out") == gate(message_class, suppressed=True)


def test_the_confirmation_passes():
    assert SEND == gate(MessageClass.CONSENT, suppressed=True)


@pytest.mark.parametrize(
    ("hours", "caps", "verdict"),
    [
        (OPEN, None, SEND),
        (OPEN, FREE, SEND),
        (QUIET, None, Verdict("hold", "quiet_hours", MORNING)),
        (QUIET, FREE, Verdict("hold", "quiet_hours", MORNING)),
        (OPEN, FULL, Verdict("hold", "frequency", FULL.frees_at)),
        (QUIET, FULL, Verdict("hold", "frequency", FULL.frees_at)),
        (QUIET, Spent(3, 3, NOW), Verdict("hold", "frequency", MORNING)),
        (Timing(False, None, "zone_unknown", {}), FREE, Verdict("refuse", "zone_unknown")),
        (Timing(False, None, "no_hours", {}), FULL, Verdict("refuse", "no_hours")),
    ],
)
def test_what_solicits_waits_for_its_time(hours, caps, verdict):
    assert verdict == gate(MessageClass.MARKETING, suppressed=False, hours=hours, caps=caps)


def test_an_opt_out_goes_before_everything():
    assert Verdict("refuse", "opted_out") == gate(MessageClass.MARKETING, suppressed=True, hours=QUIET, caps=FULL)


@pytest.mark.parametrize(("hours", "caps"), [(OPEN, FREE), (QUIET, FREE), (OPEN, FULL)])
def test_a_verdict_says_what_was_looked_at(hours, caps):
    verdict = gate(MessageClass.MARKETING, suppressed=False, hours=hours, caps=caps)

    assert {"rules": ["us_safe"], "sent": caps.sent, "cap": 3} == verdict.facts
    assert {"rules": ["us_safe"]} == gate(MessageClass.MARKETING, suppressed=False, hours=hours).facts


def test_what_is_sent_says_on_which_consent():
    verdict = gate(MessageClass.MARKETING, suppressed=False, record="cns_1", hours=OPEN, caps=FREE)

    assert {"consent_event": "cns_1", "rules": ["us_safe"], "sent": 2, "cap": 3} == verdict.facts
