"""The codes that carriers document, and what each means: in the refusal of a send, and in a report that it failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.events import ErrorClass
from tests.providers.examples.shape import Document

Classes = Mapping[ErrorClass, str | Sequence[str]]
"""Codes by what they mean: words, or a list of sentences."""
OPT_OUT, THROTTLED, RETRYABLE = ErrorClass.OPT_OUT, ErrorClass.THROTTLED, ErrorClass.RETRYABLE
AUTH, CREDIT, PERMANENT, UNKNOWN = ErrorClass.AUTH, ErrorClass.CREDIT, ErrorClass.PERMANENT, ErrorClass.UNKNOWN
STOPPED = "Blocked due to STOP message"


@dataclass(frozen=True)
class Codes:
    """What one carrier documents, and how it writes a code."""

    sent: Classes = field(default_factory=dict)
    refusal: Callable[[str], tuple[int, Document | str]] = lambda code: (400, {"code": code})
    """The answer to a send that was refused for this reason."""
    reported: Classes = field(default_factory=dict)
    report: Callable[[str], Document] = dict
    """The fields, beside those of any report, of one that says a message failed for this reason."""


def _telnyx(code: str) -> Document:
    return {"code": code, "title": STOPPED if code == "40300" else "why"}


def _of_vonage(code: str) -> Document:
    return {"type": f"https://developer.vonage.com/api-errors/messages#{code}", "title": "why", "detail": "because"}


def _infobip(code: str) -> Document:
    return {"groupId": 5, "groupName": "REJECTED", "id": int(code)} if code.isdecimal() else {}


def _infobip_refusal(code: str) -> tuple[int, Document]:
    if code.isdecimal():
        return 200, {"messages": [{"messageId": "msg_1", "status": _infobip(code)}]}
    return 401, {"requestError": {"serviceException": {"messageId": code, "text": "why"}}}


def _africastalking(code: str) -> tuple[int, Document]:
    if code.isdecimal():
        return 201, {"SMSMessageData": {"Recipients": [{"statusCode": int(code), "messageId": "None"}]}}
    return 201, {"SMSMessageData": {"Message": code, "Recipients": []}}


_TWILIO: Classes = {
    OPT_OUT: "21610",
    THROTTLED: "14107 20429 21611 30022 30023 63018",
    RETRYABLE: "30001 30003 30008 30017 30027 30410",
    AUTH: "20003 20005 30002 63001",
    PERMANENT: (
        "21211 21212 21408 21601 21602 21603 21604 21606 21608 21609 21612 21614 21617 21620 21623 21701 "
        "21702 21703 21704 21705 21709 21715 30004 30005 30006 30007 30010 30011 30014 30018 30019 30024 "
        "30032 30034 63003 63007 63013 63016 63024"
    ),
}
_TELNYX: Classes = {
    OPT_OUT: "40300",
    PERMANENT: [
        str(code)
        for code in (
            *(40001, 40003, 40005, 40008, 40009, 40010, 40012, 40013, 40014, 40015, 40017, 40100, 40150, 40151),
            *(40301, 40302, *range(40304, 40318), 40319, 40321, 40322, 40328, 40329),
        )
    ],
    RETRYABLE: "40002 40004 40006 40320 10007 10008",
    THROTTLED: "40011 40016 40018 40318 10011",
    AUTH: "10009 10010",
    CREDIT: "20100",
}
_VONAGE_MESSAGES: Classes = {
    THROTTLED: "1000",
    RETRYABLE: "1030",
    CREDIT: "1070 low-balance",
    AUTH: "1060",
    PERMANENT: "1020 1040 1050 1120 1150",
}
_INFOBIP: Classes = {
    OPT_OUT: "10 14",
    CREDIT: "12 17",
    THROTTLED: "20",
    RETRYABLE: "21",
    PERMANENT: "4 6 8 11 13 18 19 24 25 51 52",
}

CODES: Mapping[str, Codes] = {
    "africastalking": Codes(
        {
            OPT_OUT: "406 UserInBlacklist",
            CREDIT: "405 InsufficientBalance",
            RETRYABLE: "501 GatewayError",
            UNKNOWN: "500 InternalServerError",
            PERMANENT: (
                "401 402 403 404 407 409 502 RiskHold InvalidSenderId InvalidPhoneNumber CouldNotRoute "
                "UnsupportedNumberType RejectedByGateway"
            ),
        },
        _africastalking,
        {
            OPT_OUT: "UserInBlackList",
            RETRYABLE: "InsufficientCredit DeliveryFailure",
            PERMANENT: (
                "InvalidLinkId UserIsInactive UserAccountSuspended NotNetworkSubcriber "
                "UserNotSubscribedToProduct UserDoesNotExist DoNotDisturbRejection"
            ),
        },
        lambda code: {"status": "Failed", "failureReason": code},
    ),
    "bandwidth": Codes(
        {AUTH: "unauthorized forbidden", THROTTLED: "max-message-queue-size-exceeded"},
        lambda code: (400, {"type": code, "description": "why"}),
        {
            OPT_OUT: "4482 4775",
            THROTTLED: [str(code) for code in range(4780, 4790)],
            RETRYABLE: "4702 5100 5106 5600 5999",
            UNKNOWN: "9902 9999",
            PERMANENT: "4001 4360 4405 4432 4720 4790 4999",
        },
        lambda code: {"0.type": "message-failed", "0.errorCode": int(code)},
    ),
    "clicksend": Codes(
        {
            CREDIT: "INSUFFICIENT_CREDIT",
            THROTTLED: "THROTTLED TOO_MANY_REQUESTS",
            AUTH: "UNAUTHORIZED FORBIDDEN",
            UNKNOWN: "FAILURE INTERNAL_SERVER_ERROR",
            PERMANENT: "BAD_REQUEST NOT_FOUND INVALID_RECIPIENT COUNTRY_NOT_ENABLED MISSING_REQUIRED_FIELDS",
        },
        lambda code: (200, {"response_code": "SUCCESS", "data": {"messages": [{"message_id": "", "status": code}]}}),
    ),
    "d7": Codes(
        {
            AUTH: "ACCESS_TOKEN_SIGNATURE_VERIFICATION_FAILED ACCESS_TOKEN_EXPIRED APPLICATION_NOT_EXISTS",
            PERMANENT: "MESSAGE_LOG_NOT_EXISTS INVALID_OTP_CODE",
        },
        lambda code: (400 if code[0] in "MI" else 401, {"detail": {"code": code, "message": "why"}}),
        {RETRYABLE: "not_reachable", PERMANENT: "spam_content", CREDIT: "insufficient_credit"},
        lambda code: {"status": code},
    ),
    "generic_http": Codes(
        {OPT_OUT: "stopped"},
        lambda code: (400, {"problem": {"code": code, "words": "They said STOP"}}),
        {OPT_OUT: "stopped"},
        lambda code: {"became": "shot", "error": code},
    ),
    "infobip": Codes(
        {**_INFOBIP, AUTH: "UNAUTHORIZED"},
        _infobip_refusal,
        {**_INFOBIP, PERMANENT: f"{_INFOBIP[PERMANENT]} 23"},
        lambda code: {"results.0.status": _infobip(code)},
    ),
    "jasmin": Codes(
        {
            AUTH: ("Authentication failure",),
            CREDIT: ("Cannot charge",),
            PERMANENT: ("No route found",),
            RETRYABLE: ("Cannot send submit_sm",),
        },
        lambda code: (412 if "route" in code else 500 if "send" in code else 403, f'Error "{code}"'),
        {
            THROTTLED: "ESME_RTHROTTLED ESME_RMSGQFUL",
            RETRYABLE: "ESME_RSYSERR",
            PERMANENT: "ESME_RINVDSTADR ESME_RINVSRCADR",
        },
        lambda code: {"level": "1", "message_status": code},
    ),
    "kannel": Codes(
        {AUTH: ("Authorization failed",), PERMANENT: ("Not routable",), RETRYABLE: ("Temporal failure",)},
        lambda code: (503 if "Temporal" in code else 403, f"{code}, and so on."),
    ),
    "loopback": Codes(
        {OPT_OUT: "opted_out"},
        lambda code: (400, {"error": code}),
        {OPT_OUT: "opted_out"},
        lambda code: {"status": "failed", "error": code},
    ),
    "messagebird": Codes(
        {AUTH: "2", CREDIT: "25", PERMANENT: "9 10 20 21", UNKNOWN: "98 99"},
        lambda code: (422, {"errors": [{"code": int(code), "description": "why", "parameter": None}]}),
        {OPT_OUT: "103", PERMANENT: "1"},
        lambda code: {"status": "delivery_failed", "statusErrorCode": code},
    ),
    "plivo": Codes(
        reported={
            OPT_OUT: "200",
            RETRYABLE: "20 80",
            CREDIT: "900",
            PERMANENT: "10 30 40 50 60 70 90 100 110 201",
        },
        report=lambda code: {"Status": "undelivered", "ErrorCode": code},
    ),
    "sinch": Codes(
        reported={
            RETRYABLE: "403 404 417",
            CREDIT: "413",
            PERMANENT: "402 405 406 407 408 409 410 411 412 414 415 416 418",
        },
        report=lambda code: {"status": "Failed", "code": int(code)},
    ),
    "telnyx": Codes(
        _TELNYX,
        lambda code: (422, {"errors": [_telnyx(code)]}),
        _TELNYX,
        lambda code: {"data.payload.to.0.status": "delivery_failed", "data.payload.errors": [_telnyx(code)]},
    ),
    "twilio": Codes(
        _TWILIO,
        lambda code: (400, {"code": int(code), "message": "why", "status": 400}),
        _TWILIO,
        lambda code: {"MessageStatus": "failed", "ErrorCode": code},
    ),
    "vonage": Codes(
        {
            THROTTLED: "1",
            RETRYABLE: "5 10",
            CREDIT: "9",
            AUTH: "4 8 11 14 32",
            PERMANENT: "2 3 6 7 12 15 22 23 29 33",
        },
        lambda code: (200, {"message-count": "1", "messages": [{"status": code, "error-text": "why"}]}),
        {
            OPT_OUT: "9 53",
            RETRYABLE: "2 7 8 16",
            PERMANENT: "1 3 4 5 6 10 11 12 13 14 15 50 51 52 54 99",
        },
        lambda code: {"status": "failed", "err-code": code},
    ),
    "vonage_messages": Codes(
        _VONAGE_MESSAGES,
        lambda code: (422, _of_vonage(code)),
        _VONAGE_MESSAGES,
        lambda code: {"status": "rejected", "error": _of_vonage(code)},
    ),
}


def listed(classes: Classes) -> list[tuple[str, ErrorClass]]:
    """Every code and its class."""
    return [(code, kind) for kind in classes for code in codes_of(kind, classes)]


def codes_of(kind: ErrorClass, classes: Classes) -> Sequence[str]:
    """Every code of a class."""
    codes = classes.get(kind, ())
    return codes.split() if isinstance(codes, str) else codes
