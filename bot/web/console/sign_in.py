"""Signing in, by password or by a link, and out."""

from __future__ import annotations

from typing import Final

from starlette.responses import RedirectResponse, Response

from bot.accounts import Role
from bot.web.console.door import HOME, SIGN_IN, local
from bot.web.console.page import Page, Visit

WRONG: Final = "The e-mail address and the password do not belong together."
USED_UP: Final = "This link has been used, or is too old. Sign in with your password, or ask an admin for another one."


async def show_sign_in(visit: Visit) -> Response:
    """Ask who it is."""
    if visit.known is not None and visit.known.whole:
        return RedirectResponse(local(visit.query.get("next", "")), 303)
    return _ask(visit)


async def sign_in(visit: Visit) -> Response:
    """Let somebody in, if address and password belong together."""
    form = await visit.form()
    token = await visit.runtime.accounts.signing_in.with_password(form["email"], form["password"], visit.caller)
    if token is None:
        return _ask(visit, WRONG, form["email"], 422)
    return _enter(visit, token, local(form["next"]))


async def use_login_link(visit: Visit) -> Response:
    """Let in whoever has the link that `parley serve` or `parley user link` printed."""
    token = await visit.runtime.accounts.links.sign_in(visit.query.get("token", ""), visit.caller)
    return _ask(visit, USED_UP, status=410) if token is None else _enter(visit, token, HOME)


async def sign_out(visit: Visit) -> Response:
    """End the session, here and on the server."""
    if visit.known is not None:
        await visit.runtime.accounts.sessions.end(visit.known, visit.caller)
    response = visit.redirect(SIGN_IN)
    visit.cookies.sign_out(response)
    response.headers["clear-site-data"] = '"cache", "storage"'
    return response


def _ask(visit: Visit, trouble: str = "", email: str = "", status: int = 200) -> Response:
    wanted = local(visit.query.get("next", ""))
    return visit.page(
        "console/sign_in.html", title="Sign in", status=status, trouble=trouble, email=email, wanted=wanted
    )


def _enter(visit: Visit, token: str, wanted: str) -> Response:
    response = visit.redirect(wanted)
    visit.cookies.sign_in(response, token, visit.runtime.accounts.settings.signed_in_hours * 3600)
    return response


PAGES: Final = (
    Page(method="GET", path=SIGN_IN, role=None, handler=show_sign_in),
    Page(method="POST", path=SIGN_IN, role=None, handler=sign_in),
    Page(method="GET", path="/console/login", role=None, handler=use_login_link),
    Page(method="POST", path="/console/sign-out", role=Role.VIEWER, handler=sign_out, partly=True),
)
