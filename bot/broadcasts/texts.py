"""The texts of a broadcast: read once, filled in for each person with what is known of them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.broadcasts.plan import Plan
from bot.events import Json
from bot.flow.locale import Locale
from bot.flow.render import Template, compile_text
from bot.inbox.people import names
from bot.store.contacts import Contact
from bot.suggest import did_you_mean

CONTACT: Final = "contact"
BUSINESS: Final = "business"


class Texts:
    """The templates of a plan."""

    def __init__(self, plan: Plan, business: Mapping[str, Json]) -> None:
        """Raise a TemplateError for a text that cannot be read."""
        self._templates = [compile_text(variant.text) for variant in plan.variants]
        self._plan = plan
        self._business = business

    def fill_in(self, variant: int, contact: Contact, data: Mapping[str, Json] | None, now: datetime) -> str:
        """Write somebody's text; TemplateError where something that it names is not known of them."""
        template = self._templates[variant]
        if template.plain is not None:
            return template.plain
        known = {name: value for name, value in names(contact, self._business).items() if value is not None}
        given = {**known, **self._plan.data, **(data or {}), CONTACT: known, BUSINESS: self._business}
        language, zone, country = (str(known.get(name) or "") for name in ("language", "timezone", "country"))
        locale = Locale(language or "en", zone, country, now)
        return template.render(given, locale)


def unknown_names(template: Template, columns: Collection[str]) -> Iterator[tuple[str, str | None]]:
    """Say what a text names that no row can give, each with what may have been meant.

    What is known of contacts may be named bare or as `contact.…`; whether each person has it shows in their text.
    """
    known = [*columns, *_OF_EVERYBODY]
    for name in sorted(template.names - template.optional):
        head = name.partition(".")[0]
        if head not in (CONTACT, BUSINESS, *known):
            yield name, did_you_mean(head, known)


def columns_of(plan: Plan) -> Sequence[str]:
    """What the texts of a plan may name besides what is known of people."""
    return (*plan.columns, *plan.data)


_OF_EVERYBODY: Final = ("first_name", "id", "phone", "name", "language", "timezone", "country", "tags")
