"""Whether it is time for what nobody asked for: looked up when it is written, and again when it is about to leave.

Everything else (answers, passcodes, what was ordered) costs nothing here: it is never asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.compliance.gate import Verdict, gate
from bot.compliance.hours import CAP_SPAN, SOLICITING, Hours, Timing
from bot.compliance.places import Place, postal_code, whereabouts
from bot.compliance.standing import Bars
from bot.events import Json, MessageClass
from bot.limits import ANSWER_S_MAX
from bot.store import contacts, soliciting
from bot.store.contacts import Contact
from bot.store.dialect import try_locks
from bot.store.messages import Queued
from bot.store.soliciting import Written

ANSWER_AGE_MAX = timedelta(seconds=ANSWER_S_MAX)


def place_of(contact: Contact) -> Place:
    """Where somebody may be, by all that is known of them."""
    return whereabouts(contact.phone, contact.timezone, contact.country, postal_code(contact.fields))


def is_answer(written_at: datetime, now: datetime) -> bool:
    """Whether what is said now answers what somebody wrote then: after an outage it does not any more."""
    return now - written_at <= ANSWER_AGE_MAX


def timing_of(
    contact: Contact, message_class: MessageClass, hours: Hours, at: datetime, *, answers: bool = False
) -> Timing | None:
    """Say whether a person may be sent something at a moment; None where no hours apply to it."""
    return hours.timing(place_of(contact), at) if message_class in SOLICITING and not answers else None


class Clock:
    """Looks at messages that are about to leave, for one transaction."""

    def __init__(self, hours: Hours, now: datetime) -> None:
        self._hours = hours
        self._now = now
        self._sent: dict[str, list[datetime]] = {}
        self._people: dict[str, Contact] = {}
        self._ours: set[str] = set()
        self._written: dict[int, Written] = {}
        self.grounds: dict[int, dict[str, Json]] = {}
        """Why those that were looked at may leave, by their number."""

    def look_up(self, conn: Connection, due: Sequence[Queued]) -> None:
        """Read what has to be known of those among the recipients who are solicited, once for each.

        Nobody else decides about them until the transaction ends: two channels at once would each send the last one
        that the cap allows.
        """
        asked = [row for row in due if row.message_class in SOLICITING]
        self._written |= soliciting.written(conn, [row.seq for row in asked])
        phones = sorted({row.recipient for row in asked if self.applies(row)} - self._sent.keys())
        if phones:
            self._ours |= try_locks(conn, phones)
            self._people |= contacts.find(conn, phones)
            sent = soliciting.sent(conn, phones, self._now - CAP_SPAN)
            self._sent |= {phone: sent.get(phone, []) for phone in phones}

    def applies(self, row: Queued) -> bool:
        """Whether hours and caps apply to a message."""
        if row.message_class not in SOLICITING:
            return False
        return not (row.urgent and is_answer(self._written[row.seq].at, self._now))

    def verdict(self, row: Queued, found: Bars) -> Verdict | None:
        """Decide whether a message may leave; None while another worker decides about the same person."""
        message_class, barred = MessageClass(row.message_class), found._asdict()
        if not self.applies(row):
            return gate(message_class, **barred)
        if row.recipient not in self._ours:
            return None
        contact, sent = self._people.get(row.recipient), self._sent[row.recipient]
        place = whereabouts(row.recipient) if contact is None else place_of(contact)
        caps = self._hours.spent(place, self._now, sent)
        verdict = gate(message_class, **barred, hours=self._hours.timing(place, self._now), caps=caps)
        if verdict.decision == "send":
            sent.append(self._now)  # the next one to the same person counts it
            self.grounds[row.seq] = self.kept(row, verdict)
        return verdict

    def kept(self, row: Queued, verdict: Verdict) -> dict[str, Json]:
        """What is kept with a message: what was decided now, beside what was known when it was written."""
        written = self._written.get(row.seq)
        return ({} if written is None else written.decision) | (verdict.grounds or {})
