"""People that another system knows, as a CSV file: an edit a row, or a sentence about what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.broadcasts.sheet import Sheet, SheetError, read_sheet
from bot.engine.values import typed
from bot.events import Json
from bot.flow.locale import Locale
from bot.flow.model import Type
from bot.inbox import profile
from bot.inbox.house import House
from bot.inbox.profile import OWN, TYPES, Edit, Kept, ProfileError
from bot.limits import IMPORT_BATCH_ROWS_MAX
from bot.phone import is_e164_shape, parse
from bot.store.db import Database
from bot.suggest import did_you_mean

PHONE: Final = "phone"
TAGS: Final = "tags"
BETWEEN_TAGS: Final = ";"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file, read."""

    line: int
    edit: Edit | None
    error: str | None = None


@dataclass(slots=True)
class Taken:
    """What became of a file."""

    rejected: list[tuple[int, str]]
    """Line and reason."""
    created: int = 0
    changed: int = 0
    repeated: int = 0
    warnings: dict[str, None] = field(default_factory=dict)

    def add(self, rows: Sequence[Row], kept: Sequence[Kept | ProfileError]) -> None:
        """Count some rows."""
        for row, one in zip(rows, kept, strict=True):
            if isinstance(one, ProfileError):
                self.rejected.append((row.line, one.detail))
            else:
                self.created += one.created
                self.changed += not one.created
                self.warnings |= dict.fromkeys(one.warnings)


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    type: Type = Type.TEXT


def read(text: str, country: str, tags: Sequence[str] = (), timezone: str = "UTC") -> list[Row]:
    """Read a file; `country` is of numbers without a country code, `tags` are given to everybody in it."""
    sheet = read_sheet(text)
    columns = _columns(sheet)
    locale = Locale("en", timezone, country, datetime.min)
    rows = []
    for line, cells in sheet.rows:
        try:
            rows.append(Row(line, _edit(columns, cells, locale, tags)))
        except ProfileError as error:
            rows.append(Row(line, None, error.detail + (f"; {error.hint}" if error.hint else "")))
        except ValueError as error:
            rows.append(Row(line, None, str(error)))
    return rows


async def take(
    database: Database,
    house: House,
    rows: Sequence[Row],
    now: Callable[[], datetime],
    key: str,
    *,
    dry_run: bool,
    progress: Callable[[int], None] = lambda rows: None,
) -> Taken:
    """Keep the people of a file, some a transaction; of several rows with the same number the last one counts."""
    good = list({row.edit.phone: row for row in rows if row.edit is not None}.values())
    taken = Taken([(row.line, row.error or "") for row in rows if row.edit is None])
    taken.repeated = len(rows) - len(taken.rejected) - len(good)
    for first in range(0, len(good), IMPORT_BATCH_ROWS_MAX):
        batch = good[first : first + IMPORT_BATCH_ROWS_MAX]
        edits = [row.edit for row in batch if row.edit is not None]
        taken.add(batch, await database.run(keep, house, edits, now(), key, dry_run))
        progress(len(batch))
    taken.rejected.sort()
    return taken


def keep(
    conn: Connection, house: House, edits: Sequence[Edit], now: datetime, key: str, dry_run: bool = False
) -> list[Kept | ProfileError]:
    """Keep some people of a file, or only say what that would come to; who would have too much stays as they are."""
    if not dry_run:
        return profile.keep(conn, house, edits, now, key)
    with conn.begin_nested() as look:
        kept = profile.keep(conn, house, edits, now, key)
        look.rollback()
    return kept


def _columns(sheet: Sheet) -> list[_Column]:
    columns = []
    for written in sheet.columns:
        name, colon, kind = (part.strip() for part in written.partition(":"))
        if colon and kind not in TYPES:
            hint = did_you_mean(kind, TYPES) or f"there are: {', '.join(TYPES)}"
            raise SheetError(f"`{written}` names no type", hint)
        columns.append(_Column(name, Type(kind) if colon else Type.TEXT))
    names = [column.name for column in columns]
    if PHONE not in names:
        raise SheetError(f"the column `{PHONE}` is missing", did_you_mean(PHONE, names))
    return columns


def _edit(columns: Sequence[_Column], cells: Sequence[str], locale: Locale, tags: Sequence[str]) -> Edit:
    if len(cells) > len(columns):
        raise ValueError("it has more fields than the first line has names")
    given = {
        column.name: (value, column.type)
        for column, cell in zip(columns, cells, strict=False)
        if (value := cell.strip())
    }
    phone, _ = given.pop(PHONE, ("", Type.TEXT))
    if not phone:
        raise ValueError("it has no phone number")
    theirs, _ = given.pop(TAGS, ("", Type.TEXT))
    own: dict[str, str | None] = {name: given.pop(name)[0] for name in OWN if name in given}
    edit = Edit(
        phone if is_e164_shape(phone) else parse(phone, locale.country),
        own,
        _fields(given, locale),
        [*tags, *(tag for part in theirs.split(BETWEEN_TAGS) if (tag := part.strip()))],
    )
    profile.check(edit)
    return edit


def _fields(given: Mapping[str, tuple[str, Type]], locale: Locale) -> dict[str, Json]:
    fields = {}
    for name, (value, kind) in given.items():
        try:
            fields[name] = typed(value, kind, locale)
        except ValueError as error:
            raise ValueError(f"`{name}` {error}") from None
    return fields
