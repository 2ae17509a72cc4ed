"""What agents change about people: what is known of them, and that two numbers are one person's.

What follows from it happens in the same transaction: timers of dates move, and what a tag sets off is queued.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from bot.compliance.standing import Kind, Suppression, is_out
from bot.config.zones import known_zones
from bot.desk.actor import Actor
from bot.desk.errors import Refused, Unknown
from bot.events import Json
from bot.inbox import plans, wishes
from bot.inbox.consent import Evidence
from bot.inbox.house import House
from bot.inbox.wishes import Wanted
from bot.store import contacts, findings, same_person, views
from bot.store.contacts import Contact
from bot.store.dialect import notify
from bot.store.parts import hold

FIELD: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
TAG: Final = re.compile(r"[\w][\w .:-]{0,39}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
NAME_CHARS_MAX: Final = 200
FIELD_CHARS_MAX: Final = 2_000
FIELDS_MAX: Final = 100
TAGS_MAX: Final = 50


def check(changes: Mapping[str, Any]) -> dict[str, str]:
    """Say what is wrong with changes to a contact, by the name of what it is wrong with."""
    wrong: dict[str, str] = {}
    if len(changes.get("name") or "") > NAME_CHARS_MAX:
        wrong["name"] = f"a name has at most {NAME_CHARS_MAX} characters"
    if changes.get("language") and _LANGUAGE.fullmatch(changes["language"]) is None:
        wrong["language"] = "a language is two or three letters, such as en or pt-BR"
    if changes.get("country") and _COUNTRY.fullmatch(changes["country"]) is None:
        wrong["country"] = "a country is two capital letters, such as US"
    if changes.get("timezone") and changes["timezone"] not in known_zones():
        wrong["timezone"] = "no time zone has this name; one is America/New_York"
    tags, fields = changes.get("tags") or (), changes.get("fields") or {}
    if len(tags) > TAGS_MAX or any(TAG.fullmatch(tag) is None for tag in tags):
        wrong["tags"] = f"a tag is up to 40 letters, digits, spaces and . : - _, and there are at most {TAGS_MAX}"
    strange = [name for name in fields if FIELD.fullmatch(name) is None]
    if strange or len(fields) > FIELDS_MAX:
        wrong["fields"] = "a field is called in small letters, digits and _, beginning with a letter"
    elif any(len(str(value)) > FIELD_CHARS_MAX for value in fields.values()):
        wrong["fields"] = f"a field holds at most {FIELD_CHARS_MAX} characters"
    return wrong


def change(conn: Connection, house: House, contact_id: str, changes: Mapping[str, Any], now: datetime) -> Contact:
    """Change what is known of a person, and let everything follow that depends on it."""
    wrong = check(changes)
    if wrong:
        raise Refused("invalid", next(iter(wrong.values())))
    found = views.person(conn, contact_id)
    if found is None:
        raise Unknown(f"no contact has the id `{contact_id}`")
    hold(conn, [found.phone])
    before = contacts.by_ids(conn, [contact_id])[contact_id]
    after = before._replace(**changes)
    _keep(conn, house, before, after, now)
    notify(conn, "inbox")
    return after


def _keep(conn: Connection, house: House, before: Contact, after: Contact, now: datetime) -> None:
    if after == before:
        return
    contacts.save(conn, [after], now)
    findings.know_people(conn, [after.id])
    known = _suppression(conn, house, before.phone)
    if not is_out(known):
        plans.follow(conn, [plans.Change(before, after)], house, now)
    plans.tagged(conn, after, before.tags, f"desk:{after.id}:{now.isoformat()}", house, now)


# ── one person with two numbers ─────────────────────────────────────────────────────────────────────────────────────


def join(conn: Connection, house: House, contact_id: str, main_id: str, actor: Actor, now: datetime) -> None:
    """Show a contact as another number of somebody, and let both know the same of them.

    What both know differently stays as the one that they are shown as knows it. Each number keeps its conversations.
    Of consent the stricter wins: whoever has opted out with either is out with both, and what they agreed to with one
    number is no consent to be texted at the other.
    """
    main_id = same_person.main_of(conn, main_id)
    found = contacts.by_ids(conn, [contact_id, main_id])
    if contact_id not in found or main_id not in found:
        raise Unknown(f"no contact has the id `{main_id if contact_id in found else contact_id}`")
    if same_person.main_of(conn, contact_id) == main_id:
        raise Refused("same", "They are one person already.")
    if same_person.main_of(conn, contact_id) != contact_id:
        raise Refused("joined", "This number belongs to somebody else: part them first.")
    other, main = found[contact_id], found[main_id]
    hold(conn, [other.phone, main.phone])
    merged = merge(main, other)
    for before in (main, other):
        after = merged._replace(id=before.id, phone=before.phone, created_at=before.created_at)
        _keep(conn, house, before, _with_own(before, after), now)
    same_person.join(conn, contact_id, main_id, actor.id, now)
    _stricter(conn, house, main, other, actor, now)
    notify(conn, "inbox")


def part(conn: Connection, contact_id: str, actor: Actor, now: datetime) -> None:
    """Let a number be somebody of its own again. What was recorded of consent stays: nobody is texted again by it."""
    same_person.part(conn, contact_id)


def _with_own(before: Contact, after: Contact) -> Contact:
    """What is of the number and not of the person stays with it."""
    return after._replace(country=before.country or after.country, blocked_at=before.blocked_at)


def merge(main: Contact, other: Contact) -> Contact:
    """What is known of a person, from what is known under each number: the main one's word counts."""
    fields: dict[str, Json] = {**other.fields, **main.fields}
    return main._replace(
        name=main.name or other.name,
        language=main.language or other.language,
        timezone=main.timezone or other.timezone,
        country=main.country or other.country,
        fields=fields,
        tags=list(dict.fromkeys([*main.tags, *other.tags])),
    )


def _stricter(conn: Connection, house: House, main: Contact, other: Contact, actor: Actor, now: datetime) -> None:
    known = {phone: _suppression(conn, house, phone) for phone in (main.phone, other.phone)}
    wanted = [
        *_outs(known[main.phone], known[other.phone], main, other, actor, now),
        *_outs(known[other.phone], known[main.phone], other, main, actor, now),
    ]
    if wanted:
        wishes.take(conn, house, wanted, now)


def _outs(
    of_one: Suppression | None, of_other: Suppression | None, one: Contact, other: Contact, actor: Actor, now: datetime
) -> Sequence[Wanted]:
    """The opt-outs of one number that the other does not have yet; each is recorded there, with where it comes from."""

    def out(scope: str, record: str | None) -> Wanted:
        text = f"opted out as {one.id}, who is the same person" + (f" (record {record})" if record else "")
        evidence = Evidence(source="agent", text=text, id=record or "", scope=scope, occurred_at=now, actor=actor.id)
        return Wanted(other.phone, Kind.OUT, evidence)

    if of_one is None or is_out(of_other):
        return ()
    if of_one.everything:
        return (out("", of_one.event),)
    has = of_other.programs if of_other is not None else {}
    return tuple(out(scope, record) for scope, record in of_one.programs.items() if scope not in has)


def _suppression(conn: Connection, house: House, phone: str) -> Suppression | None:
    key = contacts.person_key(house.secret, phone)
    return contacts.suppressed(conn, [key]).get(key)
