"""Canned replies: templates that an agent's reply is made of, filled in as flows fill theirs.

    Hi {{ contact.first_name }}, this is {{ agent.name }} of {{ business.name }}.

The same sandbox, filters and limits as in a flow. What is filled in is the agent's to read and change before it leaves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.errors import TemplateError
from bot.events import Json
from bot.flow.locale import Locale
from bot.flow.render import compile_text
from bot.inbox.people import names
from bot.limits import CANNED_CHARS_MAX
from bot.store.contacts import Contact

SHORTCUT: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
PLACEHOLDERS: Final = (
    "contact.first_name",
    "contact.name",
    "contact.language",
    "agent.name",
    "agent.first_name",
    "business.name",
    "business.help_contact",
)
"""Proposed where one is written; the contact's own fields may be named as well."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A canned reply for one contact."""

    text: str
    problem: str | None = None
    """Why it could not be filled in; then `text` is the template."""


def check(shortcut: str, text: str) -> str | None:
    """Say what is wrong with a canned reply; None if nothing is."""
    if SHORTCUT.fullmatch(shortcut) is None:
        return "a shortcut is 1 to 32 letters, digits, - or _, and begins with a letter or digit: opening-hours"
    if not text.strip():
        return "a canned reply that says nothing is none"
    if len(text) > CANNED_CHARS_MAX:
        return f"it is longer than {CANNED_CHARS_MAX} characters"
    try:
        named = compile_text(text).names
    except TemplateError as error:
        return f"it cannot be filled in: {error}"
    strange = sorted(name for name in named if name.split(".")[0] not in ("contact", "agent", "business"))
    return f"`{strange[0]}` is none of contact.…, agent.… and business.…" if strange else None


def agent_names(name: str, email: str) -> dict[str, Json]:
    """What a canned reply may name of the agent."""
    return {"name": name, "first_name": name.split()[0] if name.split() else name, "email": email}


def fill(
    template: str, contact: Contact, agent: Mapping[str, Json], business: Mapping[str, Json], now: datetime
) -> Filled:
    """Fill a canned reply in for a contact, in their language, zone and country."""
    about = names(contact, business)
    locale = Locale(str(about["language"] or "en"), str(about["timezone"] or "UTC"), str(about["country"] or ""), now)
    given = {"contact": about, "agent": dict(agent), "business": dict(business)}
    try:
        compiled = compile_text(template)
        empty = sorted(name for name in compiled.names - compiled.optional if _is_empty(given, name))
        if empty:
            return Filled(compiled.render(given, locale), f"`{empty[0]}` is not known of them")
        return Filled(compiled.render(given, locale))
    except TemplateError as error:
        return Filled(template, str(error))


def _is_empty(given: Mapping[str, Json], dotted: str) -> bool:
    value: Json = given
    for name in dotted.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value is None or value == ""
