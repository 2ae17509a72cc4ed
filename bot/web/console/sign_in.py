"""Signing in, by password, by code, or by a link, and out."""

from __future__ import annotations

from typing import Final

from starlette.responses import RedirectResponse, Response

from bot.accounts import Due, Role
from bot.accounts.guessing import TooOften
from bot.web.console.door import HOME, SIGN_IN, STEPS, local
from bot.web.console.page import Page, Visit

WRONG: Final = "The e-mail address and the password do not belong together."
WRONG_CODE: Final = "That is not the code that your app shows now, nor one of your recovery codes."
BY_LINK: Final = "You came by a link. Choose a password under Settings › Security, else you need another one."
USED_UP: Final = "This link has been used, or is too old. Sign in with your password, or ask an admin for another one."


async def show_sign_in(visit: Visit) -> Response:
    """Ask who it is."""
    if visit.known is not None:
        wanted = local(visit.query.get("next", ""))
        return RedirectResponse(wanted if visit.known.due is None else STEPS[visit.known.due], 303)
    return ask(visit)


async def sign_in(visit: Visit) -> Response:
    """Let somebody in, if address and password belong together."""
    form = await visit.form()
    try:
        token = await visit.runtime.accounts.signing_in.with_password(form["email"], form["password"], visit.caller)
    except TooOften as error:
        return ask(visit, str(error), form["email"], 429)
    if token is None:
        return ask(visit, WRONG, form["email"], 422)
    return enter(visit, token, local(form["next"]))


async def show_code(visit: Visit) -> Response:
    """Ask for the code of the second factor."""
    return _ask_code(visit)


async def sign_in_with_code(visit: Visit) -> Response:
    """Let in who has the second factor, too."""
    form = await visit.form()
    try:
        token = await visit.runtime.accounts.signing_in.with_code(visit.agent, form["code"], visit.caller)
    except TooOften as error:
        return _ask_code(visit, str(error), 429)
    if token is None:
        return _ask_code(visit, WRONG_CODE, 422)
    return enter(visit, token, local(form["next"]))


async def use_login_link(visit: Visit) -> Response:
    """Let in whoever has the link that `parley serve` or `parley user link` printed."""
    accounts = visit.runtime.accounts
    token = await accounts.links.sign_in(visit.query.get("token", ""), visit.caller)
    if token is None:
        return ask(visit, USED_UP, status=410)
    agent = await accounts.sessions.find(token)
    lacks = agent is not None and not await accounts.own.has_password(agent)
    return enter(visit, token, HOME, BY_LINK if lacks else "")


async def sign_out(visit: Visit) -> Response:
    """End the session, here and on the server."""
    await visit.runtime.accounts.sessions.end(visit.agent, visit.caller)
    response = visit.redirect(SIGN_IN)
    visit.cookies.sign_out(response)
    response.headers["clear-site-data"] = '"cache", "storage"'
    return response


def ask(visit: Visit, trouble: str = "", email: str = "", status: int = 200) -> Response:
    """The page that asks who it is; `trouble` says why again."""
    wanted = local(visit.query.get("next", ""))
    return visit.page(
        "console/sign_in.html",
        title="Sign in",
        status=status,
        trouble=trouble,
        email=email,
        wanted=wanted,
        provider=visit.runtime.accounts.oidc.label if visit.runtime.accounts.provider else "",
    )


def enter(visit: Visit, token: str, wanted: str, said: str = "") -> Response:
    """Give the browser a session's token, and lead on."""
    response = visit.redirect(wanted)
    visit.cookies.sign_in(response, token, visit.runtime.accounts.settings.signed_in_hours * 3600)
    if said:
        visit.cookies.say(response, said)
    return response


def _ask_code(visit: Visit, trouble: str = "", status: int = 200) -> Response:
    wanted = local(visit.query.get("next", ""))
    return visit.page("console/code.html", title="Second step", status=status, trouble=trouble, wanted=wanted)


PAGES: Final = (
    Page(method="GET", path=SIGN_IN, role=None, handler=show_sign_in),
    Page(method="POST", path=SIGN_IN, role=None, handler=sign_in),
    Page(method="GET", path=STEPS[Due.CODE], role=Role.VIEWER, handler=show_code, while_due=(Due.CODE,)),
    Page(method="POST", path=STEPS[Due.CODE], role=Role.VIEWER, handler=sign_in_with_code, while_due=(Due.CODE,)),
    Page(method="GET", path="/console/login", role=None, handler=use_login_link),
    Page(
        method="POST",
        path="/console/sign-out",
        role=Role.VIEWER,
        handler=sign_out,
        while_due=(Due.CODE, Due.FACTOR),
    ),
)
