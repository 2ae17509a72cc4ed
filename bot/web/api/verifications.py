"""`/v1/verifications`: send a one-time passcode, and find out whether somebody has it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from pydantic import BaseModel
from sqlalchemy import Connection

from bot.keys import Key, Scope
from bot.limits import CODE_DIGITS_SAFE
from bot.runtime import Runtime
from bot.store import verifications as store
from bot.store.verifications import Verification as Row
from bot.verifications import NUMBER_ITSELF, TEST, Asked, Blocked, Reason
from bot.web.api.drafts import channel_named, channel_of_sender, check_in_house, test_channel
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.once import Answer
from bot.web.api.verification_shapes import Check, CheckResult, NewVerification, Resend, Verification
from bot.web.problem import Problem

SEPARATORS: Final = re.compile(r"[\s\-.\u2010-\u2015]+")
REASONS: Final = {
    Reason.COUNTRY: "no codes are sent to this country",
    Reason.DENIED: "no codes are sent to numbers that begin like this",
    Reason.LINE: "numbers of this kind get no codes",
    Reason.TOO_SOON: "a code was sent to this number a moment ago",
    Reason.NUMBER: "this number has had all the codes that it may get for now",
    Reason.LOCKED: "too many wrong codes were given for this number",
    Reason.RESENDS: "this verification has had all its texts",
    Reason.OVER: "this verification is over",
    Reason.ADDRESS: "too many codes were asked for from this address",
    Reason.ACCOUNT: "too many codes were asked for by this account",
    Reason.KEY: "too many codes were asked for with this API key",
}
"""What the person may be told. Of the others nobody who has codes sent for money should learn by what they show."""
_FOR_NOW: Final = "no code is sent to this number for now"
_HINTS: Final = {
    Reason.COUNTRY: "`verifications.countries` lists those that get codes",
    Reason.DENIED: "`verifications.denied` lists them",
    Reason.LINE: "ask for a mobile number",
    Reason.RESENDS: "make a new verification",
    Reason.OVER: "make a new verification",
    **dict.fromkeys(
        (Reason.NEIGHBOURS, Reason.SILENT, Reason.SILENT_COUNTRY, Reason.STRANGERS, Reason.GUESSING),
        "where you have made sure that it is a person, by a CAPTCHA for example, say so with `human`",
    ),
}


async def create_verification(call: Call[NewVerification]) -> Answer:
    """Send somebody a one-time passcode.

    A code that the number has for the same purpose is void from then on. Who gets none, and why, depends on the number,
    on how often it, the address and the account asked, and on what became of codes to similar numbers.
    """
    asked = _asked(call)

    def work(conn: Connection) -> Verification:
        return _shown(call.runtime, call.runtime.verifications.create(conn, asked))

    return await _sending(call, work)


async def resend_verification(call: Call[Resend]) -> Answer:
    """Send the passcode of a verification again: a new one, or the same where the settings say so."""
    given, verifications = call.given, call.runtime.verifications
    asked = Asked(
        to="",
        purpose="",
        nonce=given.nonce or "",
        ip=given.ip,
        human=given.human,
        owner=call.key.id,
        request_id=call.request_id,
    )

    def work(conn: Connection) -> Verification:
        check_kept_in_house(call, conn, call.path["id"])
        row = verifications.resend(conn, call.path["id"], asked)
        if row is None:
            raise _unknown(call.path["id"])
        return _shown(call.runtime, row)

    return await _sending(call, work)


async def check_verification(call: Call[Check]) -> Answer:
    """Find out whether somebody has the code. It is good for one check that says so.

    After five wrong codes it is void. `purpose` and `nonce` have to be those that it was made with.
    """
    given, id = call.given, call.path["id"]

    def work(conn: Connection) -> CheckResult:
        checked = call.runtime.verifications.check(
            conn,
            id,
            plain(given.code),
            purpose=purpose_of(call.key, given.purpose),
            nonce=given.nonce or "",
            to=given.to or "",
        )
        return CheckResult(id=id, valid=checked.valid, status=checked.state.value, attempts_left=checked.attempts_left)

    return await call.once(work)


async def get_verification(call: Call[BaseModel]) -> Verification:
    """Show a verification and what became of it."""
    id, runtime = call.path["id"], call.runtime
    try:
        row = await runtime.database.run(runtime.verifications.get, id)
    except Blocked as blocked:
        detail = "the verification was asked about too often"
        raise _too_many(blocked, detail, "wait for the person to send the code instead") from None
    if row is None:
        raise _unknown(id)
    return _shown(runtime, row)


ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/verifications",
        scope=Scope.SEND,
        handler=create_verification,
        body=NewVerification,
        answers={201: Verification},
        idempotent=True,
        adds=True,
        tests=True,
        problems=("passcode_limited",),
    ),
    Endpoint(
        method="GET",
        path="/v1/verifications/{id}",
        scope=Scope.READ,
        handler=get_verification,
        answers={200: Verification},
        problems=("not_found", "passcode_limited"),
    ),
    Endpoint(
        method="POST",
        path="/v1/verifications/{id}/check",
        scope=Scope.SEND,
        handler=check_verification,
        body=Check,
        answers={200: CheckResult},
        idempotent=True,
        tests=True,
    ),
    Endpoint(
        method="POST",
        path="/v1/verifications/{id}/resend",
        scope=Scope.SEND,
        handler=resend_verification,
        body=Resend,
        answers={200: Verification},
        idempotent=True,
        adds=True,
        tests=True,
        problems=("not_found", "passcode_limited"),
    ),
)


def purpose_of(key: Key, purpose: str) -> str:
    """What a code is for; what a test key makes is of use to test keys alone, and takes nobody's code away."""
    return f"{TEST}{purpose}" if key.test else purpose


