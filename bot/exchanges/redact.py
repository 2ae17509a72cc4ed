"""What may be kept of a request and its answer: no credentials, no signatures, phones masked as in the log.

Bodies stay, because they explain a message to whoever may read it. Whose secrets a channel has is known, so they are
looked for as they are; only where a name in a body suggests another one is it read field by field.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote, quote_plus

import re2
from pydantic import SecretStr

from bot.config import LOOPBACK_SECRET
from bot.limits import EXCHANGE_BODY_CHARS_MAX
from bot.phone import mask
from bot.providers.base import REDACTED
from bot.providers.http import Endpoint, Response
from bot.store.clean import storable

SECRET_CHARS_MIN: Final = 6
"""What is shorter is looked for by its name alone: taking it out would garble bodies and show where it was."""
DIGITS_MIN: Final = 7
"""Short codes are nobody's."""

_SHOWN: Final = frozenset(
    {
        "accept",
        "accept-encoding",
        "content-encoding",
        "content-length",
        "content-type",
        "date",
        "host",
        "location",
        "request-id",
        "retry-after",
        "server",
        "twilio-request-id",
        "user-agent",
        "x-request-id",
    }
)
"""Headers that give nothing away. Of all others the name is kept: an allow-list, for keys have many names."""
_OF_EVERY_CALL: Final = frozenset({"host", "user-agent", "content-length"})

_NAMES: Final = r"token|secret|passw|api[_-]?key|credential|signature|otp|\bsig\b|authori[sz]ation"
_NAMED = re2.compile(f"(?i){_NAMES}")
_FIELD = re2.compile(f"(?i)((?:^|[?&])[^=&]*(?:{_NAMES})[^=&]*=)[^&\\s]+")
_MEMBER = re2.compile(f'(?i)("[^"]*(?:{_NAMES})[^"]*"\\s*:\\s*)("(?:[^"\\\\]|\\\\.)*"|[^\\s",\\[{{}}\\]]+)')
_STATUS_URL = re2.compile(r"(status(?:/|%2[Ff])[0-9A-Za-z_]+(?:/|%2[Ff]))[0-9a-f]{16,}")
"""The end of a message's own address is what proves a report."""
_INTERNATIONAL = re2.compile(r"(\+|%2[Bb])([0-9]{7,15})")
_OF_A_SUCCESS: Final = frozenset({b"content-type", b"request-id", b"twilio-request-id", b"x-request-id"})
_HEADER_CHARS_MAX: Final = 200
_HEADERS_MAX: Final = 40


