"""The addresses that are told what happens: what each of them heard, and why it did not.

/console/settings/webhooks                             all of them, and a form to add one
/console/settings/webhooks/{webhook}                   one: how it does, and what it was told last
/console/settings/webhooks/{webhook}/deliveries/{id}   one delivery: what it says, and what came of every call
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import Connection
from starlette.responses import Response

from bot import egress
from bot.accounts import Role
from bot.accounts.people import Refused
from bot.limits import WEBHOOK_EVENTS_MAX, WEBHOOK_SECRET_OVERLAP_H_MAX, WEBHOOK_URL_CHARS_MAX
from bot.store import activity
from bot.store import webhooks_out as store
from bot.store.webhooks_out import Webhook
from bot.suggest import did_you_mean
from bot.web.api.happenings import TYPES
from bot.web.console.page import Form, Page, Visit
from bot.web.console.passwords import wrong
from bot.web.problem import Problem
from bot.webhooks_out import TooMany

T = TypeVar("T")

PATH: Final = "/console/settings/webhooks"
ONE: Final = f"{PATH}/{{webhook}}"
DELIVERY: Final = f"{ONE}/deliveries/{{delivery}}"
SHOWN: Final = 25
STATUSES: Final = (
    ("", "All"),
    (store.FAILED, "Failed"),
    (store.PENDING, "Waiting"),
    (store.DELIVERED, "Delivered"),
)
TONES: Final = {store.DELIVERED: "good", store.FAILED: "bad", store.PENDING: "warn", store.SENDING: "accent"}
WHY_OFF: Final = {
    "by_hand": "somebody disabled it",
    "gone": "it answered 410: it wants to hear nothing any more",
    "failing": "it failed for too long",
}
"""Why an address is told nothing, in words."""
SPANS: Final = ((1, "the last hour"), (24, "the last day"), (24 * 7, "the last 7 days"))
"""What can be told once more: hours, and how that is called."""
FAMILIES: Final = tuple(dict.fromkeys(f"{type.partition('.')[0]}.*" for type in TYPES))


# ── all of them ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def show_webhooks(visit: Visit) -> Response:
    """Every address, and how it does."""
    return await _list(visit)


async def create(visit: Visit) -> Response:
    """Let an address be told, and show its secret: the only time that anybody sees it."""
    form, runtime = await visit.form(), visit.runtime
    try:
        url, events = _url(visit, form), _events(form)
        await runtime.teller.watch()
        made, secret = await runtime.database.run(
            lambda conn: runtime.webhooks.create(conn, url, events, form["description"].strip()[:200], visit.agent.id)
        )
    except Refused as error:
        return await _list(visit, error, form)
    except TooMany as error:
        return await _list(visit, Refused(f"{error}; delete one that is not used any more."), form)
    await _note(visit, "webhook.created", made, url=url)
    visit.request.path_params["webhook"] = made.id
    return await _one(visit, secret=secret)


async def _list(visit: Visit, trouble: Refused | None = None, form: Form | None = None) -> Response:
    def read(conn: Connection) -> tuple[list[Webhook], dict[str, int]]:
        return store.listed(conn), store.waiting(conn)

    rows, waiting = await visit.runtime.database.run(read)
    return visit.page(
        "console/webhooks.html",
        title="Webhooks",
        active="settings",
        status=200 if trouble is None else 422,
        rows=rows,
        waiting=waiting,
        families=FAMILIES,
        types=TYPES,
        why_off=WHY_OFF,
        trouble=wrong(trouble),
        form=form or {"url": "", "events": "", "description": ""},
    )


# ── one of them ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def show_webhook(visit: Visit) -> Response:
    """One address, and what it was told last."""
    return await _one(visit)


async def change(visit: Visit) -> Response:
    """Change where it is, or what it is told."""
    form = await visit.form()
    try:
        values: dict[str, Any] = {"url": _url(visit, form), "events": _events(form)}
    except Refused as error:
        return await _one(visit, trouble=error, form=form)
    values["description"] = form["description"].strip()[:200]
    changed = await _do(visit, lambda conn, found: visit.runtime.webhooks.change(conn, found, values))
    await _note(visit, "webhook.changed", changed, url=values["url"])
    return _back(visit, "Saved.")


async def enable(visit: Visit) -> Response:
    """Tell it again, from now on."""
    changed = await _do(visit, lambda conn, found: visit.runtime.webhooks.change(conn, found, {"enabled": True}))
    await _note(visit, "webhook.enabled", changed)
    visit.runtime.wake()
    return _back(visit, "It is told again from now on. What it missed can be told once more.")


async def disable(visit: Visit) -> Response:
    """Tell it nothing, until somebody enables it."""
    changed = await _do(visit, lambda conn, found: visit.runtime.webhooks.change(conn, found, {"enabled": False}))
    await _note(visit, "webhook.disabled_by_hand", changed)
    return _back(visit, "It is told nothing any more. What waited for it counts as failed.")


async def rotate(visit: Visit) -> Response:
    """Give it another secret and show it, once; the one before signs as well for a while."""
    form = await visit.form()
    hours = int(form["overlap"]) if form["overlap"].isdecimal() and len(form["overlap"]) < 4 else 24
    overlap = timedelta(hours=min(hours, WEBHOOK_SECRET_OVERLAP_H_MAX))
    changed, secret = await _do(visit, lambda conn, found: visit.runtime.webhooks.rotate(conn, found, overlap))
    await _note(visit, "webhook.rotated", changed, overlap_hours=hours)
    return await _one(visit, secret=secret)


async def send_test(visit: Visit) -> Response:
    """Tell it something that did not happen, to see whether it listens."""
    sent = await _do(visit, lambda conn, found: visit.runtime.webhooks.test(conn, _enabled(found)))
    visit.runtime.wake()
    return visit.redirect(f"{PATH}/{visit.path['webhook']}/deliveries/{sent.id}", "On its way.")


async def replay(visit: Visit) -> Response:
    """Tell it once more what it missed, or everything, of some time."""
    form, runtime = await visit.form(), visit.runtime
    hours = {str(hours): hours for hours, _ in SPANS}.get(form["hours"])
    if hours is None:
        raise Problem("invalid_field", "say of which time", param="hours", hint="choose one of those that are proposed")
    now, failed = visit.now, form["only"] != "all"
    count = await _do(
        visit,
        lambda conn, found: runtime.webhooks.replay(
            conn, _enabled(found), now - timedelta(hours=hours), now, failed=failed
        ),
    )
    runtime.wake()
    return _back(visit, f"{count} on their way again." if count else "There was nothing to tell it once more.")


async def delete(visit: Visit) -> Response:
    """Forget it, with what waits for it."""
    forgotten = await _do(visit, lambda conn, found: (store.remove(conn, found.id), found)[1])
    await _note(visit, "webhook.deleted", forgotten, url=forgotten.url)
    return visit.redirect(PATH, "It is deleted.")


async def _one(visit: Visit, *, secret: str = "", trouble: Refused | None = None, form: Form | None = None) -> Response:
    status = visit.query.get("status", "")
    wanted = status if status in {value for value, _ in STATUSES} else ""
    before = visit.query.get("before", "")
    last = int(before) if before.isascii() and before.isdecimal() and len(before) < 18 else None

    def read(conn: Connection, found: Webhook) -> dict[str, Any]:
        rows = store.deliveries(conn, found.id, before=last, limit=SHOWN + 1, status=wanted or None)
        events = {row.id: row for row in activity.by_ids(conn, [row.activity_id for row in rows[:SHOWN]])}
        waiting = store.waiting(conn).get(found.id, 0)
        return {"hook": found, "rows": rows[:SHOWN], "more": len(rows) > SHOWN, "events": events, "waiting": waiting}

    known = await _do(visit, read)
    hook: Webhook = known["hook"]
    shown = {"url": hook.url, "events": ", ".join(hook.events), "description": hook.description}
    return visit.page(
        "console/webhook.html",
        title=hook.description or "Webhook",
        active="settings",
        status=200 if trouble is None else 422,
        secret=secret,
        statuses=STATUSES,
        wanted=wanted,
        last=last,
        tones=TONES,
        why_off=WHY_OFF,
        spans=SPANS,
        families=FAMILIES,
        types=TYPES,
        trouble=wrong(trouble),
        form=form or shown,
        **known,
    )


# ── one delivery ────────────────────────────────────────────────────────────────────────────────────────────────────


async def show_delivery(visit: Visit) -> Response:
    """What it says, and what came of every call."""

    def read(conn: Connection, found: Webhook) -> dict[str, Any]:
        row = _delivery(conn, found, visit.path["delivery"])
        happened = activity.find(conn, row.activity_id)
        written = None if happened is None else json.dumps(happened.data, ensure_ascii=False, indent=2, default=str)
        calls = store.attempts_of(conn, [row.id])[row.id]
        return {"hook": found, "row": row, "happened": happened, "written": written, "calls": calls}

    known = await _do(visit, read)
    return visit.page("console/delivery.html", title="Delivery", active="settings", tones=TONES, **known)


async def replay_delivery(visit: Visit) -> Response:
    """Deliver it once more."""

    def work(conn: Connection, found: Webhook) -> None:
        row = _delivery(conn, _enabled(found), visit.path["delivery"])
        store.again(conn, found.id, [row.activity_id], visit.now)

    await _do(visit, work)
    visit.runtime.wake()
    return visit.redirect(f"{PATH}/{visit.path['webhook']}/deliveries/{visit.path['delivery']}", "On its way again.")


# ── how ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _do(visit: Visit, work: Callable[[Connection, Webhook], T]) -> T:
    """Do something about the webhook of the path, which is nobody else's meanwhile."""

    def found(conn: Connection) -> T:
        hook = store.find(conn, visit.path["webhook"], lock=True)
        if hook is None:
            raise Problem("not_found", "no webhook has this id", hint="Settings › Webhooks lists them")
        return work(conn, hook)

    return await visit.runtime.database.run(found)


