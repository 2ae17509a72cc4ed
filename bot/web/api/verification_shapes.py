"""What `/v1/verifications` takes and gives."""

from __future__ import annotations

import ipaddress
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StringConstraints, WithJsonSchema

from bot.limits import CODE_CHECKS_MAX, CODE_DIGITS_MAX, CODE_DIGITS_MIN, CODE_SENDS_MAX, CODE_TTL_S_MAX, CODE_TTL_S_MIN
from bot.store.verifications import Verification as Row
from bot.verifications import TEST, State
from bot.web.api.bodies import Name, Phone, Strict
from bot.web.api.message_shapes import Sender


def _address(value: str) -> str:
    try:
        return str(ipaddress.ip_address(value.replace("%", " ")))  # a zone says nothing outside of its machine
    except ValueError:
        raise ValueError("is not an IP address such as 203.0.113.7") from None


_IP_SCHEMA: Final = {"type": "string", "maxLength": 45, "anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]}
Ip = Annotated[str, StringConstraints(max_length=45), AfterValidator(_address), WithJsonSchema(_IP_SCHEMA)]
Purpose = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Nonce = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Brand = Annotated[str, StringConstraints(pattern=r"^[^\n\r{}]{1,40}$")]
DEFAULT_PURPOSE: Final = "verify"


# ── what is asked ───────────────────────────────────────────────────────────────────────────────────────────────────


class NewVerification(Strict):
    """Whom to send a code, and what for."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    to: Phone
    purpose: Purpose = Field(
        DEFAULT_PURPOSE, description="What the code is for, such as `login`: for anything else it is wrong"
    )
    nonce: Nonce | None = Field(
        None, description="Something that only who asked for the code can send again, such as the id of their session"
    )
    ip: Ip | None = Field(None, description="The person's address, as your proxy knows it: for the budgets")
    account: Name | None = Field(None, description="Your id of the account that it is about: for the budgets")
    human: StrictBool = Field(False, description="You have just made sure that it is a person, by a CAPTCHA or a login")
    app_name: Brand | None = Field(None, description="Instead of the name of the business")
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = Field(
        None, description="Of the text: en, es, fr, de, pt, it or nl; by default that of the business"
    )
    code_length: int | None = Field(
        None,
        ge=CODE_DIGITS_MIN,
        le=CODE_DIGITS_MAX,
        description="Fewer than 6 need `short_codes` in the settings",
    )
    ttl_s: int | None = Field(None, ge=CODE_TTL_S_MIN, le=CODE_TTL_S_MAX, description="For how long it can be used")
    channel: Name | None = Field(None, description="By default the one that the routes choose for the class `otp`")
    sender: Sender | None = Field(None, alias="from", description="Instead of the channel's number")
    reference: Name | None = Field(None, description="Your own id, given back with the verification")


class Resend(Strict):
    """Who asks for another text."""

    nonce: Nonce | None = Field(None, description="The same as before, if there was one")
    ip: Ip | None = None
    human: StrictBool = False


class Check(Strict):
    """A code that somebody typed."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Field(
        description="As it was typed: spaces and dashes in it do not matter"
    )
    purpose: Purpose = DEFAULT_PURPOSE
    nonce: Nonce | None = None
    to: Phone | None = Field(None, description="The number that it is about, to be sure")


# ── what is answered ────────────────────────────────────────────────────────────────────────────────────────────────


class Verification(BaseModel):
    """Somebody who shall prove that a number is theirs. The code is nowhere in it."""

    id: str
    to: str
    purpose: str
    status: Literal["pending", "approved", "failed", "canceled", "expired"]
    code_length: int = Field(description="More than was asked for while somebody tries codes out")
    attempts_left: int
    sends_left: int
    message_id: str | None = Field(description="The last text, to ask what became of it")
    reference: str | None
    created_at: datetime
    expires_at: datetime
    resend_at: datetime = Field(description="Not sent again before")
    approved_at: datetime | None

    @classmethod
    def of(cls, row: Row, state: State) -> Verification:
        """Show a stored one."""
        pending = state is State.PENDING
        return cls(
            id=row.id,
            to=row.phone,
            purpose=row.purpose.removeprefix(TEST),
            status=state.value,
            code_length=row.length,
            attempts_left=CODE_CHECKS_MAX - row.attempts if pending else 0,
            sends_left=CODE_SENDS_MAX - row.sends if pending else 0,
            message_id=row.message_id,
            reference=row.reference,
            created_at=row.created_at,
            expires_at=row.expires_at,
            resend_at=row.resends_at,
            approved_at=row.used_at,
        )


class CheckResult(BaseModel):
    """Whether it was the code. One check of all says so, however often the right one is sent."""

    id: str
    valid: bool
    status: Literal["pending", "approved", "failed", "canceled", "expired"] = Field(
        description="`expired` also for an id that never was"
    )
    attempts_left: int
