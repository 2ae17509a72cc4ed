"""Signing in with the business's own identity provider: a small one, over a socket."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.accounts import CLI, Role
from bot.accounts.service import CALLBACK
from tests.web import console
from tests.web.harness import House, open_house, serving, write_flows

CLIENT, SECRET = "parley", "only the two of us know"
KEY = RSAKey.generate_key(2048, {"kid": "1", "alg": "RS256"})
STRANGER = RSAKey.generate_key(2048, {"kid": "1", "alg": "RS256"})


@dataclass
class FakeProvider:
    """Says of everybody that they are Ana, unless told otherwise."""

    issuer: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    """Claims in place of the usual ones; None takes one away."""
    key: Any = field(default_factory=lambda: KEY)
    algorithm: str = "RS256"
    asked: dict[str, str] = field(default_factory=dict)
    """What the browser was sent with."""

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.describe),
                Route("/keys", self.keys),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
            ]
        )

    async def describe(self, request: Request) -> Response:
        paths = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return JSONResponse({"issuer": self.issuer} | {name: f"{self.issuer}/{path}" for name, path in paths.items()})

    async def keys(self, request: Request) -> Response:
        return JSONResponse({"keys": [KEY.as_dict(private=False)]})

    async def authorize(self, request: Request) -> Response:
        self.asked = dict(request.query_params)
        back = urlencode({"code": "code-1", "state": self.asked["state"]})
        return RedirectResponse(f"{self.asked['redirect_uri']}?{back}", 302)

    async def token(self, request: Request) -> Response:
        given = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        right = (given["client_id"], given["client_secret"], given["code"]) == (CLIENT, SECRET, "code-1")
        if not right or challenge != self.asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        claims = {
            "iss": self.issuer,
            "sub": "ana-1",
            "aud": CLIENT,
            "exp": int(time.time()) + 60,
            "nonce": self.asked["nonce"],
            "email": "Ana@Example.com",
            "email_verified": True,
            "name": "Ana",
        } | self.said
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "1"}
        token = jwt.encode(header, claims, self.key, algorithms=[self.algorithm])
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})


@asynccontextmanager
async def opened(folder: Path, provider: FakeProvider, **environ: str) -> AsyncIterator[House]:
    async with serving(provider.app) as address:
        provider.issuer = address
        settings = {
            "PARLEY_OIDC__ISSUER": address,
            "PARLEY_OIDC__CLIENT_ID": CLIENT,
            "PARLEY_OIDC__CLIENT_SECRET": SECRET,
            "PARLEY_HTTP__ALLOW": "127.0.0.1",
        }
        async with open_house(folder, write_flows(folder), **(settings | environ)) as house:
            yield house


async def go_through(house: House, screen: console.Screen, provider: FakeProvider, **changed: str) -> httpx.Response:
    """What the browser does: to the provider, and back with what it was given there."""
    led = await screen.get("/console/oidc?next=/console/settings/team")
    async with httpx.AsyncClient(trust_env=False) as outside:
        back = urlsplit((await outside.get(led.headers["location"])).headers["location"])
    query = {name: values[0] for name, values in parse_qs(back.query).items()} | changed
    assert CALLBACK == back.path
    return await screen.get(f"{CALLBACK}?{urlencode(query)}")


async def invite(house: House, email: str = "ana@example.com", role: Role = Role.SUPERVISOR) -> str:
    return (await house.runtime.accounts.team.invite(email, "Ana", role, CLI)).user.id


async def test_who_was_invited_comes_in_and_is_known_by_name_from_then_on(tmp_path):
    provider = FakeProvider()
    async with opened(tmp_path, provider) as house:
        user_id = await invite(house)
        seen = []
        for said in ({}, {"email": "other@example.com", "email_verified": False}):
            provider.said = said
            async with console.screen(house) as screen:
                led = await go_through(house, screen, provider)
                seen.append((led.status_code, led.headers["location"], (await screen.agent()).id))
        assert "Sign in with your organisation" in (await house.http.get("/console/sign-in")).text

    assert [(303, "/console/settings/team", user_id)] * 2 == seen
    assert {"response_type": "code", "scope": "openid email profile", "code_challenge_method": "S256"} == {
        name: provider.asked[name] for name in ("response_type", "scope", "code_challenge_method")
    }


@pytest.mark.parametrize(
    ("said", "environ", "role"),
    [
        ({"email": "zoe@example.com"}, {}, None),
        ({"email": "zoe@example.com"}, {"PARLEY_OIDC__NEW_USERS": "agent"}, Role.AGENT),
        ({"email": "zoe@example.com", "email_verified": False}, {"PARLEY_OIDC__NEW_USERS": "agent"}, None),
        ({"email_verified": False}, {}, None),
        ({"email_verified": None}, {}, None),
        ({"email": None}, {}, None),
    ],
    ids=str,
)
async def test_who_is_let_in(tmp_path, said, environ, role):
    provider = FakeProvider(said=said)
    async with opened(tmp_path, provider, **environ) as house:
        await invite(house)
        async with console.screen(house) as screen:
            answer = await go_through(house, screen, provider)
            found = (await screen.agent()).role if screen.token else None

    assert (role, 303 if role else 403) == (found, answer.status_code)


@pytest.mark.parametrize(
    "provider",
    [
        FakeProvider(said={"nonce": "another"}),
        FakeProvider(said={"nonce": None}),
        FakeProvider(said={"aud": "another"}),
        FakeProvider(said={"iss": "https://evil.example"}),
        FakeProvider(said={"exp": 1}),
        FakeProvider(said={"exp": None}),
        FakeProvider(said={"sub": None}),
        FakeProvider(key=STRANGER),
        FakeProvider(key=OctKey.import_key(SECRET), algorithm="HS256"),
    ],
    ids=["nonce", "no nonce", "audience", "issuer", "expired", "no end", "no subject", "other key", "secret as key"],
)
async def test_what_the_provider_did_not_sign_for_this_attempt_is_not_believed(tmp_path, provider):
    async with opened(tmp_path, provider) as house:
        await invite(house)
        async with console.screen(house) as screen:
            answer = await go_through(house, screen, provider)
            assert (403, "") == (answer.status_code, screen.token)
            assert "did not say who you are" in answer.text


@pytest.mark.parametrize("changed", [{"state": "another"}, {"code": "another"}, {"state": ""}], ids=str)
async def test_what_the_browser_brings_back_has_to_be_what_it_was_given(tmp_path, changed):
    provider = FakeProvider()
    async with opened(tmp_path, provider) as house:
        await invite(house)
        async with console.screen(house) as screen:
            assert 403 == (await go_through(house, screen, provider, **changed)).status_code
        async with console.screen(house) as other:  # a link that somebody else was given
            assert 403 == (await other.get(f"{CALLBACK}?code=code-1&state={provider.asked['state']}")).status_code


async def test_a_disabled_account_stays_shut_and_another_subject_does_not_get_it(tmp_path):
    provider = FakeProvider()
    async with opened(tmp_path, provider) as house:
        user_id = await invite(house)
        async with console.screen(house) as screen:
            assert 303 == (await go_through(house, screen, provider)).status_code
        provider.said = {"sub": "somebody-else"}
        async with console.screen(house) as screen:
            assert 403 == (await go_through(house, screen, provider)).status_code
        provider.said = {}
        await house.runtime.accounts.team.disable(user_id, CLI)
        async with console.screen(house) as screen:
            assert 403 == (await go_through(house, screen, provider)).status_code


async def test_without_a_provider_there_is_no_button(http):
    assert 404 == (await http.get("/console/oidc")).status_code
    assert "organisation" not in (await http.get("/console/sign-in")).text
