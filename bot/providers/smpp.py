"""SMPP 3.4: a session with a carrier's own message centre, one unit at a time. Pure; the session is `bot.outbox.smpp`.

A text goes out as one `submit_sm`, or as several with a header in front of each part; the answer brings the id. What
became of it comes as a `deliver_sm` whose `esm_class` says so, in two options or else in words that vary:

    submit_sm       0 ─ Riverside ─ 1 1 250788383383 ─ coding 8 ─ 00 47 00 72 00 FC …
    submit_sm_resp  0 ─ "A07"                       0x58: too fast       0x0B: no such number
    deliver_sm      esm_class 4 ─ id:2567 sub:001 dlvrd:001 … stat:DELIVRD err:000 text:… ─ 0x001E "A07" ─ 0x0427 2

A text comes in as a `deliver_sm` of its own, or as several parts. It has no id at all.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Annotated, Final, Literal, NamedTuple
from zlib import crc32

from pydantic import AfterValidator, Field, SecretStr

from bot.errors import BadPayload, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Part, Receipt, Sent
from bot.limits import PARTS_MAX
from bot.providers import base, gsm, wire
from bot.providers.pdu import Address, Message, Reader, Tag, Unit, read_message
from bot.text import GSM_PART_UNITS, GSM_SINGLE_UNITS, UCS_PART_UNITS, UCS_SINGLE_UNITS


def _carried(word: str) -> str:
    if not (word.isascii() and word.isprintable()):
        raise ValueError("has characters that SMPP cannot carry")
    return word


def _carried_secret(secret: SecretStr) -> SecretStr:
    _carried(secret.get_secret_value())
    return secret


class SmppSettings(base.ProviderSettings):
    """An account at a message centre, and the ways in which theirs differ."""

    host: str = Field(min_length=1, description="Where the message centre listens")
    port: int = Field(2775, ge=1, le=65535, description="Its port")
    tls: bool = Field(False, description="Whether it speaks TLS there")
    system_id: Annotated[str, AfterValidator(_carried)] = Field(min_length=1, description="The account's name")
    password: Annotated[SecretStr, AfterValidator(_carried_secret)] = Field(description="Its password")
    system_type: Annotated[str, AfterValidator(_carried)] = Field(
        "", description="What the account is for, if the carrier asks"
    )
    alphabet: Literal["gsm", "latin-1"] = Field("gsm", description="The message centre's default alphabet")
    long_texts: Literal["parts", "payload"] = Field("parts", description="How a long text goes out")
    receipt_ids: Literal["same", "decimal"] = Field(
        "same", description="`decimal` where answers have ids in hexadecimal digits, and receipts in decimal ones"
    )
    window: int = Field(10, ge=1, le=1000, description="Units on their way that are not answered yet")
    enquire_s: float = Field(30.0, gt=0, description="Seconds between questions whether the session is alive")


STATUSES = base.by_word(
    {
        MessageStatus.SENT: "ENROUTE ACCEPTD",
        MessageStatus.DELIVERED: "DELIVRD",
        MessageStatus.EXPIRED: "EXPIRED",
        MessageStatus.FAILED: "DELETED",
        MessageStatus.UNDELIVERED: "UNDELIV",
        MessageStatus.REJECTED: "REJECTD",
        MessageStatus.UNKNOWN: "UNKNOWN",
    }
)
STATES: Final = dict(
    enumerate(("ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD"), 1)
)
"""What an option says in a number, and the words in a number."""
ERRORS: Final = {
    0x08: ErrorClass.RETRYABLE,
    0x0A: ErrorClass.PERMANENT,
    0x0B: ErrorClass.PERMANENT,
    0x0D: ErrorClass.AUTH,
    0x0E: ErrorClass.AUTH,
    0x0F: ErrorClass.AUTH,
    0x14: ErrorClass.THROTTLED,
    0x58: ErrorClass.THROTTLED,
}
"""By `command_status`; any other is a refusal for good, for it says that the unit was not taken."""

UDH: Final = 0x40
_RECEIPT_MASK, _RECEIPT = 0x3C, 0x04
_INTERNATIONAL, _NAMED, _ISDN = 1, 5, 1
_DEFAULT, _UCS2 = 0, 8
_PAYLOAD_OCTETS_MAX: Final = 0xFFFF
_SHORT_REFERENCE, _LONG_REFERENCE = 0x00, 0x08
"""Elements of a header: a reference of one octet or of two, then the total and the number."""
_CHARSETS: Final = {1: "ascii", 6: "iso8859-5", 7: "iso8859-8", _UCS2: "utf-16-be"}
_ID: Final = re.compile(r"\bid\s*:\s*(\S+)", re.IGNORECASE)
_STAT: Final = re.compile(r"\bstat\s*:\s*([A-Za-z]+)", re.IGNORECASE)
_ERR: Final = re.compile(r"\berr\s*:\s*([0-9A-Za-z]+)", re.IGNORECASE)


# ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def submit(message: Outbound, settings: SmppSettings) -> list[Message]:
    """Make the messages that carry a text; raise `SendError` where none could. The last one is reported on."""
    if message.media:
        raise SendError(ErrorClass.PERMANENT, "too_many_media", "SMPP carries text only")
    try:
        parts, coding = _parts(message.text, settings)
        source, destination = address(message.sender), address(message.recipient)
    except UnicodeError as error:
        raise SendError(ErrorClass.PERMANENT, "not_sendable", "a number or name is not ASCII") from error
    if len(parts) > PARTS_MAX:
        raise SendError(ErrorClass.PERMANENT, "too_long", f"{len(parts)} parts are more than {PARTS_MAX}")
    if len(parts[0]) > _PAYLOAD_OCTETS_MAX:
        raise SendError(ErrorClass.PERMANENT, "too_long", "more than a payload holds")
    if len(parts) == 1:
        return [Message(source, destination, parts[0], 0, coding, registered=1)]
    reference = crc32(message.id.encode()) & 0xFF
    return [
        Message(
            source,
            destination,
            bytes((5, _SHORT_REFERENCE, 3, reference, len(parts), number)) + octets,
            UDH,
            coding,
            registered=int(number == len(parts)),
        )
        for number, octets in enumerate(parts, 1)
    ]


def address(value: str) -> Address:
    """Say of which kind a number is: international without its plus, a name, or a short code."""
    value.encode("ascii")
    if value.startswith("+"):
        return Address(value[1:], _INTERNATIONAL, _ISDN)
    return Address(value) if value.isdigit() else Address(value, _NAMED)


def read_answers(answers: list[Unit], settings: SmppSettings) -> Sent:
    """Read the answers to the messages of one text; raise `SendError` unless every one was taken."""
    refused = [answer for answer in answers if answer.status]
    if refused and len(refused) < len(answers):
        detail = f"{len(refused)} of {len(answers)} parts were refused, with {refused[0].status:#x}"
        raise SendError(ErrorClass.UNKNOWN, f"{refused[0].status:#x}", detail)
    if refused:
        raise refusal(refused[0].status)
    try:
        id = Reader(answers[-1].body).c_string().strip()
        return Sent(
            _as_reported(wire.Fields([("message_id", id)]).token("message_id"), settings), segments=len(answers)
        )
    except (BadPayload, IndexError) as error:
        raise SendError(ErrorClass.UNKNOWN, "no_id", "it was taken, and has no id") from error


def refusal(status: int) -> SendError:
    """Describe a `command_status` that is not zero."""
    return SendError(ERRORS.get(status, ErrorClass.PERMANENT), f"{status:#x}", f"command_status {status:#x}")


def _as_reported(id: str, settings: SmppSettings) -> str:
    if settings.receipt_ids == "same":
        return id
    try:
        return str(int(id, 16))
    except ValueError:
        return id


def _parts(text: str, settings: SmppSettings) -> tuple[list[bytes], int]:
    """Write a text in the cheapest alphabet that has its letters, cut where parts of it may be cut."""
    letters, coding, single, part = _letters(text, settings)
    size = sum(letter.units for letter in letters)
    if size <= single or settings.long_texts == "payload":
        return [b"".join(letter.octets for letter in letters)], coding
    cuts = [0, *_cuts(letters, part), len(letters)]
    return [b"".join(letter.octets for letter in letters[start:end]) for start, end in pairwise(cuts)], coding


class _Letter(NamedTuple):
    octets: bytes
    units: int


def _letters(text: str, settings: SmppSettings) -> tuple[list[_Letter], int, int, int]:
    try:
        septets = [gsm.encode(char) for char in text]
        plain = septets if settings.alphabet == "gsm" else [char.encode("latin-1") for char in text]
    except ValueError:  # a letter that one of the two lacks
        wide = [char.encode("utf-16-be") for char in text]
        return [_Letter(octets, len(octets) // 2) for octets in wide], _UCS2, UCS_SINGLE_UNITS, UCS_PART_UNITS
    letters = [_Letter(octets, len(cost)) for octets, cost in zip(plain, septets, strict=True)]
    return letters, _DEFAULT, GSM_SINGLE_UNITS, GSM_PART_UNITS


def _cuts(letters: list[_Letter], most: int) -> Iterator[int]:
    """Yield where parts begin, but for the first: an escape or a surrogate stays with what it belongs to."""
    used = 0
    for at, letter in enumerate(letters):
        if used + letter.units > most:
            yield at
            used = 0
        used += letter.units


# ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_delivery(body: bytes, at: datetime, settings: SmppSettings) -> Inbound | Receipt:
    """Read the body of a `deliver_sm` that came then; raise `BadPayload` if nobody could."""
    message = read_message(body)
    if message.esm_class & _RECEIPT_MASK == _RECEIPT:
        return _receipt(message, settings)
    octets, part = _without_header(message)
    text = _decoded(octets, message.coding, settings)
    fields = wire.Fields([("source", message.source.value), ("destination", message.destination.value), ("text", text)])
    sender, recipient = fields.address("source"), fields.address("destination")
    return Inbound(_derived_id(message, part, at), sender, recipient, fields.text("text"), part=part)


def _receipt(message: Message, settings: SmppSettings) -> Receipt:
    said = _decoded(message.octets, message.coding, settings)
    id, stat, err = _ID.search(said), _STAT.search(said), _ERR.search(said)
    named = message.options.get(Tag.RECEIPTED_MESSAGE_ID, b"").rstrip(b"\0").decode("latin-1")
    if id and (
        settings.receipt_ids == "decimal" or not named
    ):  # only of the words it is known in which digits they are
        named = id[1]
    elif named:
        named = _as_reported(named, settings)
    state = STATES.get(int.from_bytes(message.options.get(Tag.MESSAGE_STATE, b"")))
    raw = state or (stat[1].upper() if stat else "UNKNOWN")
    code = err[1] if err and err[1].strip("0") else None
    fields = wire.Fields([("id", named), ("source", message.source.value), ("err", code or "")])
    status, source = STATUSES.get(raw, MessageStatus.UNKNOWN), fields.word("source")
    recipient = wire.with_plus(source) if source else None
    return Receipt(fields.token("id"), status, raw, fields.word("err"), recipient=recipient)


def _decoded(octets: bytes, coding: int, settings: SmppSettings) -> str:
    if coding == _DEFAULT:
        return gsm.decode(octets) if settings.alphabet == "gsm" else octets.decode("latin-1")
    return octets.decode(_CHARSETS.get(coding, "latin-1"), "replace")


def _without_header(message: Message) -> tuple[bytes, Part | None]:
    """Take the header of a part away, and say which part it is; options can say the same."""
    if message.esm_class & UDH:
        header = Reader(message.octets)
        elements = header.octets(header.octets(1)[0])
        return message.octets[len(elements) + 1 :], _part_in(elements)
    names = (Tag.SAR_REFERENCE, Tag.SAR_NUMBER, Tag.SAR_TOTAL)
    if not all(name in message.options for name in names):
        return message.octets, None
    reference, number, total = (str(int.from_bytes(message.options[name])) for name in names)
    return message.octets, wire.part(reference, number, total)


def _part_in(elements: bytes) -> Part | None:
    while elements:
        header = Reader(elements)
        kind, length = header.octets(2)
        value = header.octets(length)
        if (kind, length) in ((_SHORT_REFERENCE, 3), (_LONG_REFERENCE, 4)):
            return wire.part(str(int.from_bytes(value[:-2])), str(value[-1]), str(value[-2]))
        elements = elements[2 + length :]
    return None


def _derived_id(message: Message, part: Part | None, at: datetime) -> str:
    """Make an id, the same if it comes again within the minute: an answer of ours that was lost has it sent again."""
    minute = at.astimezone(UTC).strftime("%Y%m%d%H%M")
    known_by = (minute, message.source.value, message.destination.value, message.coding, message.octets, part)
    return "x" + hashlib.sha256(repr(known_by).encode()).hexdigest()[:32]
