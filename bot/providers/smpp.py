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
from typing import Annotated, Final, Literal
from zlib import crc32

from pydantic import AfterValidator, Field, SecretStr

from bot.errors import BadPayload, BadSignature, CannotSign, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Part, Receipt, Sent
from bot.ids import mark
from bot.limits import MESSAGE_CHARS_MAX
from bot.providers import base, pdu, pdu_text, wire
from bot.providers.http import Endpoint, Request, Response
from bot.providers.pdu import RESPONSE, Address, Command, Message, Reader, Tag, Unit, read_message
from bot.providers.pdu_status import ERRORS, NAMES, refusal

# ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _carried(word: str) -> str:
    if not (word.isascii() and word.isprintable()):
        raise ValueError("has characters that SMPP cannot carry")
    return word


def _carried_secret(secret: SecretStr) -> SecretStr:
    _carried(secret.get_secret_value())
    return secret


def _code(code: str) -> str:
    """Write a status one way; a code of a receipt stays as it is."""
    if not code.lower().startswith("0x"):
        return code
    try:
        return f"{int(code, 16):#x}"
    except ValueError as error:
        raise ValueError(f"`{code}` is no status such as 0x45c") from error


_Word = Annotated[str, AfterValidator(_carried)]


class SmppSettings(base.ProviderSettings):
    """An account at a message centre, and the ways in which theirs differ."""

    host: str = Field(min_length=1, description="Where the message centre listens")
    port: int = Field(2775, ge=1, le=65535, description="Its port")
    tls: bool = Field(False, description="Whether it speaks TLS there")
    system_id: _Word = Field(min_length=1, description="The account's name")
    password: Annotated[SecretStr, AfterValidator(_carried_secret)] = Field(description="Its password")
    system_type: _Word = Field("", description="What the account is for, if the carrier asks")
    address_range: _Word = Field("", description="Whose texts are wanted, if the carrier asks")
    service_type: _Word = Field("", description="The service that messages are sent by, if the carrier asks")
    bind: Literal["transceiver", "pair"] = Field(
        "transceiver", description="`pair` binds a transmitter and a receiver, where one session cannot do both"
    )
    binds: int = Field(1, ge=1, le=100, description="So many workers are bound at the same time; the others stand by")
    window: int = Field(10, ge=1, le=1000, description="Units on their way that are not answered yet")
    throughput: float | None = Field(
        None, gt=0, description="Units a second on one session, every part of a text counted; `rate` counts texts"
    )
    enquire_s: float = Field(30.0, gt=0, description="Seconds between questions whether the session is alive")
    alphabet: pdu_text.Alphabet = Field("gsm", description="The message centre's default alphabet")
    long_texts: Literal["parts", "payload"] = Field("parts", description="How a long text goes out")
    short_code_type: int = Field(0, ge=0, le=255, description="Type of number (TON) of a sender that is a short code")
    short_code_plan: int = Field(0, ge=0, le=255, description="Its numbering plan (NPI)")
    reference: bool = Field(
        True, description="Send `user_message_reference`; false where it is refused, with 0xc0 to 0xc4"
    )
    dlt_entity_tag: int = Field(0x1400, ge=0, le=0xFFFF, description="The option (TLV) for the entity's id of India")
    dlt_template_tag: int = Field(0x1401, ge=0, le=0xFFFF, description="The one for the template's id")
    receipt_ids: Literal["same", "decimal"] = Field(
        "same", description="`decimal` where answers have ids in hexadecimal digits, and receipts in decimal ones"
    )
    errors: dict[Annotated[str, AfterValidator(_code)], ErrorClass] = Field(
        {},
        description="What the carrier's own codes mean: a status as `0x45c`, an `err` as in its receipts",
    )


# ── their words ─────────────────────────────────────────────────────────────────────────────────────────────────────

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

_KIND, _TEXT, _RECEIPTS = 0x3C, 0x00, (0x04, 0x20)
"""What `esm_class` says: a receipt may be one on the way; other kinds are a phone's own answers, which are no texts."""
_INTERNATIONAL, _NAMED, _ISDN = 1, 5, 1
_ID: Final = re.compile(r"\bid\s*:\s*(\S+)", re.IGNORECASE)
_STAT: Final = re.compile(r"\bstat\s*:\s*(\w+)", re.IGNORECASE)
_ERR: Final = re.compile(r"\berr\s*:\s*([0-9A-Za-z]+)", re.IGNORECASE)


