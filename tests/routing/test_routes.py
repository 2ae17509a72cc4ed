"""Which channel a message goes by: the first route that applies, and in it the first channel that can."""

from __future__ import annotations

from datetime import date

import pytest

from bot.config import load_settings
from bot.events import MessageClass
from bot.routing import Choice, Wanted, make_router
from bot.routing.pool import How as Picks
from bot.routing.pool import Picked
from bot.routing.routes import How, Unfit
from bot.routing.words import explain, warnings
from bot.runtime.channels import make_channels

TODAY = date(2026, 11, 28)
ANA, INDIA, DELHI, LONDON, PARIS = "+12065550101", "+919820012345", "+911123456789", "+447400123456", "+33612345678"
TRANSACTIONAL, MARKETING, OTP = MessageClass.TRANSACTIONAL, MessageClass.MARKETING, MessageClass.OTP
SETTINGS = """
[channels.main]
provider = "loopback"
number = "+15550100000"
[channels.india]
provider = "vonage"
number = "RIVERS"
api_key = "a"
api_secret = "b"
signature_secret = "c"
dlt_entity_id = "1101"
[channels.backup]
provider = "loopback"
number = "+447700900001"
[channels.name]
provider = "vonage_messages"
number = "RIVERSIDE"
api_key = "a"
api_secret = "b"
signature_secret = "c"

[[routes]]
prefixes = ["+9198"]
class = ["marketing"]
channels = ["india", "backup"]
[[routes]]
to = ["in"]
channels = ["india", "main"]
[[routes]]
to = ["GB", "US"]
class = ["marketing", "otp"]
channels = ["name", "backup", "main"]
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    file = tmp_path_factory.mktemp("routes") / "parley.toml"
    file.write_text(SETTINGS)
    return load_settings(file, {})


@pytest.fixture(scope="module")
def choose(settings):
    router, channels = make_router(settings), make_channels(settings)

    def choose(to, message_class, broken=(), **more) -> Choice:
        return router.choose(Wanted(to, message_class, **more), channels, TODAY, broken)

    return choose


@pytest.mark.parametrize(
    ("to", "message_class", "more", "expected"),
    [
        (ANA, TRANSACTIONAL, {}, ("main", How.FIRST, None, {})),
        (PARIS, MARKETING, {}, ("main", How.FIRST, None, {})),
        (INDIA, MARKETING, {}, ("india", How.ROUTE, 1, {})),
        (INDIA, TRANSACTIONAL, {}, ("india", How.ROUTE, 2, {})),
        (DELHI, MARKETING, {}, ("india", How.ROUTE, 2, {})),
        (INDIA, TRANSACTIONAL, {"replies": True}, ("main", How.ROUTE, 2, {"india": Unfit.ONE_WAY})),
        (INDIA, TRANSACTIONAL, {"media": 11}, ("india", How.ROUTE, 2, {"india": Unfit.MEDIA, "main": Unfit.MEDIA})),
        (LONDON, OTP, {}, ("name", How.ROUTE, 3, {})),
        (LONDON, OTP, {"chars": 1001}, ("backup", How.ROUTE, 3, {"name": Unfit.TOO_LONG})),
        (LONDON, TRANSACTIONAL, {}, ("main", How.FIRST, None, {})),
        (ANA, OTP, {}, ("backup", How.ROUTE, 3, {"name": Unfit.SENDER})),
        (ANA, OTP, {"sender": "+15550100000"}, ("name", How.ROUTE, 3, {})),
        (INDIA, TRANSACTIONAL, {"broken": ["india"]}, ("main", How.ROUTE, 2, {"india": Unfit.DOWN})),
        (INDIA, TRANSACTIONAL, {"broken": ["india", "main"]}, ("india", How.ROUTE, 2, {})),
        (ANA, OTP, {"broken": ["backup"]}, ("main", How.ROUTE, 3, {"name": Unfit.SENDER, "backup": Unfit.DOWN})),
        (ANA, OTP, {"broken": ["backup", "main"]}, ("backup", How.ROUTE, 3, {"name": Unfit.SENDER})),
        (ANA, TRANSACTIONAL, {"broken": ["main"]}, ("main", How.FIRST, None, {})),
        ("+80012345678", OTP, {}, ("main", How.FIRST, None, {})),
    ],
)
def test_a_channel_is_chosen(choose, to, message_class, more, expected):
    chosen = choose(to, message_class, **more)

    assert expected == (chosen.channel.name, chosen.how, chosen.route, chosen.passed_over)


def test_what_no_channel_of_the_route_can_take_is_refused(choose):
    chosen = choose(INDIA, TRANSACTIONAL, media=11)

    assert "no_route" == chosen.refusal
    assert (
        "none of the channels of route 2 can: india cannot carry these media; main cannot carry these media; "
        "from RIVERS, its only one"
    ) == explain(chosen.facts | Picked("RIVERS", Picks.ONLY).facts)


def test_without_routes_it_is_the_first_channel_and_no_country_is_looked_up(settings):
    router = make_router(settings.model_copy(update={"routes": ()}))
    chosen = router.choose(Wanted(INDIA, MARKETING), make_channels(settings), TODAY)

    assert ("main", How.FIRST, None) == (chosen.channel.name, chosen.how, chosen.country)


@pytest.mark.parametrize(
    ("to", "message_class", "more", "picked", "expected"),
    [
        (
            ANA,
            TRANSACTIONAL,
            {},
            ("+1", Picks.ONLY),
            "main, the first channel, because no route applies; from +1, its only one",
        ),
        (INDIA, TRANSACTIONAL, {}, ("+1", Picks.KNOWN), "india by route 2; from +1, which the person knows"),
        (
            ANA,
            OTP,
            {"broken": ["backup"]},
            ("+2", Picks.REPLACED, "+1"),
            "main by route 3, because name sends from what cannot be used there; backup does not work at the moment; "
            "from +2, instead of +1, which the channel has no more",
        ),
    ],
)
def test_the_choice_is_explained(choose, to, message_class, more, picked, expected):
    assert expected == explain(choose(to, message_class, **more).facts | Picked(*picked).facts)


def test_a_number_that_was_asked_for_is_said_to_be(choose):
    asked = Picked("+1", Picks.ONLY).or_asked("+9")

    assert "main, as asked; from +9, as asked" == explain(
        Choice(choose(ANA, TRANSACTIONAL).channel).facts | asked.facts
    )


@pytest.mark.parametrize(
    ("channel", "to", "expected"),
    [
        ("main", ANA, []),
        ("name", LONDON, ["nobody can reply to the name `RIVERSIDE`"]),
        ("name", ANA, ["nobody can reply", "`RIVERSIDE` cannot be used as a sender in US"]),
        ("india", INDIA, ["nobody can reply", "`RIVERS` has to be registered in IN before it is used: TRAI"]),
        (
            "name",
            INDIA,
            ["nobody can reply", "`RIVERSIDE` has to be registered", "operators in India drop texts without"],
        ),
        ("main", INDIA, []),
    ],
)
def test_what_may_come_in_the_way_is_said(settings, channel, to, expected):
    channels, senders = make_channels(settings), make_router(settings).senders
    found = list(warnings(channels[channel], channels[channel].number, to, senders, TODAY))

    assert len(expected) == len(found)
    assert [] == [(want, got) for want, got in zip(expected, found, strict=True) if not got.startswith(want)]


def test_the_facts_of_a_choice_can_be_kept(choose):
    assert {
        "channel": "main",
        "chosen_by": "route",
        "country": "US",
        "route": 3,
        "passed_over": {"name": "sender", "backup": "down"},
    } == choose(ANA, OTP, broken=["backup"]).facts
