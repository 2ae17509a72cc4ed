"""Requests to a provider's webhook, by number: the same number is the same request, wherever it is made.

    Cases("telnyx")[4711]

Even numbers are signed by whoever has the secret, so that what is wrong with them reaches what reads them. Odd numbers
are not, or not rightly: whatever they say must leave no trace. Who comes over a session never calls, and never signs.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import orjson

from bot.outbox.status_url import status_url
from bot.providers import wire
from bot.providers.base import WebhookRequest
from tests.fuzz.damage import (
    CONTENT_TYPES,
    FORM,
    JSON,
    Pairs,
    changed_document,
    changed_pairs,
    damaged,
    document,
    form,
    hostile,
    multipart,
    octets,
    word,
)
from tests.providers.examples import ALL, NOW, Example

PUBLIC: Final = "https://sms.example.com"
SECRET: Final = "a-secret-that-signs-the-addresses"
"""Signs the addresses of messages."""
MESSAGE: Final = "msg_1"
SAMPLES: Final = Path(__file__).parents[1] / "providers" / "samples"
PROOFS: Final = ("token", "sig", "timestamp", "nonce", "bodySHA256")
"""Fields that are put in when a request is signed."""
MORE_HEADERS: Final = (
    ("host", "evil.example"),
    ("x-forwarded-host", "evil.example"),
    ("x-forwarded-proto", "http"),
    ("x-forwarded-for", "127.0.0.1, 10.0.0.1"),
    ("forwarded", "for=127.0.0.1;host=evil.example;proto=http"),
    ("x-original-url", "/webhooks/nobody"),
    ("x-http-method-override", "GET"),
    ("content-encoding", "gzip"),
    ("content-length", "99999999"),
    ("content-length", "0"),
    ("content-length", "x"),
    ("transfer-encoding", "chunked"),
    ("expect", "100-continue"),
    ("cookie", "a=b" * 1_000),
    ("user-agent", "\x00\xff"),
    ("", ""),
)


@dataclass(frozen=True)
class Case:
    """One request, and what may come of it."""

    number: int
    what: str
    request: WebhookRequest
    signed: bool
    """Whether the carrier itself could have sent it."""
    untouched: bool = False
    """Whether it is just as the carrier sends it, so that it has to be taken."""
    more_headers: tuple[tuple[str, str], ...] = ()
    """Ahead of the others, of which some may have the same name."""
    pieces: int = 1
    """How many the body comes in; none of it if the client leaves before."""


@dataclass(frozen=True)
class Seed:
    """What a carrier sends, taken apart: a document, or fields of a form or a query."""

    asks: bool
    document: bytes | None
    pairs: Pairs

    @property
    def raw(self) -> bytes:
        """As the carrier writes it."""
        return urlencode(self.pairs, encoding="latin-1").encode() if self.document is None else self.document


class Cases:
    """All requests to one provider."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._example = example = ALL[name]
        self._calls = example.heard is None
        self._address = f"{PUBLIC}/webhooks/{name}"
        self._seeds = [_seed(request) for request in _examples(example)]
        self._seeds += [_seed(request) for request in _recorded(name, example)]
        self._paths = [(path, str(value)) for path, value in example.inbound.items()]
        self._headers = sorted({*example.webhook(example.inbound).headers, *example.webhook(example.receipt).headers})

    def __getitem__(self, number: int) -> Case:
        rng = Random(f"{self.name}/{number}")  # noqa: S311 - it is to be the same again
        if number % 2 or not self._calls:
            return self._unsigned(rng, number)
        return self._signed(rng, number)

    # ── signed ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _signed(self, rng: Random, number: int) -> Case:
        seed = rng.choice(self._seeds)
        kinds: tuple[tuple[str, Callable[[Random, Seed], WebhookRequest]], ...] = (
            ("as the carrier sends it", self._plain),
            ("fields changed", self._fields),
            ("fields changed", self._fields),
            ("fields changed", self._fields),
            ("bytes changed", self._bytes),
            ("bytes changed", self._bytes),
            ("hostile", self._hostile),
            ("written otherwise", self._otherwise),
        )
        what, make = kinds[rng.randrange(len(kinds))]
        request, untouched = make(rng, seed), make == self._plain
        more: tuple[tuple[str, str], ...] = ()
        if not untouched:
            request, more = self._surrounded(rng, request)
        pieces = rng.choice((1, 1, 1, 1, 2, 5)) if untouched else rng.choice((1, 1, 1, 1, 1, 1, 2, 5, 0))
        secret = rng.choice((self._example.secret, self._example.secret, self._example.previous))
        return Case(number, what, self._example.prove(request, secret), True, untouched, more, pieces)

    def _plain(self, rng: Random, seed: Seed) -> WebhookRequest:
        return self._written(seed, seed.raw)

    def _fields(self, rng: Random, seed: Seed) -> WebhookRequest:
        if seed.document is not None:
            return self._written(seed, document(rng, changed_document(rng, orjson.loads(seed.document))))
        return self._written(seed, form(rng, changed_pairs(rng, seed.pairs)))

    def _bytes(self, rng: Random, seed: Seed) -> WebhookRequest:
        return self._written(seed, damaged(rng, seed.raw))

    def _hostile(self, rng: Random, seed: Seed) -> WebhookRequest:
        return self._written(seed, hostile(rng))

    def _otherwise(self, rng: Random, seed: Seed) -> WebhookRequest:
        """The same content, as some other carrier would write it."""
        pairs = seed.pairs if seed.document is None else rng.choice((_flat(seed.document), self._paths))
        kind = rng.choice(CONTENT_TYPES)
        body = {JSON: json.dumps(dict(pairs)).encode(), FORM: form(rng, pairs)}.get(kind) or multipart(rng, pairs)
        if rng.random() < 0.2:
            return WebhookRequest("GET", self._asked(form(rng, pairs)), {}, body if rng.random() < 0.2 else b"", NOW)
        return WebhookRequest("POST", self._address, {"content-type": kind}, body, NOW)

    def _surrounded(self, rng: Random, request: WebhookRequest) -> tuple[WebhookRequest, tuple[tuple[str, str], ...]]:
        """Change what is around the content now and then: the address, the headers, the method, the content type."""
        chance, more = rng.random(), ()
        if chance < 0.06:
            request = replace(request, headers={**request.headers, "content-type": rng.choice(CONTENT_TYPES)})
        elif chance < 0.1:
            more = tuple(rng.choices(MORE_HEADERS, k=rng.randrange(4)))
            more += tuple((name, _claim(rng, request)) for name in self._headers if name != "content-type")
        elif chance < 0.14:
            path = rng.choice(("/status", status_url("", SECRET.encode(), self.name, MESSAGE).partition(self.name)[2]))
            request = replace(request, url=request.url.replace(self._address, self._address + path, 1))
        elif chance < 0.17:
            query = rng.choice((octets(rng), "%FF=%00&&=", "a=&" * 101, "status=delivered", "id=1&id=2&from"))
            query = query.replace(" ", "%20").replace("#", "%23")
            request = replace(request, url=wire.with_query(request.url, query))
        elif chance < 0.19:
            request = replace(request, method=rng.choice(("GET", "POST")))
        return request, more

    # ── not signed ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _unsigned(self, rng: Random, number: int) -> Case:
        content = rng.choice((self._plain, self._plain, self._fields, self._bytes, self._hostile, self._otherwise))
        request = content(rng, rng.choice(self._seeds))
        kinds: tuple[tuple[str, Callable[[Random, WebhookRequest], WebhookRequest]], ...] = (
            ("not signed", lambda rng, request: request),
            ("signed with another secret", self._other_secret),
            ("changed after it was signed", self._tampered),
            ("a signature made up", self._made_up),
            ("signed long ago, or in the future", self._stale),
            ("sent elsewhere", self._elsewhere),
        )
        what, make = kinds[rng.randrange(len(kinds))]
        more = tuple(rng.choices(MORE_HEADERS, k=rng.randrange(4))) if rng.random() < 0.1 else ()
        return Case(number, what, make(rng, request), False, False, more, rng.choice((1, 1, 1, 1, 1, 1, 2, 5, 0)))

    def _other_secret(self, rng: Random, request: WebhookRequest) -> WebhookRequest:
        known = self._example.secret
        guesses = ("", known[:-1], known + " ", known + "\u00b7", known.swapcase(), known[::-1], "secret", "0" * 64)
        return self._example.prove(request, rng.choice(guesses))

    def _tampered(self, rng: Random, request: WebhookRequest) -> WebhookRequest:
        """Change what the signature covers, so that no reading of it is the same as before."""
        if not self._example.covers_body:
            return self._other_secret(rng, request)
        request = self._example.prove(request, self._example.secret)
        more = f"fuzz{rng.randrange(10**6)}"
        if request.method == "GET":
            url = wire.with_query(request.url, f"{more}=1")
            return replace(request, url=url, body=request.body and request.body + b" ")
        if request.content_type == JSON:
            return replace(request, body=b'{"%b":"1",%b' % (more.encode(), request.body.lstrip()[1:]))
        return replace(request, body=request.body + f"&{more}=1".encode())

    def _made_up(self, rng: Random, request: WebhookRequest) -> WebhookRequest:
        headers = {**request.headers}
        for name in self._headers:
            if name != "content-type" and rng.random() < 0.9:
                headers[name] = _claim(rng, request)
        if rng.random() < 0.5:
            query = f"token={word(rng)}&sig={word(rng)}".encode("latin-1", "replace").decode("latin-1")
            query = query.replace(" ", "+").replace("#", "")
            request = replace(request, url=wire.with_query(request.url, query))
        return replace(request, headers=headers)

    def _stale(self, rng: Random, request: WebhookRequest) -> WebhookRequest:
        window_s = self._example.window_s
        if window_s is None:
            return self._other_secret(rng, request)
        away_s = (window_s + 11 + rng.randrange(10 ** rng.randrange(1, 9))) * rng.choice((1, -1))
        then = replace(request, received_at=NOW + timedelta(seconds=away_s))
        return replace(self._example.prove(then, self._example.secret), received_at=NOW)

    def _elsewhere(self, rng: Random, request: WebhookRequest) -> WebhookRequest:
        """Well signed by the carrier, but to an address that is none, that we never made, or in a way that is none."""
        own = f"{self._address}/status/{MESSAGE}"
        good = status_url("", SECRET.encode(), self.name, MESSAGE).rpartition("/")[2]
        addresses = (
            f"{PUBLIC}/webhooks/nobody",
            f"{PUBLIC}/webhooks/%00",
            f"{PUBLIC}/webhooks//",
            f"{self._address}/other",
            f"{own}/{'0' * len(good)}",
            f"{own}/{good[:-1]}",
            f"{own}/{good.upper()}x",
            f"{own}/%FF%00",
            f"{self._address}/status/msg_2/{good}",
        )
        if rng.random() < 0.5:
            request = replace(request, url=request.url.replace(self._address, rng.choice(addresses), 1))
            return self._example.prove(request, self._example.secret)
        request = self._example.prove(request, self._example.secret)
        return replace(request, method=rng.choice(("PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "TRACE", "get", "")))

    # ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _written(self, seed: Seed, content: bytes) -> WebhookRequest:
        if seed.asks:
            return WebhookRequest("GET", self._asked(content), {}, b"", NOW)
        kind = JSON if seed.document is not None else FORM
        return WebhookRequest("POST", self._address, {"content-type": kind}, content, NOW)

    def _asked(self, query: bytes) -> str:
        """An address with a query: what no client would send within a line is written as clients write it."""
        for raw, written in ((b" ", b"%20"), (b"#", b"%23"), (b"\r", b"%0D"), (b"\n", b"%0A")):
            query = query.replace(raw, written)
        return f"{self._address}?{query.decode('latin-1')}" if query else self._address


def _examples(example: Example) -> list[WebhookRequest]:
    with_media = [{**example.inbound, **example.media}] if example.media else []
    failed = {**example.receipt, example.names["status"]: example.failed}
    return [example.unsigned(fields) for fields in (example.inbound, example.receipt, failed, *with_media)]


def _recorded(name: str, example: Example) -> list[WebhookRequest]:
    """What others have recorded, as if it were for this channel's account."""
    file = SAMPLES / f"{name}.json"
    sections: Mapping[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    requests = []
    for sample in (*sections.get("inbound", ()), *sections.get("status", ())):
        url, body = sample["url"], sample["body"]
        for setting, theirs in example.recorded.for_sample(sample).items():
            ours = str(getattr(example.provider.settings, setting))  # type: ignore[attr-defined]
            url, body = url.replace(theirs, ours), body.replace(theirs, ours)
        kind = {"content-type": sample["content_type"]} if sample["content_type"] else {}
        requests.append(WebhookRequest(sample["method"], url, kind, body.encode(), NOW))
    return requests


def _seed(request: WebhookRequest) -> Seed:
    asks = request.method == "GET"
    if not asks and request.content_type == JSON:
        return Seed(asks, request.body, [])
    written = request.url.partition("?")[2] if asks else request.body.decode("latin-1")
    pairs: wire.Pairs = parse_qsl(written, keep_blank_values=True, encoding="latin-1")
    if request.content_type == wire.MULTIPART:
        pairs = wire.parse_multipart(request.headers["content-type"], request.body).pairs
    return Seed(asks, None, [(name, value) for name, value in pairs if name not in PROOFS])


def _flat(raw: bytes) -> Pairs:
    found = orjson.loads(raw)
    fields = found if isinstance(found, dict) else {}
    return [(name, str(value).encode().decode("latin-1")) for name, value in fields.items()]


def _claim(rng: Random, request: WebhookRequest) -> str:
    """What somebody writes into a header who has no secret, but knows how the carrier's look."""
    kind = rng.randrange(6)
    if kind < 2:
        claim = rng.choice(
            ("", "sha256=", "Bearer", "Bearer ", "Bearer a.b.c", "Basic ", "Basic !!!", "Basic Og==", ",")
        )
    elif kind == 2:
        claim = word(rng)
    elif kind == 3:
        claim = base64.b64encode(rng.randbytes(rng.choice((16, 20, 32, 64)))).decode()
    elif kind == 4:
        claim = rng.choice(("sha256=", "")) + rng.randbytes(32).hex()
    else:
        claim = rng.choice(("Bearer ", "")) + _token(rng, request)
    return claim.encode("latin-1", "replace").decode("latin-1")


def _token(rng: Random, request: WebhookRequest) -> str:
    """A token that says all the right things, and that nobody signed."""
    head = rng.choice(
        ({"alg": "none"}, {"alg": "None"}, {"alg": "HS256"}, {"alg": "RS256"}, {"alg": "HS999"}, {"alg": 7}, [])
    )
    now = int(NOW.timestamp())
    claims: dict[str, Any] = {"iss": rng.choice(("MessageBird", "Vonage")), "iat": now, "nbf": now, "exp": now + 60}
    claims |= {"payload_hash": hashlib.sha256(request.body).hexdigest(), "jti": "1", "api_key": "abcd1234"}
    claims |= {"url_hash": hashlib.sha256(request.url.encode()).hexdigest()}
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (head, claims)]
    return ".".join([*parts, rng.choice(("", "e30", base64.urlsafe_b64encode(rng.randbytes(32)).decode()))])