class Smpp(base.Provider):
    """See the top of this file."""

    name = "smpp"
    Settings = SmppSettings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=MESSAGE_CHARS_MAX)
    capabilities = base.Capabilities(
        signature=False,
        media=False,
        alphanumeric_sender=True,
        reference=False,
        dlt=True,
        verified_against="smpp34 and smpplib",
    )
    rate = 10.0
    paste = (
        "Nothing has to be set at the carrier for texts and reports: they come over the session that a worker keeps.\n"
        "Ask the carrier to\n\n"
        "  * let this machine's address in, for most know an account by name, password and address\n"
        "  * send texts to your number as deliver_sm to this account, and delivery receipts too\n"
        "  * say how many binds, how large a window and how many units a second it allows: the settings\n"
        "    `binds`, `window` and `throughput`"
    )
    delivers_parts = True
    keeps_session = True

    def __init__(self, settings: SmppSettings) -> None:
        self.settings = settings
        scheme, host = "smpps" if settings.tls else "smpp", settings.host
        host = f"[{host}]" if ":" in host else host
        self._centre = Endpoint(f"{scheme}://{host}:{settings.port}", method="submit_sm")
        own = {int(code, 16): kind for code, kind in settings.errors.items() if code.startswith("0x")}
        self._errors = ERRORS | own

    def verify(self, request: base.WebhookRequest) -> None:
        """Believe nobody: a message centre does not call."""
        raise BadSignature("texts and reports of this channel come over its session, never by a webhook")

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Refuse to: see `hear`."""
        raise BadPayload("SMPP has no webhooks")

    def hear(self, body: bytes, at: datetime) -> list[Inbound | Receipt]:
        """Read the body of a `deliver_sm` that came then; raise `BadPayload` if nobody could.

        What a phone's own acknowledgements say is nothing that anybody asked for.
        """
        message = read_message(body)
        kind = message.esm_class & _KIND
        if kind in _RECEIPTS:
            return [_receipt(message, self.settings)]
        return [_text(message, at, self.settings)] if kind == _TEXT else []

    def build(self, message: Outbound) -> Request:
        """Make the units that carry a text. The last one is reported on."""
        base.check_limits(message, self.limits)
        bodies = submit(message, self.settings)
        units = [Unit(Command.SUBMIT_SM, number, body).written() for number, body in enumerate(bodies, 1)]
        return self._centre.raw(b"".join(units))

    def read(self, response: Response) -> Sent:
        """Read the answers to the units of one text: it was sent if every one was taken."""
        answers = _answers(response)
        refused = [answer.status for answer in answers if answer.status]
        if refused and len(refused) < len(answers):
            detail = f"{len(refused)} of {len(answers)} parts were refused, with {refused[0]:#x}"
            raise SendError(ErrorClass.UNKNOWN, f"{refused[0]:#x}", detail)
        if refused:
            raise refusal(refused[0], self._errors)
        try:
            id = wire.Fields([("message_id", Reader(answers[-1].body).c_string())]).token("message_id")
        except (BadPayload, IndexError) as error:
            raise SendError(ErrorClass.UNKNOWN, "no_id", "it was taken, and has no id") from error
        segments = len(answers) if self.settings.long_texts == "parts" else None
        return Sent(_as_reported(id, self.settings), segments=segments)

    def shown(self, body: bytes) -> bytes:
        """Write a line for each unit, with its text below."""
        try:
            return "\n".join(_shown(unit, self.settings) for unit in pdu.units(body)).encode("utf-8", "replace")
        except BadPayload:
            return body

    def probe(self) -> Request | None:
        """Ask whether the session is alive, for which it has to be bound first."""
        return self._centre.raw(Unit(Command.ENQUIRE_LINK, 1).written())

    def read_probe(self, response: Response) -> str:
        """Take any answer at all for a good one: a wrong password is not bound."""
        if [answer for answer in _answers(response) if not answer.status]:
            return "the credentials are good"
        raise SendError(ErrorClass.UNKNOWN, "no_answer", "it was bound, and does not say that it is alive")

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Say that there is none."""
        raise CannotSign(
            "texts and reports of SMPP come over its session and not by webhook, so there is nothing to send: "
            "text the number from a phone, or try the flow with `parley chat`"
        )


def _answers(response: Response) -> list[Unit]:
    try:
        return pdu.units(response.body)
    except BadPayload as error:
        raise SendError(ErrorClass.UNKNOWN, "not_readable", str(error)) from error


# ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def submit(message: Outbound, settings: SmppSettings) -> Iterator[bytes]:
    """Write the messages that carry a text; raise `SendError` where none could."""
    try:
        parts, coding = pdu_text.written(message.text, settings.alphabet, whole=settings.long_texts == "payload")
        source, destination = address(message.sender, settings), address(message.recipient, settings)
    except UnicodeError as error:
        raise SendError(ErrorClass.PERMANENT, "not_sendable", "a number or name is not ASCII") from error
    last, esm_class = len(parts), 0
    if last > 1:
        reference, esm_class = crc32(message.id.encode()) & 0xFF, pdu_text.UDH
        parts = [pdu_text.header(reference, number, last) + octets for number, octets in enumerate(parts, 1)]
    alike = Message(
        source,
        destination,
        b"",
        esm_class,
        coding,
        service_type=settings.service_type,
        options=_options(message, settings),
    )
    return alike.written_with(parts, report_on=last)


