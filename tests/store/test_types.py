"""Times and words mean the same on every database."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.clean import storable
from bot.store.types import Instant, dumps, loads

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
DIALECTS = [sqlite.dialect(), postgresql.dialect()]

instants = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=13))]))


def through(moment, dialect):
    written = Instant().process_bind_param(moment, dialect)
    read = Instant().result_processor(dialect, None)
    return read(written) if read else written


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("moment", [NOON, NOON.replace(microsecond=1), NOON.astimezone(timezone(timedelta(hours=-5)))])
def test_a_time_comes_back_as_it_went_in_and_in_utc(dialect, moment):
    kept = through(moment, dialect)

    assert (moment, UTC) == (kept, kept.tzinfo)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_no_time_is_no_time(dialect):
    assert through(None, dialect) is None


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        Instant().process_bind_param(datetime(2026, 3, 5, 12, 0), DIALECTS[0])


@given(st.lists(instants.filter(lambda moment: 1 < moment.year < 9999), max_size=8))
def test_times_sort_as_text(moments):
    written = {moment: Instant().process_bind_param(moment, DIALECTS[0]) for moment in moments}

    assert [written[moment] for moment in sorted(moments)] == sorted(written[moment] for moment in moments)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_stored(text):
    kept = storable(text)

    assert len(text) == len(kept)
    assert "\0" not in kept
    assert kept == kept.encode().decode()


def test_what_is_inside_is_cleaned_too():
    assert {"a\ufffd": ["\ufffd", 1, None, {"b": "é"}]} == storable({"a\0": ["\ud800", 1, None, {"b": "é"}]})


numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
documents = st.recursive(
    st.none() | st.booleans() | numbers | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(documents)
def test_a_document_comes_back_as_it_went_in(document):
    assert document == loads(dumps(document))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"b": 1, "a": [True, None, 1.5]}, '{"b":1,"a":[true,null,1.5]}'),
        ("é 🙂", '"é 🙂"'),
        (2**70, "1180591620717411303424"),
    ],
)
def test_a_document_is_written_compactly_in_its_own_order(document, expected):
    assert expected == dumps(document)


@pytest.mark.parametrize("text", ["[]", " {} ", '{"a":[1,18446744073709551616]}', '\n"x"', "1.50"])
def test_documents_are_read_as_python_reads_them(text):
    assert json.loads(text) == loads(text)


@pytest.mark.parametrize("text", ["", " ", "{} x", "[1", "nul"])
def test_what_is_no_document_is_refused(text):
    with pytest.raises(json.JSONDecodeError):
        loads(text)
