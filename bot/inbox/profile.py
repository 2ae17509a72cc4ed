"""What is known of people, written by the business: through the API, from a file or at a desk.

    edit ─ apply ─► contact ─ keep ─► row, timers of `date:` triggers, `tag:` triggers         one transaction

`apply` is pure and says what is wrong in a sentence; what a flow sets about a person goes its own way (`turn`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from bot.config.zones import known_zones
from bot.engine import plan
from bot.engine.values import cut
from bot.events import Context, Json
from bot.flow.model import Type
from bot.inbox import people, plans
from bot.inbox.house import House
from bot.limits import (
    CONTACT_FIELD_PATTERN,
    CONTACT_FIELDS_BYTES_MAX,
    CONTACT_FIELDS_MAX,
    CONTACT_TAGS_MAX,
    TAG_CHARS_MAX,
    VARIABLE_CHARS_MAX,
)
from bot.store import contacts, events
from bot.store.contacts import Contact
from bot.store.dialect import notify
from bot.store.parts import hold
from bot.suggest import did_you_mean

OWN: Final = ("name", "language", "timezone", "country")
"""What every person has, besides the business's fields."""
NAME_CHARS_MAX: Final = 200
TYPES: Final = (
    Type.TEXT,
    Type.YES_NO,
    Type.INTEGER,
    Type.NUMBER,
    Type.DATE,
    Type.TIME,
    Type.DATETIME,
    Type.PHONE,
    Type.EMAIL,
)
"""As what a file's column may be read: types of the flow language."""
_TAKEN: Final = frozenset({*OWN, "id", "phone", "tags"})
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


