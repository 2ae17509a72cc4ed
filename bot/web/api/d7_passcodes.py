"""The shapes of D7's Verify API: one-time passcodes, which are ordinary verifications.

    send-otp ─► OPEN ─► verify-otp ─► APPROVED, or 400 INVALID_OTP_CODE; then EXPIRED, FAILED or ALREADY_VERIFIED

An `otp_id` is the id of the verification, written as a UUID.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints
from sqlalchemy import Connection
from starlette.responses import JSONResponse, Response

from bot.ids import id_of, uuid_of
from bot.keys import Scope
from bot.limits import (
    CODE_DIGITS_MAX,
    CODE_DIGITS_MIN,
    CODE_DIGITS_SAFE,
    CODE_TTL_S_MAX,
    CODE_TTL_S_MIN,
    MESSAGE_CHARS_MAX,
)
from bot.verifications import Asked, Blocked, State
from bot.verifications.words import CODE
from bot.web.api import d7
from bot.web.api.bodies import Strict
from bot.web.api.d7 import Number
from bot.web.api.drafts import channel_of_sender, test_channel
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.message_shapes import Sender
from bot.web.api.once import Answer
from bot.web.api.verifications import check_kept_in_house, note, plain, problem_of, purpose_of
from bot.web.problem import Problem

PURPOSE: Final = "d7"
PLACEHOLDER: Final = "{}"
STATUSES: Final = {
    State.PENDING: "OPEN",
    State.APPROVED: "APPROVED",
    State.FAILED: "FAILED",
    State.CANCELED: "FAILED",
    State.EXPIRED: "EXPIRED",
}
ALREADY_VERIFIED: Final = "ALREADY_VERIFIED"
WRONG: Final = {"code": "INVALID_OTP_CODE", "message": "the code is not the one that was sent"}
_UNKNOWN: Final = "OTP_ID_NOT_EXISTS"


def _respond(problem: Problem, request_id: str) -> Response:
    if problem.code == "not_found":
        return JSONResponse({"detail": {"code": _UNKNOWN, "message": problem.detail}}, 404)
    return d7.DIALECT.respond(problem, request_id)


def _respond_bare(problem: Problem, request_id: str) -> Response:
    """Of a resend that comes too often D7 says why in a bare string."""
    if problem.code == "passcode_limited":
        detail = f"Frequent resend request, {problem.detail}"
        return JSONResponse({"detail": detail}, _status_of_resend(problem.code), problem.headers)
    return _respond(problem, request_id)


def _status_of_resend(code: str) -> int:
    return 400 if code == "passcode_limited" else d7.DIALECT.status(code)


DIALECT: Final = replace(d7.DIALECT, respond=_respond)
RESENDING: Final = replace(d7.DIALECT, respond=_respond_bare, status=_status_of_resend)


# ── what is asked ───────────────────────────────────────────────────────────────────────────────────────────────────


def _with_place(value: str | None) -> str | None:
    if value is not None and value.count(PLACEHOLDER) != 1:
        raise ValueError("has to hold {} once, where the code goes")
    return value


Whole = Annotated[int, Field(strict=True, ge=0)] | Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}$")]
"""A whole number, also as text: some of D7's own examples have it so."""
Lasting = Annotated[int, Field(strict=True, ge=1)] | Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,8}$")]
"""The same, and more than none."""


class D7SendOtp(Strict):
    """Whom to send a passcode."""

    originator: Sender | None = None
    recipient: Number
    content: Annotated[str, AfterValidator(_with_place)] | None = Field(
        None, max_length=MESSAGE_CHARS_MAX, description="The text, with {} for the code; else that of the settings"
    )
    template_id: int | str | None = Field(None, description="Accepted: the text is that of the settings")
    data_coding: Literal["text", "unicode", "auto"] | None = Field(
        None, description="The cheaper one that fits is used"
    )
    channel: Literal["sms"] | None = None
    expiry: Lasting | None = Field(None, description="Seconds; kept between 30 and 600")
    otp_code_length: int | None = Field(None, ge=CODE_DIGITS_MIN, le=CODE_DIGITS_MAX)
    otp_type: Literal["numeric"] | None = None
    retry_delay: Whole | None = Field(None, description="Accepted: the pauses are those of Parley")
    retry_count: Whole | None = Field(None, description="Accepted: five texts at most")
    success_url: str | None = Field(None, max_length=2048, description="Accepted, not called: verify-otp answers")
    failure_url: str | None = Field(None, max_length=2048, description="Accepted, not called: verify-otp answers")


class D7ResendOtp(Strict):
    """Which passcode to send again."""

    otp_id: UUID


class D7VerifyOtp(Strict):
    """A passcode that somebody typed."""

    otp_id: UUID
    otp_code: str = Field(min_length=1, max_length=40)


# ── what is answered ────────────────────────────────────────────────────────────────────────────────────────────────


class D7Otp(BaseModel):
    """A passcode is under way."""

    otp_id: str
    status: str
    expiry: int


class D7OtpAgain(D7Otp):
    """It was sent again."""

    resend_count: int