def _options(message: Outbound, settings: SmppSettings) -> dict[int, bytes]:
    options: dict[int, bytes] = {}
    if settings.reference:
        options[Tag.USER_MESSAGE_REFERENCE] = mark(message.id).to_bytes(2)
    if message.dlt is not None:
        options[settings.dlt_entity_tag] = message.dlt.entity_id.encode()
        if message.dlt.template_id:
            options[settings.dlt_template_tag] = message.dlt.template_id.encode()
    return options


def address(value: str, settings: SmppSettings) -> Address:
    """Say of which kind a number is: international without its plus, a name, or a short code."""
    value.encode("ascii")
    if value.startswith("+"):
        return Address(value[1:], _INTERNATIONAL, _ISDN)
    if value.isdigit():
        return Address(value, settings.short_code_type, settings.short_code_plan)
    return Address(value, _NAMED)


def _as_reported(id: str, settings: SmppSettings) -> str:
    if settings.receipt_ids == "same":
        return id
    try:
        return str(int(id, 16))
    except ValueError:
        return id


# ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _text(message: Message, at: datetime, settings: SmppSettings) -> Inbound:
    text, part = pdu_text.read_text(message, settings.alphabet)
    fields = wire.Fields([("source", message.source.value), ("destination", message.destination.value), ("text", text)])
    sender, recipient = fields.address("source"), fields.address("destination")
    return Inbound(_derived_id(message, part, at), sender, recipient, fields.text("text"), part=part)


def _receipt(message: Message, settings: SmppSettings) -> Receipt:
    said = pdu_text.decoded(message.octets, message.coding, "latin-1")  # whatever texts are in, these words are ASCII
    stat, err = _STAT.search(said), _ERR.search(said)
    state = STATES.get(int.from_bytes(message.options.get(Tag.MESSAGE_STATE, b"")))
    raw = state or (stat[1] if stat else "UNKNOWN")
    code = err[1] if err and err[1].strip("0") else None
    named = _id_reported(_ID.search(said), message.options.get(Tag.RECEIPTED_MESSAGE_ID, b""), settings)
    fields = wire.Fields([("id", named), ("source", message.source.value), ("err", code or "")])
    source, reference = fields.word("source"), message.options.get(Tag.USER_MESSAGE_REFERENCE)
    return Receipt(
        fields.token("id"),
        STATUSES.get(raw.upper(), MessageStatus.UNKNOWN),
        raw,
        fields.word("err"),
        settings.errors.get(code or ""),
        recipient=wire.with_plus(source) if source else None,
        mark=int.from_bytes(reference) if reference else None,
    )


def _id_reported(said: re.Match[str] | None, option: bytes, settings: SmppSettings) -> str:
    """Return the id that a receipt is about; only of the words it is known in which digits they are."""
    named = option.rstrip(b"\0").decode("latin-1")
    if said and (settings.receipt_ids == "decimal" or not named):
        return said[1]
    return _as_reported(named, settings) if named else ""


def _derived_id(message: Message, part: Part | None, at: datetime) -> str:
    """Make an id, the same if it comes again within the minute: an answer of ours that was lost has it sent again."""
    minute = at.astimezone(UTC).strftime("%Y%m%d%H%M")
    known_by = (minute, message.source.value, message.destination.value, message.coding, message.octets, part)
    return "x" + hashlib.sha256(repr(known_by).encode()).hexdigest()[:32]


# ── for people ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _shown(unit: Unit, settings: SmppSettings) -> str:
    if unit.command & RESPONSE:
        id = unit.body.partition(b"\0")[0].decode("latin-1")
        name = _named(unit.command & ~RESPONSE)
        return f"{name}_resp {unit.sequence}: {NAMES.get(unit.status, f'{unit.status:#x}')} {id}".rstrip()
    name = f"{_named(unit.command)} {unit.sequence}"
    if unit.command not in (Command.SUBMIT_SM, Command.DELIVER_SM):
        return name
    message = read_message(unit.body)
    text, part = pdu_text.read_text(message, settings.alphabet)
    head = f"{name}: {message.source.value} to {message.destination.value}, esm_class {message.esm_class:#x}"
    which = f", part {part.number} of {part.total}" if part is not None else ""
    return f"{head}, data_coding {message.coding}{which}\n{text}"


def _named(command: int) -> str:
    return Command(command).name.lower() if command in set(Command) else f"{command:#x}"
