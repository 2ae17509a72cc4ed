"""`/v1/contacts/{id}/consent`: where a person stands, by which records, and what else is to be recorded."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel
from sqlalchemy import Connection

from bot.inbox import wishes
from bot.inbox.consent import Evidence
from bot.inbox.wishes import Refusal, Wanted
from bot.keys import Scope
from bot.phone import is_e164_shape
from bot.store import consent, views
from bot.web.api.bodies import PageQuery
from bot.web.api.consent_shapes import (
    TYPES,
    ConsentRecord,
    ConsentReviewList,
    ConsentStanding,
    NewConsentRecord,
    ReviewQuery,
)
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.once import Answer
from bot.web.problem import Problem

_KINDS: Final = {name: kind for kind, name in TYPES.items()}


async def get_consent(call: Call[PageQuery]) -> ConsentStanding:
    """Show where a person stands, and the records of the ledger, the oldest first.

    `id` is the contact's, or the phone in E.164.
    """
    given, runtime = call.given, call.runtime
    phone = await runtime.database.run(_phone, call.path["id"])
    found = await runtime.database.run(wishes.standing, runtime.house, phone)
    if found.contact_id is None and not found.records:
        raise _unknown(call.path["id"])
    ids = [kept.event.id for kept in found.records]
    if given.after is not None and given.after not in ids:
        raise Problem("invalid_field", "`after` is not a cursor of this list", param="after", hint="leave it out")
    first = 0 if given.after is None else ids.index(given.after) + 1
    page = found.records[first : first + given.limit]
    following = page[-1].event.id if len(found.records) > first + given.limit else None
    return ConsentStanding.of(found, runtime.channels, page, following)


async def add_consent(call: Call[NewConsentRecord]) -> BaseModel | Answer:
    """ConsentRecord what a person wants, with what proves it.

    An opt_in needs `consent_type`, `action` and `disclosure`. One that follows an opt-out must be express, and later:
    nobody is texted again because somebody else says so.
    """
    runtime = call.runtime

    def work(conn: Connection) -> BaseModel:
        wanted = _wanted(call, _phone(conn, call.path["id"]))
        [answer] = wishes.take(conn, runtime.house, [wanted], runtime.world.now())
        if isinstance(answer, Refusal):
            code = "consent_conflict" if answer.conflict else "invalid_field"
            raise Problem(code, answer.detail, param=answer.param, hint=answer.hint)
        return ConsentRecord.of(consent.by_ids(conn, [answer.record])[answer.record])

    done = await call.once(work)
    runtime.wake()
    return done


async def list_reviews(call: Call[ReviewQuery]) -> ConsentReviewList:
    """List who may have meant STOP, and whose marketing waits until somebody has looked into it."""
    return ConsentReviewList.of(await call.runtime.database.run(wishes.reviews, call.given.limit))


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/contacts/{id}/consent",
        scope=Scope.READ,
        handler=get_consent,
        query=PageQuery,
        answers={200: ConsentStanding},
        problems=("not_found",),
    ),
    Endpoint(
        method="POST",
        path="/v1/contacts/{id}/consent",
        scope=Scope.SEND,
        handler=add_consent,
        body=NewConsentRecord,
        answers={201: ConsentRecord},
        idempotent=True,
        problems=("not_found", "consent_conflict"),
    ),
    Endpoint(
        method="GET",
        path="/v1/consent/reviews",
        scope=Scope.READ,
        handler=list_reviews,
        query=ReviewQuery,
        answers={200: ConsentReviewList},
    ),
)


def _wanted(call: Call[NewConsentRecord], phone: str) -> Wanted:
    given = call.given
    evidence = Evidence(
        source="agent" if given.actor else "api",
        text=given.text or "",
        id=given.evidence or "",
        keyword=given.keyword,
        scope=given.program or "",
        occurred_at=given.occurred_at or call.runtime.world.now(),
        consent_type=given.consent_type,
        source_url=given.source_url,
        form=given.form,
        disclosure=given.disclosure,
        action=given.action,
        ip=given.ip,
        user_agent=given.user_agent,
        identity=given.identity,
        actor=f"{given.actor} by {call.key.id}" if given.actor else call.key.id,
        channel=given.channel or "api",
    )
    return Wanted(phone, _KINDS[given.type], evidence, given.confirm)


def _phone(conn: Connection, id: str) -> str:
    """Whose id it is; a phone may be named as it is, also of somebody whom nobody has met or who was erased."""
    if is_e164_shape(id):
        return id
    found = views.person(conn, id)
    if found is None:
        raise _unknown(id)
    return found.phone


def _unknown(id: str) -> Problem:
    return Problem("not_found", f"no contact has the id or phone `{id}`", param="id")
