"""Templates into pages: the shell around them, the words they are put into, and errors as pages.

Text of customers is a stranger's: whatever it holds is escaped, and what would not be seen is shown as a mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from bot.accounts import Agent, Preferences, Role
from bot.runtime import Runtime
from bot.web.assets import Assets
from bot.web.compiled import Compiled
from bot.web.console import words
from bot.web.console.actions import ACTIONS, Action
from bot.web.console.navigation import NAVIGATION, SETTINGS, Entry
from bot.web.console.page import Visit
from bot.web.problem import REQUEST_ID, Problem
from bot.web.simulator.page import Page as Simulator

TEMPLATES: Final = Path(__file__).parent.parent / "templates"
_COMPILED: Final = Compiled()
_NOBODY: Final = Preferences()
_HEADINGS: Final = {"forbidden": "You may not do this"}
"""What a problem is called on a page, where the API's words are about keys."""

_visit: ContextVar[Visit] = ContextVar("visit")
"""Whose page is being made: the filters ask for their zone and role."""


class Renderer:
    """Makes the console's pages."""

    def __init__(self, runtime: Runtime, assets: Assets) -> None:
        self._business = runtime.settings.business
        self.simulator = Simulator(runtime, assets)
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=_COMPILED,
        )
        self._templates.globals |= {
            "asset": assets.url,
            "business": self._business.name,
            "csrf": lambda: _visit.get().cookies.csrf,
            "may": _may,
        }
        self._templates.filters |= {
            "when": self._when,
            "day": self._day,
            "phone": _phone,
            "plural": words.plural,
            "said": words.said,
            "named": words.named,
        }

    def page(self, visit: Visit, template: str, status: int, **context: Any) -> Response:
        """A whole page."""
        shell = {
            "navigation": _allowed(NAVIGATION, visit.known),
            "settings_navigation": _allowed(SETTINGS, visit.known),
            "actions": (actions := _actions(visit.known)),
            "sheet": _by_area(actions),
            "preferences": _NOBODY if visit.known is None else visit.known.preferences,
            "said": visit.cookies.said,
        }
        return self._render(visit, template, status, shell | context)

    def part(self, visit: Visit, template: str, status: int, **context: Any) -> Response:
        """A part of a page."""
        return self._render(visit, template, status, context)

    def text(self, visit: Visit, template: str, **context: Any) -> str:
        """A part of a page as it is written, for what is no answer of its own."""
        return self._write(visit, template, context)

    def problem(self, visit: Visit, problem: Problem) -> Response:
        """An error: the same words as everywhere, on a page or in the page that is there."""
        heading = _HEADINGS.get(problem.code, problem.kind.title)
        context = {"problem": problem, "heading": heading, "request_id": visit.request.scope[REQUEST_ID]}
        status = problem.kind.status
        if visit.partial:
            response = self.part(visit, "console/_problem.html", status, **context)
        else:
            response = self.page(visit, "console/problem.html", status, title=heading, active="", **context)
        response.headers.update(problem.headers)
        return response

    def _render(self, visit: Visit, template: str, status: int, context: dict[str, Any]) -> Response:
        text = self._write(visit, template, context)
        return HTMLResponse(text, status, {"referrer-policy": "same-origin"})  # else no `Origin` comes with forms

    def _write(self, visit: Visit, template: str, context: dict[str, Any]) -> str:
        with _showing(visit):
            found = self._templates.get_template(template)
            return found.render(visit=visit, agent=visit.known, now=visit.now, **context)

    def _zone(self) -> str:
        known = _visit.get().known
        return self._business.timezone if known is None else known.timezone

    def _when(self, at: Any) -> Markup:
        return words.when(at, _visit.get().now, self._zone())

    def _day(self, at: Any) -> str:
        return words.day(at, _visit.get().now, self._zone())


@contextmanager
def _showing(visit: Visit) -> Iterator[None]:
    token = _visit.set(visit)
    try:
        yield
    finally:
        _visit.reset(token)


def _may(role: str) -> bool:
    """Whether whoever looks may do what needs this role."""
    known = _visit.get().known
    return known is not None and known.role.may(Role(role))


def _phone(number: str) -> str:
    return words.phone(number, masked=not _may(Role.AGENT))


def _allowed(entries: tuple[Entry, ...], known: Agent | None) -> list[Entry]:
    return [entry for entry in entries if known is not None and known.whole and known.role.may(entry.role)]


def _actions(known: Agent | None) -> list[Action]:
    return [action for action in ACTIONS if known is not None and known.whole and known.role.may(action.role)]


def _by_area(actions: list[Action]) -> dict[str, list[Action]]:
    """Those that have keys, as the help sheet lists them."""
    areas: dict[str, list[Action]] = {}
    for action in actions:
        if action.keys:
            areas.setdefault(action.area, []).append(action)
    return areas
