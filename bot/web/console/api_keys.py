"""The keys with which programs call the API."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from bot.accounts import Role
from bot.accounts.people import Refused, readable_name
from bot.keys import Scope
from bot.web.console.page import Page, Visit
from bot.web.console.passwords import wrong

PATH: Final = "/console/settings/keys"


async def show_keys(visit: Visit) -> Response:
    """Every key, without what makes it one."""
    return await _page(visit)


async def create_key(visit: Visit) -> Response:
    """Make a key and show it: the only time that anybody sees it."""
    form = await visit.form()
    scopes = [Scope(name) for name in form.all("scopes") if name in list(Scope)]
    try:
        name = readable_name(form["name"])
        if not scopes:
            raise Refused("Choose what it may do.", "scopes")
    except Refused as error:
        return await _page(visit, error)
    test = form["test"] == "on"
    key = await visit.runtime.keys.create(scopes, name, test=test)
    await visit.runtime.accounts.team.note("key.created", name, visit.caller, scopes=sorted(scopes), test=test)
    return await _page(visit, key=key)


async def revoke_key(visit: Visit) -> Response:
    """Make a key useless from the next request on."""
    key = visit.path["key"]
    if not await visit.runtime.keys.revoke(key):
        return visit.redirect(PATH, "That key was revoked already.")
    await visit.runtime.accounts.team.note("key.revoked", key, visit.caller)
    return visit.redirect(PATH, "The key is revoked.")


async def _page(visit: Visit, trouble: Refused | None = None, key: str = "") -> Response:
    keys = await visit.runtime.keys.list()
    return visit.page(
        "console/keys.html",
        title="API keys",
        active="settings",
        status=200 if trouble is None else 422,
        keys=sorted(keys, key=lambda each: (each.revoked_at is not None, each.id)),
        scopes={Scope.READ: "look things up", Scope.SEND: "send messages", Scope.ADMIN: "change everything"},
        trouble=wrong(trouble),
        key=key,
    )


PAGES: Final = (
    Page(method="GET", path=PATH, role=Role.ADMIN, handler=show_keys),
    Page(method="POST", path=PATH, role=Role.ADMIN, handler=create_key),
    Page(method="POST", path=f"{PATH}/{{key}}/revoke", role=Role.ADMIN, handler=revoke_key),
)
