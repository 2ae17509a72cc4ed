"""From raw bytes and query strings to validated models, or to a `Problem` that says everything wrong at once."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Literal, LiteralString, TypeVar, Union, get_args, get_origin

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic import ValidationError as Invalid
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError, from_json
from starlette.requests import Request

from bot.compliance.wall import OUT_OF_REACH, in_reach
from bot.limits import PAGE_ROWS_MAX, SEQ_MAX
from bot.phone import is_e164_shape
from bot.suggest import did_you_mean
from bot.web.problem import Problem

ModelT = TypeVar("ModelT", bound=BaseModel)

FINDINGS_SHOWN_MAX: Final = 5
PAGE_ROWS: Final = 50
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(_DAY.pattern + r"[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})")
_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,18})")
_NUMBERS: Final = frozenset({int, float})


class Strict(BaseModel):
    """A body or a query: what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _are_what_they_say(cls, given: Any) -> Any:
        """A number is no text of digits, and true is neither 1 nor "yes", though Python would read them so."""
        if isinstance(given, dict):
            fields = _numbers_and_truths(cls).items()
            wrong = [(name, why) for name, kinds in fields if (why := _mistaken(given.get(name), kinds))]
            if wrong:
                findings = [
                    InitErrorDetails(type=PydanticCustomError("value_error", why), loc=(name,), input=given[name])
                    for name, why in wrong
                ]
                raise Invalid.from_exception_data(cls.__name__, findings)
        return given


def _mistaken(value: object, kinds: frozenset[Any]) -> LiteralString | None:
    """Say why a value is of none of these kinds, if Python would make one of them out of it."""
    if isinstance(value, bool):
        return None if bool in kinds else "is a number, not true or false"
    if isinstance(value, str) and str not in kinds:
        return "is a number, not a text" if kinds & _NUMBERS else "is true or false, not a text"
    if isinstance(value, int | float) and not kinds & _NUMBERS:
        return "is true or false, not a number"
    return None


@cache
def _numbers_and_truths(model: type[BaseModel]) -> dict[str, frozenset[Any]]:
    """Of each field that takes a number, or true and false, all that it takes."""
    fields = {field.alias or name: frozenset(_plain(field.annotation)) for name, field in model.model_fields.items()}
    return {name: kinds for name, kinds in fields.items() if kinds & (_NUMBERS | {bool})}


