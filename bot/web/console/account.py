"""Somebody's own account: how they are called, and how the console looks and behaves for them."""

from __future__ import annotations

from typing import Final

from starlette.responses import RedirectResponse, Response

from bot.accounts import Role
from bot.accounts.agent import THEMES
from bot.accounts.people import Refused
from bot.config.zones import known_zones
from bot.web.console.page import Page, Visit
from bot.web.console.passwords import wrong

PATH: Final = "/console/settings/account"


async def show_settings(visit: Visit) -> Response:
    """Begin with oneself."""
    return RedirectResponse(PATH, 303)


async def show_account(visit: Visit) -> Response:
    """Name, time zone, looks and keys."""
    return _page(visit)


async def change_profile(visit: Visit) -> Response:
    """Keep another name or zone."""
    form = await visit.form()
    try:
        own = visit.runtime.accounts.own
        await own.change_profile(visit.agent, form["name"], form["timezone"], visit.caller)
    except Refused as error:
        return _page(visit, error, form["name"], form["timezone"])
    return visit.redirect(PATH, "Saved.")


async def change_preferences(visit: Visit) -> Response:
    """Keep how the console looks and behaves."""
    form = await visit.form()
    if form["theme"] not in THEMES:
        return _page(visit, Refused("Choose one of these.", "theme"))
    await visit.runtime.accounts.own.change_preferences(
        visit.agent,
        theme=form["theme"],
        single_keys=form["single_keys"] == "on",
        enter_sends=form["enter_sends"] == "on",
    )
    return visit.redirect(PATH, "Saved.")


async def switch_theme(visit: Visit) -> Response:
    """Keep the theme that the page has switched to already."""
    theme = (await visit.form())["theme"]
    if theme in THEMES:
        await visit.runtime.accounts.own.change_preferences(visit.agent, theme=theme)
    return Response(status_code=204)


async def change_status(visit: Visit) -> Response:
    """Say that one is there, or away."""
    form = await visit.form()
    status = form["status"] or ("online" if visit.agent.status == "away" else "away")
    try:
        await visit.runtime.accounts.own.change_status(visit.agent, status, visit.caller)
    except Refused as error:
        return _page(visit, error)
    words = "You are online: conversations are assigned to you." if status == "online" else "You are away."
    return visit.redirect(PATH, words)


def _page(visit: Visit, trouble: Refused | None = None, name: str = "", timezone: str = "") -> Response:
    return visit.page(
        "console/account.html",
        title="Your account",
        active="settings",
        status=200 if trouble is None else 422,
        name=name or visit.agent.name,
        timezone=timezone or visit.agent.timezone,
        zones=sorted(known_zones()),
        themes=THEMES,
        preferences=visit.agent.preferences,
        trouble=wrong(trouble),
    )


PAGES: Final = (
    Page(method="GET", path="/console/settings", role=Role.VIEWER, handler=show_settings),
    Page(method="GET", path=PATH, role=Role.VIEWER, handler=show_account),
    Page(method="POST", path=PATH, role=Role.VIEWER, handler=change_profile),
    Page(method="POST", path="/console/settings/preferences", role=Role.VIEWER, handler=change_preferences),
    Page(method="POST", path="/console/settings/theme", role=Role.VIEWER, handler=switch_theme),
    Page(method="POST", path="/console/settings/status", role=Role.VIEWER, handler=change_status),
)
