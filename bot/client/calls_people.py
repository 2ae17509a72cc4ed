"""What is asked about people, their consent and their passcodes. Each function is a method of both clients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.client.calls import Call, body_of, key_of, part_of, query_of
from bot.client.models import Contact, Page
from bot.client.models_people import (
    CheckResult,
    Classified,
    ConsentRecord,
    ConsentReview,
    ConsentStanding,
    ContactKept,
    ContactsTaken,
    Erased,
    Export,
    OnePerson,
    Verification,
)


def contacts(
    after: str | None, /, *, where: str | None = None, tag: str | None = None, phone: str | None = None, limit: int = 50
) -> Call[Page[Contact]]:
    """Every person, those met first at the top; `where` is a filter, or the name of a saved one."""
    query = query_of(where=where, tag=tag, phone=phone, after=after, limit=limit)
    return Call("GET", "/v1/contacts", Page[Contact], query)


def change_contact(id: str, **changes: Any) -> Call[ContactKept]:
    """Change what is known of a person, by id or by phone; None forgets."""
    return Call("PATCH", f"/v1/contacts/{part_of(id)}", ContactKept, body=changes, key=key_of(None))


def import_contacts(csv: str, tags: Sequence[str] = (), *, dry_run: bool = False) -> Call[ContactsTaken]:
    """Take many people from the text of a file; a row that is left out holds up no other."""
    body = {"csv": csv, "tags": list(tags), "dry_run": dry_run}
    return Call("POST", "/v1/contacts/import", ContactsTaken, body=body)


def erase_contact(id: str) -> Call[Erased]:
    """Erase a person everywhere. There is no way back."""
    return Call("DELETE", f"/v1/contacts/{part_of(id)}", Erased)


def export_contact(id: str) -> Call[Export]:
    """Hand out all that is kept of a person, for that person."""
    return Call("GET", f"/v1/contacts/{part_of(id)}/export", Export)


def merge_contacts(id: str, other: str) -> Call[OnePerson]:
    """Say that another number is of the same person."""
    body = {"other": other}
    return Call("POST", f"/v1/contacts/{part_of(id)}/merge", OnePerson, body=body, key=key_of(None))


def part_contact(id: str) -> Call[OnePerson]:
    """Say that this number is of a person of its own again."""
    return Call("POST", f"/v1/contacts/{part_of(id)}/part", OnePerson, key=key_of(None))


def block_contact(id: str, blocked: bool = True) -> Call[Contact]:
    """Answer a person no longer, or again, whichever number of ours they text."""
    return Call("POST", f"/v1/contacts/{part_of(id)}/block", Contact, body={"blocked": blocked})


def consent(id: str, *, after: str | None = None, limit: int = 50) -> Call[ConsentStanding]:
    """Show what somebody wants, and a page of the ledger of it."""
    return Call("GET", f"/v1/contacts/{part_of(id)}/consent", ConsentStanding, query_of(after=after, limit=limit))


def add_consent(id: str, type: str, **more: Any) -> Call[ConsentRecord]:
    """Record that somebody opted in or out elsewhere: `opt_in`, `opt_out`, `reconfirm` or `void`."""
    body = body_of({"type": type} | more)
    return Call("POST", f"/v1/contacts/{part_of(id)}/consent", ConsentRecord, body=body, key=key_of(None))


def consent_reviews(*, limit: int = 50) -> Call[Page[ConsentReview]]:
    """Texts that may be opt-outs, and wait for somebody who reads them."""
    return Call("GET", "/v1/consent/reviews", Page[ConsentReview], query_of(limit=limit))


def classify(text: str) -> Call[Classified]:
    """Say what a text means for consent."""
    return Call("POST", "/v1/consent/classify", Classified, body={"text": text})


def create_verification(
    to: str, purpose: str | None = None, *, idempotency_key: str | None = None, **more: Any
) -> Call[Verification]:
    """Send somebody a one-time passcode; `ip`, `account` and `nonce` of `more` keep it from being abused."""
    body = body_of({"to": to, "purpose": purpose} | more)
    return Call("POST", "/v1/verifications", Verification, body=body, key=key_of(idempotency_key))


def verification(id: str) -> Call[Verification]:
    """Show a verification."""
    return Call("GET", f"/v1/verifications/{part_of(id)}", Verification)


def check_verification(id: str, code: str, purpose: str | None = None, **more: Any) -> Call[CheckResult]:
    """Find out whether somebody has the code; `valid` is said once."""
    body = body_of({"code": code, "purpose": purpose} | more)
    return Call("POST", f"/v1/verifications/{part_of(id)}/check", CheckResult, body=body, key=key_of(None))


def resend_verification(id: str, *, idempotency_key: str | None = None, **more: Any) -> Call[Verification]:
    """Send the passcode of a verification again."""
    path = f"/v1/verifications/{part_of(id)}/resend"
    return Call("POST", path, Verification, body=body_of(more), key=key_of(idempotency_key))
