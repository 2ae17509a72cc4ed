"""Column types that mean the same on every database."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import TypeDecorator, TypeEngine


class Instant(TypeDecorator[datetime]):
    """An aware time, kept in UTC; a naive one is a bug and refused.

    SQLite has no type for it and gets ISO 8601 with microseconds and offset, which sorts as text.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose what the column is made of."""
        return dialect.type_descriptor(String(32) if dialect.name == "sqlite" else DateTime(timezone=True))

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Read what the driver gives; that of PostgreSQL gives aware times in UTC by itself."""
        return _read_instant if dialect.name == "sqlite" else None

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Only UTC may get in: times of several zones would not sort as text."""
        if value is None:
            return None
        if value.tzinfo is not UTC:
            if value.tzinfo is None:
                raise ValueError(f"{value} has no time zone")
            value = value.astimezone(UTC)
        return value.isoformat(" ", "microseconds") if dialect.name == "sqlite" else value


def _read_instant(value: Any) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


Terms = Text().with_variant(TSVECTOR(), "postgresql")
"""What a text is found by, written as `bot.store.terms` has it for the database."""

Document = JSON(none_as_null=True)
"""JSON, given back as it was written: JSONB would sort the keys, and a conversation would not replay to the byte."""

Sequence = BigInteger().with_variant(Integer, "sqlite")
"""A growing number given by the database; SQLite only counts up a column that is called INTEGER."""

_dumps_anything = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Written(str):
    """A document that is written down already."""


def dumps(document: Any) -> str:
    """Write a document down."""
    if type(document) is Written:
        return str(document)
    try:
        return orjson.dumps(document).decode()
    except TypeError:  # a number of more than 64 bits, half a character: rare, and not to be lost
        return _dumps_anything(document)


_scan = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # what `decode` asks, around spaces
_read_anything = json.JSONDecoder().decode


def loads(text: str) -> Any:
    """Read a document. Not with orjson, which turns a whole number of more than 64 bits into a rounded one."""
    try:
        document, end = _scan(text, 0)
    except StopIteration:
        end = -1
    return document if end == len(text) else _read_anything(text)  # there is space around it, or it is none
