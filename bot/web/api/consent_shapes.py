"""What `/v1/contacts/{id}/consent` takes and gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, Field, JsonValue, StrictBool, StringConstraints

from bot.compliance.gate import BLOCKED, explain
from bot.compliance.standing import Kind, agreements
from bot.inbox.wishes import Review, Standing
from bot.limits import DISCLOSURE_CHARS_MAX, INBOUND_TEXT_CHARS_MAX, LINK_CHARS_MAX, REVIEWS_SHOWN_MAX
from bot.providers.channel import Channel
from bot.store.consent import Kept
from bot.web.api.bodies import Name, Strict, Time
from bot.web.api.message_shapes import Program

TYPES: Final = {
    Kind.OUT: "opt_out",
    Kind.IN: "opt_in",
    Kind.REVIEW: "review",
    Kind.RECONFIRM: "reconfirm",
    Kind.VOID: "void",
    Kind.BLOCK: "carrier_block",
    Kind.ERASED: "erased",
}
"""Ours → what the records are called outside."""

Link = Annotated[str, StringConstraints(min_length=1, max_length=LINK_CHARS_MAX)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=INBOUND_TEXT_CHARS_MAX)]
Disclosure = Annotated[str, StringConstraints(min_length=1, max_length=DISCLOSURE_CHARS_MAX)]


# ── what is asked ───────────────────────────────────────────────────────────────────────────────────────────────────


class NewConsentRecord(Strict):
    """What somebody wants, and what proves it."""

    type: Literal["opt_in", "opt_out", "reconfirm", "void"] = Field(
        description="`reconfirm`: they did not mean to opt out; `void`: the number is somebody else's by now"
    )
    program: Program | None = Field(None, description="One programme only; else everything")
    consent_type: Literal["express_written", "express", "implied"] | None = Field(None, description="Of an opt_in")
    occurred_at: Time | None = Field(None, description="When they said so; else now")
    channel: Name | None = Field(None, description="Where: `web`, `paper`, `call`, …")
    source_url: Link | None = Field(None, description="The page it was given on")
    form: Name | None = Field(None, description="The form, or its version")
    keyword: Name | None = None
    disclosure: Disclosure | None = Field(None, description="What they were shown, word for word; of an opt_in")
    action: Words | None = Field(None, description="What they did to agree, such as `ticked a box`; of an opt_in")
    text: Words | None = Field(None, description="Their own words")
    evidence: Name | None = Field(None, description="Your id of what proves it")
    ip: Name | None = None
    user_agent: Link | None = None
    identity: Name | None = Field(None, description="Who they said they are")
    actor: Name | None = Field(None, description="Which agent recorded it; the API key is kept as well")
    confirm: StrictBool = Field(False, description="Tell them by a text")


class ReviewQuery(Strict):
    """How many to list."""

    limit: int = Field(50, ge=1, le=REVIEWS_SHOWN_MAX)


# ── what is answered ────────────────────────────────────────────────────────────────────────────────────────────────


class ProgramOut(BaseModel):
    """A programme that they left."""

    program: str
    record: str | None


class Paused(BaseModel):
    """Why proactive texts wait."""

    reason: str = Field(examples=["unsure", "complaint", "wrong_number", "deceased", "void"])
    since: datetime
    record: str | None
    asked_at: datetime | None = Field(description="When the person was asked what they meant")


class CarrierBlock(BaseModel):
    """A carrier that still blocks one of our numbers."""

    channel: str
    number: str | None
    record: str | None
    hint: str | None


class Agreed(BaseModel):
    """What they agreed to."""

    program: str | None
    consent_type: str
    at: datetime
    record: str | None


class ConsentRecord(BaseModel):
    """One record of the ledger. What was erased since is null or blank."""

    id: str
    seq: int
    type: str = Field(examples=list(TYPES.values()))
    program: str | None
    consent_type: str | None
    matched_by: str
    channel: str
    occurred_at: datetime | None
    recorded_at: datetime
    honoured_at: datetime | None
    text: str
    provider_message_id: str
    keyword: str | None
    source_url: str | None
    form: str | None
    disclosure: str | None
    disclosure_version: str | None
    action: str | None
    ip: str | None
    user_agent: str | None
    identity: str | None
    actor: str | None
    confirmation_message_id: str | None
    details: dict[str, JsonValue]
    erased_at: datetime | None
    prev_hash: str
    row_hash: str

    @classmethod
    def of(cls, kept: Kept) -> ConsentRecord:
        """Show a record."""
        event = kept.event
        return cls(
            id=event.id,
            seq=kept.seq,
            type=TYPES[Kind(event.kind)],
            program=event.scope or None,
            consent_type=event.consent_type,
            matched_by=event.source,
            channel=event.channel,
            occurred_at=event.occurred_at,
            recorded_at=event.at,
            honoured_at=event.honoured_at,
            text=event.text,
            provider_message_id=event.evidence,
            keyword=event.keyword,
            source_url=event.source_url,
            form=event.form,
            disclosure=event.disclosure,
            disclosure_version=event.disclosure_version,
            action=event.action,
            ip=event.ip,
            user_agent=event.user_agent,
            identity=event.identity,
            actor=event.actor,
            confirmation_message_id=event.confirmation_id,
            details=dict(event.details),
            erased_at=kept.erased_at,
            prev_hash=kept.previous_hash,
            row_hash=kept.row_hash,
        )


class ConsentStanding(BaseModel):
    """Where a person stands, and the records that it follows from."""

    phone: str
    contact_id: str | None
    out: bool = Field(description="Whether they get no texts at all")
    since: datetime | None
    matched_by: str | None
    record: str | None = Field(description="The record that it goes back to")
    programs_out: list[ProgramOut]
    paused: Paused | None
    blocks: list[CarrierBlock]
    agreed: list[Agreed]
    data: list[ConsentRecord]
    next: str | None

    @classmethod
    def of(
        cls, found: Standing, channels: Mapping[str, Channel], page: Sequence[Kept], following: str | None
    ) -> ConsentStanding:
        """Show where somebody stands."""
        known = found.suppression
        out = known is not None and known.everything
        held = agreements((kept.event.wish, kept.event.consent_type) for kept in found.records)
        return cls(
            phone=found.phone,
            contact_id=found.contact_id,
            out=out,
            since=known.at if known is not None and known.restricts else None,
            matched_by=known.source if known is not None and known.restricts else None,
            record=known.event if known is not None and known.restricts else None,
            programs_out=[
                ProgramOut(program=name, record=record) for name, record in (known.programs if known else {}).items()
            ],
            paused=Paused(reason=known.paused, since=known.at, record=known.event, asked_at=known.asked_at)
            if known is not None and known.paused
            else None,
            blocks=[_block(name, record, channels) for name, record in (known.blocked if known else {}).items()],
            agreed=[
                Agreed(program=one.scope or None, consent_type=one.consent_type, at=one.at, record=one.record)
                for one in held.values()
            ],
            data=[ConsentRecord.of(kept) for kept in page],
            next=following,
        )


class ConsentReview(BaseModel):
    """Somebody who may have meant STOP."""

    contact_id: str
    phone: str
    text: str
    paused: Paused


class ConsentReviewList(BaseModel):
    """Whom somebody should look after; `reconfirm`, `opt_out` or `void` settles it."""

    data: list[ConsentReview]

    @classmethod
    def of(cls, found: Sequence[Review]) -> ConsentReviewList:
        """Show them."""
        return cls(data=[_waiting(review) for review in found])


def _waiting(review: Review) -> ConsentReview:
    known = review.suppression
    paused = Paused(reason=known.paused or "", since=known.at, record=known.event, asked_at=known.asked_at)
    return ConsentReview(contact_id=review.contact_id, phone=review.phone, text=review.text, paused=paused)


def _block(name: str, record: str | None, channels: Mapping[str, Channel]) -> CarrierBlock:
    number = channels[name].number if name in channels else None
    return CarrierBlock(channel=name, number=number, record=record, hint=explain(BLOCKED, sender=number or name))
