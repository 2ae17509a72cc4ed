"""`/v1/webhooks`: the addresses of the business that are told what happens, and what each of them heard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final, TypeVar

from pydantic import BaseModel
from sqlalchemy import Connection

from bot.egress import Refused
from bot.keys import Scope
from bot.store import activity
from bot.store import webhooks_out as store
from bot.store.webhooks_out import Delivery as KeptDelivery
from bot.store.webhooks_out import Webhook as Kept
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.webhook_shapes import (
    DeletedWebhook,
    DeliveryQuery,
    NewWebhook,
    Replay,
    Replayed,
    Rotation,
    Webhook,
    WebhookChange,
    WebhookDelivery,
    WebhookDeliveryList,
    WebhookDeliveryWithAttempts,
    WebhookList,
    WebhookWithSecret,
)
from bot.web.api.whose import caller_of
from bot.web.problem import Problem
from bot.webhooks_out import TooMany

T = TypeVar("T")
_CHANGES: Final[Mapping[bool | None, str]] = {True: "webhook.enabled", False: "webhook.disabled_by_hand"}
"""What it is called in the audit log that one is told again, or nothing more."""


async def create_webhook(call: Call[NewWebhook]) -> WebhookWithSecret:
    """Let an address be told what happens.

    Its secret is in the answer and shown this once. Deliveries are signed by Standard Webhooks, in order within a
    conversation, and tried for three days.
    """
    given, runtime = call.given, call.runtime
    _check_url(call, given.url)
    await runtime.teller.watch()

    def work(conn: Connection) -> tuple[Kept, str]:
        return runtime.webhooks.create(conn, given.url, given.events, given.description, call.key.id)

    try:
        made, secret = await runtime.database.run(work)
    except TooMany as error:
        raise Problem("limit_reached", str(error), hint="delete one that is not used any more") from None
    await _note(call, "webhook.created", made, url=made.url)
    return WebhookWithSecret.made(made, secret, runtime.world.now())


async def list_webhooks(call: Call[BaseModel]) -> WebhookList:
    """List the webhooks, the oldest first."""
    now = call.runtime.world.now()
    return WebhookList(data=[Webhook.of(row, now) for row in await call.runtime.database.run(store.listed)])


async def get_webhook(call: Call[BaseModel]) -> Webhook:
    """Show a webhook and how it does."""
    return Webhook.of(await _run(call, lambda conn, found: found), call.runtime.world.now())


async def change_webhook(call: Call[WebhookChange]) -> Webhook:
    """Change a webhook, or enable it again."""
    values: dict[str, Any] = {
        name: value for name, value in call.given.model_dump(exclude_unset=True).items() if value is not None
    }
    if "url" in values:
        _check_url(call, values["url"])
    changed = await _run(call, lambda conn, found: call.runtime.webhooks.change(conn, found, values))
    await _note(call, _CHANGES.get(values.get("enabled"), "webhook.changed"), changed)
    return Webhook.of(changed, call.runtime.world.now())


async def delete_webhook(call: Call[BaseModel]) -> DeletedWebhook:
    """Delete a webhook, with its deliveries."""
    forgotten = await _run(call, lambda conn, found: (store.remove(conn, found.id), found)[1])
    await _note(call, "webhook.deleted", forgotten, url=forgotten.url)
    return DeletedWebhook(id=call.path["id"])


async def rotate_webhook_secret(call: Call[Rotation]) -> WebhookWithSecret:
    """Give a webhook another secret.

    For `overlap_hours` every delivery carries two signatures, so that the receiver can change over in peace.
    """
    overlap = timedelta(hours=call.given.overlap_hours)
    changed, secret = await _run(call, lambda conn, found: call.runtime.webhooks.rotate(conn, found, overlap))
    await _note(call, "webhook.rotated", changed, overlap_hours=call.given.overlap_hours)
    return WebhookWithSecret.made(changed, secret, call.runtime.world.now())


async def send_test_event(call: Call[BaseModel]) -> WebhookDelivery:
    """Send `webhook.test` to a webhook, to see whether it listens."""

    def work(conn: Connection, found: Kept) -> tuple[KeptDelivery, activity.Activity | None]:
        _enabled(found)
        sent = call.runtime.webhooks.test(conn, found)
        return sent, activity.find(conn, sent.activity_id)

    sent = WebhookDelivery.of(*await _run(call, work))
    call.runtime.wake()
    return sent


async def list_deliveries(call: Call[DeliveryQuery]) -> WebhookDeliveryList:
    """List what a webhook was told, or is to be told, the newest first."""
    given = call.given

    def work(conn: Connection, found: Kept) -> WebhookDeliveryList:
        before = None
        if given.after is not None:
            before = _delivery(conn, found.id, given.after, "after").position
        rows = store.deliveries(conn, found.id, before=before, limit=given.limit + 1, status=given.status)
        page = rows[: given.limit]
        events = {row.id: row for row in activity.by_ids(conn, [row.activity_id for row in page])}
        data = [WebhookDelivery.of(row, events.get(row.activity_id)) for row in page]
        return WebhookDeliveryList(data=data, next=page[-1].id if len(rows) > len(page) else None)

    return await _run(call, work)


async def get_delivery(call: Call[BaseModel]) -> WebhookDeliveryWithAttempts:
    """Show a delivery: what it says, and what came of every call."""

    def work(conn: Connection, found: Kept) -> WebhookDeliveryWithAttempts:
        row = _delivery(conn, found.id, call.path["delivery"])
        calls = store.attempts_of(conn, [row.id])[row.id]
        return WebhookDeliveryWithAttempts.whole(row, activity.find(conn, row.activity_id), calls)

    return await _run(call, work)


async def replay_delivery(call: Call[BaseModel]) -> WebhookDelivery:
    """Deliver once more, under the same `webhook-id`."""

    def work(conn: Connection, found: Kept) -> tuple[KeptDelivery, activity.Activity | None]:
        _enabled(found)
        row = _delivery(conn, found.id, call.path["delivery"])
        store.again(conn, found.id, [row.activity_id], call.runtime.world.now())
        return _delivery(conn, found.id, row.id), activity.find(conn, row.activity_id)

    return WebhookDelivery.of(*await _run(call, work))


async def replay_webhook(call: Call[Replay]) -> Replayed:
    """Deliver once more what happened in a time, also before there was this webhook."""
    given, runtime = call.given, call.runtime
    until = given.until or runtime.world.now()
    if until <= given.since:
        raise Problem("invalid_field", "`until` is not after `since`", param="until")

    def work(conn: Connection, found: Kept) -> int:
        _enabled(found)
        return runtime.webhooks.replay(conn, found, given.since, until, failed=given.only == "failed")

    return Replayed(replayed=await _run(call, work))


def _endpoint(method: str, path: str, handler: Any, answer: Any, status: int = 200, **more: Any) -> Endpoint:
    scope = Scope.READ if method == "GET" else Scope.ADMIN
    problems = ("not_found",) if "{id}" in path else ()
    return Endpoint(
        method=method,
        path=f"/v1/webhooks{path}",
        scope=scope,
        handler=handler,
        answers={status: answer},
        problems=(*problems, *more.pop("problems", ())),
        **more,
    )


_OFF: Final = ("webhook_disabled",)
ENDPOINTS: Final = (
    _endpoint("POST", "", create_webhook, WebhookWithSecret, 201, body=NewWebhook, problems=("limit_reached",)),
    _endpoint("GET", "", list_webhooks, WebhookList),
    _endpoint("GET", "/{id}", get_webhook, Webhook),
    _endpoint("PATCH", "/{id}", change_webhook, Webhook, body=WebhookChange),
    _endpoint("DELETE", "/{id}", delete_webhook, DeletedWebhook),
    _endpoint("POST", "/{id}/rotate", rotate_webhook_secret, WebhookWithSecret, body=Rotation),
    _endpoint("POST", "/{id}/test", send_test_event, WebhookDelivery, 202, problems=_OFF),
    _endpoint("POST", "/{id}/replay", replay_webhook, Replayed, 202, body=Replay, problems=_OFF),
    _endpoint("GET", "/{id}/deliveries", list_deliveries, WebhookDeliveryList, query=DeliveryQuery),
    _endpoint("GET", "/{id}/deliveries/{delivery}", get_delivery, WebhookDeliveryWithAttempts),
    _endpoint("POST", "/{id}/deliveries/{delivery}/replay", replay_delivery, WebhookDelivery, 202, problems=_OFF),
)


async def _run(call: Call[Any], work: Callable[[Connection, Kept], T]) -> T:
    """Do something about the webhook of the path, which is nobody else's meanwhile."""

    def found(conn: Connection) -> T:
        webhook = store.find(conn, call.path["id"], lock=True)
        if webhook is None:
            raise Problem("not_found", f"no webhook has the id `{call.path['id']}`", param="id")
        return work(conn, webhook)

    return await call.runtime.database.run(found)


async def _note(call: Call[Any], kind: str, hook: Kept, **data: Any) -> None:
    """Put into the audit log what was done about a webhook."""
    await call.runtime.accounts.team.note(kind, hook.id, caller_of(call), **data)


def _delivery(conn: Connection, webhook_id: str, id: str, param: str = "delivery") -> KeptDelivery:
    row = store.find_delivery(conn, webhook_id, id)
    if row is None and param == "after":
        raise Problem("invalid_field", "`after` is not a cursor of this list", param=param, hint="leave it out")
    if row is None:
        raise Problem("not_found", f"the webhook has no delivery `{id}`", param=param)
    return row


def _enabled(found: Kept) -> None:
    if not found.enabled:
        hint = 'enable it first: PATCH it with {"enabled": true}'
        raise Problem("webhook_disabled", f"the webhook is disabled: {found.disabled_reason}", hint=hint)


def _check_url(call: Call[Any], url: str) -> None:
    try:
        call.runtime.egress_out.check(url)
    except Refused as error:
        raise Problem("invalid_field", f"`url`: {error}", param="url") from None