def _plain(annotation: Any) -> Iterator[Any]:
    """The types in an annotation, whatever else is said of them."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _plain(inner[0])
    elif origin in (Union, UnionType):
        for one in inner:
            yield from _plain(one)
    elif origin is Literal:
        yield from map(type, inner)
    else:
        yield annotation


def _e164(value: str) -> str:
    if not is_e164_shape(value):
        raise ValueError("is not a number in E.164, such as +15550102000")
    return value


def _written(value: object) -> object:
    if not (isinstance(value, datetime) or (isinstance(value, str) and _TIME.fullmatch(value))):
        raise ValueError('is not a time in RFC 3339, such as "2026-03-06T10:00:00Z"')
    return value


def _reckoned(value: datetime) -> datetime:
    if not in_reach(value):
        raise ValueError(OUT_OF_REACH)
    return value


def _day(value: object) -> object:
    if not isinstance(value, date) and not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise ValueError("is not a day, such as 2026-03-06")
    return value


def _with_plus(value: object) -> object:
    """In a query string a bare plus means a space."""
    return f"+{value[1:]}" if isinstance(value, str) and value.startswith(" ") else value


_E164_SCHEMA = {"type": "string", "pattern": r"^\+[1-9][0-9]{6,14}$", "examples": ["+15550102000"]}

Phone = Annotated[str, AfterValidator(_e164), WithJsonSchema(_E164_SCHEMA)]
"""A number of E.164 shape; whether it is in use anywhere is the carrier's to say."""
PhoneInQuery = Annotated[Phone, BeforeValidator(_with_plus)]
Time = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_reckoned)]
Seq = Annotated[int, Field(ge=1, le=SEQ_MAX)]
"""What counts things up in the database."""
Day = Annotated[date, BeforeValidator(_day)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class PageQuery(Strict):
    """Which page of a list."""

    after: Name | None = Field(None, description="`next` of the page before")
    limit: int = Field(PAGE_ROWS, ge=1, le=PAGE_ROWS_MAX)


def parse_json(content_type: str, raw: bytes) -> Any:
    """Read a JSON body, and refuse what no database stores: NUL characters and numbers that are none."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type != "application/json":
        detail = f"the content type is {media_type or 'missing'}, not application/json"
        raise Problem("unsupported_media_type", detail, hint="send `Content-Type: application/json`")
    try:
        document = from_json(raw, allow_inf_nan=False, cache_strings="keys")
    except ValueError as error:
        raise Problem("invalid_json", str(error), hint="the body must be one JSON document in UTF-8") from None
    for place, value in _leaves(document):
        if (isinstance(value, str) and "\x00" in value) or (isinstance(value, float) and not math.isfinite(value)):
            raise Problem("invalid_field", f"`{place}` holds a character or number that cannot be kept", param=place)
    return document


def validate(model: type[ModelT], document: Any) -> ModelT:
    """Check a document against a model."""
    if not isinstance(document, dict):
        raise Problem("invalid_json", "the body is not a JSON object", hint="wrap it in braces")
    try:
        return model.model_validate(document)
    except Invalid as error:
        raise _problem(error.errors(include_url=False, include_context=False), model, document) from None


def parse_query(model: type[ModelT], request: Request) -> ModelT:
    """Check the query string against a model; a parameter given twice is refused, not guessed.

    It is all text: what is to be a whole number is read here, in the one way to write it.
    """
    pairs = request.query_params.multi_items()
    names = [name for name, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Problem("invalid_field", f"`{twice}` is given more than once", param=twice)
    numbers = {name for name, kinds in _numbers_and_truths(model).items() if int in kinds}
    given = {name: int(value) if name in numbers and _WHOLE.fullmatch(value) else value for name, value in pairs}
    return validate(model, given)


# ── what is wrong, in words ─────────────────────────────────────────────────────────────────────────────────────────


def _problem(findings: list[ErrorDetails], model: type[BaseModel], document: Any) -> Problem:
    sentences = [_sentence(finding, document) for finding in findings[:FINDINGS_SHOWN_MAX]]
    if len(findings) > FINDINGS_SHOWN_MAX:
        sentences.append(f"and {len(findings) - FINDINGS_SHOWN_MAX} more")
    first = findings[0]
    codes = {"extra_forbidden": "unknown_field", "missing": "missing_field"}
    return Problem(
        codes.get(first["type"], "invalid_field"),
        "; ".join(sentences),
        param=_place(first, document) or None,
        hint=_hint(first, model, document),
    )


def _sentence(finding: ErrorDetails, document: Any) -> str:
    place = _place(finding, document)
    name = f"`{place}`" if place else "the body"
    if finding["type"] == "extra_forbidden":
        return f"{name} is not a known field"
    if finding["type"] == "missing":
        return f"{name} is missing"
    message = finding["msg"].removeprefix("Value error, ")
    return f"{name} {message}" if finding["type"] == "value_error" else f"{name}: {message[:1].lower()}{message[1:]}"


def _hint(finding: ErrorDetails, model: type[BaseModel], document: Any) -> str | None:
    if finding["type"] != "extra_forbidden":
        return None
    path = list(_path(finding, document))
    known = _fields_at(model, path[:-1])
    return did_you_mean(str(path[-1]), known) or (f"known here: {', '.join(known)}" if known else None)


def _path(finding: ErrorDetails, document: Any) -> Iterator[str | int]:
    """The finding's place in the document itself: pydantic's location also names the branches of unions."""
    node = document
    last = len(finding["loc"]) - 1
    for index, part in enumerate(finding["loc"]):
        inside = (isinstance(node, dict) and part in node) or (isinstance(node, list) and isinstance(part, int))
        if inside:
            node = node[part]
            yield part
        elif index == last and finding["type"] == "missing":
            yield part


def _place(finding: ErrorDetails, document: Any) -> str:
    """Write a place as `recipients[0].to`."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in _path(finding, document)]
    return "".join(parts).removeprefix(".")


def _fields_at(model: type[BaseModel], path: list[str | int]) -> list[str]:
    """The names known at a place in the tree of models."""
    models = [model]
    for part in path:
        if isinstance(part, str):
            models = [inner for outer in models for inner in _models_in(_annotation(outer, part))]
    return list(dict.fromkeys(name for known in models for name in _names(known)))


def _annotation(model: type[BaseModel], name: str) -> Any:
    by_alias = {field.alias or key: field for key, field in model.model_fields.items()}
    return by_alias[name].annotation if name in by_alias else None


def _names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Union, UnionType, Annotated, list, tuple):
        for inner in get_args(annotation):
            yield from _models_in(inner)


def _leaves(document: Any) -> Iterator[tuple[str, Any]]:
    """Every key and value with its place; iterative, because the depth is the stranger's choice."""
    waiting: list[tuple[str, Any]] = [("", document)]
    while waiting:
        place, node = waiting.pop()
        if isinstance(node, Mapping):
            yield from ((place or "the body", key) for key in node)
            waiting += [(f"{place}.{key}" if place else key, value) for key, value in node.items()]
        elif isinstance(node, list):
            waiting += [(f"{place}[{index}]", value) for index, value in enumerate(node)]
        else:
            yield place, node
