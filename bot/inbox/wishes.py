"""Wishes that come otherwise than by text: told to an agent, given on a page, or brought along from another system.

They are recorded by the same functions as STOP and START, in one transaction with everything that follows. What would
overrule the person is refused with a reason, never quietly left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from bot.compliance.standing import CONSENT_TYPES, EVERYTHING, VOID, Kind, Suppression, is_out
from bot.inbox import consent, people
from bot.inbox.consent import Evidence
from bot.inbox.house import House
from bot.inbox.ledger import Ledger, write
from bot.inbox.people import Person
from bot.inbox.turn import Turn
from bot.store import consent as store
from bot.store import contacts, conversations
from bot.store.consent import ConsentEvent, Kept, disclosure_version
from bot.store.dialect import notify
from bot.store.inbound import Pending
from bot.store.parts import hold

CLOCKS_APART: Final = timedelta(minutes=5)
"""So far ahead another system's clock may be."""
RECORDED: Final = "consent"
"""The kind of the row that a turn is about: nothing came in, somebody told us."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be recorded of whom."""

    phone: str
    kind: Kind
    evidence: Evidence
    confirm: bool = False
    """Whether to tell the person by a text."""
    channel: str | None = None
    """By which to tell them; else the one of the newest conversation."""
    once: bool = False
    """Whether to leave it at a record that says the same."""
    known: Mapping[str, Any] = field(default_factory=dict)
    """What else to keep of the person: name, language, timezone."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was recorded."""

    record: str
    repeated: bool = False
    """Whether it was there already."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not recorded."""

    param: str
    detail: str
    hint: str | None = None
    conflict: bool = False
    """Whether it is the person's own wish that stands against it."""


def take(conn: Connection, house: House, wanted: Sequence[Wanted], now: datetime) -> list[Done | Refusal]:
    """Record wishes, in their order, in the caller's transaction; return what became of each."""
    phones = {one.phone for one in wanted}
    hold(conn, phones)
    before = people.load(conn, phones, house, now)
    records = store.of_persons(conn, [person.key for person in before.values()])
    channels = _channels(conn, before, house)
    after, ledger = dict(before), Ledger()
    answers: list[Done | Refusal] = []
    for one in wanted:
        person = after[one.phone]
        said = [kept.event for kept in records[person.key]] + [e for e in ledger.consent if e.person == person.key]
        answer: Done | Refusal | None = check(one, person.suppression, said, now) or _repeated(one, said)
        if answer is None:
            turn = _turn(one, person, channels[one.phone], house, now)
            after[one.phone] = turn.person
            ledger.take(turn)
            answer = Done(turn.consent[0].id)
        answers.append(answer)
    ledger.done.clear()
    write(
        conn,
        ledger,
        before,
        {phone: person for phone, person in after.items() if _is_touched(person, before)},
        house,
        now,
    )
    notify(conn, "outbox")
    return answers


def check(wanted: Wanted, known: Suppression | None, said: Sequence[ConsentEvent], now: datetime) -> Refusal | None:
    """Say why a wish is not to be recorded, if it is not."""
    evidence = wanted.evidence
    if evidence.occurred_at is not None and evidence.occurred_at > now + CLOCKS_APART:
        return Refusal("occurred_at", "`occurred_at` is in the future")
    if wanted.kind is Kind.RECONFIRM and (known is None or known.paused is None):
        return Refusal("type", "nothing of this person waits to be made sure of", conflict=True)
    if wanted.kind is Kind.RECONFIRM and known is not None and known.paused == VOID:
        hint = "record an opt_in of whoever has the number now"
        return Refusal("type", "the number was recorded as somebody else's", hint, conflict=True)
    return _check_opt_in(evidence, known, said, now) if wanted.kind is Kind.IN else None


