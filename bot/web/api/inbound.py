"""`/v1/inbound`: the texts that people sent, and the media that came with them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from bot.keys import Scope
from bot.media import NotFetched, NotShown
from bot.runtime import Runtime
from bot.sealing import HIDDEN
from bot.store import traffic
from bot.store.traffic import Text
from bot.web.api.bodies import PageQuery
from bot.web.api.endpoint import Call, Endpoint, File
from bot.web.problem import Problem

_ID: Final = re.compile(r"in_([0-9]{1,18})")


class InboundMedium(BaseModel):
    """Something that came with a text. It is fetched from the provider when it is opened."""

    href: str = Field(examples=["/v1/inbound/in_17/media/0"])


class InboundText(BaseModel):
    """A text that somebody sent."""

    model_config = ConfigDict(populate_by_name=True)

    id: str = Field(examples=["in_17"])
    sender: str = Field(alias="from")
    channel: str
    text: str
    media: list[InboundMedium]
    provider_id: str
    received_at: datetime

    @classmethod
    def of(cls, text: Text, runtime: Runtime) -> InboundText:
        """Show a stored text: what may be an answer that nobody may see, only once it is known to be none."""
        id = f"in_{text.seq}"
        media = [InboundMedium(href=f"/v1/inbound/{id}/media/{number}") for number in range(len(text.media))]
        return cls(
            id=id,
            sender=text.sender,
            channel=text.channel,
            text=text.text if text.processed or not runtime.library.current.secretive else HIDDEN,
            media=media,
            provider_id=text.provider_id,
            received_at=text.received_at,
        )


class InboundList(BaseModel):
    """Texts, and the cursor of the page that follows."""

    data: list[InboundText]
    next: str | None = None


async def list_inbound(call: Call[PageQuery]) -> InboundList:
    """List the texts that people sent, the newest first. A long one that came in pieces is listed piece by piece."""
    given = call.given
    before = None if given.after is None else _seq(given.after, "after")
    rows = await call.runtime.database.run(traffic.texts, before=before, limit=given.limit + 1)
    page = rows[: given.limit]
    following = f"in_{page[-1].seq}" if len(rows) > len(page) else None
    return InboundList(data=[InboundText.of(row, call.runtime) for row in page], next=following)


async def get_inbound(call: Call[BaseModel]) -> InboundText:
    """Show a text that somebody sent."""
    return InboundText.of(await known_text(call), call.runtime)


async def get_medium(call: Call[BaseModel]) -> File:
    """Fetch a medium that came with a text.

    It is fetched from the provider now, with its credentials where it asks for them, at a public address only. What is
    no picture, sound, film, PDF or visiting card by its first bytes is not passed on.
    """
    text, number = await known_text(call), call.path["n"]
    if not number.isascii() or not number.isdecimal() or len(number) > 3 or int(number) >= len(text.media):
        raise Problem("not_found", f"the text has no medium `{number}`", param="n")
    try:
        kind, content = await call.runtime.media.open(text.channel, text.provider_id, text.media[int(number)])
    except NotFetched as error:
        raise Problem("media_unavailable", str(error)) from error
    except NotShown as error:
        raise Problem("media_refused", str(error)) from error
    return File(content, kind.media_type, f"in_{text.seq}-{number}.{kind.suffix}")


async def known_text(call: Call[Any]) -> Text:
    """Return the text that the path names."""
    named = call.path["id"]
    found = _ID.fullmatch(named)
    text = await call.runtime.database.run(traffic.text, int(found[1])) if found else None
    if text is None:
        raise Problem("not_found", f"no text that came in has the id `{named}`", param="id")
    return text


def _seq(cursor: str, param: str) -> int:
    found = _ID.fullmatch(cursor)
    if found is None:
        raise Problem("invalid_field", f"`{param}` is not a cursor of this list", param=param, hint="leave it out")
    return int(found[1])


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/inbound",
        scope=Scope.READ,
        handler=list_inbound,
        query=PageQuery,
        answers={200: InboundList},
    ),
    Endpoint(
        method="GET",
        path="/v1/inbound/{id}",
        scope=Scope.READ,
        handler=get_inbound,
        answers={200: InboundText},
        problems=("not_found",),
    ),
    Endpoint(
        method="GET",
        path="/v1/inbound/{id}/media/{n}",
        scope=Scope.READ,
        handler=get_medium,
        answers={200: File},
        problems=("not_found", "media_refused", "media_unavailable"),
    ),
)