def _delivery(conn: Connection, hook: Webhook, id: str) -> store.Delivery:
    row = store.find_delivery(conn, hook.id, id)
    if row is None:
        raise Problem("not_found", "this webhook has no such delivery", hint="its page lists those that are kept")
    return row


def _enabled(hook: Webhook) -> Webhook:
    if not hook.enabled:
        raise Problem("webhook_disabled", "the webhook is disabled", hint="enable it first, on its page")
    return hook


def _url(visit: Visit, form: Form) -> str:
    url = form["url"].strip()
    try:
        if not url or len(url) > WEBHOOK_URL_CHARS_MAX:
            raise Refused("Write an address, such as https://example.com/parley.", "url")
        visit.runtime.egress_out.check(url)
    except egress.Refused as error:
        raise Refused(f"It cannot be told: {error}.", "url") from error
    return url


def _events(form: Form) -> list[str]:
    """What it wants to hear: types and families, however they are parted; none for everything."""
    wanted = list(dict.fromkeys(form["events"].replace(",", " ").split()))
    known = (*TYPES, *FAMILIES)
    for name in wanted:
        if name not in known:
            raise Refused(f"There is no event {name[:40]}. {_perhaps(name, known)}", "events")
    if len(wanted) > WEBHOOK_EVENTS_MAX:
        raise Refused("Name fewer, or a whole family such as message.*.", "events")
    return wanted


