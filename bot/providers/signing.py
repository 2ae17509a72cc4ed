"""How a webhook proves where it comes from: keyed hashes, tokens, public keys, the age of a request; else its address.

    check_hash(claimed, [hmac_base64(key, signed) for key in keys(settings.secret, settings.secret_previous)])
    check_age(request.headers["x-timestamp"], request.received_at)

Every check takes whatever strangers send, compares in constant time, and raises `BadSignature` unless it holds.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Annotated, Any
from urllib.parse import urlencode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import BeforeValidator, Field, SecretStr, model_validator

from bot.errors import BadSignature
from bot.events import Outbound
from bot.limits import WEBHOOK_AGE_S_MAX
from bot.providers import base, wire

WebhookAge = Annotated[
    float,
    Field(ge=60, description="How old a signature may be; more if a repeated call keeps its old one"),
]

_TIMESTAMP_DIGITS_MAX = 12
_TOKEN_CHARS_MAX = 4_096
_HEADS = {"HS256": b'{"typ":"JWT","alg":"HS256"}', "RS256": b'{"typ":"JWT","alg":"RS256"}'}

Networks = Annotated[
    tuple[IPv4Network | IPv6Network, ...],
    BeforeValidator(lambda value: value.replace(",", " ").split() if isinstance(value, str) else value),
]


# ── keyed hashes ────────────────────────────────────────────────────────────────────────────────────────────────────


def keys(*secrets: SecretStr | None) -> tuple[bytes, ...]:
    """Return the secrets that are set, the current one first: while rotating, two are good."""
    return tuple(secret.get_secret_value().encode() for secret in secrets if secret)


def hmac_base64(key: bytes, signed: bytes, digest: str = "sha256") -> str:
    """Sign, written in base64."""
    return base64.b64encode(hmac.new(key, signed, digest).digest()).decode()


def hmac_hex(key: bytes, signed: bytes, digest: str = "sha256") -> str:
    """Sign, written in hexadecimal digits."""
    return hmac.new(key, signed, digest).hexdigest()


def sha256_hex(body: bytes) -> str:
    """Return the hash by which a signature covers a body."""
    return hashlib.sha256(body).hexdigest()


def check_hash(claimed: str, signatures: Iterable[str]) -> None:
    """Believe what is one of the signatures that we would have made."""
    if not [True for signature in signatures if base.same(signature, claimed)]:
        raise BadSignature


def check_age(timestamp: str, received_at: datetime, age_s_max: float = WEBHOOK_AGE_S_MAX) -> None:
    """Refuse a request whose signed time, in seconds since 1970, is not about now: it may be a replay."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _TIMESTAMP_DIGITS_MAX):
        raise BadSignature("the time of the request is missing")
    if abs(received_at.timestamp() - int(timestamp)) > age_s_max:
        raise BadSignature(f"the request was signed more than {age_s_max:.0f} seconds from now")


# ── public keys ─────────────────────────────────────────────────────────────────────────────────────────────────────


def ed25519_key(text: str) -> Ed25519PublicKey:
    """Read the base64 of a key of 32 bytes, or raise `ValueError`."""
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))


def ed25519_private_key(secret: SecretStr) -> Ed25519PrivateKey:
    """Read the base64 of a private key of 32 bytes, or raise `ValueError`: only samples are signed with one."""
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(secret.get_secret_value(), validate=True))


def check_ed25519(claimed: str, signed: bytes, public_keys: Iterable[Ed25519PublicKey]) -> None:
    """Believe what one of the keys verifies; `claimed` is in base64."""
    for key in public_keys:
        try:
            return key.verify(base64.b64decode(claimed, validate=True), signed)
        except (InvalidSignature, ValueError):
            continue
    raise BadSignature


