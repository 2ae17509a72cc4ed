"""`/v1/activity`: everything that happened, one thing after the other, to be read on from where one stopped."""

from __future__ import annotations

from typing import Final

from bot.keys import Scope
from bot.store import activity
from bot.web.api.activity_shapes import ActivityQuery, Event, EventList
from bot.web.api.endpoint import Call, Endpoint
from bot.web.problem import Problem


async def list_activity(call: Call[ActivityQuery]) -> EventList:
    """List what happened, oldest first.

    The `id` of any event is a cursor: keep that of the last one, and ask with it as `after` for what came since. The
    same events go to webhooks. They are written down from the first time that somebody asks, with what happened shortly
    before, and as long as somebody does so once a week or there is a webhook.
    """
    given, runtime = call.given, call.runtime
    await runtime.teller.read()
    after = 0
    if given.after is not None:
        found = await runtime.database.run(activity.find, given.after)
        if found is None:
            detail = "`after` is not a cursor of this list, or what it stood for was deleted"
            raise Problem("invalid_field", detail, param="after", hint="leave it out to begin at the oldest")
        after = found.position
    types = [name.strip() for name in (given.types or "").split(",") if name.strip()]
    rows = await runtime.database.run(
        activity.page,
        after=after,
        limit=given.limit + 1,
        types=types,
        since=given.since,
        until=given.until,
        phone=given.phone,
        conversation_id=given.conversation_id,
    )
    page = rows[: given.limit]
    return EventList(data=[Event.of(row) for row in page], next=page[-1].id if len(rows) > len(page) else None)


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/activity",
        scope=Scope.READ,
        handler=list_activity,
        query=ActivityQuery,
        answers={200: EventList},
    ),
)
