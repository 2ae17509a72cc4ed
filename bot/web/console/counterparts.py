"""What an agent does in the console, and the call of the API that does the same: a program can do all of it.

A test holds this table against both others, so that a page which writes something has a counterpart here, or a reason
why it has none. `docs/agents.md` shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.web.api.table import ENDPOINTS
from bot.web.console.table import PAGES

SELF: Final = "who somebody is, they prove themselves, in a browser: no key can do it for them"

_CONVERSATION: Final = "/v1/conversations/{id}"
_USER: Final = "/v1/users/{user}"
_WEBHOOK: Final = "/v1/webhooks/{id}"
_THEIRS: Final = f"{_CONVERSATION}/users/{{user}}"

COUNTERPARTS: Final[Mapping[str, tuple[str, ...] | str]] = {
    # writing
    "/console/inbox/{id}/write": (f"POST {_CONVERSATION}/messages", f"POST {_CONVERSATION}/notes"),
    "/console/inbox/{id}/draft": (f"PUT {_THEIRS}/draft",),
    "/console/inbox/{id}/insert": (f"GET {_THEIRS}/canned-replies", f"PUT {_THEIRS}/draft"),
    "/console/inbox/{id}/cheaper": ("POST /v1/messages",),
    "/console/inbox/{id}/messages/{message}/cancel": ("POST /v1/messages/{id}/cancel",),
    "/console/settings/canned": (f"POST {_USER}/canned-replies", f"PATCH {_USER}/canned-replies/{{reply}}"),
    "/console/settings/canned/remove": (f"DELETE {_USER}/canned-replies/{{reply}}",),
    # who speaks, whose it is
    "/console/inbox/{id}/take-over": (f"POST {_CONVERSATION}/take-over",),
    "/console/inbox/{id}/hand-back": (f"POST {_CONVERSATION}/hand-back",),
    "/console/inbox/{id}/resume": (f"POST {_CONVERSATION}/resume",),
    "/console/inbox/{id}/assign": (f"POST {_CONVERSATION}/assign",),
    "/console/inbox/{id}/snooze": (f"POST {_CONVERSATION}/snooze",),
    "/console/inbox/{id}/close": (f"POST {_CONVERSATION}/close",),
    "/console/inbox/{id}/reopen": (f"POST {_CONVERSATION}/reopen",),
    "/console/inbox/{id}/label": (f"POST {_CONVERSATION}/labels",),
    "/console/inbox/{id}/block": (f"POST {_CONVERSATION}/block",),
    # the list
    "/console/inbox/bulk": (
        f"POST {_CONVERSATION}/assign",
        f"POST {_CONVERSATION}/snooze",
        f"POST {_CONVERSATION}/close",
        f"POST {_CONVERSATION}/reopen",
        f"POST {_CONVERSATION}/labels",
        f"POST {_THEIRS}/read",
        f"POST {_THEIRS}/unread",
        f"POST {_USER}/read-all",
    ),
    "/console/inbox/views": (f"POST {_USER}/views",),
    "/console/inbox/views/{view}/delete": (f"DELETE {_USER}/views/{{view}}",),
    "/console/presence": (f"POST {_THEIRS}/presence", f"POST {_THEIRS}/read"),
    # people
    "/console/contacts/{id}/edit": ("PATCH /v1/contacts/{id}",),
    "/console/contacts/{id}/start": ("POST /v1/flows/{flow}/sessions",),
    "/console/contacts/{id}/block": ("POST /v1/contacts/{id}/block",),
    "/console/contacts/{id}/merge": ("POST /v1/contacts/{id}/merge",),
    "/console/contacts/{id}/part": ("POST /v1/contacts/{id}/part",),
    "/console/contacts/{id}/erase": ("DELETE /v1/contacts/{id}",),
    "/console/consent/settle": ("POST /v1/contacts/{id}/consent",),
    "/console/consent/verify": ("POST /v1/consent/verify",),
    # broadcasts and flows
    "/console/broadcasts/new": ("POST /v1/broadcasts",),
    "/console/broadcasts/new/look": ("POST /v1/broadcasts",),
    "/console/broadcasts/new/sheet": ("POST /v1/broadcasts",),
    "/console/broadcasts/audiences": ("POST /v1/audiences",),
    "/console/broadcasts/audiences/look": ("POST /v1/broadcasts",),
    "/console/broadcasts/audiences/remove": ("DELETE /v1/audiences/{name}",),
    "/console/broadcasts/{id}/start": ("POST /v1/broadcasts/{id}/resume",),
    "/console/broadcasts/{id}/pause": ("POST /v1/broadcasts/{id}/pause",),
    "/console/broadcasts/{id}/resume": ("POST /v1/broadcasts/{id}/resume",),
    "/console/broadcasts/{id}/cancel": ("POST /v1/broadcasts/{id}/cancel",),
    "/console/simulator/step": ("POST /v1/simulate",),
    # who works here
    "/console/settings/team": ("POST /v1/users",),
    "/console/settings/team/{user}/work": (f"PATCH {_USER}",),
    "/console/settings/team/{user}/link": (f"POST {_USER}/link",),
    "/console/settings/team/{user}/role": (f"PATCH {_USER}",),
    "/console/settings/team/{user}/disable": (f"PATCH {_USER}",),
    "/console/settings/team/{user}/enable": (f"PATCH {_USER}",),
    "/console/settings/team/{user}/unlock": (f"POST {_USER}/unlock",),
    "/console/settings/account": (f"PATCH {_USER}",),
    "/console/settings/status": (f"PATCH {_USER}",),
    "/console/settings/security/sessions/end-others": (f"DELETE {_USER}/sessions",),
    "/console/settings/security/sessions/{session}/end": (f"DELETE {_USER}/sessions/{{session}}",),
    "/console/settings/keys": ("POST /v1/keys",),
    "/console/settings/keys/{key}/revoke": ("DELETE /v1/keys/{key}",),
    "/console/settings/webhooks": ("POST /v1/webhooks",),
    "/console/settings/webhooks/{webhook}": (f"PATCH {_WEBHOOK}",),
    "/console/settings/webhooks/{webhook}/enable": (f"PATCH {_WEBHOOK}",),
    "/console/settings/webhooks/{webhook}/disable": (f"PATCH {_WEBHOOK}",),
    "/console/settings/webhooks/{webhook}/rotate": (f"POST {_WEBHOOK}/rotate",),
    "/console/settings/webhooks/{webhook}/test": (f"POST {_WEBHOOK}/test",),
    "/console/settings/webhooks/{webhook}/replay": (f"POST {_WEBHOOK}/replay",),
    "/console/settings/webhooks/{webhook}/delete": (f"DELETE {_WEBHOOK}",),
    "/console/settings/webhooks/{webhook}/deliveries/{delivery}/replay": (
        f"POST {_WEBHOOK}/deliveries/{{delivery}}/replay",
    ),
    # what stays with a browser
    "/console/settings/preferences": "how the console looks and behaves for somebody; nothing else reads it",
    "/console/settings/theme": "how the console looks for somebody; nothing else reads it",
    "/console/sign-in": SELF,
    "/console/sign-in/code": SELF,
    "/console/sign-in/factor": SELF,
    "/console/sign-out": SELF,
    "/console/invitation": SELF,
    "/console/reset": SELF,
    "/console/forgotten": SELF,
    "/console/settings/security/password": SELF,
    "/console/settings/security/email": SELF,
    "/console/settings/security/factor": SELF,
    "/console/settings/security/factor/remove": SELF,
    "/console/settings/security/factor/codes": SELF,
    "/console/{rest:path}": "there is nothing",
}
"""Page that writes → the calls that do the same, as `METHOD /path`; or why there is none."""


def writes() -> set[str]:
    """Every address of the console that something is sent to."""
    return {page.path for page in PAGES if page.method != "GET"}


def calls() -> set[str]:
    """Every call of the API."""
    return {f"{endpoint.method} {endpoint.path}" for endpoint in ENDPOINTS}


def table() -> str:
    """The table as documents show it: what has a counterpart, then what has none and why."""
    rows = [
        f"| `{page}` | {', '.join(f'`{call}`' for call in there)} |"
        for page, there in COUNTERPARTS.items()
        if not isinstance(there, str)
    ]
    reasons: dict[str, list[str]] = {}
    for page, there in COUNTERPARTS.items():
        if isinstance(there, str):
            reasons.setdefault(there, []).append(f"`{page}`")
    without = [f"| {', '.join(pages)} | none: {why} |" for why, pages in reasons.items() if why != _NOWHERE]
    return "\n".join(["| in the console | in the API |", "| --- | --- |", *rows, *without])


_NOWHERE: Final = COUNTERPARTS["/console/{rest:path}"]