def _perhaps(name: str, known: Sequence[str]) -> str:
    meant = did_you_mean(name, known)
    return f"{meant[:1].upper()}{meant[1:].replace('`', '')}" if meant else "Those that there are stand below."


async def _note(visit: Visit, kind: str, hook: Webhook, **data: Any) -> None:
    await visit.runtime.accounts.team.note(kind, hook.id, visit.caller, **data)


def _back(visit: Visit, said: str) -> Response:
    return visit.redirect(f"{PATH}/{visit.path['webhook']}", said)


PAGES: Final = (
    Page(method="GET", path=PATH, role=Role.ADMIN, handler=show_webhooks),
    Page(method="POST", path=PATH, role=Role.ADMIN, handler=create),
    Page(method="GET", path=ONE, role=Role.ADMIN, handler=show_webhook),
    Page(method="POST", path=ONE, role=Role.ADMIN, handler=change),
    Page(method="POST", path=f"{ONE}/enable", role=Role.ADMIN, handler=enable),
    Page(method="POST", path=f"{ONE}/disable", role=Role.ADMIN, handler=disable),
    Page(method="POST", path=f"{ONE}/rotate", role=Role.ADMIN, handler=rotate),
    Page(method="POST", path=f"{ONE}/test", role=Role.ADMIN, handler=send_test),
    Page(method="POST", path=f"{ONE}/replay", role=Role.ADMIN, handler=replay),
    Page(method="POST", path=f"{ONE}/delete", role=Role.ADMIN, handler=delete),
    Page(method="GET", path=DELIVERY, role=Role.ADMIN, handler=show_delivery),
    Page(method="POST", path=f"{DELIVERY}/replay", role=Role.ADMIN, handler=replay_delivery),
)
