"""Signing in with the business's own identity provider."""

from __future__ import annotations

from typing import Final

import structlog
from starlette.responses import RedirectResponse, Response

from bot.accounts import tokens
from bot.accounts.provider import Attempt, NotProved
from bot.accounts.service import CALLBACK
from bot.web.console.door import local
from bot.web.console.page import Page, Visit
from bot.web.console.sign_in import ask, enter
from bot.web.problem import Problem

log = structlog.get_logger(__name__)

START: Final = "/console/oidc"
NOT_PROVED: Final = "The identity provider did not say who you are. Try again, or sign in with your password."
NOT_KNOWN: Final = "You have no account here. Ask an admin to invite you, with the address that you have over there."


async def begin(visit: Visit) -> Response:
    """Send the browser to the provider."""
    provider = visit.runtime.accounts.provider
    if provider is None:
        raise Problem("not_found", "this Parley has no identity provider", hint="set [oidc] in parley.toml")
    try:
        url, attempt = await provider.begin()
    except NotProved as error:
        log.warning("the identity provider is of no help", error=str(error))
        return ask(visit, NOT_PROVED, status=502)
    response = RedirectResponse(url, 303)
    wanted = local(visit.query.get("next", ""))
    visit.cookies.leave(response, ".".join((attempt.state, attempt.nonce, attempt.verifier)), wanted)
    return response


async def finish(visit: Visit) -> Response:
    """Let in whom the provider names, if it was this browser that asked."""
    provider = visit.runtime.accounts.provider
    kept, wanted = visit.cookies.left
    parts = kept.split(".")
    if provider is None or len(parts) != 3 or not tokens.same(parts[0], visit.query.get("state", "")):
        return ask(visit, NOT_PROVED, status=403)
    try:
        identity = await provider.finish(visit.query.get("code", ""), Attempt(*parts))
    except NotProved as error:
        log.warning("the identity provider is of no help", error=str(error))
        return ask(visit, NOT_PROVED, status=403)
    accounts = visit.runtime.accounts
    token = await accounts.signing_in.with_identity(identity, accounts.oidc.new_users, visit.caller)
    response = ask(visit, NOT_KNOWN, status=403) if token is None else enter(visit, token, local(wanted))
    visit.cookies.come_back(response)
    return response


PAGES: Final = (
    Page(method="GET", path=START, role=None, handler=begin),
    Page(method="GET", path=CALLBACK, role=None, handler=finish),
)
