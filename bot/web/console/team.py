"""Those who work here: who they are, what they may do, and which conversations come to them."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from bot.accounts import Role
from bot.accounts.links import LinkKind
from bot.accounts.people import Refused
from bot.accounts.team import Invited
from bot.store.users import User
from bot.web.console.page import Form, Page, Visit
from bot.web.console.passwords import wrong
from bot.web.letters import send_link
from bot.web.problem import Problem

PATH: Final = "/console/settings/team"
ONE: Final = f"{PATH}/{{user}}"


async def show_team(visit: Visit) -> Response:
    """Everybody, and a form to invite one more."""
    return await _list(visit)


async def invite(visit: Visit) -> Response:
    """Make an account, and the link by which its owner chooses a password."""
    form = await visit.form()
    try:
        invited = await visit.runtime.accounts.team.invite(
            form["email"], form["name"], _role(form["role"]), visit.caller
        )
    except Refused as error:
        return await _list(visit, error, form)
    return await _given(visit, invited, LinkKind.INVITATION)


async def show_one(visit: Visit) -> Response:
    """Somebody, and what can be changed about them."""
    return await _one(visit)


async def give_link(visit: Visit) -> Response:
    """Another link: an invitation for who has never been here, else one to choose a new password."""
    user = await _user(visit)
    kind = LinkKind.INVITATION if user.seen_at is None else LinkKind.RESET
    try:
        invited = await visit.runtime.accounts.team.link(user.id, kind, visit.caller)
    except Refused as error:
        return await _one(visit, error)
    return await _given(visit, invited, kind)


async def change_role(visit: Visit) -> Response:
    """Let them do more, or less."""
    form = await visit.form()
    team = visit.runtime.accounts.team
    try:
        await team.change_role(visit.path["user"], _role(form["role"]), visit.caller)
    except Refused as error:
        return await _one(visit, error)
    return _back(visit, "The role is changed; they sign in again.")


async def change_work(visit: Visit) -> Response:
    """Let more or fewer conversations come to them."""
    form = await visit.form()
    queues = [name for name in (part.strip() for part in form["queues"].split(",")) if name]
    capacity = int(form["capacity"]) if form["capacity"].isdecimal() and len(form["capacity"]) < 6 else -1
    try:
        team = visit.runtime.accounts.team
        await team.change_work(visit.path["user"], capacity, queues, visit.caller)
        if form["status"]:
            await team.change_status(visit.path["user"], form["status"], visit.caller)
    except Refused as error:
        return await _one(visit, error)
    return _back(visit, "Saved.")


async def disable(visit: Visit) -> Response:
    """Keep them out, from their next click on."""
    try:
        await visit.runtime.accounts.team.disable(visit.path["user"], visit.caller)
    except Refused as error:
        return await _one(visit, error)
    return _back(visit, "They are signed out everywhere and cannot come back.")


async def enable(visit: Visit) -> Response:
    """Let them in again."""
    await _user(visit)
    await visit.runtime.accounts.team.enable(visit.path["user"], visit.caller)
    return _back(visit, "They can sign in again.")


async def unlock(visit: Visit) -> Response:
    """Forget how often they were wrong, and their second factor if that is lost."""
    form = await visit.form()
    await _user(visit)
    factor = form["factor"] == "on"
    await visit.runtime.accounts.team.unlock(visit.path["user"], visit.caller, factor=factor)
    return _back(visit, "The second factor is off; they sign in again." if factor else "They can try again at once.")


async def _list(visit: Visit, trouble: Refused | None = None, form: Form | None = None) -> Response:
    people = await visit.runtime.accounts.people.all()
    return visit.page(
        "console/team.html",
        title="Team",
        active="settings",
        status=200 if trouble is None else 422,
        people=people,
        roles=list(Role),
        trouble=wrong(trouble),
        form=form or {"email": "", "name": "", "role": Role.AGENT},
    )


async def _one(
    visit: Visit, trouble: Refused | None = None, link: str = "", kind: LinkKind | None = None, mailed: bool = False
) -> Response:
    user = await _user(visit)
    return visit.page(
        "console/person.html",
        title=user.name,
        active="settings",
        status=200 if trouble is None else 422,
        user=user,
        roles=list(Role),
        trouble=wrong(trouble),
        link=link,
        kind=kind,
        mailed=mailed,
        sessions=await visit.runtime.accounts.sessions.of(user.id),
    )


async def _given(visit: Visit, invited: Invited, kind: LinkKind) -> Response:
    """Show a link, once: to be handed over, if no mail server has done so."""
    mailed = await send_link(visit.runtime, invited.user, kind, invited.link)
    visit.request.path_params["user"] = invited.user.id
    return await _one(visit, link=f"{visit.runtime.public_url}{invited.link}", kind=kind, mailed=mailed)


async def _user(visit: Visit) -> User:
    user = await visit.runtime.accounts.people.find(visit.path["user"])
    if user is None:
        raise Problem("not_found", "nobody here has this id", hint="the team page lists everybody")
    return user


def _role(written: str) -> Role:
    if written not in list(Role):
        raise Refused("Choose a role.", "role")
    return Role(written)


def _back(visit: Visit, said: str) -> Response:
    return visit.redirect(f"{PATH}/{visit.path['user']}", said)


PAGES: Final = (
    Page(method="GET", path=PATH, role=Role.SUPERVISOR, handler=show_team),
    Page(method="POST", path=PATH, role=Role.ADMIN, handler=invite),
    Page(method="GET", path=ONE, role=Role.SUPERVISOR, handler=show_one),
    Page(method="POST", path=f"{ONE}/work", role=Role.SUPERVISOR, handler=change_work),
    Page(method="POST", path=f"{ONE}/link", role=Role.ADMIN, handler=give_link),
    Page(method="POST", path=f"{ONE}/role", role=Role.ADMIN, handler=change_role),
    Page(method="POST", path=f"{ONE}/disable", role=Role.ADMIN, handler=disable),
    Page(method="POST", path=f"{ONE}/enable", role=Role.ADMIN, handler=enable),
    Page(method="POST", path=f"{ONE}/unlock", role=Role.ADMIN, handler=unlock),
)