def check_kept_in_house(call: Call[Any], conn: Connection, id: str) -> None:
    """Keep a test key from having a code sent again that a carrier takes."""
    if call.key.test and (row := store.find(conn, id)) is not None:
        check_in_house(call, row.channel)


def plain(code: str) -> str:
    """A code without what people put between its digits; digits of other scripts are digits."""
    return "".join(str(int(char)) if char.isdecimal() else char for char in SEPARATORS.sub("", code))


async def note(runtime: Runtime, blocked: Blocked) -> None:
    """Note who was told to wait: what refused them has left nothing."""
    if blocked.waits:
        await runtime.database.run(runtime.verifications.note, blocked)


def problem_of(blocked: Blocked) -> Problem:
    """Say that no code is sent, and as much of why as anybody may know."""
    reason = blocked.reason
    detail, hint = REASONS.get(reason, _FOR_NOW), _HINTS.get(reason)
    if reason in NUMBER_ITSELF:
        return Problem("invalid_field", f"`to`: {detail}", param="to", hint=hint)
    return _too_many(blocked, detail, hint)


def _too_many(blocked: Blocked, detail: str, hint: str | None) -> Problem:
    headers = {} if blocked.retry_after_s is None else {"retry-after": str(blocked.retry_after_s)}
    return Problem("passcode_limited", detail, hint=hint, headers=headers)


async def _sending(call: Call[NewVerification] | Call[Resend], work: Callable[[Connection], Verification]) -> Answer:
    try:
        answer = await call.once(work)
    except Blocked as blocked:
        await note(call.runtime, blocked)
        raise problem_of(blocked) from None
    call.runtime.wake()
    return answer


def _asked(call: Call[NewVerification]) -> Asked:
    given, runtime = call.given, call.runtime
    short = given.code_length is not None and given.code_length < CODE_DIGITS_SAFE
    if short and not runtime.settings.verifications.short_codes:
        detail = f"`code_length`: {given.code_length} digits are easily guessed"
        hint = f"take {CODE_DIGITS_SAFE} or more, or set `verifications.short_codes`"
        raise Problem("invalid_field", detail, param="code_length", hint=hint)
    named = channel_named(runtime, given.channel) if given.channel else channel_of_sender(runtime, given.sender)
    return Asked(
        to=given.to,
        purpose=purpose_of(call.key, given.purpose),
        nonce=given.nonce or "",
        ip=given.ip,
        account=given.account,
        human=given.human,
        length=given.code_length,
        ttl_s=given.ttl_s,
        brand=given.app_name,
        language=given.language,
        channel=test_channel(runtime) if call.key.test else named,
        sender=given.sender,
        reference=given.reference,
        owner=call.key.id,
        request_id=call.request_id,
    )


def _shown(runtime: Runtime, row: Row) -> Verification:
    return Verification.of(row, runtime.verifications.state(row))


def _unknown(id: str) -> Problem:
    return Problem("not_found", f"no verification has the id `{id}`", param="id")
