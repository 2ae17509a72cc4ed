"""Signing in with the business's own identity provider: OpenID Connect, by authorization code with PKCE.

    begin ─► where to send the browser, and what it has to bring back ─► finish: code ─► token ─► who it is

What is believed about somebody is what the provider has signed, for us, for this very attempt.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import urlencode

from bot.accounts import tokens
from bot.config import OidcSettings
from bot.egress import Egress
from bot.errors import BotError, ConfigError
from bot.events import CallHttp, Result
from bot.world import World

ALGORITHMS: Final = ("RS256", "ES256", "PS256", "EdDSA")
"""None is made with a secret that both sides know: one of them would be the client's."""
KEPT_S: Final = 3600.0
"""For so long the provider's own description and its keys are remembered."""
LEEWAY_S: Final = 60


class NotProved(BotError):
    """The provider did not say who it is, or not in a way that can be believed."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a browser keeps while it is at the provider, and has to bring back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, as the provider says."""

    id: str
    """Issuer and subject: the only name that stays the same."""
    email: str
    """Blank unless the provider says that it has checked it."""
    name: str


class Provider:
    """The identity provider of a deployment."""

    def __init__(self, settings: OidcSettings, egress: Egress, world: World, redirect_uri: str) -> None:
        if find_spec("joserfc") is None:
            raise ConfigError("oidc.issuer: the extra is not installed; add it with: pip install 'parley-sms[oidc]'")
        self._settings = settings
        self._egress = egress
        self._world = world
        self._redirect_uri = redirect_uri
        self._kept: dict[str, tuple[float, Any]] = {}

    async def begin(self) -> tuple[str, Attempt]:
        """Where to send a browser."""
        described = await self._describe()
        attempt = Attempt(*(tokens.draw(self._world.entropy) for _ in range(3)))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).decode().rstrip("=")
        query = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": self._redirect_uri,
            "scope": "openid email profile",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        where = str(described["authorization_endpoint"])
        return f"{where}{'&' if '?' in where else '?'}{urlencode(query)}", attempt

    async def finish(self, code: str, attempt: Attempt) -> Identity:
        """Turn what a browser brought back into who it is, or raise `NotProved`."""
        described = await self._describe()
        secret = self._settings.client_secret
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "client_id": self._settings.client_id,
            "client_secret": secret.get_secret_value() if secret else "",
            "code_verifier": attempt.verifier,
        }
        answer = await self._ask("POST", str(described["token_endpoint"]), form)
        claims = self._claims(str(answer.get("id_token", "")), await self._keys(), attempt.nonce)
        email = str(claims.get("email", "")) if claims.get("email_verified") is True else ""
        return Identity(f"{claims['iss']}|{claims['sub']}", email, str(claims.get("name") or ""))

    def _claims(self, token: str, keys: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        required = jwt.JWTClaimsRegistry(
            now=lambda: int(self._world.now().timestamp()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self._settings.issuer},
            aud={"essential": True, "value": self._settings.client_id},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True},
            exp={"essential": True},
        )
        try:
            decoded = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]
            required.validate(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NotProved(f"its token cannot be believed: {type(error).__name__}") from error
        return dict(decoded.claims)

    async def _describe(self) -> Mapping[str, Any]:
        url = f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration"
        described = await self._remembered(url)
        if described.get("issuer") != self._settings.issuer:
            raise NotProved(f"it calls itself {described.get('issuer')}, and not as oidc.issuer does")
        return described

    async def _keys(self) -> Mapping[str, Any]:
        return await self._remembered(str((await self._describe())["jwks_uri"]))

    async def _remembered(self, url: str) -> Mapping[str, Any]:
        until, kept = self._kept.get(url, (0.0, None))
        if kept is None or self._world.monotonic() >= until:
            kept = await self._ask("GET", url)
            self._kept[url] = (self._world.monotonic() + KEPT_S, kept)
        return dict(kept)

    async def _ask(self, method: str, url: str, form: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """By the one client that looks where an address leads; `http.allow` names a provider in the own network."""
        result: Result = await self._egress.fetch(CallHttp(self._world.new_id("idp"), method, url, form=form))
        if result.error is not None or result.status != 200 or not isinstance(result.body, Mapping):
            raise NotProved(f"it answered {result.error or result.status}")
        return result.body
