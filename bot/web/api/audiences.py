"""`/v1/audiences`: filters over contacts that are kept under a name."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from bot.audience.tree import Clock
from bot.broadcasts import audiences
from bot.broadcasts.audiences import TooMany, is_name
from bot.keys import Scope
from bot.limits import AUDIENCE_CHARS_MAX, AUDIENCE_NAME_PATTERN, AUDIENCE_NOTE_CHARS_MAX
from bot.store import audience as people
from bot.store import audiences as store
from bot.store.audiences import Saved
from bot.suggest import did_you_mean
from bot.web.api.bodies import PageQuery, Strict
from bot.web.api.contacts import audience_of
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.once import Answer
from bot.web.problem import Problem

AudienceName = Annotated[
    str,
    Field(
        pattern=f"^{AUDIENCE_NAME_PATTERN}$",
        description="One word: small letters, digits, - and _",
        examples=["spring-guests"],
    ),
]


class NewAudience(Strict):
    """A filter, and how it is called: what is kept under that name already is changed."""

    name: AudienceName
    filter: str = Field(
        max_length=AUDIENCE_CHARS_MAX,
        description="Over contacts; blank is everybody",
        examples=['tags has "vip" and fields.city = "Lyon"'],
    )
    note: str = Field("", max_length=AUDIENCE_NOTE_CHARS_MAX, description="What it is for")


class Audience(BaseModel):
    """A filter that is kept under a name."""

    name: str
    filter: str
    note: str
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, saved: Saved) -> Audience:
        """Show a stored one."""
        return cls(**{name: getattr(saved, name) for name in Audience.model_fields})


class AudienceKept(Audience):
    """A filter as it is kept now."""

    created: bool = Field(description="Whether nothing had this name before")


class AudienceCounted(Audience):
    """A filter that is kept under a name, and how many it means."""

    people: int = Field(description="How many fit just now")


class AudienceList(BaseModel):
    """Audiences by name, and the cursor of the page that follows."""

    data: list[Audience]
    next: str | None


class AudienceGone(BaseModel):
    """That it is not kept any more."""

    name: str
    removed: bool = True


async def put_audience(call: Call[NewAudience]) -> Answer:
    """Keep a filter under a name, or change the one that has it.

    The name may stand wherever a filter may: as the `audience` of a broadcast, and as `where` of a list of contacts.
    What was ordered by it before keeps the filter that it had then, except a series: that looks again each time.
    """
    given, runtime = call.given, call.runtime
    if is_name(given.filter.strip()):
        hint = 'a filter has a test, such as tags has "vip"'
        raise Problem("invalid_field", "`filter` is the name of an audience itself", param="filter", hint=hint)
    await audience_of(runtime, given.filter, "filter")

    def work(conn: Connection) -> AudienceKept:
        try:
            saved, created = audiences.keep(
                conn, given.name, given.filter, given.note, call.caller, runtime.world.now()
            )
        except TooMany as error:
            raise Problem("limit_reached", str(error), hint="remove one that is not used") from None
        return AudienceKept(**Audience.of(saved).model_dump(), created=created)

    return await call.once(work)


async def list_audiences(call: Call[PageQuery]) -> AudienceList:
    """List the audiences that are kept under a name."""
    given = call.given
    rows = await call.runtime.database.run(store.page, after=given.after or "", limit=given.limit + 1)
    page = rows[: given.limit]
    following = page[-1].name if len(rows) > len(page) else None
    return AudienceList(data=[Audience.of(row) for row in page], next=following)


async def get_audience(call: Call[BaseModel]) -> AudienceCounted:
    """Show an audience, and how many people it means just now."""
    runtime, name = call.runtime, call.path["name"]
    saved = await runtime.database.run(_find, name)
    asked, _ = await audience_of(runtime, saved.filter, "filter")
    clock = Clock(runtime.world.now(), runtime.settings.business.timezone)
    count = await runtime.database.run(people.count, asked, clock)
    return AudienceCounted(**Audience.of(saved).model_dump(), people=count)


async def delete_audience(call: Call[BaseModel]) -> AudienceGone:
    """Remove an audience. Its people stay, and so does what was ordered with it; a series keeps its last filter."""
    runtime, name = call.runtime, call.path["name"]

    def work(conn: Connection) -> AudienceGone:
        _find(conn, name)
        audiences.remove(conn, name, call.caller, runtime.world.now())
        return AudienceGone(name=name)

    return await runtime.database.run(work)


def _find(conn: Connection, name: str) -> Saved:
    saved = store.find(conn, name)
    if saved is None:
        hint = did_you_mean(name, store.names(conn)) or "GET /v1/audiences lists them"
        raise Problem("not_found", f"no audience is called `{name}`", param="name", hint=hint)
    return saved


ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/audiences",
        scope=Scope.SEND,
        handler=put_audience,
        body=NewAudience,
        answers={200: AudienceKept},
        idempotent=True,
        problems=("limit_reached",),
    ),
    Endpoint(
        method="GET",
        path="/v1/audiences",
        scope=Scope.READ,
        handler=list_audiences,
        query=PageQuery,
        answers={200: AudienceList},
    ),
    Endpoint(
        method="GET",
        path="/v1/audiences/{name}",
        scope=Scope.READ,
        handler=get_audience,
        answers={200: AudienceCounted},
        problems=("not_found",),
    ),
    Endpoint(
        method="DELETE",
        path="/v1/audiences/{name}",
        scope=Scope.SEND,
        handler=delete_audience,
        answers={200: AudienceGone},
        problems=("not_found",),
    ),
)
