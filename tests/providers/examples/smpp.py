"""SMPP, as the contract suite plays it: units of a session where others have requests of HTTP."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.events import Inbound, Receipt
from bot.providers.base import WebhookRequest, make_provider
from bot.providers.http import Request
from bot.providers.pdu import RESPONSE, Address, Command, Message, Unit, c_string, read_message, units
from bot.text import segments
from tests.providers.examples.shape import NOW, URL, Example

PROVIDER = make_provider("smpp", {"host": "smsc.example", "system_id": "parley", "password": "smpp-password"})
NO_WEBHOOKS = "texts and reports come over the session, by whose password both sides are known"
NO_HTTP = "answers have a command_status instead, for which test_smpp.py has a table"


def heard(fields: Mapping[str, Any]) -> Inbound | Receipt:
    """Read a `deliver_sm`. A text gets an id of its own, in place of which stands the one that the suite knows."""
    source, destination = (Address(fields[name], 1, 1) for name in ("source", "destination"))
    if "id" in fields or "stat" in fields:
        words = " ".join(f"{name}:{fields[name]}" for name in ("id", "stat") if name in fields)
        message = Message(source, destination, words.encode(), esm_class=4)
    else:
        text = fields["short_message"]
        plain = segments(text).encoding == "GSM-7" and "@" not in text
        message = Message(source, destination, text.encode("ascii" if plain else "utf-16-be"), coding=0 if plain else 8)
    [event] = PROVIDER.hear(message.written(), NOW)
    return replace(event, provider_id="in-1") if isinstance(event, Inbound) else event


def answered(status: int, id: str = "") -> bytes:
    return Unit(Command.SUBMIT_SM | RESPONSE, 1, b"" if status else c_string(id), status).written()


def said(request: Request) -> bytes:
    """Join the parts of a text, but for the header in front of each."""
    return b"".join(read_message(unit.body).octets[6:] for unit in units(request.body))


EXAMPLE = Example(
    provider=PROVIDER,
    secrets=("smpp-password",),
    unsigned=lambda fields: WebhookRequest("POST", URL, {}, b"", NOW),
    prove=lambda request, secret: request,
    secret="",
    previous="",
    tampered=lambda request: request,
    heard=heard,
    inbound={"source": "14155550101", "destination": "14155550100", "short_message": "hello"},
    receipt={"source": "14155550101", "destination": "14155550100", "id": "carrier-1", "stat": "DELIVRD"},
    names={"sender": "source", "recipient": "destination", "text": "short_message", "status": "stat"},
    receipt_id="id",
    required=(),  # a unit has every field, or is cut off, of which test_pdu.py has a table
    delivered="DELIVRD",
    failed="UNDELIV",
    taken=answered(0, "carrier-1"),
    refused=answered(0x0B),
    said=said,
    request=("submit_sm", "smpp://smsc.example:2775"),
    exempt={
        "test_an_id_that_is_none_is_a_bad_payload": "a deliver_sm has no id",
        "test_the_secret_and_the_one_before_it_are_good_and_no_other": NO_WEBHOOKS,
        "test_a_replay_brings_the_same_id": NO_WEBHOOKS,
        "test_the_answer_is_a_success_that_says_nothing_to_the_customer": NO_WEBHOOKS,
        "test_a_sample_passes_the_providers_own_checks": NO_WEBHOOKS,
        "test_it_is_said_where_our_address_belongs": NO_WEBHOOKS,
        "test_a_throttled_send_says_when_to_come_back": NO_HTTP,
        "test_a_server_error_leaves_the_outcome_unknown": NO_HTTP,
        "test_a_status_alone_is_enough": NO_HTTP,
        "test_a_question_about_the_credentials_goes_to_the_provider_and_can_be_refused": (
            "who has a wrong password is not bound, and nothing can be asked"
        ),
    },
)
