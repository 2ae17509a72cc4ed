"""What a provider is: four pure methods and a description of itself; and where providers are found.

    webhook ─ verify ─ parse ─► Inbound / Receipt        Outbound ─ build ─► request ─(outbox)─► response ─ read ─► Sent

A provider does no I/O, reads no clock and logs nothing: the HTTP loop, time-outs, retries, rates and redaction are
shared. To add one, write one file beside this one and add one line to `PROVIDERS`; packages of others use the
entry-point group.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Annotated, Any, ClassVar, Protocol, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr, ValidationError

from bot.config import explain
from bot.errors import ConfigError, SendError
from bot.events import ChannelKind, ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.providers import wire
from bot.providers.http import Request, Response
from bot.providers.optouts import Page
from bot.providers.webhook import WebhookAnswer as WebhookAnswer
from bot.providers.webhook import WebhookRequest as WebhookRequest

ENTRY_POINT_GROUP = "parley.providers"
REDACTED = "•••"
_SECRET_CHARS_MIN = 6
_CODE_CHARS_MAX = 80
_SERVER_ERROR = 500
_DETAIL_CHARS_MAX = 300
_Kind = TypeVar("_Kind", MessageStatus, ErrorClass)


# ── values ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class MessageLimits:
    """What fits into one message at the provider."""

    chars_max: int
    media_max: int = 0


@dataclass(frozen=True)
class Capabilities:
    """What the provider can do, for `parley doctor` and for choosing a channel."""

    signature: bool
    """Whether its webhooks are signed, rather than known by a secret address."""
    media: bool
    alphanumeric_sender: bool
    reference: bool
    """Whether it hands our own message id back."""
    verified_against: str
    """What the implementation was checked with."""
    receipts: bool = True
    dlt: bool = False
    """Whether it takes the ids of entity and template that India asks for."""
    opt_outs: bool = False
    """Whether its own list of people who opted out can be read."""


@dataclass(frozen=True)
class NeverReceived:
    """The provider is certain that it never got the message: sending it again cannot double it."""


class Sample(StrEnum):
    """Webhooks that a provider can imitate, for `parley trigger`, the fake carrier and the tests."""

    INBOUND = "inbound"
    STOP = "stop"
    DELIVERED = "delivered"
    FAILED = "failed"

    def says(self, text: str) -> str | None:
        """Return the text that the customer sends; None for a receipt."""
        return {Sample.INBOUND: text, Sample.STOP: "STOP"}.get(self)


# ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("is not an address such as https://api.example.com")
    return value.rstrip("/")


BaseUrl = Annotated[str, AfterValidator(_address)]
"""Where a provider's API is; every one can be pointed elsewhere."""


