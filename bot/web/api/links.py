"""`/v1/messages/{id}/links`: the short links of a message, and who has followed them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydantic import BaseModel, Field

from bot.keys import Scope
from bot.store import links as store
from bot.store import views
from bot.web.api.endpoint import Call, Endpoint
from bot.web.problem import Problem


class Link(BaseModel):
    """A short link of one message."""

    url: str = Field(description="As it was sent")
    target: str
    clicks: int = Field(description="Without previews, as far as they can be told")
    first_click_at: datetime | None
    last_click_at: datetime | None


class LinkList(BaseModel):
    """All of a message."""

    data: list[Link]


async def list_links(call: Call[BaseModel]) -> LinkList:
    """List the short links of a message with their clicks."""
    id, base = call.path["id"], call.runtime.settings.links.url
    if await call.runtime.database.run(views.message_by_id, id) is None:
        raise Problem("not_found", f"there is no message {id}")
    found = await call.runtime.database.run(store.of_message, id)
    return LinkList(
        data=[
            Link(
                url=f"{base}/{one.code}",
                target=one.target,
                clicks=one.clicks,
                first_click_at=one.first_click_at,
                last_click_at=one.last_click_at,
            )
            for one in found
        ]
    )


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/messages/{id}/links",
        scope=Scope.READ,
        handler=list_links,
        answers={200: LinkList},
        problems=("not_found",),
    ),
)
