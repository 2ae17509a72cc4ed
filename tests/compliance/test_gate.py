"""Nothing goes to a person who opted out, except the one confirmation of it."""

import pytest

from bot.compliance.gate import SEND, Verdict, gate
from bot.events import MessageClass


@pytest.mark.parametrize("message_class", MessageClass)
def test_who_has_not_opted_out_may_be_texted(message_class):
    assert SEND == gate(message_class, suppressed=False)


@pytest.mark.parametrize("message_class", [each for each in MessageClass if each is not MessageClass.CONSENT])
def test_who_has_opted_out_gets_nothing(message_class):
    assert Verdict("refuse", "opted_out") == gate(message_class, suppressed=True)


def test_the_confirmation_passes():
    assert SEND == gate(MessageClass.CONSENT, suppressed=True)
