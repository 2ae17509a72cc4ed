"""Consent that another system holds, as a CSV file: a wish a row, or a sentence about what is wrong with it.

Pure. A row that cannot be taken rejects no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from re import fullmatch
from typing import Final

from bot.compliance.standing import Kind
from bot.config.zones import known_zones
from bot.inbox.consent import Evidence
from bot.inbox.wishes import Wanted
from bot.limits import DISCLOSURE_CHARS_MAX, IMPORT_FIELD_CHARS_MAX, PROGRAM_PATTERN
from bot.phone import parse
from bot.suggest import did_you_mean

KINDS: Final = {"opt_in": Kind.IN, "opt_out": Kind.OUT}
PERSON: Final = ("name", "language", "timezone")
EVIDENCE: Final = (
    "consent_type",
    "source_url",
    "form",
    "keyword",
    "disclosure",
    "action",
    "text",
    "ip",
    "user_agent",
    "identity",
    "actor",
    "channel",
)
COLUMNS: Final = ("phone", "type", "program", "occurred_at", *EVIDENCE, *PERSON)
NEEDED: Final = ("phone", "type", "occurred_at")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file, read."""

    line: int
    wanted: Wanted | None
    error: str | None = None


def check_header(names: list[str]) -> str | None:
    """Say what is wrong with the names of the columns, if anything is."""
    for name in names:
        if name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS) or f"there are: {', '.join(COLUMNS)}"
            return f"no column is called `{name}`, {hint}"
    if twice := next((name for name in names if names.count(name) > 1), None):
        return f"the column `{twice}` is there twice"
    missing = [name for name in NEEDED if name not in names]
    return f"the column `{missing[0]}` is missing" if missing else None


def read(lines: Iterator[tuple[int, Mapping[str | None, str | None]]], country: str, file: str) -> Iterator[Row]:
    """Read rows, given with their line numbers and by column; `country` is of numbers without a country code."""
    for line, given in lines:
        try:
            yield Row(line, _wanted(given, country, f"{file}:{line}"))
        except ValueError as error:
            yield Row(line, None, str(error))


def _wanted(given: Mapping[str | None, str | None], country: str, place: str) -> Wanted:
    if None in given:
        raise ValueError("it has more fields than the first line has names")
    fields = {name: (value or "").strip() for name, value in given.items() if name is not None}
    for name, value in fields.items():
        if len(value) > (DISCLOSURE_CHARS_MAX if name == "disclosure" else IMPORT_FIELD_CHARS_MAX):
            raise ValueError(f"`{name}` is longer than can be kept")
    evidence = {name: fields.get(name) or None for name in EVIDENCE}
    text, channel = evidence.pop("text") or "", evidence.pop("channel") or "import"
    return Wanted(
        phone=parse(fields["phone"], country),
        kind=_kind(fields["type"]),
        evidence=Evidence(
            source="import",
            text=text,
            id=place,
            scope=_program(fields.get("program", "")),
            occurred_at=_time(fields["occurred_at"]),
            channel=channel,
            **evidence,
        ),
        once=True,
        known=_person(fields),
    )


def _kind(written: str) -> Kind:
    if written not in KINDS:
        raise ValueError(f"`type` is {written or 'missing'}; write opt_in or opt_out")
    return KINDS[written]


def _program(written: str) -> str:
    if written and not fullmatch(PROGRAM_PATTERN, written):
        raise ValueError(f"`program` {written!r} is not a short plain name, such as News")
    return written


def _time(written: str) -> datetime:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise ValueError(f"`occurred_at` is {written!r}; write it like 2026-03-06T10:00:00Z") from None
    if at.tzinfo is None:
        raise ValueError(f"`occurred_at` {written} does not say in which zone; write it like 2026-03-06T10:00:00Z")
    return at.astimezone(UTC)


def _person(fields: Mapping[str, str]) -> dict[str, str]:
    zone, language = fields.get("timezone"), fields.get("language")
    if zone and zone not in known_zones():
        raise ValueError(f"`timezone` {zone} is not an IANA time zone")
    if language and not fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        raise ValueError(f"`language` {language} is not a language code, such as en")
    return {name: fields[name] for name in PERSON if fields.get(name)}