class ProviderSettings(BaseModel):
    """The keys of `[channels.NAME]` that belong to the provider. Secrets are `SecretStr`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    def address(self, url: str) -> str:
        """Return the address of a webhook as the provider has to be given it."""
        return url

    def redact(self, text: str) -> str:
        """Take every secret of these settings out of a text that is going to be seen.

        One that is too short to be a secret stays: taking it out would garble the text and show where it was.
        """
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, SecretStr) and len(value) >= _SECRET_CHARS_MIN:
                text = text.replace(value.get_secret_value(), REDACTED)
        return text


# ── the contract ────────────────────────────────────────────────────────────────────────────────────────────────────


class Provider(Protocol):
    """One carrier's API. Subclass it, or have the same shape."""

    name: ClassVar[str]
    Settings: ClassVar[type[ProviderSettings]]
    statuses: ClassVar[Mapping[str, MessageStatus]]
    """Theirs → ours. A status that is not listed is `unknown`, stored and acknowledged, never refused."""
    limits: ClassVar[MessageLimits]
    capabilities: ClassVar[Capabilities]
    rate: ClassVar[float] = 1.0
    """Messages a second from one sender, unless the settings say otherwise: what carriers allow a long number."""
    paste: ClassVar[str] = (
        "At the provider, set the webhook for texts that come in to\n\n{inbound}\n\n"
        "and the one for delivery reports, if it asks for one, to\n\n{receipts}"
    )
    """What is to be done at the provider, for `parley provider connect`: where our two addresses belong."""
    idempotent: ClassVar[bool] = False
    """Whether the provider takes our id as key, so that sending the same message again cannot double it."""

    keeps_session: ClassVar[bool] = False
    """Whether everything goes over a session that a worker keeps, both ways: then there are no webhooks."""
    delivers_parts: ClassVar[bool] = False
    """Whether long texts come in pieces: then texts of the same person stay behind an unfinished one."""

    def __init__(self, settings: Any) -> None: ...

    @property
    def kind(self) -> ChannelKind:
        """What its messages are to the people who get them."""
        return ChannelKind.SMS

    @property
    def carries_dlt(self) -> bool:
        """Whether the ids that India asks for reach the carrier."""
        return self.capabilities.dlt

    @property
    def local(self) -> bool:
        """Whether messages are delivered in process: then `build` and `read` are not called."""
        return False

    def verify(self, request: WebhookRequest) -> None:
        """Raise `BadSignature` (or `BadPayload`) unless the provider itself made this request."""

    def parse(self, request: WebhookRequest) -> list[Inbound | Receipt]:
        """Read a verified request; raise `BadPayload` if it does not have the provider's shape."""

    def build(self, message: Outbound) -> Request:
        """Make the request that sends a message; raise `SendError` where the provider could never take it."""

    def read(self, response: Response) -> Sent:
        """Read the answer to a send; raise `SendError` unless the provider took the message."""

    def answer(self, request: WebhookRequest) -> WebhookAnswer:
        """Return what to answer once the request is stored."""
        return WebhookAnswer()

    def query(self, message: Outbound) -> Request | None:
        """Make the request that asks whether a message of unknown outcome arrived; None if nobody can tell."""
        return None

    def read_query(self, message: Outbound, response: Response) -> Receipt | NeverReceived | None:
        """Read the answer to `query`; None if it says nothing, which proves nothing either."""
        return None

    def opt_outs(self, sender: str, since: datetime | None, page: str) -> Request | None:
        """Ask for the provider's list of who opted out of a sender of ours: of all, or of those `since` a moment.

        `page` is blank, then whatever `Page.next` was. None if the list cannot be read.
        """
        return None

    def read_opt_outs(self, sender: str, page: str, response: Response) -> Page:
        """Read a page of that list; raise `SendError` for anything else, lest a fault pass for an empty list."""
        return Page()

    def shown(self, body: bytes) -> bytes:
        """Write down what was sent or answered the way people read it, as nearly all of it is already."""
        return body

    def media_auth(self, url: str, now: datetime) -> Mapping[str, str]:
        """Return the headers that a medium at this address needs; none unless the address is the provider's own.

        Asked anew for every address that a redirect leads to. Whoever compares, compares the whole beginning of it.
        """
        return {}

    def probe(self) -> Request | None:
        """Make a request that shows whether the credentials are good, and does nothing else; None if there is none."""
        return None

    def read_probe(self, response: Response) -> str:
        """Say in a few words what the answer to `probe` tells; raise `SendError` unless the credentials are good."""
        if not response.is_success:
            raise SendError(wire.status_for_http(response.status), str(response.status))
        return "the credentials are good"

    def sample_webhook(
        self, kind: Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> WebhookRequest:
        """Make the request that the provider would send to `url`, signed as the provider signs.

        `sender`, `recipient` and `id` are those of the message it tells of, so that a receipt has our number as sender.
        """


# ── what providers share ────────────────────────────────────────────────────────────────────────────────────────────


def same(expected: str, actual: str) -> bool:
    """Compare secrets in constant time; any text is allowed, unlike in `hmac.compare_digest`."""
    return hmac.compare_digest(expected.encode("utf-8", "replace"), actual.encode("utf-8", "replace"))


def by_word(table: Mapping[_Kind, str]) -> dict[str, _Kind]:
    """Turn a table of ours → their words into one of theirs → ours."""
    return {word: ours for ours, words in table.items() for word in words.split()}


def basic_auth(user: str, password: SecretStr) -> str:
    """Write the Authorization header of RFC 7617."""
    return "Basic " + base64.b64encode(f"{user}:{password.get_secret_value()}".encode()).decode()


def derived_id(request: WebhookRequest, *parts: str) -> str:
    """Make an id for what came without one: the same for a repetition within the minute, which carriers make of all."""
    minute = request.received_at.astimezone(UTC).strftime("%Y%m%d%H%M")
    return "x" + hashlib.sha256("\0".join((minute, *parts)).encode("utf-8", "replace")).hexdigest()[:32]


def check_limits(message: Outbound, limits: MessageLimits) -> None:
    """Refuse what the provider could never take, before it costs a request."""
    if len(message.text) > limits.chars_max:
        detail = f"{len(message.text)} characters are more than the {limits.chars_max} that the provider takes"
        raise SendError(ErrorClass.PERMANENT, "too_long", detail)
    if len(message.media) > limits.media_max:
        detail = f"{len(message.media)} media are more than the {limits.media_max} that the provider takes"
        raise SendError(ErrorClass.PERMANENT, "too_many_media", detail)


def refusal(
    response: Response,
    settings: ProviderSettings,
    errors: Mapping[str, ErrorClass],
    *,
    code: str = "",
    detail: str = "",
    retry_after_s: float | None = None,
    unsent: bool = False,
) -> SendError:
    """Describe an answer that is not an acceptance.

    The provider's own code decides where `errors` lists it, else the HTTP status; a code in a 2xx is a refusal too.
    `unsent` is for providers that give a code in a 5xx only where nothing was sent.
    """
    kind = ErrorClass.PERMANENT if code and response.is_success else wire.status_for_http(response.status)
    kind = errors.get(code, kind)
    if kind is ErrorClass.RETRYABLE and response.status >= _SERVER_ERROR and not unsent:
        kind = ErrorClass.UNKNOWN  # whoever says "try again" with a 5xx does not promise that nothing was sent
    return SendError(
        kind,
        settings.redact(code)[:_CODE_CHARS_MAX] or str(response.status),
        settings.redact(detail or response.text)[:_DETAIL_CHARS_MAX],
        retry_after_s=wire.retry_after_s(response) if retry_after_s is None else retry_after_s,
    )


# ── where they are found ────────────────────────────────────────────────────────────────────────────────────────────

PROVIDERS = (
    EntryPoint("loopback", "bot.providers.loopback:Loopback", ENTRY_POINT_GROUP),
    EntryPoint("twilio", "bot.providers.twilio:Twilio", ENTRY_POINT_GROUP),
    EntryPoint("d7", "bot.providers.d7:D7", ENTRY_POINT_GROUP),
    EntryPoint("plivo", "bot.providers.plivo:Plivo", ENTRY_POINT_GROUP),
    EntryPoint("sinch", "bot.providers.sinch:Sinch", ENTRY_POINT_GROUP),
    EntryPoint("telnyx", "bot.providers.telnyx:Telnyx", ENTRY_POINT_GROUP),
    EntryPoint("vonage", "bot.providers.vonage:Vonage", ENTRY_POINT_GROUP),
    EntryPoint("vonage_messages", "bot.providers.vonage_messages:VonageMessages", ENTRY_POINT_GROUP),
    EntryPoint("africastalking", "bot.providers.africastalking:AfricasTalking", ENTRY_POINT_GROUP),
    EntryPoint("bandwidth", "bot.providers.bandwidth:Bandwidth", ENTRY_POINT_GROUP),
    EntryPoint("clicksend", "bot.providers.clicksend:ClickSend", ENTRY_POINT_GROUP),
    EntryPoint("infobip", "bot.providers.infobip:Infobip", ENTRY_POINT_GROUP),
    EntryPoint("messagebird", "bot.providers.messagebird:MessageBird", ENTRY_POINT_GROUP),
    EntryPoint("kannel", "bot.providers.kannel:Kannel", ENTRY_POINT_GROUP),
    EntryPoint("jasmin", "bot.providers.jasmin:Jasmin", ENTRY_POINT_GROUP),
    EntryPoint("smpp", "bot.providers.smpp:Smpp", ENTRY_POINT_GROUP),
    EntryPoint("generic_http", "bot.providers.generic_http:GenericHttp", ENTRY_POINT_GROUP),
)


def provider_names() -> list[str]:
    """Name every provider that is installed, ours first."""
    return list(dict.fromkeys(point.name for point in _points()))


def _points() -> Iterator[EntryPoint]:
    """Ours first: to look through what is installed takes longer than to load one of them."""
    yield from PROVIDERS
    yield from entry_points(group=ENTRY_POINT_GROUP)


def get_provider(name: str) -> type[Provider]:
    """Load a provider's class; ours win over an entry point of the same name."""
    for point in _points():
        if point.name == name:
            loaded: type[Provider] = point.load()
            return loaded
    raise ConfigError(f"no provider is called `{name}`; there are {', '.join(provider_names())}")


@lru_cache(1024)
def meaning(provider: str, code: str) -> ErrorClass | None:
    """What a code of a provider means, as its table has it; None for one that is not there, or no such provider."""
    try:
        table = getattr(sys.modules[get_provider(provider).__module__], "ERRORS", {})
    except ConfigError:
        return None
    found = table.get(code)
    return found if isinstance(found, ErrorClass) else None


def make_provider(name: str, options: Mapping[str, Any], *where: str) -> Provider:
    """Configure a provider from its keys in the settings, or raise a `ConfigError` that lists what is wrong."""
    provider = get_provider(name)
    try:
        return provider(provider.Settings.model_validate(dict(options)))
    except ValidationError as error:
        problems = explain(error, provider.Settings, *where)
        raise ConfigError(f"the settings of {name} cannot be used:\n  " + "\n  ".join(problems)) from error
    except ValueError as error:
        raise ConfigError(f"the settings of {name} cannot be used: {error}") from error
