"""Who is bound at a message centre, as `parley doctor` tells it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine

from bot.store import seats
from bot.store.seats import State

SMPP = """
[flows]
path = "."

[channels.main]
provider = "smpp"
number = "2020"
host = "smsc.example"
system_id = "parley"
password = "smpp-password"
tls = true
"""
REFUSED = State(False, 4, "not bound: 0xe ESME_RINVPASWD")
CURE = "parley provider connect smpp --channel main"


@pytest.fixture
def told(parley, folder):
    """Let workers write down how it goes, so many seconds ago; return what the doctor says of the channel."""
    (folder / "parley.toml").write_text(SMPP)
    parley("db", "upgrade")

    def tell(*states: State, ago: float = 0, of_a_run: str = "run_1", settings: str = SMPP) -> list[tuple[str, str]]:
        (folder / "parley.toml").write_text(settings)
        engine = create_engine(f"sqlite:///{folder / 'parley.db'}")
        with engine.begin() as conn:
            for state in states:
                seats.come_by(conn, "main", of_a_run, 1, state, datetime.now(UTC) - timedelta(seconds=ago))
        engine.dispose()
        rows = json.loads(parley("doctor", "--json").out)
        return [(row["level"], row["text"]) for row in rows if row["subject"] in ("channel main", "public url")]

    return tell


def test_a_session_that_is_bound(told):
    channel, bound, url = told(State(), State(bound=True))

    assert ("ok", "smpp as 2020, 10 messages a second") == channel
    assert re.fullmatch(r"bound by run_1 for \d+ s", bound[1])
    assert ("ok", "not set, and none is needed") == url


@pytest.mark.parametrize(
    ("states", "ago", "finding"),
    [
        ((), 0, ("warning", "no worker is bound: parley serve, or parley worker")),
        ((State(), REFUSED), 0, ("error", f"no worker is bound: {REFUSED.error}, 4 times in a row: {CURE}")),
        ((State(), REFUSED), 60, ("warning", f"no worker is bound: {REFUSED.error}, 4 times in a row: {CURE}")),
        ((State(), State(True)), 60, ("warning", "no worker is bound: parley serve, or parley worker")),
    ],
    ids=["never", "refused", "was refused", "was bound"],
)
def test_a_session_that_is_not(told, states, ago, finding):
    assert finding in told(*states, ago=ago)


def test_a_line_in_the_clear(told):
    [_, finding, *_] = told(settings=SMPP.replace("tls = true\n", ""))

    assert finding[0] == "warning"
    assert "travel in the clear" in finding[1]
