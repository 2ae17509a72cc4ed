"""What the parts of a flow have in common: a place in its file, and the types of values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the file; lines and columns count from 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


NOWHERE = Span(1, 1, 1, 1)


class Type(StrEnum):
    """What an input, a saved answer or a question holds."""

    TEXT = "text"
    YES_NO = "yes_no"
    CHOICE = "choice"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    PHONE = "phone"
    EMAIL = "email"
    REGEX = "regex"
    MEDIA = "media"
    NOTHING = "nothing"
    LIST = "list"
    OBJECT = "object"
