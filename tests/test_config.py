"""Defaults, then the file, then the environment; and every mistake is named at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.config import CONFIG_FILE, LOOPBACK_NUMBER, Settings, is_loopback, load_settings
from bot.errors import ConfigError

TWILIO = """
[business]
name = "Riverside Dental"
timezone = "America/New_York"
public_url = "https://sms.example.com/"

[channels.main]
provider = "twilio"
number = "+15550102000"
rate = 2.5
account_sid = "AC1"
auth_token = "$TWILIO_AUTH_TOKEN"
fallback = "backup"

[channels.backup]
provider = "loopback"
number = "PARLEY"
"""


@pytest.fixture
def read(tmp_path: Path):
    """Load a settings file from its text."""

    def read_text(text: str = "", **environ: str) -> Settings:
        file = tmp_path / CONFIG_FILE
        file.write_text(text, encoding="utf-8")
        return load_settings(file, environ)

    return read_text


def problems(read, text: str = "", **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(text, **environ)
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


def test_without_a_file_there_is_one_loopback_channel(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    settings = load_settings(environ={})

    assert ["main"] == list(settings.channels)
    assert ("loopback", LOOPBACK_NUMBER) == (settings.channels["main"].provider, settings.channels["main"].number)
    assert ("127.0.0.1", 8000) == (settings.server.host, settings.server.port)
    assert "sqlite:///parley.db" == settings.database.url
    assert Path("flows") == settings.flows.path


def test_the_file_is_found_by_variable_and_by_name(tmp_path, monkeypatch):
    named = tmp_path / "elsewhere.toml"
    named.write_text('[business]\nname = "By variable"', encoding="utf-8")
    (tmp_path / CONFIG_FILE).write_text('[business]\nname = "By name"', encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert "By variable" == load_settings(environ={"PARLEY_CONFIG": str(named)}).business.name
    assert "By name" == load_settings(environ={}).business.name


def test_a_channel_keeps_the_keys_of_its_provider(read):
    main = read(TWILIO, TWILIO_AUTH_TOKEN="s3cret").channels["main"]

    assert {"account_sid": "AC1", "auth_token": "s3cret"} == main.extra
    assert (2.5, "backup") == (main.rate, main.fallback)


def test_credentials_do_not_show_when_settings_are_printed(read):
    settings = read(TWILIO, TWILIO_AUTH_TOKEN="s3cret", PARLEY_SECRET="0123456789abcdef")

    assert "s3cret" not in repr(settings)
    assert "0123456789abcdef" not in repr(settings)
    assert "auth_token" in repr(settings)


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("PARLEY_BUSINESS__NAME", "Seaside Dental", lambda settings: settings.business.name == "Seaside Dental"),
        ("PARLEY_SERVER__PORT", "9000", lambda settings: settings.server.port == 9000),
        (
            "PARLEY_CHANNELS__MAIN__AUTH_TOKEN",
            "t",
            lambda settings: settings.channels["main"].extra["auth_token"] == "t",
        ),
        (
            "PARLEY_HTTP__ALLOW",
            "crm.local, 10.0.0.5",
            lambda settings: settings.http.allow == ("crm.local", "10.0.0.5"),
        ),
        ("PARLEY_LOG__FORMAT", "json", lambda settings: settings.log.format == "json"),
        ("PARLEY_BUSINESS__NAME", "", lambda settings: settings.business.name == "Riverside Dental"),
    ],
)
def test_variables_override_the_file(read, variable, value, expected):
    assert expected(read(TWILIO, TWILIO_AUTH_TOKEN="x", **{variable: value}))


def test_variables_adjust_the_default_channel(read):
    settings = read(PARLEY_CHANNELS__MAIN__BASE_URL="http://127.0.0.1:9999")

    assert "loopback" == settings.channels["main"].provider
    assert {"base_url": "http://127.0.0.1:9999"} == settings.channels["main"].extra


def test_a_doubled_dollar_is_a_dollar(read):
    text = TWILIO.replace('"$TWILIO_AUTH_TOKEN"', '"$$TWILIO"')

    assert "$TWILIO" == read(text).channels["main"].extra["auth_token"]


def test_everything_wrong_is_reported_at_once(read):
    text = TWILIO.replace("name =", "nam =", 1).replace("America/New_York", "America/New_Yrk") + "[busines]\nname = 'x'"

    assert [
        "channels.main.auth_token: the environment variable TWILIO_AUTH_TOKEN is not set",
        "PARLEY_CHANELS__MAIN__RATE: no setting is called `chanels` (did you mean `channels`?)",
        "business.timezone: `America/New_Yrk` is not an IANA time zone (did you mean `America/New_York`?)",
        "business.nam: unknown key (did you mean `name`?)",
        "busines: unknown key (did you mean `business`?)",
    ] == problems(read, text, PARLEY_CHANELS__MAIN__RATE="1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("business = 3", "business: is a table, not a single value"),
        ("[business]\ncountry = 'USA'", "business.country: `USA` is not a country code of two letters, such as US"),
        (
            "[business]\nlanguage = 'English'",
            "business.language: `English` is not a language code, such as en or pt-BR",
        ),
        (
            "[business]\npublic_url = 'sms.example.com'",
            "business.public_url: `sms.example.com` is not an address such as",
        ),
        ("[server]\nport = 70000", "server.port: Input should be less than or equal to 65535"),
        ("[channels.main]\nnumber = '+15550100000'", "channels.main.provider: is required and not set"),
        ("[channels.main]\nprovider = 'd7'\nnumber = '1-2'", "channels.main.number: `1-2` is not a sender"),
        (
            "[channels.Main]\nprovider = 'd7'\nnumber = '12345'",
            "channels.Main: a channel's name is made of small letters",
        ),
        (
            "[channels.a]\nprovider = 'd7'\nnumber = '12345'\nfallback = 'a'",
            "channels.a.fallback: a channel cannot stand in",
        ),
        (
            "".join(
                f"[channels.{name}]\nprovider = 'd7'\nnumber = '12345'\nfallback = '{following}'\n"
                for name, following in ("ab", "bc", "cb")
            ),
            "channels.a.fallback: the fallbacks lead in a circle: b → c → b",
        ),
        (
            "[channels.east]\nprovider = 'd7'\nnumber = '12345'\nfallback = 'eats'",
            "channels.east.fallback: no channel is called `eats` (did you mean `east`?)",
        ),
        ("secret = 'short'", "secret: is too short, take 16 characters or more"),
    ],
)
def test_a_mistake_is_named_with_its_key(read, text, expected):
    [problem] = problems(read, text)

    assert problem.startswith(expected)


@pytest.mark.parametrize("text", ["[business\n", '[business]\nname = "\\q"'])
def test_broken_toml_names_the_file(read, text):
    with pytest.raises(ConfigError, match=r"parley\.toml is not valid TOML: .* line \d"):
        read(text)


def test_a_file_that_is_named_must_exist(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.toml cannot be read: No such file or directory"):
        load_settings(tmp_path / "nowhere.toml", {})


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "sms.example.com"])
def test_the_public_secret_stays_on_this_machine(read, host):
    [problem] = problems(read, PARLEY_SERVER__HOST=host)
    own = read(PARLEY_SERVER__HOST=host, PARLEY_CHANNELS__MAIN__SECRET="our own")

    assert f"will not bind {host} with it" in problem
    assert host == own.server.host


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("", False),
        ("10.0.0.1", False),
        ("localhost.evil.example", False),
    ],
)
def test_is_loopback(host, expected):
    assert expected is is_loopback(host)


# ── quiet hours ─────────────────────────────────────────────────────────────────────────────────────────────────────

QUIET = """
[compliance]
quiet_hours = "us_strict"
closed = ["2026-12-24"]
[compliance.hours]
all = "10:00-18:00"
fr = "10:00-17:00"
[compliance.without]
us_tx = "Our counsel, 2026-03-01"
"""


def test_quiet_hours_may_be_narrowed_and_rules_left_out_with_a_reason(read):
    compliance = read(QUIET).compliance

    assert ("us_strict", 3, (date(2026, 12, 24),)) == (
        compliance.quiet_hours,
        compliance.marketing_per_day,
        compliance.closed,
    )
    assert {"all": "10:00-18:00", "FR": "10:00-17:00"} == compliance.hours
    assert {"us_tx": "Our counsel, 2026-03-01"} == compliance.without


def test_quiet_hours_in_variables(read):
    compliance = read(
        PARLEY_COMPLIANCE__HOURS__US="10:00-18:00", PARLEY_COMPLIANCE__CLOSED="2026-12-24, 2026-12-31"
    ).compliance

    assert ({"US": "10:00-18:00"}, 2) == (compliance.hours, len(compliance.closed))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (('"us_strict"', '"us"'), "compliance.quiet_hours: Input should be"),
        (("fr =", "france ="), "compliance.hours: `france` is not a country code"),
        (('"10:00-17:00"', '"17:00-10:00"'), "compliance.hours: `17:00-10:00` ends before it begins"),
        (("us_tx", "us_tex"), "compliance.without: no rule is called `us_tex` (did you mean `us_tx`?)"),
        (("us_tx", "us_safe"), "compliance.without: no rule is called `us_safe`"),
        (("Our counsel, 2026-03-01", "so"), "compliance.without: say why `us_tx` need not be kept, in 20 characters"),
        (("closed", "marketing_per_day = 0\nclosed"), "compliance.marketing_per_day: Input should be greater"),
    ],
)
def test_quiet_hours_that_cannot_be_are_named(read, change, problem):
    assert any(line.startswith(problem) for line in problems(read, QUIET.replace(*change)))
