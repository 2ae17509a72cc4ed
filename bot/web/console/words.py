"""How the console writes times, numbers and the texts of strangers."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Final

from markupsafe import Markup, escape

from bot import phone as numbers
from bot.flow.locale import zone as zone_of

JUST_NOW: Final = timedelta(seconds=45)
HOUR: Final = timedelta(hours=1)
RECENT: Final = timedelta(hours=12)
WEEK: Final = timedelta(days=6)
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Categories of characters that are not to be seen, or that turn around what stands beside them."""
_JOINERS: Final = frozenset("\u200c\u200d")
"""Within words of many languages, and within emoji, they belong to the text."""
_RUN: Final = re.compile(r"[^\n\t\x20-\x7e\xa1-\u02ff]")
"""What may have to be looked at more closely."""

_FORMULA: Final = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet begins to compute at, also in full width."""


def when(at: datetime | None, now: datetime, zone: str) -> Markup:
    """A moment as people say it, in their own zone; all of it when the pointer rests there."""
    if at is None:
        return Markup("–")
    local = at.astimezone(zone_of(zone))
    full = f"{local:%a} {local.day} {local:%b %Y, %H:%M:%S %Z}"
    text = said_of(at, now, zone)
    written = f'<time datetime="{at.isoformat(timespec="seconds")}" title="{full}">{text}</time>'
    return Markup(written)  # noqa: S704 - made of numbers, and of names of days, months and zones; a list has many


def said_of(at: datetime, now: datetime, zone: str) -> str:
    """`now`, `5 min`, `3 h`, `yesterday 14:02`, `Mon 14:02`, `12 Mar`, `12 Mar 2025`; before later ones `in`."""
    local, today = at.astimezone(zone_of(zone)), now.astimezone(zone_of(zone))
    apart = abs(now - at)
    if apart < JUST_NOW:
        return "now"
    ahead = "in " if at > now else ""
    if apart < HOUR:
        return f"{ahead}{max(1, round(apart / timedelta(minutes=1)))} min"
    days = (today.date() - local.date()).days
    if days == 0 and apart < RECENT:
        return f"{ahead}{round(apart / HOUR)} h"
    if days == 0:
        return f"today {local:%H:%M}"
    if abs(days) == 1:
        return f"{'yesterday' if days == 1 else 'tomorrow'} {local:%H:%M}"
    if apart < WEEK:
        return f"{local:%a %H:%M}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {local:%b}{year}"


def day(at: datetime, now: datetime, zone: str) -> str:
    """The day between messages: `Today`, `Yesterday`, `Thursday 5 March`, with the year if it is another."""
    local, today = at.astimezone(zone_of(zone)), now.astimezone(zone_of(zone))
    days = (today.date() - local.date()).days
    if days in (0, 1):
        return "Yesterday" if days else "Today"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local:%A} {local.day} {local:%B}{year}"


def phone(number: str, *, masked: bool) -> str:
    """A number as it is read aloud, or with its middle hidden; what is no number stays as it is."""
    return numbers.mask(number) if masked else numbers.spaced(number)


def plural(count: int, one: str, many: str = "") -> str:
    """`1 message`, `2 messages`, `1,204 messages`."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def said(text: str) -> Markup:
    """The text of a stranger: escaped, on its own side of the line, with marks for what would not be seen."""
    return Markup('<bdi class="said">{}</bdi>').format(_marked(text))


def named(name: str) -> Markup:
    """What a stranger is called, the same way, within a line of ours."""
    return Markup("<bdi>{}</bdi>").format(_marked(name))


def _marked(text: str) -> Markup:
    return Markup(_RUN.sub(_mark, str(escape(text))))  # noqa: S704 - escaped, and the marks are ours


def _mark(found: re.Match[str]) -> str:
    char = found[0]
    if unicodedata.category(char) not in _UNSEEN or char in _JOINERS:
        return char
    code = f"U+{ord(char):04X}"
    return f'<span class="mark" title="{escape(unicodedata.name(char, "control character").lower())}">{code}</span>'


def cell(text: str) -> str:
    """A text for a spreadsheet, which must not take it for a formula."""
    return f"'{text}" if text[:1] in _FORMULA else text