# ── tokens ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def bearer(headers: Mapping[str, str]) -> str:
    """Return the token of an Authorization header; blank if there is none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def rsa_key(secret: SecretStr) -> RSAPrivateKey:
    """Read a private key in PEM, or raise `ValueError`. In a variable of an environment `\\n` may stand for lines."""
    key = load_pem_private_key(secret.get_secret_value().replace("\\n", "\n").encode(), None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("the key is not one of RSA")
    return key


def make_jwt(claims: Mapping[str, Any], key: bytes | RSAPrivateKey) -> str:
    """Write a JSON Web Token, signed with HS256 or, by a private key, with RS256."""
    written = json.dumps(claims, separators=(",", ":")).encode()
    signed = f"{_base64url(_HEADS['HS256' if isinstance(key, bytes) else 'RS256'])}.{_base64url(written)}".encode()
    signature = hmac.digest(key, signed, "sha256") if isinstance(key, bytes) else key.sign(signed, PKCS1v15(), SHA256())
    return f"{signed.decode()}.{_base64url(signature)}"


def read_jwt(token: str, secrets: Iterable[bytes], algorithms: Sequence[str] = ("HS256",)) -> dict[str, Any]:
    """Return the claims of a token that one of the secrets signed, with no other algorithm than one of these."""
    signed, _, signature = token.rpartition(".")
    head, _, claims = signed.partition(".")
    algorithm = _json_in(head).get("alg")
    if not token.isascii() or len(token) > _TOKEN_CHARS_MAX or algorithm not in algorithms:
        raise BadSignature(f"the token is none that {' or '.join(algorithms)} signed")
    digest = str(algorithm).replace("HS", "sha")
    check_hash(signature, [_base64url(hmac.digest(key, signed.encode(), digest)) for key in secrets])
    return _json_in(claims)


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _json_in(part: str) -> dict[str, Any]:
    try:
        document = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


# ── the address ─────────────────────────────────────────────────────────────────────────────────────────────────────


class AddressSettings(base.ProviderSettings):
    """How webhooks that nobody signs are told from others': by a token in their address, or by the caller's own."""

    webhook_token: SecretStr | None = Field(
        None,
        min_length=20,
        description="Long and random; put it into the webhook's address at the provider: ?token=…",
    )
    webhook_token_previous: SecretStr | None = Field(None, min_length=20, description="Also accepted while rotating")
    allow_from: Networks = Field((), description="Addresses or networks that webhooks come from, such as 35.234.154.40")

    @property
    def tells_callers_apart(self) -> bool:
        """Whether either is set."""
        return self.webhook_token is not None or bool(self.allow_from)

    def check_caller(self, request: base.WebhookRequest) -> None:
        """Check the address; with nothing to check it by, nobody is believed."""
        if not self.tells_callers_apart:
            raise BadSignature("neither `webhook_token` nor `allow_from` is set, so nothing proves who called")
        self.check_address(request)

    def check_address(self, request: base.WebhookRequest) -> None:
        """Compare the token and look the caller up, whichever is set."""
        tokens = keys(self.webhook_token, self.webhook_token_previous)
        sent = request.octets.get("token", "") if tokens else ""
        if tokens and not [True for token in tokens if base.same(token.decode(wire.OCTETS), sent)]:
            raise BadSignature("the token in the address is not this channel's")
        if self.allow_from and not _is_in(request.client, self.allow_from):
            raise BadSignature("the caller's address is not in `allow_from`")

    def address(self, url: str) -> str:
        """See `ProviderSettings`."""
        return self.with_token(url)

    def require_proof(self, secret: SecretStr | None, names: str) -> None:
        """Raise `ValueError` if nothing at all tells the provider's calls from others'."""
        if secret is None and not self.tells_callers_apart:
            raise ValueError(f"set {names}, to know who calls")

    def with_token(self, url: str) -> str:
        """Put the token into an address that the provider is going to call."""
        if self.webhook_token is None:
            return url
        return wire.with_query(url, urlencode({"token": self.webhook_token.get_secret_value()}))

    def reports(self, message: Outbound) -> str:
        """Return the address where this message is to be reported on, with the token in it; blank if it has none."""
        return self.with_token(message.status_url) if message.status_url else ""

    def call(
        self, url: str, headers: Mapping[str, str], body: bytes, now: datetime, method: str = "POST"
    ) -> base.WebhookRequest:
        """Call an address as the provider would: with the token, and from where it is believed. For samples."""
        return base.WebhookRequest(method, self.with_token(url), headers, body, now, self.believed_client())

    def believed_client(self) -> str:
        """Return a caller's address that passes, for samples."""
        return str(self.allow_from[0][0]) if self.allow_from else ""


class BasicSettings(AddressSettings):
    """The same for a provider that can also call with a name and a password."""

    webhook_user: str | None = Field(None, min_length=1, description="The name that the provider calls with")
    webhook_password: SecretStr | None = Field(None, min_length=8, description="The password of `webhook_user`")
    webhook_password_previous: SecretStr | None = Field(None, min_length=8, description="Also accepted while rotating")

    @model_validator(mode="after")
    def _user_has_a_password(self) -> BasicSettings:
        if (self.webhook_user is None) != (self.webhook_password is None):
            raise ValueError("`webhook_user` and `webhook_password` belong together")
        return self

    @property
    def tells_callers_apart(self) -> bool:
        """Whether any of the three is set."""
        return self.webhook_user is not None or super().tells_callers_apart

    def check_address(self, request: base.WebhookRequest) -> None:
        """Compare name and password, and all that is checked without them."""
        passwords = [secret for secret in (self.webhook_password, self.webhook_password_previous) if secret]
        expected = [base.basic_auth(self.webhook_user, password) for password in passwords if self.webhook_user]
        if expected:
            check_hash(request.headers.get("authorization", ""), expected)
        super().check_address(request)

    def credentials(self) -> dict[str, str]:
        """Return the header that the provider calls with, for samples."""
        user, password = self.webhook_user, self.webhook_password
        return {"authorization": base.basic_auth(user, password)} if user and password else {}


def _is_in(client: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    try:
        address = ip_address(client)
    except ValueError:
        return False
    return any(address in network for network in networks)
