"""The carriers' own lists from the shell: read at once, and what the doctor says of how that goes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine

from bot.store import opt_out_lists
from tests.providers.examples.telnyx import PUBLIC_KEY
from tests.providers.peer import peer

ANA = "+12025550143"
BEN = "+12025550144"
CONFIG = """
[channels.main]
provider = "telnyx"
number = "+15550100000"
api_key = "api-key"
public_key = "{key}"
base_url = "{url}"

[channels.other]
provider = "loopback"
number = "+15550100009"
"""


def configured(folder, url="https://api.telnyx.com"):
    (folder / "flows").mkdir(exist_ok=True)
    (folder / "parley.toml").write_text(CONFIG.format(key=PUBLIC_KEY, url=url))


def page(*phones):
    return {
        "data": [{"to": phone, "keyword": "STOP"} for phone in phones],
        "meta": {"page_number": 1, "total_pages": 1},
    }


def test_a_dry_run_says_what_would_be_recorded_and_the_other_records_it(parley, folder):
    with peer((200, page(ANA, BEN))) as carrier:
        configured(folder, carrier.url)
        parley("contacts", "optout", BEN)
        dry = json.loads(parley("consent", "reconcile", "--dry-run", "--json").out)
        run = parley("consent", "reconcile")
        again = json.loads(parley("consent", "reconcile", "--channel", "main", "--json").out)

    expected = {"channel": "main", "listed": 2, "known": 1, "recorded": 1, "blocked": 0, "outdated": 0}
    assert [expected | {"not_listed": 0, "error": ""}] == dry
    assert 0 == run.code
    assert ["main", "2", "1", "1", "0", "0", "0"] == run.out.splitlines()[1].split()
    assert "no list can be read for: other\n" in run.err
    assert (2, 0) == (again[0]["known"], again[0]["recorded"])
    assert "carrier" in parley("consent", "show", ANA).out


def test_a_list_that_cannot_be_read(parley, folder):
    with peer((401, {"errors": [{"code": "10009"}]})) as carrier:
        configured(folder, carrier.url)
        run = parley("consent", "reconcile")

    assert 1 == run.code
    assert "main: the list cannot be read: " in run.err


@pytest.mark.parametrize(
    ("channel", "code", "said"),
    [("other", 1, "loopback lets no list of opt-outs be read"), ("mian", 2, "there is no channel mian")],
)
def test_a_channel_that_has_none(parley, folder, channel, code, said):
    configured(folder)
    run = parley("consent", "reconcile", "--channel", channel)

    assert code == run.code
    assert said in run.err


def test_what_the_doctor_says(parley, folder):
    configured(folder)
    parley("db", "upgrade")
    now = datetime.now(UTC)
    fresh = told(parley)
    engine = create_engine(f"sqlite:///{folder / 'parley.db'}")

    def do(work, *given):
        with engine.begin() as conn:
            return work(conn, *given)

    taken = do(opt_out_lists.take, ["main"], "run_1", now)
    under_way = told(parley)
    do(opt_out_lists.fail, taken, "10009: no", now - timedelta(hours=1))
    failing = told(parley)
    taken = do(opt_out_lists.take, ["main"], "run_1", now)
    do(opt_out_lists.finish, taken, {"recorded": 3}, now - timedelta(minutes=5), now + timedelta(hours=9))
    read = told(parley)
    engine.dispose()
    (folder / "parley.toml").write_text((folder / "parley.toml").read_text() + "[compliance]\ncarrier_lists = false\n")
    off = told(parley)

    assert [("ok", "the carrier's list is read once a worker runs")] == fresh
    assert [("ok", "the carrier's list is being read: 0 so far")] == under_way
    wrong = "the carrier's list cannot be read, 1 times in a row: 10009: no; tried again within the hour"
    assert [("warning", wrong)] == failing
    assert [("ok", "the carrier's list was read 5 min ago, 3 of it were not out here until then")] == read
    assert [("warning", "the lists of main are not read: compliance.carrier_lists is off")] == off


def told(parley):
    rows = json.loads(parley("doctor", "--json").out)
    return [(row["level"], row["text"]) for row in rows if row["subject"].startswith("opt-out")]