class ProfileError(ValueError):
    """What cannot be kept of a person: which part, in a sentence."""

    def __init__(self, param: str, detail: str, hint: str | None = None) -> None:
        super().__init__(detail)
        self.param = param
        self.detail = detail
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be different about a person. What is not mentioned stays."""

    phone: str
    own: Mapping[str, str | None] = field(default_factory=dict)
    """Some of `OWN`; None forgets it."""
    fields: Mapping[str, Json] = field(default_factory=dict)
    """None takes a field away."""
    add: Sequence[str] = ()
    remove: Sequence[str] = ()
    tags: Sequence[str] | None = None
    """All of them, instead."""


class Kept(NamedTuple):
    """A person as they are now."""

    contact: Contact
    created: bool
    warnings: Sequence[str]
    """Of flows that wait for a date in a field that holds none."""


def check(edit: Edit) -> None:
    """Raise what is wrong with an edit, whoever it is about."""
    for name, value in edit.own.items():
        if value is not None:
            _check_own(name, value)
    for name, value in edit.fields.items():
        _check_field(name, value)
    for tag in (*edit.add, *edit.remove, *(edit.tags or ())):
        _check_tag(tag)


def apply(contact: Contact, edit: Edit) -> Contact:
    """Change a person, or raise why that would be too much."""
    fields = {name: value for name, value in {**contact.fields, **edit.fields}.items() if value is not None}
    kept = contact.tags if edit.tags is None else edit.tags
    tags = list(dict.fromkeys(tag for tag in (*kept, *edit.add) if tag not in edit.remove))
    if len(fields) > max(CONTACT_FIELDS_MAX, len(contact.fields)):
        raise ProfileError("fields", f"a person has at most {CONTACT_FIELDS_MAX} fields")
    if edit.fields and len(json.dumps(fields, ensure_ascii=False).encode()) > CONTACT_FIELDS_BYTES_MAX:
        raise ProfileError("fields", f"the fields of a person take at most {CONTACT_FIELDS_BYTES_MAX // 1024} KiB")
    if len(tags) > max(CONTACT_TAGS_MAX, len(contact.tags)):
        raise ProfileError("tags", f"a person has at most {CONTACT_TAGS_MAX} tags")
    own: dict[str, Any] = dict(edit.own)
    return contact._replace(**own, fields=fields, tags=tags)


def keep(conn: Connection, house: House, edits: Sequence[Edit], now: datetime, key: str) -> list[Kept | ProfileError]:
    """Write edits down and set off what waits for them; `key` is the same if they come twice.

    An edit that would be too much changes nothing, and holds up no other.
    """
    phones = list(dict.fromkeys(edit.phone for edit in edits))
    hold(conn, phones)
    before = people.load(conn, phones, house, now)
    after = {phone: person.contact for phone, person in before.items()}
    refused: dict[int, ProfileError] = {}
    for place, edit in enumerate(edits):
        try:
            after[edit.phone] = apply(after[edit.phone], edit)
        except ProfileError as error:
            refused[place] = error
    taken = {edit.phone for place, edit in enumerate(edits) if place not in refused}
    new = [after[phone] for phone in phones if not before[phone].known and phone in taken]
    changed = [after[phone] for phone in phones if before[phone].known and after[phone] != before[phone].contact]
    contacts.add(conn, new)
    contacts.save(conn, changed, now)
    persons = {phone: before[phone]._replace(contact=after[phone], known=True) for phone in taken}
    plans.follow(conn, [plans.change(before[phone], persons[phone]) for phone in sorted(taken)], house, now)
    for contact in (*new, *changed):
        was = before[contact.phone]
        plans.tagged(conn, contact, was.contact.tags, f"{key}:{contact.id}", house, now)
        events.add(conn, plans.notes(was, persons[contact.phone], house, now))
    notify(conn, "inbox")
    return [
        refused.get(place) or Kept(after[edit.phone], not before[edit.phone].known, _undated(after[edit.phone], house))
        for place, edit in enumerate(edits)
    ]


def _undated(contact: Contact, house: House) -> list[str]:
    if not house.library().entries("date"):
        return []
    found = plan.undated(house.library(), Context(people.names(contact, house.business), house.business))
    return [
        f"the flow `{entry.machine.flow.id}` waits for a date in `{entry.trigger.subject}`, and {value!r} is none"
        for entry, value in found
    ]


# ── what may be kept ────────────────────────────────────────────────────────────────────────────────────────────────


def _check_own(name: str, value: str) -> None:
    if name == "name" and not 0 < len(value) <= NAME_CHARS_MAX:
        raise ProfileError(name, f"`name` is not of 1 to {NAME_CHARS_MAX} characters", "null forgets it")
    if name == "language" and not _LANGUAGE.fullmatch(value):
        raise ProfileError(name, f"`{value[:40]}` is not a language code", "such as en or pt-BR")
    if name == "timezone" and value not in known_zones():
        near = did_you_mean(value, known_zones()) or "such as Europe/Paris"
        raise ProfileError(name, f"`{value[:40]}` is not an IANA time zone", near)
    if name == "country" and not _COUNTRY.fullmatch(value):
        raise ProfileError(name, f"`{value[:40]}` is not a country code of two letters", "such as FR")


def _check_field(name: str, value: Any) -> None:
    place = f"fields.{name[:80]}"
    if name in _TAKEN:
        raise ProfileError(place, f"`{name}` is not a field of yours, every person has it", f"give `{name}` itself")
    if re.fullmatch(CONTACT_FIELD_PATTERN, name) is None:
        raise ProfileError(place, f"`{name[:80]}` is not the name of a field", "letters, digits and _, as in flows")
    if value == "":
        raise ProfileError(place, f"`{name}` is blank", "null takes a field away")
    if cut(value) != value:
        hint = f"texts of at most {VARIABLE_CHARS_MAX} characters, numbers below 2^63, lists of at most 100"
        raise ProfileError(place, f"`{name}` holds more than a flow can", hint)


def _check_tag(tag: str) -> None:
    if not 0 < len(tag) <= TAG_CHARS_MAX or tag != tag.strip():
        raise ProfileError("tags", f"`{tag[:80]}` is not a tag", f"1 to {TAG_CHARS_MAX} characters, no blanks around")
