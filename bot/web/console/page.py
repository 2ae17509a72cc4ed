"""One page of the console: who may see it, and what its handler is called with.

    request ─ who is it ─ may they ─ was it our own page that asked ─ handler ─► response        (see `door.py`)

Routes come from the `PAGES` of the page modules, which `table.py` lists.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.datastructures import FormData, QueryParams, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.accounts import Agent, Caller, Due, Role
from bot.desk import Actor
from bot.limits import FORM_FIELDS_MAX, FORM_FILES_MAX, FORM_PART_BYTES_MAX
from bot.runtime import Runtime
from bot.web.client import client_address
from bot.web.console.cookies import Cookies
from bot.web.problem import Problem

if TYPE_CHECKING:
    from bot.web.console.rendering import Renderer
    from bot.web.simulator.page import Page as Simulator


@dataclass(frozen=True, kw_only=True)
class Page:
    """One method of one path."""

    method: str
    path: str
    role: Role | None
    """The least role that may; None is for everybody, signed in or not."""
    handler: Callable[[Visit], Awaitable[Response]]
    background: bool = False
    """Asked for by a page itself, again and again: so it does not count as somebody being there."""
    while_due: tuple[Due, ...] = ()
    """Also open to who has signed in and still owes one of these."""


class Form(dict[str, str]):
    """What was filled in: the last value of each field, blank where there is none; files beside."""

    def __init__(self, given: FormData) -> None:
        pairs = given.multi_items()
        super().__init__({name: value for name, value in pairs if isinstance(value, str)})
        self.files = {name: value for name, value in pairs if isinstance(value, UploadFile)}
        self._pairs = pairs

    def __missing__(self, name: str) -> str:
        return ""

    def all(self, name: str) -> list[str]:
        """Every value of a field that may be given several times, such as checkboxes."""
        return [value for key, value in self._pairs if key == name and isinstance(value, str)]


class Visit:
    """A request to a page, by somebody."""

    def __init__(
        self, runtime: Runtime, request: Request, renderer: Renderer, cookies: Cookies, known: Agent | None
    ) -> None:
        self.runtime = runtime
        self.request = request
        self.known = known
        """Who it is; None on a public page that somebody unknown looks at."""
        self.cookies = cookies
        self.now: datetime = runtime.world.now()
        self._renderer = renderer
        self._form: Form | None = None

    @property
    def agent(self) -> Agent:
        """Who it is, on a page that needs a role."""
        if self.known is None:
            raise RuntimeError("a public page has no agent; ask `known`")
        return self.known

    @property
    def simulator(self) -> Simulator:
        """The phone simulator, to be shown within the console."""
        return self._renderer.simulator

    @property
    def path(self) -> Mapping[str, str]:
        """The parameters in the path."""
        return self.request.path_params

    @property
    def query(self) -> QueryParams:
        """The query."""
        return self.request.query_params

    @property
    def partial(self) -> bool:
        """Whether htmx asks, for a part of a page that is there already."""
        headers = self.request.headers
        return "hx-request" in headers and "hx-boosted" not in headers and "hx-history-restore-request" not in headers

    @cached_property
    def caller(self) -> Caller:
        """Who it is, and from where, for the audit log."""
        address = client_address(self.request, self.runtime.settings.server.proxies)
        browser = self.request.headers.get("user-agent", "")
        if self.known is None:
            return Caller(address=address, browser=browser)
        return Caller(self.known.id, self.known.name, address, browser)

    @property
    def actor(self) -> Actor:
        """Who it is, for what is done at the desk."""
        return Actor(self.agent.id, self.agent.name)

    async def form(self) -> Form:
        """What was filled in. How large it may be is bounded, and how many fields and files there may be."""
        if self._form is None:
            given = await self.request.form(
                max_files=FORM_FILES_MAX, max_fields=FORM_FIELDS_MAX, max_part_size=FORM_PART_BYTES_MAX
            )
            self._form = Form(given)
            refuse_unwritable(self._form.values())
        return self._form

    def page(self, template: str, *, title: str, active: str = "", status: int = 200, **context: Any) -> Response:
        """Answer with a whole page, in the shell; `active` names its place in the navigation."""
        return self._renderer.page(self, template, status, title=title, active=active, **context)

    def part(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """Answer with a part of a page."""
        return self._renderer.part(self, template, status, **context)

    def text(self, template: str, **context: Any) -> str:
        """Write a part of a page, as of now: for what is told while a page is open."""
        self.now = self.runtime.world.now()
        return self._renderer.text(self, template, **context)

    def redirect(self, url: str, said: str = "") -> Response:
        """Lead on to another page of the console, which says once what has happened."""
        if self.partial:
            response = Response(status_code=204, headers={"hx-redirect": quote(url, safe=_URL)})
        else:
            response = RedirectResponse(url, 303)
        if said:
            self.cookies.say(response, said)
        return response


def refuse_unwritable(texts: Iterable[str]) -> None:
    """Refuse what no database stores, before it gets anywhere."""
    if any("\x00" in text for text in texts):
        raise Problem("invalid_field", "a text holds a NUL character", hint="take it out")


_URL = "%/:=&?~#+!$,;'@()*[]"
