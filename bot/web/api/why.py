"""`/v1/messages/{id}/why`: everything that explains one message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Final

from pydantic import BaseModel, Field, JsonValue

from bot.keys import Scope
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.message_shapes import Message
from bot.web.problem import Problem
from bot.why import Reasons, Wanted, why


class Cause(BaseModel):
    """Who wanted the message, and what it was made of."""

    wanted: str = Field(examples=[wanted.value for wanted in Wanted])
    entry: int | None = Field(description="Number of the log entry that tells of it")
    at: datetime | None
    by: str | None = Field(description="The API key or command, or who wrote it")
    request: str | None = Field(description="The `request_id` of the call")
    flow: str | None
    version: str | None
    state: str | None = Field(description="The question or state that said it")
    line: int | None = Field(description="Where the template stands in the flow's file")
    event: dict[str, JsonValue] | None = Field(description="What set it off")
    template: str | None
    inputs: dict[str, JsonValue] | None = Field(description="What the template named, with its values")
    same: bool | None = Field(description="Whether a replay of the conversation says the same again")


class Consent(BaseModel):
    """One wish of the person, from the consent ledger."""

    record: int
    kind: str
    source: str
    channel: str
    text: str
    evidence: str
    at: datetime
    hash: str


class Report(BaseModel):
    """One report of the provider."""

    status: str
    raw_status: str
    error_code: str | None
    received_at: datetime


class Why(BaseModel):
    """Why a message was sent, held or refused, and what became of it."""

    verdict: str = Field(description="All of it in one sentence")
    message: Message
    cause: Cause
    decision: dict[str, JsonValue] | None = Field(
        description="What the rules said last, and on what grounds; null if nothing spoke against it"
    )
    consent: list[Consent] = Field(description="What the person had asked for until then, the latest first")
    receipts: list[Report]

    @classmethod
    def of(cls, reasons: Reasons) -> Why:
        """Show what is known."""
        return cls(
            verdict=reasons.verdict,
            message=Message.of(reasons.message),
            cause=Cause(**_plain(asdict(reasons.cause))),
            decision=None if reasons.decision is None else dict(reasons.decision),
            consent=[
                Consent(
                    record=wish.seq,
                    kind=wish.kind,
                    source=wish.source,
                    channel=wish.channel,
                    text=wish.text,
                    evidence=wish.evidence,
                    at=wish.at,
                    hash=wish.row_hash,
                )
                for wish in reasons.consent
            ],
            receipts=[
                Report(
                    status=report.status,
                    raw_status=report.raw_status,
                    error_code=report.error_code,
                    received_at=report.received_at,
                )
                for report in reasons.receipts
            ],
        )


async def explain_message(call: Call[BaseModel]) -> Why:
    """Say why a message was sent, held or refused.

    Who wanted it, the template and what it named, what the rules said and on what grounds, the person's record of
    consent until then, and what the provider reported. Read from what was kept at the time.
    """
    reasons = await call.runtime.database.run(why, call.path["id"], call.runtime.sealer)
    if reasons is None:
        raise Problem("not_found", f"no message has the id `{call.path['id']}`", param="id")
    return Why.of(reasons)


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/messages/{id}/why",
        scope=Scope.READ,
        handler=explain_message,
        answers={200: Why},
        problems=("not_found",),
    ),
)


def _plain(cause: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in cause.items()}
