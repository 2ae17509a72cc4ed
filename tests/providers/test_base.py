"""Where providers are found, and how their settings are refused."""

from datetime import timedelta

import pytest

from bot.errors import ConfigError
from bot.events import ErrorClass, MessageStatus
from bot.providers import base
from bot.providers.base import (
    Provider,
    WebhookRequest,
    by_word,
    derived_id,
    get_provider,
    make_provider,
    provider_names,
    refusal,
    same,
)
from bot.providers.http import Response
from bot.providers.loopback import Loopback
from tests.providers.examples import NOW, URL

OURS = [point.name for point in base.PROVIDERS]


def test_a_provider_is_found_by_its_name():
    assert Loopback is get_provider("loopback")


def test_an_unknown_provider_is_refused_with_the_names_that_exist():
    with pytest.raises(ConfigError, match=f"no provider is called `twillio`; there are {', '.join(OURS)}"):
        get_provider("twillio")


class Pigeon(Loopback):
    """A provider of somebody else's."""

    name = "pigeon"


class Point:
    """An installed package's entry point."""

    def __init__(self, name: str) -> None:
        self.name = name

    def load(self) -> type[Provider]:
        return Pigeon


def test_others_register_by_entry_point_and_cannot_replace_ours(monkeypatch):
    monkeypatch.setattr(base, "entry_points", lambda group: [Point("pigeon"), Point("loopback")])

    assert [*OURS, "pigeon"] == provider_names()
    assert Pigeon is get_provider("pigeon")
    assert Loopback is get_provider("loopback")


@pytest.mark.parametrize(
    ("name", "options", "problem"),
    [
        ("twilio", {"account_sid": "AC1"}, "channels.main.auth_token: is required and not set"),
        ("twilio", {"account_sid": "AC1", "auth_tokn": "x"}, "did you mean `auth_token`?"),
        ("twilio", {"account_sid": "AC/../1", "auth_token": "x"}, "channels.main.account_sid"),
        ("twilio", {"account_sid": "AC1", "auth_token": ""}, "channels.main.auth_token"),
        ("d7", {"token": "t", "allow_from": "everywhere"}, "channels.main.allow_from"),
        ("loopback", {"base_url": "carrier.example"}, "channels.main.base_url: is not an address"),
        ("loopback", {"base_url": "https://carrier.example/send?a=1"}, "channels.main.base_url: is not an address"),
    ],
)
def test_wrong_settings_are_explained_by_their_keys(name, options, problem):
    with pytest.raises(ConfigError) as caught:
        make_provider(name, options, "channels", "main")

    assert problem in str(caught.value)


def test_a_refusal_of_settings_does_not_show_them():
    with pytest.raises(ConfigError) as caught:
        make_provider("d7", {"token": "t", "webhook_token": "short-secret"}, "channels", "main")

    assert "short-secret" not in str(caught.value)


def test_by_word_turns_a_table_around():
    table = {MessageStatus.SENT: "sent gone", MessageStatus.FAILED: "failed"}

    assert {"sent": "sent", "gone": "sent", "failed": "failed"} == by_word(table)


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("a", "a", True), ("a", "b", False), ("é", "é", True), ("\ud800", "é", False)]
)
def test_secrets_of_any_text_can_be_compared(one, other, expected):
    assert expected is same(one, other)


@pytest.mark.parametrize(
    ("code", "status", "unsent", "kind"),
    [
        ("later", 400, False, ErrorClass.RETRYABLE),
        ("later", 503, False, ErrorClass.UNKNOWN),
        ("later", 503, True, ErrorClass.RETRYABLE),
        ("never", 503, False, ErrorClass.PERMANENT),
        ("new", 503, True, ErrorClass.UNKNOWN),
    ],
)
def test_a_server_that_asks_to_try_again_may_have_sent_unless_it_says_that_it_has_not(code, status, unsent, kind):
    errors = {"later": ErrorClass.RETRYABLE, "never": ErrorClass.PERMANENT}

    error = refusal(Response(status, [], b""), base.ProviderSettings(), errors, code=code, unsent=unsent)

    assert kind == error.kind


def test_what_comes_without_an_id_gets_the_same_one_when_it_is_repeated():
    def derived(second: int, *parts: str) -> str:
        return derived_id(WebhookRequest("POST", URL, {}, b"", NOW + timedelta(seconds=second)), *parts)

    first = derived(0, "+1", "hello")

    assert first == derived(59, "+1", "hello")
    assert 4 == len({first, derived(60, "+1", "hello"), derived(0, "+1", "hell", "o"), derived(0, "+2", "hello")})


def test_what_a_provider_need_not_have():
    class Least(Loopback):
        query = Provider.query
        read_query = Provider.read_query
        local = Provider.local

    least = Least(Loopback.Settings())

    assert (None, None, False) == (least.query(None), least.read_query(None, None), least.local)
