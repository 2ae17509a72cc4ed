"""`parley doctor` and `parley send --dry-run` say which ways messages go."""

from __future__ import annotations

import json

import pytest

PROJECT = """
[channels.main]
provider = "loopback"
numbers = ["+15550100000", "+15550100001"]
campaign_id = "C1234"
[channels.name]
provider = "loopback"
number = "RIVERSIDE"
[channels.india]
provider = "plivo"
number = "+15550100009"
auth_id = "MA1"
auth_token = "auth-token-auth-token"
dlt_entity_id = "1101"
dlt_templates = {otp = "1107"}
"""
ALL = '[[routes]]\nto = ["US"]\nchannels = ["main"]'
CODES = '[[routes]]\nto = ["US"]\nclass = ["otp"]\nchannels = ["main"]'


@pytest.fixture(autouse=True)
def _project(parley, folder):
    parley("init")
    (folder / "parley.toml").write_text(PROJECT)


def findings(parley, subject):
    rows = json.loads(parley("doctor", "--json").out)
    return [(row["level"], row["text"]) for row in rows if row["subject"].startswith(subject)]


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (
            "channel main",
            [
                ("ok", "loopback as +15550100000, +15550100001, 1000 messages a second from each"),
                ("ok", "10DLC: campaign C1234, which the provider knows by the number"),
            ],
        ),
        (
            "channel name",
            [
                ("ok", "loopback as RIVERSIDE, 1000 messages a second"),
                ("warning", "nobody can reply to the name RIVERSIDE: flows that ask do not start there"),
            ],
        ),
        (
            "channel india",
            [
                ("ok", "plivo as +15550100009, 1 messages a second"),
                ("ok", "India: entity 1101, 1 templates"),
                (
                    "warning",
                    "the answer to STOP has no template for India, where operators drop it: set dlt_templates.consent",
                ),
            ],
        ),
    ],
)
def test_the_doctor_shows_what_each_channel_sends_from(parley, subject, expected):
    assert expected == findings(parley, subject)


def test_the_doctor_refuses_ids_that_the_provider_cannot_carry(parley, folder):
    (folder / "parley.toml").write_text(PROJECT.replace('campaign_id = "C1234"', 'dlt_entity_id = "1101"'))

    [(level, text)] = findings(parley, "channel main")
    assert "error" == level
    assert text.startswith("channels.main.dlt_entity_id: loopback has no field for the ids that India asks for")


@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        ("", []),
        (
            '[[routes]]\nto = ["IN"]\nprefixes = ["+9198"]\nclass = ["otp"]\nchannels = ["india", "main"]',
            [("ok", "IN, +9198… (otp): india, then main")],
        ),
        ('[[routes]]\nchannels = ["main"]', [("ok", "everywhere: main")]),
        (
            '[[routes]]\nto = ["US", "GB"]\nchannels = ["name", "main"]',
            [
                ("ok", "US, GB: name, then main"),
                ("warning", "name is never taken for US: RIVERSIDE cannot be used as a sender there"),
            ],
        ),
        (
            '[[routes]]\nto = ["AU"]\nchannels = ["name"]',
            [
                ("ok", "AU: name"),
                (
                    "warning",
                    "RIVERSIDE has to be registered in AU before it is used: Sender ID Register; a name that is not in "
                    "it is shown as “Unverified”",
                ),
                (
                    "warning",
                    "it has names only, to which nobody can reply: flows that ask something do not start on it",
                ),
            ],
        ),
        (
            f"{ALL}\n{CODES}",
            [
                ("ok", "US: main"),
                ("ok", "US (otp): main"),
                ("warning", "it never applies, because route 1 before it takes all that it would"),
            ],
        ),
        (
            f"{CODES}\n{ALL}",
            [("ok", "US (otp): main"), ("ok", "US: main")],
        ),
    ],
)
def test_the_doctor_shows_the_routes(parley, folder, routes, expected):
    (folder / "parley.toml").write_text(f"{PROJECT}\n{routes}")

    assert expected == findings(parley, "route ")


def test_a_dry_run_says_the_channel_the_number_and_why(parley, folder):
    (folder / "parley.toml").write_text(f'{PROJECT}\n[[routes]]\nto = ["US"]\nchannels = ["name", "main"]')
    run = parley("send", "+12025550143", "Your table is ready", "--dry-run", "--json")
    report = json.loads(run.out)

    assert ("main", True) == (report["channel"], report["from"] in ("+15550100000", "+15550100001"))
    assert (
        f"main by route 1, because name sends from what cannot be used there; from {report['from']}, "
        "by which new people are spread"
    ) == report["route"]


def test_a_flow_that_asks_is_refused_where_there_are_names_only(parley, folder):
    (folder / "parley.toml").write_text('[channels.main]\nprovider = "loopback"\nnumber = "RIVERSIDE"\n')
    run = parley("check", "--format", "concise")

    assert 1 == run.code
    assert "F110" in run.out


def test_why_says_which_way_a_message_went(parley, folder):
    (folder / "parley.toml").write_text(f'{PROJECT}\n[[routes]]\nto = ["US"]\nchannels = ["name", "main"]')
    sent = json.loads(parley("send", "+12025550143", "Your table is ready", "--json").out)
    run = parley("why", sent["id"])

    assert "nothing spoke against it" in run.out
    assert "main by route 1, because name sends from what cannot be used there" in " ".join(run.out.split())
