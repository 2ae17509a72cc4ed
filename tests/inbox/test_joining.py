"""Pieces of a long text are one text: whatever their order, whatever is lost, and heard once."""

from __future__ import annotations

import json
from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import Part
from bot.inbox.joining import sort_out
from bot.limits import PARTS_WAIT_S_MAX
from bot.providers.wire import JSON
from bot.store.inbound import Pending
from bot.web.app import create_app
from tests.stage import ANA, BEN, CHANNEL, NOON, staged

TOKEN = "a-token-of-some-length"
VONAGE = {
    "PARLEY_CHANNELS__MAIN__PROVIDER": "vonage",
    "PARLEY_CHANNELS__MAIN__NUMBER": "+15550100000",
    "PARLEY_CHANNELS__MAIN__API_KEY": "abcd1234",
    "PARLEY_CHANNELS__MAIN__API_SECRET": "a secret of ours",
    "PARLEY_CHANNELS__MAIN__WEBHOOK_TOKEN": TOKEN,
}
LISTEN = """\
flow: listen
start:
  - keyword: listen
states:
  listen:
    - ask: Go on.
      save: heard
      replies:
        enough: {end: done}
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


class Line:
    """A customer whose carrier hands long texts over in pieces."""

    def __init__(self, stage, http):
        self.stage = stage
        self._http = http
        self._texts = 0

    async def writes(self, text, number=None, total=3, *, id=None, reference="7"):
        """Call the webhook as Vonage would."""
        self._texts += 1
        fields = {"msisdn": ANA[1:], "to": "15550100000", "messageId": id or f"in-{self._texts}", "text": text}
        if number is not None:
            fields |= {"concat": "true", "concat-ref": reference, "concat-part": number, "concat-total": total}
        body = json.dumps(fields)  # in ASCII: half an emoji too
        call = self._http.post(f"/webhooks/main?token={TOKEN}", content=body, headers={"content-type": JSON})
        assert 200 == (await call).status_code
        await self.turn()

    async def turn(self):
        runtime = self.stage.runtime
        while await runtime.schedule.turn() + await runtime.inbox.process_once():
            pass

    async def passes(self, seconds):
        self.stage.clock.passes(seconds=seconds)
        await self.turn()

    async def heard(self):
        """Return what the bot says that it has heard."""
        return [message.text for message in await self.stage.messages(ANA) if message.text != "Go on."]


@pytest.fixture
async def line(tmp_path, either_database):
    async with staged(tmp_path, LISTEN, **VONAGE) as stage:
        transport = httpx.ASGITransport(create_app(stage.runtime, worker=False))
        async with httpx.AsyncClient(transport=transport, base_url="http://parley.test") as http:
            line = Line(stage, http)
            await line.writes("listen")
            yield line


async def test_pieces_in_any_order_are_one_text(line):
    for number, text in ((3, "the end"), (1, "It begins, "), (2, "goes on, ")):
        assert [] == await line.heard()
        await line.writes(text, number)

    assert ["It begins, goes on, the end"] == await line.heard()
    assert [] == await line.stage.rows("SELECT seq FROM inbound WHERE status <> 'done'")


async def test_what_a_carrier_repeats_is_nothing_new(line):
    for number in (1, 1, 2, 2, 3, 3):
        await line.writes(f"{number}.", number, id=f"piece-{number}")
    await line.passes(PARTS_WAIT_S_MAX)

    assert ["1.2.3."] == await line.heard()


async def test_what_is_lost_is_not_waited_for_for_long_and_what_is_late_is_a_text_of_its_own(line):
    await line.writes("c", 3)
    await line.passes(1)
    await line.writes("a", 1)
    await line.passes(PARTS_WAIT_S_MAX - 2)
    assert [] == await line.heard()
    await line.passes(1)
    assert ["ac"] == await line.heard()

    await line.writes("b", 2)
    await line.passes(PARTS_WAIT_S_MAX)

    assert ["ac", "b"] == await line.heard()


async def test_a_later_text_stays_behind_but_not_for_longer_than_the_time(line):
    await line.writes("first", 1)
    await line.writes("second")
    assert [] == await line.heard()

    await line.passes(PARTS_WAIT_S_MAX)

    assert ["first", "second"] == await line.heard()


@pytest.mark.parametrize(
    "text",
    [
        "\u05e9\u05dc\u05d5\u05dd \u05dc\u05db\u05d5\u05dc\u05dd",
        "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 ok",
    ],
)
async def test_what_is_cut_within_a_character_is_whole_again(line, text):
    units = text.encode("utf-16-be")
    cuts = [units[start : start + 6].decode("utf-16-be", "surrogatepass") for start in range(0, len(units), 6)]
    for number in range(len(cuts), 0, -1):
        await line.writes(cuts[number - 1], number, len(cuts))

    assert [text] == await line.heard()


async def test_half_a_character_alone_is_replaced(line):
    await line.writes("a\ud83d", 1, 2)
    await line.passes(PARTS_WAIT_S_MAX)

    assert ["a\ufffd"] == await line.heard()


async def test_stop_waits_for_nothing_and_what_was_unfinished_gets_no_answer(line):
    await line.writes("I was going to say", 1)
    await line.writes("STOP")
    assert 1 == await line.stage.value("SELECT count(*) FROM suppression")

    await line.passes(PARTS_WAIT_S_MAX)

    [kept] = await line.stage.rows("SELECT data FROM event WHERE kind = 'text'")
    assert "opted out" == json.loads(kept[0])["silent"]


async def test_stop_in_pieces_is_stop(line):
    await line.writes("OP", 2, 2)
    await line.writes("ST", 1, 2)

    assert 1 == await line.stage.value("SELECT count(*) FROM suppression")


async def test_pieces_wait_across_a_restart(tmp_path, either_database):
    pieces = [Part("7", number, 2) for number in (1, 2)]
    async with staged(tmp_path, LISTEN) as stage:
        await stage.says(ANA, "listen")
        await stage.says(ANA, "a", part=pieces[0], id="piece-1")
    async with staged(tmp_path, LISTEN) as stage:
        await stage.says(ANA, "b", part=pieces[1], id="piece-2")

        assert ["ab", "Go on."] == stage.heard(ANA)


async def test_texts_that_waited_for_the_worker_are_joined_however_old(line):
    """The time counts from when a piece was looked at: a worker that was away takes nothing apart."""
    stage = line.stage
    await stage.writes(ANA, "a", part=Part("7", 1, 2), id="a")
    await stage.writes(ANA, "b", part=Part("7", 2, 2), id="b")
    stage.clock.passes(hours=1)
    while await stage.runtime.inbox.process_once():
        pass

    assert ["ab"] == await line.heard()


async def test_a_text_that_cannot_be_decided_is_parked_with_all_its_pieces(line):
    stage = line.stage
    del stage.runtime.channels[CHANNEL]
    for number in (1, 2):
        await stage.writes(ANA, "?", part=Part("7", number, 2), id=f"piece-{number}")
        await line.turn()

    assert ["LookupError: the settings have no channel `main` any more"] * 2 == await stage.parked()


async def test_pieces_of_a_person_who_cannot_be_read_wait_for_nobody(line):
    await line.stage.execute("""UPDATE session SET data = '{"no": "session"}'""")
    await line.writes("a", 1, 2)
    await line.writes("b", 2, 2)
    await line.passes(PARTS_WAIT_S_MAX)

    assert 2 == len(await line.stage.parked())
