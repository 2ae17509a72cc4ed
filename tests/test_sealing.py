"""What is sealed opens with its key, in its place, and not otherwise."""

from __future__ import annotations

import os

import pytest

from bot.sealing import CannotOpen, CannotSeal, Sealer, is_sealed, key_beside, shown

OLD, NEW = b"the key before" * 2, b"the key from now on"


def sealer(*keys, missing=""):
    return Sealer(lambda: keys, os.urandom, missing)


@pytest.mark.parametrize("value", ["", "Zürich 🙂", {"a": [1, None, True]}, ["•••"], 4.5])
def test_a_value_comes_back_as_it_was(value):
    token = sealer(NEW).seal(value, "here")

    assert is_sealed(token)
    assert value == sealer(NEW).open(token, "here")


def test_the_same_value_looks_different_each_time():
    assert 2 == len({sealer(NEW).seal("x", "here") for _ in range(2)})


@pytest.mark.parametrize(
    ("keys", "place", "change"),
    [
        ((OLD,), "here", ""),
        ((), "here", ""),
        ((NEW,), "there", ""),
        ((NEW,), "here", "cut"),
    ],
)
def test_it_opens_with_its_key_and_in_its_place_alone(keys, place, change):
    token = sealer(NEW).seal("x" * 40, "here")
    token = token[:-4] if change == "cut" else token

    with pytest.raises(CannotOpen):
        sealer(*keys).open(token, place)


def test_what_an_earlier_key_has_sealed_still_opens_and_new_is_sealed_with_the_new():
    before, both, after = sealer(OLD), sealer(NEW, OLD), sealer(NEW)

    assert "x" == both.open(before.seal("x", "here"), "here")
    assert "x" == after.open(both.seal("x", "here"), "here")


@pytest.mark.parametrize(("keys", "missing"), [((), "set one"), ((NEW,), "set one")])
def test_without_a_key_nothing_is_sealed_and_it_is_said_why(keys, missing):
    with pytest.raises(CannotSeal, match="set one"):
        sealer(*keys, missing=missing).seal("x", "here")


def test_texts_that_are_no_tokens_are_themselves():
    ours = sealer(NEW)
    foreign = ours.seal("x", "msg_1")

    assert ("Hi", "sealed: no", foreign) == tuple(ours.text(text, "msg_2") for text in ("Hi", "sealed: no", foreign))
    assert "x" == ours.text(foreign, "msg_1")
    assert ("Hi", "•••") == (shown("Hi"), shown(foreign))


def test_a_document_has_its_sealed_part_put_back():
    ours = sealer(NEW)
    kept = {"a": 1, "b": "•••", "sealed": ours.seal({"b": 2}, "event")}

    assert {"a": 1, "b": 2} == ours.document(kept, "event")
    assert {"sealed": "a customer's own word"} == ours.document({"sealed": "a customer's own word"}, "event")


def test_the_key_in_the_state_folder_is_made_once_and_for_its_owner(tmp_path):
    first, second = (key_beside(tmp_path / "state", os.urandom) for _ in range(2))

    assert (64, first) == (len(first), second)
    assert ["privacy.key"] == [path.name for path in (tmp_path / "state").iterdir()]
    assert 0o600 == (tmp_path / "state" / "privacy.key").stat().st_mode & 0o777
