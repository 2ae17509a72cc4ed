"""What is made of bodies and query strings, and how what is wrong with them is said."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, JsonValue, StrictBool
from starlette.requests import Request

from bot.web.api.bodies import PageQuery, Phone, PhoneInQuery, Strict, Time, parse_json, parse_query, validate
from bot.web.problem import Problem


class Person(Strict):
    to: Phone
    data: dict[str, JsonValue] = Field(default_factory=dict)


class Cat(Strict):
    kind: Literal["cat"]
    lives: int = 9


class Dog(Strict):
    kind: Literal["dog"]


class Sample(Strict):
    to: Phone | None = None
    people: list[Person] | None = None
    at: Time | None = None
    dry_run: StrictBool = False
    sender: str | None = Field(None, alias="from")
    pet: Annotated[Cat | Dog, Field(discriminator="kind")] | None = None


class Needed(Strict):
    text: str


class Query(PageQuery):
    to: PhoneInQuery | None = None


JSON = "application/json"


@pytest.mark.parametrize(
    ("raw", "document"),
    [
        (b"{}", {}),
        (b' {"a": [1, 2.5, null, true, "\xc3\xa9"]} ', {"a": [1, 2.5, None, True, "é"]}),
        (b'{"a": "\\ud83d\\ude00"}', {"a": "😀"}),
    ],
)
def test_json_is_read(raw, document):
    assert document == parse_json("application/json; charset=utf-8", raw)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b"{} {}", id="two documents"),
        pytest.param(b"\xef\xbb\xbf{}", id="byte order mark"),
        pytest.param(b'{"a": "\xff"}', id="not UTF-8"),
        pytest.param(b'{"a": "\x00"}', id="raw NUL"),
        pytest.param(b'{"a": "\\ud800"}', id="half a surrogate pair"),
        pytest.param(b'{"a": NaN}', id="NaN"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b'{"a": ' + b"9" * 100_000 + b"}", id="an endless number"),
        pytest.param(b"to=%2B1555", id="a form"),
    ],
)
def test_what_is_not_json_is_refused(raw):
    with pytest.raises(Problem) as caught:
        parse_json(JSON, raw)

    assert "invalid_json" == caught.value.code


@pytest.mark.parametrize(
    ("raw", "param"),
    [
        (b'{"a": [{"b": "\\u0000"}]}', "a[0].b"),
        (b'{"a": {"x\\u0000": 1}}', "a"),
        (b'{"\\u0000": 1}', "the body"),
        (b'{"a": 1e999}', "a"),
    ],
)
def test_what_no_database_keeps_is_refused(raw, param):
    with pytest.raises(Problem) as caught:
        parse_json(JSON, raw)

    assert ("invalid_field", param) == (caught.value.code, caught.value.param)


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_body_of_another_type_is_not_guessed_at(content_type):
    with pytest.raises(Problem) as caught:
        parse_json(content_type, b"{}")

    assert "unsupported_media_type" == caught.value.code


@pytest.mark.parametrize(
    ("document", "code", "param", "hint"),
    [
        ({"too": "+15550100001"}, "unknown_field", "too", "did you mean `to`?"),
        ({"form": "Ana"}, "unknown_field", "form", "did you mean `from`?"),
        ({"people": [{"to": "+15550100001", "dta": {}}]}, "unknown_field", "people[0].dta", "did you mean `data`?"),
        ({"pet": {"kind": "cat", "life": 1}}, "unknown_field", "pet.life", "did you mean `lives`?"),
        ({"xyz": 1}, "unknown_field", "xyz", "known here: to, people, at, dry_run, from, pet"),
        ({"people": [{}]}, "missing_field", "people[0].to", None),
        ({"to": "5550100001"}, "invalid_field", "to", None),
        ({"to": "+1555010000a"}, "invalid_field", "to", None),
        ({"to": 15550100001}, "invalid_field", "to", None),
        ({"dry_run": "yes"}, "invalid_field", "dry_run", None),
        ({"at": 1700000000}, "invalid_field", "at", None),
        ({"at": "2026-03-06T10:00:00"}, "invalid_field", "at", None),
        ({"at": "tomorrow"}, "invalid_field", "at", None),
        ({"at": "2026-03-06 10:00:00Z"}, "invalid_field", "at", None),
        ({"at": "2026-03-06T10:00Z"}, "invalid_field", "at", None),
        ({"at": "2026-03-06T10:00:00+0100"}, "invalid_field", "at", None),
        ({"at": "0001-01-01T00:00:00+01:00"}, "invalid_field", "at", None),
        ({"at": "9999-12-31T23:59:59-01:00"}, "invalid_field", "at", None),
        ({"pet": {"kind": "cat", "lives": "9"}}, "invalid_field", "pet.lives", None),
        ({"dry_run": 1}, "invalid_field", "dry_run", None),
        ({"pet": {"kind": "bird"}}, "invalid_field", "pet", None),
    ],
)
def test_what_is_wrong_is_named_with_its_place(document, code, param, hint):
    with pytest.raises(Problem) as caught:
        validate(Sample, document)

    assert (code, param, hint) == (caught.value.code, caught.value.param, caught.value.hint)


@pytest.mark.parametrize("document", [[], "text", None, 1])
def test_a_body_is_an_object(document):
    with pytest.raises(Problem) as caught:
        validate(Sample, document)

    assert "invalid_json" == caught.value.code


def test_everything_wrong_is_said_at_once():
    with pytest.raises(Problem) as caught:
        validate(Sample, {"to": "x", "at": "y", "nope": 1})

    assert "`to` is not a number in E.164, such as +15550102000" in caught.value.detail
    assert "`at`" in caught.value.detail
    assert "`nope` is not a known field" in caught.value.detail


def test_a_long_list_of_mistakes_is_cut():
    with pytest.raises(Problem) as caught:
        validate(Sample, {f"field_{number}": 1 for number in range(50)})

    assert caught.value.detail.endswith("and 45 more")


def test_a_missing_field_is_named():
    with pytest.raises(Problem) as caught:
        validate(Needed, {})

    assert ("missing_field", "`text` is missing", "text") == (
        caught.value.code,
        caught.value.detail,
        caught.value.param,
    )


def query(raw: bytes) -> Request:
    return Request({"type": "http", "query_string": raw, "headers": []})


def test_a_bare_plus_in_a_query_is_a_plus():
    assert "+15550100001" == parse_query(Query, query(b"to=+15550100001")).to
    assert "+15550100001" == parse_query(Query, query(b"to=%2B15550100001")).to


@pytest.mark.parametrize(
    ("raw", "param"),
    [
        (b"limit=0", "limit"),
        (b"limit=201", "limit"),
        (b"limit=x", "limit"),
        (b"limit=05", "limit"),
        (b"limit=1_0", "limit"),
        (b"limit=%205", "limit"),
        (b"limit=5.0", "limit"),
        (b"page=2", "page"),
        (b"to=1&to=2", "to"),
    ],
)
def test_a_query_is_as_strict_as_a_body(raw, param):
    with pytest.raises(Problem) as caught:
        parse_query(Query, query(raw))

    assert param == caught.value.param


def test_a_whole_number_in_a_query_is_read():
    assert 5 == parse_query(Query, query(b"limit=5")).limit


def outcome(raw: bytes) -> str:
    """Read and validate, as an endpoint does: a code, or nothing if the body is fine."""
    try:
        validate(Sample, parse_json(JSON, raw))
    except Problem as problem:
        return problem.code
    return ""


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw):
    assert outcome(raw) in {"", "invalid_json", "invalid_field", "unknown_field", "missing_field"}


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["to", "people", "pet", "kind", "data"]), inner),
    max_leaves=20,
)


@given(JSON_VALUES)
def test_any_document_is_read_or_refused(document):
    raw = json.dumps(document).encode()

    assert outcome(raw) in {"", "invalid_json", "invalid_field", "unknown_field", "missing_field"}


@pytest.mark.parametrize("given", ["0.5", "1772791200", 1772791200, "now", ""])
def test_a_time_is_written_as_one(given):
    """A number would be read as seconds since 1970, which nobody meant who wrote it there."""
    with pytest.raises(Problem, match="at"):
        validate(Sample, {"at": given})


def test_true_is_no_number():
    with pytest.raises(Problem, match="is a number, not true or false"):
        validate(Sample, {"pet": {"kind": "cat", "lives": True}})
