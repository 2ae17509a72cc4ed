"""What the document forbids is refused: every field of all bodies and queries, with what nearly is what it asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args
from urllib.parse import urlencode

import jsonschema_rs
import pytest
from pydantic import BaseModel, create_model
from starlette.requests import Request

from bot.web.api.bodies import Strict, parse_query, validate
from bot.web.api.table import ENDPOINTS
from bot.web.problem import Problem

NUMBERS = [0, 1, -1, 5, 0.5, 5.0, 10**10, 10**20, True, False, None]
TEXTS = """\
0|1|-1|5|05|5.0| 5|5 |+5|1_0|٥|1e1|0x1|true|True|false|null|on|yes|t|nan|inf|
2026-03-06|2026-3-6|20260306|2026-02-30|٢٠٢٦-٠٣-٠٦|2026-03-06T10:00:00Z|2026-03-06 10:00:00Z|2026-03-06_10:00:00Z|
2026-03-06T10:00Z|2026-03-06T10:00:00|2026-03-06T10:00:00+0100|2026-03-06T10:00:00+01|2026-03-06T10:00:00,5Z|
2026-03-06T10:00:00+24:00|2026-03-06T10:00:00−01:00|2026-03-06T24:00:00Z|
09:00|9:00|24:00|0900|٠٩:٠٠|09:00:60|09:00Z|2026-03-06T09:00|2026-03-06 09:00|2026-W10-5T09:00|
+15550102000|15550102000|+0555010200|+1555|+١٥٥٥٠١٠٢٠٠٠| +15550102000|
json|JSON|previous|day|admin|marketing|en|en-|EN|verify|Verify|promo a|-x|a.b|a.*|a.*b|+05:30|x+05:30y|10/s|0/s|
203.0.113.7|203.0.113|::1|fe80::1%eth0|https://example.com/a|ftp://x|http://|https:// a| |""".replace("\n", "").split(
    "|"
)
OTHERS = [[], [0], ["x"], ["x", "x"], ["admin"] * 4, ["x" * 61], ["a.b\n"], {}, {"a": 1}, {"en": "x"}, {"EN": "x"}]


def models() -> dict[type[BaseModel], bool]:
    """All that is given, also within other bodies; and whether it is a query."""
    found: dict[type[BaseModel], bool] = {}
    for endpoint in ENDPOINTS:
        for model, query in ((endpoint.body, False), (endpoint.query, True)):
            for each in within(model):
                found.setdefault(each, query)
    return found


def within(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from within(field.annotation)
    for inner in get_args(annotation):
        yield from within(inner)


MODELS = models()


def near_misses(query: bool) -> Iterator[Any]:
    lines = [f"{text}\n" for text in TEXTS if text]
    texts = [*TEXTS, *lines, *("x" * length for length in (41, 61, 101, 201, 2049, 11_000))]
    yield from texts if query else [*NUMBERS, *texts, *OTHERS]


def readings(value: Any, query: bool) -> Iterator[Any]:
    """What a value may be meant as: in a query a number is text, too."""
    yield value
    if query and value.removeprefix("-").isdecimal() and value.isascii() and value == str(int(value)):
        yield int(value)


def takes(model: type[BaseModel], name: str, value: Any, query: bool) -> bool:
    try:
        if query:
            raw = urlencode({name: value}).encode()
            parse_query(model, Request({"type": "http", "query_string": raw, "headers": []}))
        else:
            validate(model, {name: value})
    except Problem:
        return False
    return True


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_the_document_forbids_is_refused(model: type[BaseModel]):
    query = MODELS[model]
    believed = []
    for field in model.model_fields.values():
        alone = create_model("Alone", __base__=Strict, field=(field.annotation, field))
        schema = alone.model_json_schema()
        name = field.alias or "field"
        promised = jsonschema_rs.Draft202012Validator(
            {**schema["properties"][name], "$defs": schema.get("$defs", {})}, validate_formats=True
        )
        for value in near_misses(query):
            allowed = any(promised.is_valid(reading) for reading in readings(value, query))
            if not allowed and takes(alone, name, value, query):
                believed.append((name, value))

    assert [] == believed
