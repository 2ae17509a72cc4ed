"""Pieces of a long text are one text: whatever their order, whatever is lost, and heard once."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import Part
from bot.inbox.joining import sort_out
from bot.limits import PARTS_WAIT_S_MAX
from bot.providers.wire import part
from bot.store.inbound import Pending
from bot.web.app import make_app
from tests.stage import ANA, BEN, CHANNEL, ECHO, NOON, staged

VONAGE = {
    "PARLEY_CHANNELS__MAIN__PROVIDER": "vonage",
    "PARLEY_CHANNELS__MAIN__NUMBER": "+15550100000",
    "PARLEY_CHANNELS__MAIN__API_KEY": "abcd1234",
    "PARLEY_CHANNELS__MAIN__API_SECRET": "a secret of ours",
    "PARLEY_CHANNELS__MAIN__SIGNATURE_SECRET": "",
    "PARLEY_CHANNELS__MAIN__WEBHOOK_TOKEN": "a-token-of-some-length",
}
LISTEN = """\
flow: listen
start:
  - keyword: listen
states:
  listen:
    - ask: Go on.
      save: heard
    - say: "{{ heard }}"
    - go: listen
"""


# ── which rows wait ─────────────────────────────────────────────────────────────────────────────────────────────────


def row(seq, text, piece=None, *, opt_out=None, who=ANA, waits_until=None):
    payload = {"id": f"in-{seq}", "text": text, "media": [], "opt_out": opt_out}
    if piece is not None:
        number, total, reference = (*piece, "7")[:3]
        payload["part"] = {"to": "+1", "reference": reference, "number": number, "total": total, "utf16": ""}
    return Pending(seq, "message", CHANNEL, who, payload, NOON, waits_until)


def texts(joined):
    return [each.payload["text"] for each in joined.rows]


ONE, TWO, THREE = (1, 3), (2, 3), (3, 3)


@pytest.mark.parametrize(
    ("rows", "heard", "waiting"),
    [
        ([("a", ONE), ("b", TWO), ("c", THREE)], ["abc"], []),
        ([("c", THREE), ("a", ONE), ("b", TWO)], ["abc"], []),
        ([("a", ONE), ("a", ONE), ("c", THREE), ("b", TWO)], ["abc"], []),
        ([("a", ONE), ("c", THREE)], [], [1, 2]),
        ([("a", ONE), ("whole", None)], [], [1, 2]),
        ([("a", ONE), ("whole", None), ("b", TWO), ("c", THREE)], ["abc", "whole"], []),
        ([("whole", None), ("a", ONE)], ["whole"], [2]),
        ([("a", ONE), ("STOP", None)], ["STOP"], [1]),
        ([("a", (1, 1))], ["a"], []),
        ([("a", (1, 2)), ("x", (1, 2, "8")), ("y", (2, 2, "8")), ("b", (2, 2))], ["ab", "xy"], []),
        ([("a", (1, 2)), ("x", (1, 2, "8")), ("y", (2, 2, "8"))], [], [1, 2, 3]),
        ([("a", (1, 2)), ("x", (1, 2)), ("b", (2, 2)), ("y", (2, 2))], ["ab", "xy"], []),
        ([("a", (1, 2)), ("b", (2, 3))], [], [1, 2]),
    ],
)
def test_a_text_waits_until_it_is_complete_and_later_ones_behind_it(rows, heard, waiting):
    joined = sort_out([row(seq, *each) for seq, each in enumerate(rows, 1)], set(), NOON)

    assert (heard, waiting) == (texts(joined), sorted(joined.waiting))


def test_nobody_waits_for_somebody_else():
    joined = sort_out([row(1, "a", ONE), row(2, "hello", who=BEN)], set(), NOON)

    assert ["hello"] == texts(joined)


def test_what_waits_already_keeps_its_time():
    early = NOON + timedelta(seconds=5)

    joined = sort_out([row(1, "a", ONE, waits_until=early), row(2, "b", TWO)], {1}, NOON)

    assert {2: NOON + timedelta(seconds=PARTS_WAIT_S_MAX)} == joined.waiting


def test_what_waited_long_enough_is_taken_as_it_is():
    joined = sort_out([row(1, "c", THREE, waits_until=NOON), row(2, "a", ONE), row(3, "then")], {1, 2}, NOON)

    assert ["ac", "then"] == texts(joined)
    assert {1: [2]} == joined.pieces


@given(st.data(), st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), min_size=1, max_size=5))
def test_any_order_and_any_loss_give_what_arrived_once(data, cut):
    """Pieces come in batches of any size, some twice, some never; in the end the time is over."""
    numbers = data.draw(st.lists(st.integers(1, len(cut)), min_size=1, max_size=8))
    arrived = [row(seq, cut[number - 1], (number, len(cut))) for seq, number in enumerate(numbers, 1)]
    heard, waiting, done = [], [], set()
    times = [NOON] * len(arrived) + [NOON + timedelta(seconds=PARTS_WAIT_S_MAX)]
    for now, new in zip(times, [*([each] for each in arrived), []], strict=True):
        joined = sort_out([*waiting, *new], {each.seq for each in waiting}, now)
        heard += joined.rows
        done |= {seq for each in joined.rows for seq in [each.seq, *joined.pieces.get(each.seq, ())]}
        waiting = [
            each._replace(waits_until=joined.waiting.get(each.seq, each.waits_until))
            for each in [*waiting, *new]
            if each.seq not in done
        ]

    assert set(range(1, len(arrived) + 1)) == done
    if len(set(numbers)) == len(numbers):
        assert ["".join(cut[number - 1] for number in sorted(numbers))] == [each.payload["text"] for each in heard]


# ── through a carrier's webhook ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
async def stage(tmp_path, either_database):
    async with staged(tmp_path, LISTEN, **VONAGE) as stage:
        stage.runtime.channels[CHANNEL].provider  # noqa: B018 - the settings are those of a provider
        yield stage