def _check_opt_in(
    evidence: Evidence, known: Suppression | None, said: Sequence[ConsentEvent], now: datetime
) -> Refusal | None:
    """Consent is for the sender to prove: what they were shown, what they did, and that it came after any opt-out."""
    if evidence.consent_type not in CONSENT_TYPES:
        return Refusal("consent_type", f"`consent_type` is not one of: {', '.join(CONSENT_TYPES)}")
    needed = {"action": evidence.action, "disclosure": evidence.disclosure or evidence.consent_type == "implied"}
    for name, value in needed.items():
        if not value:
            hint = "what they were shown, word for word" if name == "disclosure" else "what they did to agree"
            return Refusal(name, f"an opt_in without `{name}` proves nothing", hint)
    outs = [event for event in said if event.kind == Kind.OUT and event.scope in (EVERYTHING, evidence.scope)]
    if not outs or not (is_out(known) or (known is not None and evidence.scope in known.programs)):
        return None
    if evidence.consent_type == "implied":
        return Refusal(
            "consent_type", f"they opted out at {_at(outs[-1])}: only an express consent can follow that", conflict=True
        )
    if (evidence.occurred_at or now) <= (outs[-1].occurred_at or outs[-1].at):
        return Refusal("occurred_at", f"they opted out at {_at(outs[-1])}, after this consent was given", conflict=True)
    return None


def _at(event: ConsentEvent) -> str:
    return f"{event.occurred_at or event.at:%Y-%m-%d %H:%M}Z"


def _repeated(wanted: Wanted, said: Sequence[ConsentEvent]) -> Done | None:
    if not wanted.once:
        return None
    evidence = wanted.evidence
    same = (wanted.kind, evidence.scope, evidence.occurred_at, evidence.text, disclosure_version(evidence.disclosure))
    for event in said:
        if same == (event.kind, event.scope, event.occurred_at, event.text, disclosure_version(event.disclosure)):
            return Done(event.id, repeated=True)
    return None


def _turn(wanted: Wanted, person: Person, channel: str, house: House, now: datetime) -> Turn:
    row = Pending(0, RECORDED, wanted.channel or channel, wanted.phone, {}, now)
    changes = {name: value for name, value in wanted.known.items() if value}
    if changes:
        person = person._replace(contact=person.contact._replace(**changes))
    turn = Turn(row, person, house, now)
    evidence, confirm = wanted.evidence, wanted.confirm
    match wanted.kind:
        case Kind.OUT:
            consent.opt_out(turn, evidence, confirm=confirm)
        case Kind.IN:
            consent.opt_in(turn, evidence, confirm=confirm)
        case Kind.RECONFIRM:
            consent.reconfirm(turn, evidence, confirm=confirm)
        case Kind.VOID:
            consent.void(turn, evidence)
        case _:
            raise ValueError(f"nobody records `{wanted.kind}` by hand")
    return turn


def _is_touched(person: Person, before: Mapping[str, Person]) -> bool:
    """Nobody is met by a wish that was refused."""
    return person is not before[person.contact.phone] or person.known


def _channels(conn: Connection, before: Mapping[str, Person], house: House) -> dict[str, str]:
    newest = conversations.newest_channels(
        conn, [person.contact.id for person in before.values() if person.known], list(house.channels)
    )
    first = next(iter(house.channels), "")
    return {phone: newest.get(person.contact.id, first) for phone, person in before.items()}


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands, and by which records."""

    phone: str
    contact_id: str | None
    suppression: Suppression | None
    records: Sequence[Kept]


def standing(conn: Connection, house: House, phone: str) -> Standing:
    """Return where the person behind a phone stands; also one whose contact was erased."""
    key = contacts.person_key(house.secret, phone)
    contact = contacts.find(conn, [phone]).get(phone)
    known = contacts.suppressed(conn, [key]).get(key)
    return Standing(phone, contact.id if contact else None, known, store.of_persons(conn, [key])[key])


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody whose texts wait until it is known what they meant."""

    contact_id: str
    phone: str
    suppression: Suppression
    text: str
    """What they wrote."""


def reviews(conn: Connection, limit: int) -> list[Review]:
    """Return whom somebody should look after, those who wait the longest at the top."""
    waiting = [known for _, known in contacts.paused(conn, limit)]
    records = store.by_ids(conn, [known.event for known in waiting if known.event])
    found = contacts.by_ids(conn, {kept.event.contact_id for kept in records.values()})
    return [
        Review(kept.event.contact_id, found[kept.event.contact_id].phone, known, kept.event.text)
        for known in waiting
        if (kept := records.get(known.event or "")) is not None and kept.event.contact_id in found
    ]
