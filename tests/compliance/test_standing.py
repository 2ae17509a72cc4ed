"""What wishes add up to, record after record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compliance.standing import (
    FREE,
    VOID,
    Agreement,
    Bars,
    Kind,
    Wish,
    after,
    agreements,
    bars,
    fold,
    is_stale_block,
)

NOON = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
WAITING = Bars(paused=True, record="r0")
VOIDED = Bars(void=True, record="r0")
OUT, IN, REVIEW, RECONFIRM = Kind.OUT, Kind.IN, Kind.REVIEW, Kind.RECONFIRM


def wishes(*said: tuple):
    """(kind, scope), or (kind, scope, more): a record a minute, with ids r0, r1, …"""
    return [
        Wish(kind, "keyword", NOON + timedelta(minutes=number), scope, id=f"r{number}", **(more[0] if more else {}))
        for number, (kind, scope, *more) in enumerate(said)
    ]


def barred(known, program=None, channel="main", unasked=True):
    return bars(known, program=program, channel=channel, unasked=unasked)


@pytest.mark.parametrize(
    ("said", "news", "tips", "plain"),
    [
        ([], FREE, FREE, FREE),
        ([(OUT, "")], Bars(suppressed=True, record="r0"), Bars(suppressed=True, record="r0"), Bars(True, record="r0")),
        ([(OUT, ""), (OUT, "")], Bars(True, record="r0"), Bars(True, record="r0"), Bars(True, record="r0")),
        ([(OUT, ""), (IN, "")], FREE, FREE, FREE),
        ([(OUT, "news")], Bars(programme_out=True, record="r0"), FREE, FREE),
        ([(OUT, "news"), (IN, "")], FREE, FREE, FREE),
        # START gives back what the STOP took, and no more.
        ([(OUT, "news"), (OUT, ""), (IN, "")], Bars(programme_out=True, record="r0"), FREE, FREE),
        ([(OUT, "news"), (OUT, ""), (IN, ""), (IN, "")], FREE, FREE, FREE),
        # Agreeing to one programme does not take back a STOP.
        ([(OUT, ""), (IN, "news")], Bars(True, record="r0"), Bars(True, record="r0"), Bars(True, record="r0")),
        # The clarification: back into everything, out of what was meant.
        ([(OUT, ""), (IN, ""), (OUT, "news")], Bars(programme_out=True, record="r2"), FREE, FREE),
        ([(REVIEW, "")], WAITING, WAITING, WAITING),
        ([(REVIEW, ""), (RECONFIRM, "")], FREE, FREE, FREE),
        ([(REVIEW, ""), (OUT, ""), (IN, "")], FREE, FREE, FREE),
        ([(OUT, ""), (REVIEW, ""), (IN, "")], FREE, FREE, FREE),
        ([(OUT, ""), (RECONFIRM, "")], Bars(True, record="r0"), Bars(True, record="r0"), Bars(True, record="r0")),
        ([(Kind.VOID, ""), (RECONFIRM, "")], VOIDED, VOIDED, VOIDED),
        ([(Kind.VOID, ""), (IN, "")], FREE, FREE, FREE),
        ([(OUT, ""), (Kind.ERASED, "")], Bars(True, record="r0"), Bars(True, record="r0"), Bars(True, record="r0")),
    ],
)  # fmt: skip
def test_what_bars_marketing(said, news, tips, plain):
    known = fold(wishes(*said))

    assert (news, tips, plain) == (barred(known, program="news"), barred(known, program="tips"), barred(known))


def test_a_pause_lets_the_conversation_go_on():
    known = fold(wishes((REVIEW, "")))

    assert (WAITING, FREE) == (barred(known), barred(known, unasked=False))


def test_a_block_bars_the_one_number_and_ends_with_a_start_that_its_carrier_hears():
    back = wishes((OUT, ""), (IN, "", {"channel": "other"}), (Kind.BLOCK, "", {"channel": "main"}))
    known = fold(back)
    heard = after(known, Wish(IN, "keyword", NOON, channel="main"))

    assert Bars(blocked=True, record="r2") == barred(known, unasked=False)
    assert FREE == barred(known, channel="other")
    assert FREE == barred(heard)


@pytest.mark.parametrize(
    ("said", "stale"),
    [
        ([], False),
        ([(OUT, "")], False),
        ([(OUT, ""), (IN, "", {"channel": "main"})], False),
        ([(OUT, ""), (IN, "")], True),
        ([(OUT, ""), (IN, "", {"channel": "other"})], True),
        ([(IN, "")], False),
    ],
)
def test_a_carrier_may_be_behind(said, stale):
    assert stale is is_stale_block(fold(wishes(*said)), "main")


def test_a_confirmation_is_remembered_until_the_person_is_back():
    once = fold(wishes((OUT, "", {"confirmed": True}), (OUT, "")))
    twice = fold(wishes((OUT, ""), (OUT, "", {"confirmed": True})))
    again = fold(wishes((OUT, "", {"confirmed": True}), (IN, ""), (OUT, "")))

    assert (NOON, NOON + timedelta(minutes=1), None) == (once.confirmed_at, twice.confirmed_at, again.confirmed_at)


def test_start_agrees_to_nothing_and_a_void_number_to_nothing_more():
    signed = (Wish(IN, "api", NOON, "news", id="r1"), "express_written")
    start = (Wish(IN, "keyword", NOON), None)
    stop = (Wish(OUT, "keyword", NOON), None)
    void = (Wish(Kind.VOID, "agent", NOON), None)
    held = {"news": Agreement("news", "express_written", NOON, "r1")}

    assert held == agreements([signed])
    assert held == agreements([signed, stop, start])
    assert {} == agreements([start])
    assert {} == agreements([signed, void])


# ── an oracle: it looks at all records for each question, where the fold only keeps what it needs ──

STEP = st.tuples(st.sampled_from([OUT, IN, REVIEW, RECONFIRM, Kind.VOID]), st.sampled_from(["", "news", "tips"])).map(
    lambda step: step if step[0] in (OUT, IN) else (step[0], "")
)


def is_out_of_everything(said):
    return next((kind is OUT for kind, scope in reversed(said) if kind in (OUT, IN) and scope == ""), False)


def is_out_of(program, said):
    out = False
    for place, (kind, scope) in enumerate(said):
        if (kind, scope) == (OUT, program):
            out = True
        elif (kind, scope) == (IN, program) or ((kind, scope) == (IN, "") and not is_out_of_everything(said[:place])):
            out = False
    return out


def waits(said):
    """The last of what begins a wait, if nothing has ended it since."""
    for place in range(len(said) - 1, -1, -1):
        if said[place][0] in (REVIEW, Kind.VOID) and not is_out_of_everything(said[:place]):
            ends = {(IN, scope) for scope in ("", "news", "tips")} | {(OUT, "")}
            for later, (kind, scope) in enumerate(said[place + 1 :], place + 1):
                if (kind, scope) in ends or (kind is RECONFIRM and why_it_waits(said[:later]) != VOID):
                    return False
            return True
    return False


def why_it_waits(said):
    """A void number waits for an opt-in, whatever review comes after it."""
    for place in range(len(said) - 1, -1, -1):
        kind, scope = said[place]
        if kind is IN or (kind, scope) == (OUT, ""):
            return None
        if kind is Kind.VOID and not is_out_of_everything(said[:place]):
            return VOID
    return "unsure" if waits(said) else None


@given(st.lists(STEP, max_size=12))
def test_the_fold_agrees_with_the_oracle(said):
    known = fold(wishes(*said))
    out = is_out_of_everything(said)

    assert out == barred(known).suppressed
    assert [not out and is_out_of(name, said) for name in ("news", "tips")] == [
        barred(known, program=name).programme_out for name in ("news", "tips")
    ]
    assert (not out and waits(said)) == (barred(known).paused or barred(known).void)
    assert (why_it_waits(said) == VOID) == barred(known).void


@given(st.lists(STEP, max_size=8), st.lists(STEP, max_size=8))
def test_one_record_at_a_time_or_all_at_once_is_the_same(first, then):
    together = wishes(*first, *then)
    known = fold(together[: len(first)])
    for wish in together[len(first) :]:
        known = after(known, wish)

    assert fold(together) == known
