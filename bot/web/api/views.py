"""`/v1/users/{user}/views`: filters of the inbox that somebody keeps under a name, or shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, StrictBool, StringConstraints
from sqlalchemy import Connection

from bot.keys import Scope
from bot.limits import SAVED_VIEWS_MAX
from bot.store import inbox_marks
from bot.store.inbox_views import STATUSES, VIEWS, Filters
from bot.suggest import did_you_mean
from bot.web.api.bodies import Strict
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.whose import who
from bot.web.problem import Problem

WORD_CHARS_MAX: Final = 100
Title = Annotated[str, StringConstraints(min_length=1, max_length=WORD_CHARS_MAX, strip_whitespace=True)]
Word = Annotated[str, StringConstraints(max_length=WORD_CHARS_MAX, strip_whitespace=True)]
_NAMES: Final = tuple(field.name for field in fields(Filters))
_ONLY: Final = {"view": frozenset(VIEWS), "status": STATUSES}


class NewView(Strict):
    """Filters, and what they are called."""

    name: Title = Field(examples=["Refunds"])
    filters: dict[str, Word] = Field(
        max_length=20,
        description="As the console's address has them: `view`, `status`, `assignee`, `label`, `flow`, `channel`, "
        "`queue`, `priority`, `q`, …",
        examples=[{"view": "all", "label": "refund"}],
    )
    shared: StrictBool = Field(False, description="Whether everybody has it")


class View(BaseModel):
    """Filters under a name."""

    id: str
    name: str
    owner: str
    shared: bool
    filters: dict[str, str]
    created_at: datetime

    @classmethod
    def of(cls, kept: inbox_marks.SavedView) -> View:
        """Show one."""
        return cls(**kept._asdict())


class ViewList(BaseModel):
    """Somebody's own views, and those that others share."""

    data: list[View]


class DeletedView(BaseModel):
    """It is gone."""

    id: str
    deleted: bool = True


async def list_views(call: Call[BaseModel]) -> ViewList:
    """List somebody's views, and those that others share."""

    def work(conn: Connection) -> ViewList:
        return ViewList(data=[View.of(view) for view in inbox_marks.views(conn, who(conn, call).id)])

    return await call.runtime.database.run(work)


async def create_view(call: Call[NewView]) -> View:
    """Keep filters of the inbox under a name."""
    given, world = call.given, call.runtime.world
    wanted = _read(given.filters)

    def work(conn: Connection) -> View:
        whose = who(conn, call)
        view = inbox_marks.SavedView(world.new_id("viw"), whose.id, given.shared, given.name, wanted, world.now())
        own = [one for one in inbox_marks.views(conn, whose.id) if one.owner == whose.id]
        if len(own) >= SAVED_VIEWS_MAX:
            raise Problem("limit_reached", f"there are {SAVED_VIEWS_MAX} views already", hint="delete one first")
        inbox_marks.keep_view(conn, view)
        return View.of(view)

    return await call.runtime.database.run(work)


async def delete_view(call: Call[BaseModel]) -> DeletedView:
    """Forget a view of theirs."""
    id = call.path["view"]

    def work(conn: Connection) -> DeletedView:
        if not inbox_marks.drop_view(conn, id, who(conn, call).id):
            raise Problem("not_found", f"no view of theirs has the id `{id}`", param="view")
        return DeletedView(id=id)

    return await call.runtime.database.run(work)


def _endpoint(method: str, path: str, handler: Any, answer: Any, status: int = 200, **more: Any) -> Endpoint:
    scope = Scope.READ if method == "GET" else Scope.SEND
    problems = ("not_found", *more.pop("problems", ()))
    path = f"/v1/users/{{user}}/views{path}"
    return Endpoint(
        method=method, path=path, scope=scope, handler=handler, answers={status: answer}, problems=problems, **more
    )


ENDPOINTS: Final = (
    _endpoint("GET", "", list_views, ViewList),
    _endpoint("POST", "", create_view, View, 201, body=NewView, problems=("limit_reached",)),
    _endpoint("DELETE", "/{view}", delete_view, DeletedView),
)


def _read(given: Mapping[str, str]) -> dict[str, str]:
    """The filters that are set; what the inbox would not understand is refused."""
    for name, value in given.items():
        if name not in _NAMES:
            hint = did_you_mean(name, _NAMES) or f"known here: {', '.join(_NAMES)}"
            raise Problem("invalid_field", f"`filters.{name}` is no filter of the inbox", param="filters", hint=hint)
        if value and value not in _ONLY.get(name, (value,)):
            known = ", ".join(sorted(_ONLY[name]))
            raise Problem("invalid_field", f"`filters.{name}` is one of {known}", param="filters")
    return {name: value for name, value in given.items() if value}
