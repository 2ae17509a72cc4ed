"""A CSV file of people: which of its columns is what, whom it names, and what is wrong with which row.

Pure. A row that cannot be used is told and rejects no other; a number that comes twice counts once, and that is told.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.limits import CONTACT_FIELD_PATTERN, SHEET_CELL_CHARS_MAX, SHEET_COLUMNS_MAX, SHEET_ROWS_MAX
from bot.phone import is_e164_shape, parse
from bot.suggest import did_you_mean

PHONE: Final = "phone"
IGNORED: Final = ""
"""What a column is mapped to that is left out."""
_PHONE_NAMES: Final = frozenset(
    ("phone", "to", "number", "mobile", "cell", "msisdn", "tel", "telephone", "phone_number", "mobile_number")
)
_DELIMITERS: Final = ",;\t|"


class SheetError(ValueError):
    """A file that is of no use as a whole, and what to do about it."""

    def __init__(self, problem: str, hint: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file, read: its columns, and its rows with the numbers of their lines."""

    columns: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


class Entry(NamedTuple):
    """Somebody whom a row names, and what it says of them."""

    line: int
    phone: str
    data: Mapping[str, str]


class Trouble(NamedTuple):
    """Why a row is left out."""

    line: int
    problem: str


class Reading(NamedTuple):
    """What a file comes to."""

    entries: Sequence[Entry]
    troubles: Sequence[Trouble]
    repeated: Sequence[tuple[int, int]]
    """Lines whose number came before, and where."""


def read_sheet(text: str) -> Sheet:
    """Read a file with names in its first line; SheetError where it is none."""
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        lines = [(reader.line_num, row) for row in _bounded(reader) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise SheetError(f"line {reader.line_num} cannot be read: {error}", "save it as CSV in UTF-8") from None
    if not lines:
        raise SheetError("the file is empty", "its first line names the columns, such as phone,first_name")
    columns = [name.strip() for name in lines[0][1]]
    _check_columns(columns)
    if len(lines) == 1:
        raise SheetError("the file has a first line and nobody below it")
    return Sheet(columns, lines[1:])


def _bounded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number > SHEET_ROWS_MAX:
            raise SheetError(f"the file has more than {SHEET_ROWS_MAX:,} rows", "divide it into several broadcasts")
        yield row


def _check_columns(columns: Sequence[str]) -> None:
    if len(columns) > SHEET_COLUMNS_MAX:
        raise SheetError(f"the file has more than {SHEET_COLUMNS_MAX} columns")
    if is_e164_shape(columns[0]):
        raise SheetError("the first line is not the names of the columns", "put a line such as phone,first_name on top")
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice is not None:
        raise SheetError(f"the column `{twice}` is there twice", "rename one of them")


def guess(columns: Sequence[str]) -> dict[str, str]:
    """Say what each column probably is: the number, or a name that texts may use."""
    mapping: dict[str, str] = {}
    for column in columns:
        name = plain(column)
        if PHONE not in mapping.values() and name in _PHONE_NAMES:
            mapping[column] = PHONE
        else:
            usable = name != PHONE and name not in mapping.values() and re.fullmatch(CONTACT_FIELD_PATTERN, name)
            mapping[column] = name if usable else IGNORED
    return mapping


def plain(column: str) -> str:
    """`First name` as a text would name it: `first_name`."""
    name = re.sub(r"[^a-z0-9]+", "_", column.strip().lower()).strip("_")
    return f"_{name}" if name[:1].isdigit() else name


def check_mapping(columns: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Complete what somebody has said of some columns, or raise what is wrong with it."""
    for column, name in mapping.items():
        if column not in columns:
            hint = did_you_mean(column, columns) or f"there are: {', '.join(columns)}"
            raise SheetError(f"the file has no column `{column}`", hint)
        if name != IGNORED and re.fullmatch(CONTACT_FIELD_PATTERN, name) is None:
            raise SheetError(f"`{name[:80]}` is not a name that a text can use", "letters, digits and _")
    guessed = guess(columns)
    given = set(mapping.values()) - {IGNORED}
    whole = {
        column: mapping[column] if column in mapping else IGNORED if guessed[column] in given else guessed[column]
        for column in columns
    }
    names = [name for name in whole.values() if name != IGNORED]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise SheetError(f"two columns are both called `{twice}`", "leave one of them out")
    if PHONE not in names:
        raise SheetError("no column holds the phone numbers", f"say which of these: {', '.join(columns)}")
    return whole


def read_people(sheet: Sheet, mapping: Mapping[str, str], country: str) -> Reading:
    """Say whom the rows name; `country` is of numbers without a country code."""
    names = [mapping.get(column, IGNORED) for column in sheet.columns]
    entries: list[Entry] = []
    troubles: list[Trouble] = []
    repeated: list[tuple[int, int]] = []
    seen: dict[str, int] = {}
    for line, cells in sheet.rows:
        try:
            entry = _entry(line, cells, names, country)
        except ValueError as error:
            troubles.append(Trouble(line, str(error)))
            continue
        if entry.phone in seen:
            repeated.append((line, seen[entry.phone]))
        else:
            seen[entry.phone] = line
            entries.append(entry)
    return Reading(entries, troubles, repeated)


def _entry(line: int, cells: Sequence[str], names: Sequence[str], country: str) -> Entry:
    if len(cells) > len(names):
        raise ValueError("it has more fields than the first line has names")
    phone, data = "", {}
    for name, cell in zip(names, cells, strict=False):
        value = cell.strip()
        if len(value) > SHEET_CELL_CHARS_MAX:
            raise ValueError(f"`{name or 'a column'}` is longer than {SHEET_CELL_CHARS_MAX} characters")
        if "\x00" in value:
            raise ValueError("it holds a character that cannot be kept")
        if name == PHONE:
            phone = value
        elif name and value:
            data[name] = value
    if not phone:
        raise ValueError("it has no phone number")
    return Entry(line, phone if is_e164_shape(phone) else parse(phone, country), data)