class Redaction:
    """What is secret of one channel."""

    def __init__(self, settings: Any, number: str) -> None:
        """`settings` are the provider's; `number` is ours, and no secret."""
        secrets = [*_secrets(settings)]
        self._spellings = tuple(dict.fromkeys(spelling for secret in secrets for spelling in _spelt(secret)))
        self._has_short_ones = any(len(secret) < SECRET_CHARS_MIN for secret in secrets)
        self._ours = number.removeprefix("+")

    def ours(self, raw: bytes, phone: str, message_id: str) -> str:
        """Return what is kept of a body that we wrote: which secrets can be in it is known."""
        if len(raw) > EXCHANGE_BODY_CHARS_MAX or self._has_short_ones:
            return self._cut(raw, (phone,))
        text = raw.decode("utf-8", "replace")
        for secret in self._spellings:
            if secret in text:
                text = text.replace(secret, REDACTED)
        text = self._without_phone(text, phone)
        if "status" in text and message_id in text:
            text = _STATUS_URL.sub(_hidden, text)
        return text if text.isascii() and "\0" not in text else str(storable(text))

    def theirs(self, raw: bytes, phones: Iterable[str]) -> str:
        """Return what is kept of a body that others wrote."""
        return self._cut(raw, phones, by_strangers=True) if raw else ""

    def text(self, text: str, phones: Iterable[str] = (), *, by_strangers: bool = False) -> str:
        """Take out of a text what must not be kept. `phones` are known to be in it.

        In what others wrote every number with a plus is masked: whose it is nobody knows.
        """
        for secret in self._spellings:
            if secret in text:
                text = text.replace(secret, REDACTED)
        for phone in phones:
            text = self._without_phone(text, phone)
        if by_strangers and ("+" in text or "%2" in text):
            text = _INTERNATIONAL.sub(self._masked, text)
        if "status" in text:
            text = _STATUS_URL.sub(_hidden, text)
        if _NAMED.search(text):
            text = _MEMBER.sub(_hidden_member, _FIELD.sub(_hidden, text))
        return text

    def _cut(self, raw: bytes, phones: Iterable[str], *, by_strangers: bool = False) -> str:
        # a secret that is cut off here lies behind what is kept
        start = raw[: 2 * EXCHANGE_BODY_CHARS_MAX].decode("utf-8", "replace")
        text: str = storable(self.text(start, phones, by_strangers=by_strangers))
        if len(text) <= EXCHANGE_BODY_CHARS_MAX and len(raw) <= 2 * EXCHANGE_BODY_CHARS_MAX:
            return text
        return f"{text[:EXCHANGE_BODY_CHARS_MAX]}… ({len(raw)} bytes in all)"

    def _without_phone(self, text: str, phone: str) -> str:
        digits = phone.removeprefix("+")
        if digits in text and len(digits) >= DIGITS_MIN and digits != self._ours:
            return text.replace(digits, mask(f"+{digits}").removeprefix("+"))
        return text

    def _masked(self, found: Any) -> str:
        sign, digits = found[1], found[2]
        return f"{sign}{digits}" if digits == self._ours else f"{sign}{mask(f'+{digits}').removeprefix('+')}"


def shown_headers(headers: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each header; of most only the name may be seen."""
    for number, (name, value) in enumerate(headers):
        if number == _HEADERS_MAX:
            return
        shown = storable(value[:_HEADER_CHARS_MAX]) if name in _SHOWN else REDACTED
        yield f"{storable(name[:_HEADER_CHARS_MAX])}: {shown}\n"


@lru_cache(256)
def request_head(redaction: Redaction, endpoint: Endpoint, own_head: bytes) -> str:
    """Return the first line and the headers of a request of ours: the same for all of an endpoint, so written once."""
    lines = (endpoint.head + own_head).decode("ascii").split("\r\n")[1:]
    headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines) if name]
    told = shown_headers(header for header in headers if header[0] not in _OF_EVERY_CALL)
    return f"{endpoint.method} {redaction.text(endpoint.url)}\n{''.join(told)}\n"


def response_head(response: Response) -> str:
    """Return the headers of an answer that say something about it; of one that is no success, the names of all."""
    if not response.is_success:
        return "".join(
            shown_headers((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers)
        )
    return "".join([_header_line(*header) for header in response.headers if header[0] in _OF_A_SUCCESS])


def _header_line(name: bytes, value: bytes) -> str:
    return f"{name.decode('latin-1')}: {storable(value[:_HEADER_CHARS_MAX].decode('latin-1'))}\n"


def _secrets(settings: Any) -> Iterator[str]:
    for name in getattr(type(settings), "model_fields", ()):
        value = getattr(settings, name)
        secret = value.get_secret_value() if isinstance(value, SecretStr) else ""
        if secret and secret != LOOPBACK_SECRET:
            yield secret


def _spelt(secret: str) -> Iterator[str]:
    """Yield a secret as it may stand in a text, a form and a document."""
    if len(secret) >= SECRET_CHARS_MIN:
        yield from (secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1])


def _hidden(found: Any) -> str:
    return f"{found[1]}{REDACTED}"


def _hidden_member(found: Any) -> str:
    return f'{found[1]}"{REDACTED}"'