class D7OtpStatus(BaseModel):
    """How far it is."""

    status: str = Field(examples=["OPEN", "APPROVED", "FAILED", "EXPIRED", ALREADY_VERIFIED])


# ── what is done ────────────────────────────────────────────────────────────────────────────────────────────────────


async def d7_send_otp(call: Call[D7SendOtp]) -> Answer:
    """Send a one-time passcode the way D7's Verify API does."""
    given, runtime = call.given, call.runtime
    length = given.otp_code_length
    if length is not None and length < CODE_DIGITS_SAFE and not runtime.settings.verifications.short_codes:
        raise Problem(
            "invalid_field", f"`otp_code_length`: {length} digits are easily guessed", param="otp_code_length"
        )
    asked = Asked(
        to=given.recipient,
        purpose=purpose_of(call.key, PURPOSE),
        length=length,
        ttl_s=min(max(int(given.expiry or CODE_TTL_S_MAX), CODE_TTL_S_MIN), CODE_TTL_S_MAX),
        template=None if given.content is None else given.content.replace(PLACEHOLDER, CODE),
        channel=test_channel(runtime) if call.key.test else channel_of_sender(runtime, given.originator),
        sender=given.originator,
        owner=call.key.id,
        request_id=call.request_id,
    )

    def work(conn: Connection) -> D7Otp:
        row = runtime.verifications.create(conn, asked)
        return D7Otp(otp_id=str(uuid_of(row.id)), status=STATUSES[State.PENDING], expiry=row.ttl_s)

    return await _sending(call, work)


async def d7_resend_otp(call: Call[D7ResendOtp]) -> Answer:
    """Send a passcode again."""
    verifications = call.runtime.verifications
    asked = Asked(to="", purpose=PURPOSE, owner=call.key.id, request_id=call.request_id)

    def work(conn: Connection) -> D7OtpAgain:
        check_kept_in_house(call, conn, id_of("ver", call.given.otp_id))
        row = verifications.resend(conn, id_of("ver", call.given.otp_id), asked)
        if row is None:
            raise Problem("not_found", "no passcode has this otp_id", param="otp_id")
        return D7OtpAgain(
            otp_id=str(call.given.otp_id),
            status=STATUSES[State.PENDING],
            expiry=row.ttl_s,
            resend_count=row.sends - 1,
        )

    return await _sending(call, work)


async def d7_verify_otp(call: Call[D7VerifyOtp]) -> Answer:
    """Find out whether somebody has the passcode."""
    id, code = id_of("ver", call.given.otp_id), plain(call.given.otp_code)

    def work(conn: Connection) -> tuple[bool, State]:
        checked = call.runtime.verifications.check(conn, id, code, purpose=purpose_of(call.key, PURPOSE))
        return checked.valid, checked.state

    valid, state = await call.runtime.database.run(work)
    if state is State.PENDING:
        return Answer(400, json.dumps({"detail": WRONG}).encode())
    used = state is State.APPROVED and not valid
    return Answer.of(D7OtpStatus(status=ALREADY_VERIFIED if used else STATUSES[state]))


async def d7_otp_report(call: Call[BaseModel]) -> D7OtpStatus:
    """Show how far a passcode is."""
    verifications = call.runtime.verifications
    try:
        id = id_of("ver", UUID(call.path["otp_id"]))
        row = await call.runtime.database.run(verifications.get, id)
    except ValueError:
        row = None
    except Blocked as blocked:
        raise problem_of(blocked) from None
    if row is None:
        raise Problem("not_found", "no passcode has this otp_id", param="otp_id")
    return D7OtpStatus(status=STATUSES[verifications.state(row)])


async def _sending(call: Call[D7SendOtp] | Call[D7ResendOtp], work: Callable[[Connection], BaseModel]) -> Answer:
    try:
        answer = await call.once(work)
    except Blocked as blocked:
        await note(call.runtime, blocked)
        raise problem_of(blocked) from None
    call.runtime.wake()
    return answer


ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/verify/v1/otp/send-otp",
        scope=Scope.SEND,
        handler=d7_send_otp,
        body=D7SendOtp,
        answers={200: D7Otp},
        idempotent=True,
        adds=True,
        tests=True,
        problems=("passcode_limited",),
        dialect=DIALECT,
    ),
    Endpoint(
        method="POST",
        path="/verify/v1/otp/resend-otp",
        scope=Scope.SEND,
        handler=d7_resend_otp,
        body=D7ResendOtp,
        answers={200: D7OtpAgain},
        idempotent=True,
        adds=True,
        tests=True,
        problems=("not_found", "passcode_limited"),
        dialect=RESENDING,
    ),
    Endpoint(
        method="POST",
        path="/verify/v1/otp/verify-otp",
        scope=Scope.SEND,
        handler=d7_verify_otp,
        body=D7VerifyOtp,
        answers={200: D7OtpStatus},
        tests=True,
        dialect=DIALECT,
    ),
    Endpoint(
        method="GET",
        path="/verify/v1/report/{otp_id}",
        scope=Scope.READ,
        handler=d7_otp_report,
        answers={200: D7OtpStatus},
        problems=("not_found", "passcode_limited"),
        dialect=DIALECT,
    ),
)
