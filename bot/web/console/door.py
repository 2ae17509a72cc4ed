"""The one way to every page: who it is, whether they may, and whether it was our own page that asked.

Nothing of this is decided anywhere else. A page's handler is only called when all of it is settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote, urlsplit

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.accounts import Agent, Due
from bot.runtime import Runtime
from bot.web.assets import Assets
from bot.web.console.cookies import Cookies
from bot.web.console.page import Page, Visit, refuse_unwritable
from bot.web.console.rendering import Renderer
from bot.web.problem import REQUEST_ID, Problem, problem_of

log = structlog.get_logger(__name__)

HOME: Final = "/console/inbox"
SIGN_IN: Final = "/console/sign-in"
STEPS: Final = {Due.CODE: "/console/sign-in/code", Due.FACTOR: "/console/sign-in/factor"}
"""Where to do what is still due."""
CSRF_HEADER: Final = "x-csrf"
CSRF_FIELD: Final = "csrf"
_SAFE: Final = frozenset({"GET", "HEAD"})


def routes(pages: Sequence[Page], runtime: Runtime, assets: Assets) -> list[Route]:
    """One route for every path, however many methods it takes."""
    door = Door(runtime, Renderer(runtime, assets))
    by_path: dict[str, dict[str, Page]] = {}
    for page in pages:
        by_path.setdefault(page.path, {})[page.method] = page
    return [door.route(path, methods) for path, methods in by_path.items()]


class Door:
    """Lets in who may come in."""

    def __init__(self, runtime: Runtime, renderer: Renderer) -> None:
        self._runtime = runtime
        self._renderer = renderer
        self._secure = runtime.public_url.startswith("https://")

    def route(self, path: str, methods: dict[str, Page]) -> Route:
        """The route of one path."""

        async def respond(request: Request) -> Response:
            page = methods["GET" if request.method == "HEAD" else request.method]
            cookies = Cookies(request, secure=self._secure, entropy=self._runtime.world.entropy)
            visit = Visit(self._runtime, request, self._renderer, cookies, None)
            try:
                visit.known = await self._who(page, cookies)
                response = await self._answer(page, visit)
            except ClientDisconnect:
                raise
            except Exception as error:
                response = self._explain(error, visit)
            finally:
                await request.close()
            cookies.finish(response)
            return response

        return Route(path, respond, methods=list(methods))

    async def _who(self, page: Page, cookies: Cookies) -> Agent | None:
        if not cookies.session:
            return None
        return await self._runtime.accounts.sessions.find(cookies.session, background=page.background)

    async def _answer(self, page: Page, visit: Visit) -> Response:
        if page.role is not None and not _may_begin(page, visit.known):
            return _to_sign_in(visit)
        if page.role is not None and not visit.agent.role.may(page.role):
            log.warning("not allowed", agent=visit.agent.id, path=visit.request.scope["path"], needs=page.role.value)
            detail = f"this needs the role {page.role}, and yours is {visit.agent.role}"
            raise Problem("forbidden", detail, hint="an admin can change it, under Settings › Team")
        refuse_unwritable((*visit.path.values(), *visit.query.values()))
        if visit.request.method not in _SAFE:
            await _check_origin(visit)
        return await page.handler(visit)

    def _explain(self, error: Exception, visit: Visit) -> Response:
        """An error as a page, or as a part of one."""
        problem = _of_form(error) or problem_of(error, visit.request.scope)
        if problem.code == "internal_error":
            scope = visit.request.scope
            log.exception("page failed", request_id=scope[REQUEST_ID], method=scope["method"], path=scope["path"])
        return self._renderer.problem(visit, problem)


def _may_begin(page: Page, known: Agent | None) -> bool:
    """Whether somebody is signed in, and owes nothing that comes before this page."""
    return known is not None and (known.due is None or known.due in page.while_due)


async def _check_origin(visit: Visit) -> None:
    """Take what changes something only from a page that we made for this very browser.

    Browsers say where a request comes from, and older ones at least from which origin; the token counts in any case.
    """
    headers = visit.request.headers
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    ours = site == "same-origin" if site is not None else origin is None or _host(origin) == headers.get("host")
    given = headers.get(CSRF_HEADER) or (await visit.form())[CSRF_FIELD]
    if not ours or not visit.cookies.knows(given):
        log.warning("not from our own page", path=visit.request.scope["path"], site=site, origin=origin)
        detail = "this form was not sent from a page of the console, or the page was open for too long"
        raise Problem("forbidden", detail, hint="load the page again and repeat it")


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _to_sign_in(visit: Visit) -> Response:
    """Ask who it is, and lead back afterwards to where they wanted to go, if that can be repeated."""
    path = SIGN_IN if visit.known is None or visit.known.due is None else STEPS[visit.known.due]
    asked = visit.request.scope["path"], visit.request.scope["query_string"].decode("latin-1")
    wanted = "?".join(filter(None, asked))
    here = visit.request.headers.get("hx-current-url", "")
    if visit.partial:
        current = urlsplit(here) if here else None
        wanted = "" if current is None else f"{current.path}?{current.query}" if current.query else current.path
    if (visit.request.method in _SAFE or visit.partial) and wanted not in ("", HOME):
        path += f"?next={quote(wanted, safe='/')}"
    if visit.partial:
        return Response(status_code=401, headers={"hx-redirect": path})
    return RedirectResponse(path, 303)


def _of_form(error: Exception) -> Problem | None:
    """What Starlette says about a form that is too large, or none."""
    if isinstance(error, HTTPException) and error.status_code == 400:
        return Problem("invalid_payload", str(error.detail), hint="send less at once")
    return None


def local(path: str) -> str:
    """Where to go on: an address within the console, or the front page in place of any other."""
    parts = urlsplit(path) if path.startswith("/console/") and "\\" not in path and path.isprintable() else None
    return path if parts is not None and not parts.netloc and not parts.scheme else HOME
