"""`/v1/consent`: what a text means for somebody's consent, and whether the ledger of it is as it was written."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from bot.compliance.screen import classify
from bot.keys import Scope
from bot.limits import INBOUND_TEXT_CHARS_MAX
from bot.store import consent
from bot.web.api.bodies import Strict
from bot.web.api.endpoint import Call, Endpoint
from bot.web.problem import Problem

RECORDS_VERIFIED_MAX: Final = 200_000
"""More than this is for the command line: nobody waits so long for an answer."""


class TextToClassify(Strict):
    """What somebody wrote."""

    text: str = Field(max_length=INBOUND_TEXT_CHARS_MAX)


class Classified(BaseModel):
    """What it means: STOP, START, HELP, something for a person to read, or nothing of the kind."""

    verdict: str = Field(examples=["out", "in", "help", "review", "none"])
    matched_by: str | None = Field(examples=["keyword", "phrase"])


class LedgerFinding(BaseModel):
    """Something about the ledger that is not as it was written."""

    seq: int
    what: str


class Verified(BaseModel):
    """Whether the ledger is as it was written."""

    intact: bool
    newest: int | None = Field(description="The `seq` of the last record that was looked at")
    findings: list[LedgerFinding]


async def classify_text(call: Call[TextToClassify]) -> Classified:
    """Say whether a text asks to opt out, in or for help. Nothing is stored."""
    found = classify(call.given.text)
    return Classified(verdict=found.verdict, matched_by=found.matched_by)


async def verify_ledger(call: Call[BaseModel]) -> Verified:
    """Look at the whole ledger: whether anything was changed, taken out or put in between.

    A ledger of more than 200 000 records is for `parley consent verify`.
    """

    def work(conn: Connection) -> Verified:
        newest = consent.latest(conn, 1)
        if newest and newest[0].seq > RECORDS_VERIFIED_MAX:
            detail = f"the ledger holds more than {RECORDS_VERIFIED_MAX} records"
            raise Problem("limit_reached", detail, hint="run `parley consent verify`")
        findings = [LedgerFinding(seq=found.seq, what=found.what) for found in consent.verify(conn)]
        return Verified(intact=not findings, newest=newest[0].seq if newest else None, findings=findings)

    return await call.runtime.database.look(work)


ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/consent/classify",
        scope=Scope.READ,
        handler=classify_text,
        body=TextToClassify,
        answers={200: Classified},
    ),
    Endpoint(
        method="POST",
        path="/v1/consent/verify",
        scope=Scope.READ,
        handler=verify_ledger,
        answers={200: Verified},
        problems=("limit_reached",),
    ),
)
