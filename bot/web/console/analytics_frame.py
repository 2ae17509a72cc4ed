"""What the pages of figures share: which days somebody looks at, the frame around them, and the same rows as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from starlette.responses import Response

from bot.analytics.definitions import DEFINITIONS
from bot.analytics.reports import Period
from bot.web.api.analytics import period_of
from bot.web.console import figures
from bot.web.console.page import Visit
from bot.web.problem import Problem
from bot.web.table import flat, write

PATH: Final = "/console/analytics"
TABS: Final = (
    ("delivery", "Delivery"),
    ("flows", "Flows"),
    ("replies", "Replies and agents"),
    ("unmatched", "Not understood"),
    ("optouts", "Opt-outs"),
    ("links", "Links"),
)
SPANS: Final = ((1, "Today"), (7, "7 days"), (30, "30 days"))
LISTED_MAX: Final = 100
_NAMES: Final = {"broken": "Failed", "expired_message": "Expired", "times": "Times", "optouts": "Opt-outs"}


@dataclass(frozen=True, slots=True)
class Look:
    """Which days somebody looks at, and with what else in the address."""

    period: Period
    compares: bool
    today: str
    timezone: str
    page: str
    extra: Mapping[str, str]

    @classmethod
    def of(cls, visit: Visit, page: str, *names: str) -> Look:
        """Read the address; what makes no sense there is left out, for people mend addresses by hand."""
        zone = visit.runtime.settings.business.timezone
        today = period_of(None, None, visit.now, zone).last
        query = visit.query
        first, last = _day(query.get("from")), _day(query.get("to"))
        try:
            period = period_of(first, last, visit.now, zone)
        except Problem:
            period = period_of(None, None, visit.now, zone)
        extra = {name: value for name in names if (value := query.get(name))}
        return cls(period, query.get("compare") != "no", today, zone, page, extra)

    @property
    def before(self) -> str:
        """The days before, in words."""
        length = self.period.length
        return "the day before" if length == 1 else f"the {length} days before"

    def address(self, page: str | None = None, **changes: str | None) -> str:
        """The address of the same days on a page, with something else in it."""
        given = {"from": self.period.first, "to": self.period.last, "compare": None if self.compares else "no"}
        given |= (dict(self.extra) if page is None else {}) | changes
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{PATH}/{page or self.page}?{query}"

    def span(self, days: int) -> str:
        """The address of the last days."""
        start = (date.fromisoformat(self.today) - timedelta(days=days - 1)).isoformat()
        return self.address(**{"from": start, "to": self.today})

    def is_span(self, days: int) -> bool:
        """Whether these are the days that are shown."""
        return self.period.last == self.today and self.period.length == days


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def figures_page(
    visit: Visit, look: Look, template: str, title: str, *, words: Sequence[str], **context: Any
) -> Response:
    """A page of figures; `words` are those that it explains."""
    return visit.page(
        f"console/analytics/{template}.html",
        title=title,
        active="analytics",
        look=look,
        tabs=TABS,
        spans=SPANS,
        f=figures,
        definitions=[(_NAMES.get(word, word.replace("_", " ").capitalize()), DEFINITIONS[word]) for word in words],
        **context,
    )


def csv_of(visit: Visit, look: Look, rows: Sequence[Any]) -> Response | None:
    """The same rows as a table, if that is asked for."""
    if visit.query.get("format") != "csv":
        return None
    name = f"{look.page.replace('/', '-')}-{look.period.first}-{look.period.last}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(write(map(flat, rows)), media_type="text/csv; charset=utf-8", headers=headers)
