"""A session comes back as it was written, whether it was remembered or has to be read."""

from __future__ import annotations

import pytest

from bot.inbox.sessions import KeptSessions
from bot.store.types import dumps
from tests.engine.test_session import FULL


def session(seed, **changes):
    made = FULL.copy()
    made.seed, made.outcome = seed, None
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def test_a_session_that_was_written_is_the_same_when_it_is_read():
    kept, one = KeptSessions(), session(1)

    assert one is kept.read(kept.write(one))


def test_another_process_reads_what_it_did_not_write():
    one = session(1)

    assert one == KeptSessions().read(KeptSessions().write(one))


def test_it_is_remembered_until_it_is_read():
    kept, one = KeptSessions(), session(1)
    text = kept.write(one)

    first, again = kept.read(text), kept.read(text)

    assert (one, True, False) == (again, first is one, again is one)


def test_the_ones_written_first_are_forgotten_first():
    kept, sessions = KeptSessions(remembered_max=2), [session(seed) for seed in range(3)]
    texts = [kept.write(one) for one in sessions]

    read = [kept.read(text) for text in texts]

    assert sessions == read
    assert [False, True, True] == [given is one for given, one in zip(read, sessions, strict=True)]


def test_a_session_that_is_over_is_not_remembered():
    kept, one = KeptSessions(), session(1, outcome="done")

    assert one is not kept.read(kept.write(one))


@pytest.mark.parametrize("value", ["a few words", 10**30, "\ud800", {"deep": [1.5, None, True]}])
def test_what_is_written_is_what_the_session_says_of_itself(value):
    one = session(1, variables={"value": value}, touched_at=FULL.touched_at.replace(microsecond=120))

    assert dumps(one.to_json()) == KeptSessions().write(one)


def test_what_is_no_session_is_refused():
    with pytest.raises(ValueError, match="not a session"):
        KeptSessions().read("{}")
