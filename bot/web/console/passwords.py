"""Choosing a password by a link: who is invited, and who has forgotten theirs."""

from __future__ import annotations

from typing import Any, Final

from starlette.background import BackgroundTask
from starlette.responses import Response

from bot.accounts.caller import Caller
from bot.accounts.choosing import CHARS_MIN
from bot.accounts.guessing import TooOften
from bot.accounts.links import PATHS, LinkKind
from bot.accounts.people import Refused
from bot.runtime import Runtime
from bot.web.console.door import HOME
from bot.web.console.page import Page, Visit
from bot.web.console.sign_in import USED_UP, ask, enter
from bot.web.letters import send_link

FORGOTTEN: Final = "/console/forgotten"
ON_ITS_WAY: Final = "If there is an account with this address, a link is on its way. It works for an hour."


async def show_invitation(visit: Visit) -> Response:
    """Let who is invited choose a name and a password. To look at it uses nothing up."""
    return await _show(visit, LinkKind.INVITATION)


async def accept_invitation(visit: Visit) -> Response:
    """Use the invitation up."""
    return await _choose(visit, LinkKind.INVITATION)


async def show_reset(visit: Visit) -> Response:
    """Let who has forgotten their password choose another. To look at it uses nothing up."""
    return await _show(visit, LinkKind.RESET)


async def reset(visit: Visit) -> Response:
    """Use the link up."""
    return await _choose(visit, LinkKind.RESET)


async def show_forgotten(visit: Visit) -> Response:
    """Ask to whom a link should be sent."""
    return _ask_address(visit)


async def send_reset(visit: Visit) -> Response:
    """Send a link, and say the same whether there was anybody to send it to."""
    form = await visit.form()
    response = _ask_address(visit, said=ON_ITS_WAY)
    response.background = BackgroundTask(_send, visit.runtime, form["email"], visit.caller)
    return response


async def _send(runtime: Runtime, email: str, caller: Caller) -> None:
    """After the answer, whose time would tell whether there is somebody."""
    if not runtime.settings.email.host:
        return
    try:
        found = await runtime.accounts.links.ask_for_reset(email, caller)
    except TooOften:
        return
    if found is not None:
        await send_link(runtime, found[0], LinkKind.RESET, found[1])


def _ask_address(visit: Visit, said: str = "") -> Response:
    by_mail = bool(visit.runtime.settings.email.host)
    return visit.page("console/forgotten.html", title="Password forgotten", told=said, by_mail=by_mail)


async def _show(visit: Visit, kind: LinkKind, trouble: Refused | None = None, name: str = "") -> Response:
    token = visit.query.get("token", "")
    user = await visit.runtime.accounts.links.whose(token, kind)
    if user is None:
        return ask(visit, USED_UP, status=410)
    return visit.page(
        "console/choose.html",
        title="Choose a password",
        status=200 if trouble is None else 422,
        kind=kind.value,
        path=PATHS[kind],
        token=token,
        email=user.email,
        name=name or user.name,
        trouble=wrong(trouble),
        chars_min=CHARS_MIN,
    )


async def _choose(visit: Visit, kind: LinkKind) -> Response:
    form = await visit.form()
    token = visit.query.get("token", "")
    links = visit.runtime.accounts.links
    try:
        session = await links.choose(token, kind, form["name"], form["password"], visit.caller)
    except Refused as error:
        return await _show(visit, kind, error, form["name"])
    return ask(visit, USED_UP, status=410) if session is None else enter(visit, session, HOME)


def wrong(error: Refused | None) -> dict[str, Any]:
    """What is wrong, by field; under the blank name what belongs to none."""
    return {} if error is None else {error.field: str(error)}


PAGES: Final = (
    Page(method="GET", path=PATHS[LinkKind.INVITATION], role=None, handler=show_invitation),
    Page(method="POST", path=PATHS[LinkKind.INVITATION], role=None, handler=accept_invitation),
    Page(method="GET", path=PATHS[LinkKind.RESET], role=None, handler=show_reset),
    Page(method="POST", path=PATHS[LinkKind.RESET], role=None, handler=reset),
    Page(method="GET", path=FORGOTTEN, role=None, handler=show_forgotten),
    Page(method="POST", path=FORGOTTEN, role=None, handler=send_reset),
)
