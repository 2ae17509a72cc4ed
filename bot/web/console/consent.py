"""The ledger of consent as pages: who may have meant STOP, what was recorded of whom, and whether the chain holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection
from starlette.responses import Response

from bot.accounts import Role
from bot.compliance.standing import Kind
from bot.inbox import wishes
from bot.inbox.consent import Evidence
from bot.inbox.wishes import Refusal, Review, Wanted
from bot.limits import REVIEWS_SHOWN_MAX
from bot.phone import is_e164_shape, parse
from bot.store import consent, contacts
from bot.store.consent import Finding, Kept
from bot.web.api.consent import RECORDS_VERIFIED_MAX
from bot.web.console.page import Page, Visit
from bot.web.problem import Problem

PATH: Final = "/console/consent"
RECORDS_SHOWN: Final = 50
WORDS: Final = {
    Kind.OUT: ("opted out", "bad"),
    Kind.IN: ("opted in", "good"),
    Kind.REVIEW: ("may have meant STOP", "warn"),
    Kind.RECONFIRM: ("did not mean it", "good"),
    Kind.VOID: ("somebody else's number", "warn"),
    Kind.BLOCK: ("blocked by the carrier", "bad"),
    Kind.ERASED: ("erased", ""),
}
"""Each kind of record in words, and how it is coloured."""
_MEANT: Final = {"out": Kind.OUT, "carry-on": Kind.RECONFIRM, "void": Kind.VOID}


@dataclass(frozen=True, slots=True)
class Line:
    """One record, as it is listed."""

    seq: int
    phone: str | None
    """None of somebody who was erased."""
    contact_id: str | None
    words: str
    tone: str
    scope: str
    by: str
    channel: str
    text: str
    at: datetime
    row_hash: str
    erased: bool


async def show_ledger(visit: Visit) -> Response:
    """The newest records, of everybody or of one number."""
    wanted, before = visit.query.get("phone", "").strip(), visit.query.get("before", "")
    phone = _phone(visit, wanted) if wanted else None
    last = int(before) if before.isascii() and before.isdecimal() and len(before) < 18 else None
    secret = visit.runtime.house.secret

    def read(conn: Connection) -> tuple[list[Kept], dict[str, str], list[Review]]:
        person = None if phone is None else contacts.person_key(secret, phone)
        kept = consent.latest(conn, RECORDS_SHOWN + 1, before=last, person=person)
        known = contacts.by_ids(conn, {one.event.contact_id for one in kept})
        phones = {id: contact.phone for id, contact in known.items()}
        return kept, phones, wishes.reviews(conn, REVIEWS_SHOWN_MAX)

    kept, phones, reviews = await visit.runtime.database.run(read)
    page = kept[:RECORDS_SHOWN]
    context: dict[str, Any] = {
        "lines": [_line(one, phones) for one in page],
        "older": page[-1].seq if len(kept) > RECORDS_SHOWN else None,
        "phone": wanted,
        "unread": phone is None and bool(wanted),
        "reviews": reviews,
    }
    return visit.page("console/consent.html", title="Consent", active="consent", **context)


async def settle(visit: Visit) -> Response:
    """Say what somebody meant who may have meant STOP."""
    form, runtime = await visit.form(), visit.runtime
    kind, phone = _MEANT.get(form["meant"]), form["phone"]
    if kind is None or not is_e164_shape(phone):
        raise Problem("invalid_field", "the form does not say what they meant", hint="load the page again")
    evidence = Evidence(
        "agent", form["text"][:500], channel="console", actor=visit.agent.id, occurred_at=runtime.world.now()
    )

    def work(conn: Connection) -> Any:
        return wishes.take(conn, runtime.house, [Wanted(phone, kind, evidence)], runtime.world.now())[0]

    answer = await runtime.database.run(work)
    if isinstance(answer, Refusal):
        raise Problem("consent_conflict", answer.detail, hint=answer.hint)
    runtime.wake()
    return visit.redirect(PATH, f"Recorded: {WORDS[kind][0]}.")


async def verify(visit: Visit) -> Response:
    """Look at the whole chain, if it is short enough for somebody to wait for."""

    def work(conn: Connection) -> list[Finding] | None:
        newest = consent.latest(conn, 1)
        if newest and newest[0].seq > RECORDS_VERIFIED_MAX:
            return None
        return list(consent.verify(conn))

    findings = await visit.runtime.database.look(work)  # texts that come in do not wait for it
    return visit.page("console/verified.html", title="The ledger", active="consent", findings=findings)


def _line(kept: Kept, phones: dict[str, str]) -> Line:
    event = kept.event
    words, tone = WORDS[Kind(event.kind)]
    known = phones.get(event.contact_id)
    return Line(
        seq=kept.seq,
        phone=known,
        contact_id=event.contact_id if known else None,
        words=words,
        tone=tone,
        scope=event.scope,
        by=event.source,
        channel=event.channel,
        text=event.text,
        at=event.at,
        row_hash=kept.row_hash,
        erased=kept.erased_at is not None,
    )


def _phone(visit: Visit, written: str) -> str | None:
    try:
        return parse(written, visit.runtime.settings.business.country)
    except ValueError:
        return None


PAGES: Final[Sequence[Page]] = (
    Page(method="GET", path=PATH, role=Role.SUPERVISOR, handler=show_ledger),
    Page(method="POST", path=f"{PATH}/settle", role=Role.SUPERVISOR, handler=settle),
    Page(method="POST", path=f"{PATH}/verify", role=Role.SUPERVISOR, handler=verify),
)
