"""What proves who somebody is: address, password, second factor, and where they are signed in."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

import segno
from markupsafe import Markup
from starlette.responses import Response

from bot.accounts import Due, Role
from bot.accounts.choosing import CHARS_MIN
from bot.accounts.guessing import TooOften
from bot.accounts.people import Refused
from bot.web.console.browsers import browser_name
from bot.web.console.door import STEPS
from bot.web.console.page import Page, Visit
from bot.web.console.passwords import wrong
from bot.web.console.sign_in import enter

PATH: Final = "/console/settings/security"
FACTOR: Final = f"{PATH}/factor"


async def show_security(visit: Visit) -> Response:
    """Everything that proves who one is."""
    return await _page(visit)


async def change_password(visit: Visit) -> Response:
    """Take another password; all other sessions end."""
    form = await visit.form()
    own = visit.runtime.accounts.own
    try:
        token = await own.change_password(visit.agent, form["current"], form["password"], visit.caller)
    except (Refused, TooOften) as error:
        return await _page(visit, "password", error)
    return enter(visit, token or "", PATH, "Your password is changed. You are signed out everywhere else.")


async def change_email(visit: Visit) -> Response:
    """Sign in with another address from now on."""
    form = await visit.form()
    try:
        await visit.runtime.accounts.own.change_email(visit.agent, form["email"], form["current"], visit.caller)
    except (Refused, TooOften) as error:
        return await _page(visit, "email", error, email=form["email"])
    return visit.redirect(PATH, "Your e-mail address is changed.")


async def show_factor(visit: Visit) -> Response:
    """The picture that an app reads, and a field for its first code."""
    if visit.agent.has_factor:
        return visit.redirect(PATH, "There is a second factor already; switch it off before you take another.")
    return await _factor_page(visit)


async def confirm_factor(visit: Visit) -> Response:
    """Ask for the second factor from now on, and show the recovery codes, once."""
    form = await visit.form()
    own = visit.runtime.accounts.own
    try:
        token, codes = await own.confirm_factor(visit.agent, form["code"], form["current"], visit.caller)
    except (Refused, TooOften) as error:
        return await _factor_page(visit, error)
    response = _codes_page(visit, codes, fresh=True)
    visit.cookies.sign_in(response, token, visit.runtime.accounts.settings.signed_in_hours * 3600)
    return response


async def remove_factor(visit: Visit) -> Response:
    """Ask for the password alone from now on."""
    form = await visit.form()
    try:
        token = await visit.runtime.accounts.own.remove_factor(visit.agent, form["current"], visit.caller)
    except (Refused, TooOften) as error:
        return await _page(visit, "factor", error)
    return enter(visit, token or "", PATH, "The second factor is off.")


async def make_recovery_codes(visit: Visit) -> Response:
    """Other recovery codes; those before are void."""
    form = await visit.form()
    try:
        codes = await visit.runtime.accounts.own.new_recovery(visit.agent, form["current"], visit.caller)
    except (Refused, TooOften) as error:
        return await _page(visit, "factor", error)
    return _codes_page(visit, codes, fresh=False)


async def end_session(visit: Visit) -> Response:
    """Sign out in another browser."""
    sessions = visit.runtime.accounts.sessions
    ended = await sessions.end_one(visit.agent.id, visit.path["session"], visit.caller)
    return visit.redirect(PATH, "You are signed out there." if ended else "You were signed out there already.")


async def end_other_sessions(visit: Visit) -> Response:
    """Sign out everywhere but here."""
    count = await visit.runtime.accounts.sessions.end_others(visit.agent, visit.caller)
    return visit.redirect(PATH, f"You are signed out everywhere else ({count}).")


async def _page(visit: Visit, where: str = "", error: Exception | None = None, email: str = "") -> Response:
    accounts = visit.runtime.accounts
    return visit.page(
        "console/security.html",
        title="Security",
        active="settings",
        status=_status(error),
        where=where,
        trouble=_trouble(error),
        email=email or visit.agent.email,
        has_password=await accounts.own.has_password(visit.agent),
        recovery_left=await accounts.own.recovery_left(visit.agent),
        sessions=await accounts.sessions.of(visit.agent.id),
        browser_name=browser_name,
        chars_min=CHARS_MIN,
        required=accounts.settings.two_factor == "required",
    )


async def _factor_page(visit: Visit, error: Exception | None = None) -> Response:
    own = visit.runtime.accounts.own
    try:
        proposal = await own.propose_factor(visit.agent, visit.caller)
    except Refused as refused:
        return await _page(visit, "factor", refused)
    return visit.page(
        "console/factor.html",
        title="Second factor",
        active="settings",
        status=_status(error),
        trouble=_trouble(error),
        picture=picture(proposal.address),
        secret=[proposal.secret[start : start + 4] for start in range(0, len(proposal.secret), 4)],
        has_password=await own.has_password(visit.agent),
    )


def _codes_page(visit: Visit, codes: list[str], *, fresh: bool) -> Response:
    return visit.page("console/codes.html", title="Recovery codes", active="settings", codes=codes, fresh=fresh)


def _status(error: Exception | None) -> int:
    return 200 if error is None else 429 if isinstance(error, TooOften) else 422


def _trouble(error: Exception | None) -> dict[str, Any]:
    return {"": str(error)} if isinstance(error, TooOften) else wrong(error if isinstance(error, Refused) else None)


def picture(address: str) -> Markup:
    """What an app reads with the camera, drawn as SVG without style."""
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", xmldecl=False, svgns=False, border=4, omitsize=True)
    return Markup(drawn.getvalue().decode())  # noqa: S704 - made of squares alone


PAGES: Final = (
    Page(method="GET", path=PATH, role=Role.VIEWER, handler=show_security),
    Page(method="POST", path=f"{PATH}/password", role=Role.VIEWER, handler=change_password),
    Page(method="POST", path=f"{PATH}/email", role=Role.VIEWER, handler=change_email),
    Page(method="GET", path=FACTOR, role=Role.VIEWER, handler=show_factor),
    Page(method="POST", path=FACTOR, role=Role.VIEWER, handler=confirm_factor),
    Page(method="GET", path=STEPS[Due.FACTOR], role=Role.VIEWER, handler=show_factor, while_due=(Due.FACTOR,)),
    Page(method="POST", path=STEPS[Due.FACTOR], role=Role.VIEWER, handler=confirm_factor, while_due=(Due.FACTOR,)),
    Page(method="POST", path=f"{FACTOR}/remove", role=Role.VIEWER, handler=remove_factor),
    Page(method="POST", path=f"{FACTOR}/codes", role=Role.VIEWER, handler=make_recovery_codes),
    Page(method="POST", path=f"{PATH}/sessions/end-others", role=Role.VIEWER, handler=end_other_sessions),
    Page(method="POST", path=f"{PATH}/sessions/{{session}}/end", role=Role.VIEWER, handler=end_session),
)
