"""From the text of a filter to its tree, or to an error that shows the place and says what may have been meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple, TypeVar

from bot.audience.tree import (
    NAMES,
    Among,
    And,
    At,
    Compare,
    Filter,
    Has,
    IsSet,
    Node,
    Not,
    Now,
    Op,
    Or,
    Path,
    Sort,
    Today,
    Value,
)
from bot.limits import (
    AUDIENCE_CHARS_MAX,
    AUDIENCE_DEPTH_MAX,
    AUDIENCE_TESTS_MAX,
    AUDIENCE_VALUES_MAX,
    CONTACT_FIELD_PATTERN,
)
from bot.suggest import did_you_mean

EXAMPLE: Final = 'tags has "vip" and fields.city = "Lyon"'
_TOKENS: Final = re.compile(
    r"""(?P<space>\s+)
    | (?P<text>"(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*')
    | (?P<span>\d{1,5}(?:w|d|h|m)\b)
    | (?P<number>-?\d+(?:\.\d+)?(?![\w.]))
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)
    | (?P<sign><=|>=|!=|<>|==|[=<>(),+-])""",
    re.VERBOSE | re.ASCII,
)
_KEYWORDS: Final = ("and", "or", "not", "in", "is", "has", "contains", "starts")
_SIGNS: Final = {"==": "=", "<>": "!="}
_UNITS: Final = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60}
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_DIGITS_MAX: Final = 15
"""So many every database keeps exactly."""
_DAYS_MAX: Final = 36_600
"""A hundred years: further away no calendar has to reckon."""


ReadT = TypeVar("ReadT")


class AudienceError(ValueError):
    """A filter that cannot be read; `at` is where."""

    def __init__(self, problem: str, source: str, at: At, hint: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.source = source
        self.at = at
        self.hint = hint

    @property
    def shown(self) -> str:
        """The text with a caret under the place."""
        begins = self.source.rfind("\n", 0, self.at.start) + 1
        ends = self.source.find("\n", begins)
        line = self.source[begins : len(self.source) if ends < 0 else ends]
        carets = "^" * max(1, min(self.at.end, begins + len(line)) - self.at.start)
        return f"{line}\n{' ' * (self.at.start - begins)}{carets}"


class _Token(NamedTuple):
    kind: str
    text: str
    at: At


def read_audience(source: str) -> Filter:
    """Read a filter; a blank one is everybody."""
    if len(source) > AUDIENCE_CHARS_MAX:
        at = At(AUDIENCE_CHARS_MAX, len(source))
        raise AudienceError(f"the filter is longer than {AUDIENCE_CHARS_MAX} characters", source, at)
    reader = _Reader(source)
    return Filter(source, reader.whole() if reader.left else None)


def quoted(source: str) -> list[tuple[At, str]]:
    """The texts in quotes of a filter, and where each stands."""
    return [(token.at, _ESCAPED.sub(r"\1", token.text[1:-1])) for token in _tokens(source) if token.kind == "text"]


def _tokens(source: str) -> list[_Token]:
    tokens, place = [], 0
    while place < len(source):
        found = _TOKENS.match(source, place)
        if found is None:
            raise _unreadable(source, place)
        if found.lastgroup != "space":
            tokens.append(_Token(str(found.lastgroup), found[0], At(place, found.end())))
        place = found.end()
    return tokens


def _unreadable(source: str, place: int) -> AudienceError:
    char, at = source[place], At(place, place + 1)
    if char in "\"'":
        return AudienceError(
            "the text that begins here has no end", source, At(place, len(source)), f"close it with {char}"
        )
    if char in "“”„«»‘’":
        return AudienceError(f"`{char}` is not a quote that is read here", source, at, 'write straight quotes: "Lyon"')
    if char in "&|":
        return AudienceError(f"`{char}` means nothing here", source, at, "write `and` or `or`")
    return AudienceError(f"`{char}` means nothing here", source, at, f"an example: {EXAMPLE}")


class _Reader:
    """Recursive descent: `or` of `and` of `not` of tests."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._waiting = _tokens(source)[::-1]
        self._tests = 0

    @property
    def left(self) -> bool:
        """Whether there is more."""
        return bool(self._waiting)

    def whole(self) -> Node:
        node = self._either(0)
        if self._waiting:
            token = self._waiting[-1]
            near = did_you_mean(token.text, ("and", "or")) if token.kind == "word" else None
            raise self._error(f"`{token.text}` is one too many", token.at, near or "join tests with `and` or `or`")
        return node

    # ── and, or, not ────────────────────────────────────────────────────────────────────────────────────────────────

    def _either(self, depth: int) -> Node:
        parts = [self._both(depth)]
        while self._take("or"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _both(self, depth: int) -> Node:
        parts = [self._opposite(depth)]
        while self._take("and"):
            parts.append(self._opposite(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _opposite(self, depth: int) -> Node:
        if depth > AUDIENCE_DEPTH_MAX:
            raise self._error(f"the filter is nested more than {AUDIENCE_DEPTH_MAX} deep", self._here())
        if self._take("not"):
            return Not(self._opposite(depth + 1))
        if self._take("("):
            node = self._either(depth + 1)
            self._must(")", "a bracket is not closed")
            return node
        return self._test()

    # ── one test ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _test(self) -> Node:
        self._tests += 1
        if self._tests > AUDIENCE_TESTS_MAX:
            raise self._error(f"the filter has more than {AUDIENCE_TESTS_MAX} tests", self._here())
        token = self._next("a name is missing", f"an example: {EXAMPLE}")
        path = self._path(token)
        if self._take("is"):
            negated = self._take("not")
            self._must("set", "`is` is followed by `set` or `not set`")
            return _unless(negated, IsSet(path, self._since(token)))
        if path.sort is Sort.TAGS:
            return self._has(token)
        if self._take("not"):
            self._must("in", "`not` is followed by `in` here")
            return Not(self._among(path, token))
        if self._take("in"):
            return self._among(path, token)
        op, negated = self._op(path, token)
        value = self._value(path, op)
        return _unless(negated, Compare(path, op, value, self._since(token)))

    def _path(self, token: _Token) -> Path:
        if token.kind != "word" or token.text in _KEYWORDS:
            hint = f"an example: {EXAMPLE}"
            raise self._error(f"`{token.text}` stands where a name should", token.at, hint)
        head, dot, field = token.text.partition(".")
        if head in ("fields", "contact") and dot:
            if re.fullmatch(CONTACT_FIELD_PATTERN, field) is None:
                raise self._error(f"`{field}` is not the name of a field", token.at, "letters, digits and _, no dots")
            return Path(field, Sort.FIELD)
        if token.text in NAMES:
            return Path(token.text, NAMES[token.text])
        near = did_you_mean(token.text, NAMES) or f"a field of your own is `fields.{head}`"
        raise self._error(f"nothing is called `{token.text}`", token.at, near)

    def _has(self, token: _Token) -> Node:
        negated = self._take("not")
        if not self._take("has"):
            raise self._error("`tags` goes with `has` only", self._here(), 'write `tags has "vip"`')
        every = self._take("all")
        if not every and not self._take("any"):
            return _unless(negated, Has((self._text(),), True, self._since(token)))
        self._must("(", f"`{'all' if every else 'any'}` is followed by a list in brackets")
        tags = self._listed(self._text)
        return _unless(negated, Has(tuple(tags), every, self._since(token)))

    def _among(self, path: Path, token: _Token) -> Node:
        if path.sort is Sort.INSTANT:
            raise self._error(f"`{path.name}` is a moment", token.at, "compare it with < or >")
        self._must("(", "`in` is followed by a list in brackets")
        values = self._listed(lambda: self._value(path, Op.EQUAL))
        return Among(path, tuple(values), self._since(token))

    def _listed(self, read: Callable[[], ReadT]) -> list[ReadT]:
        values = [read()]
        while self._take(","):
            values.append(read())
            if len(values) > AUDIENCE_VALUES_MAX:
                raise self._error(f"the list has more than {AUDIENCE_VALUES_MAX} values", self._here())
        self._must(")", "a list is not closed")
        return values

    def _op(self, path: Path, name: _Token) -> tuple[Op, bool]:
        token = self._next(
            f"`{name.text}` is compared with nothing", "write =, !=, <, >, in, contains or `starts with`"
        )
        text = _SIGNS.get(token.text, token.text)
        if text == "starts":
            self._must("with", "`starts` is followed by `with`")
            text = Op.STARTS
        if text == "!=":
            return Op.EQUAL, True
        if text == "has":
            raise self._error(f"`has` goes with `tags` only, not with `{name.text}`", token.at, "did you mean `=`?")
        if text not in tuple(Op):
            near = did_you_mean(text, (*Op, "in", "is set")) if token.kind == "word" else None
            raise self._error(f"`{token.text}` compares nothing", token.at, near or "write =, !=, <, > or in")
        return Op(text), False

    # ── values ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _value(self, path: Path, op: Op) -> Value:
        token = self._next("a value is missing", 'such as "Lyon", 42, yes or now - 30d')
        value = self._read_value(token)
        self._check(path, op, value, self._since(token))
        return _moment(value) if path.sort is Sort.INSTANT and isinstance(value, str) else value

    def _read_value(self, token: _Token) -> Value:
        match token:
            case _Token("text", text):
                return self._unquoted(text, token.at)
            case _Token("number", text):
                if len(text.lstrip("-").replace(".", "")) > _DIGITS_MAX:
                    raise self._error(f"the number has more than {_DIGITS_MAX} digits", token.at)
                return float(text) if "." in text else int(text)
            case _Token("word", "yes" | "true"):
                return True
            case _Token("word", "no" | "false"):
                return False
            case _Token("word", "now"):
                return Now(timedelta(seconds=self._shift()))
            case _Token("word", "today"):
                seconds = self._shift()
                if seconds % _UNITS["d"]:
                    raise self._error("`today` counts in days", token.at, "write `today - 7d`")
                return Today(seconds // _UNITS["d"])
            case _Token("word", text):
                near = did_you_mean(text, ("yes", "no", "now", "today")) or f'text stands in quotes: "{text}"'
                raise self._error(f"`{text}` is not a value", token.at, near)
        raise self._error(f"`{token.text}` is not a value", token.at, 'such as "Lyon", 42, yes or now - 30d')

    def _shift(self) -> int:
        sign = 1 if self._take("+") else -1 if self._take("-") else 0
        if not sign:
            return 0
        token = self._next("after + or - comes a span", "such as 30d, 12h or 2w")
        if token.kind != "span":
            raise self._error(f"`{token.text}` is not a span", token.at, "such as 30d, 12h or 2w")
        seconds = int(token.text[:-1]) * _UNITS[token.text[-1]]
        if seconds > _DAYS_MAX * _UNITS["d"]:
            raise self._error("the span is longer than a hundred years", token.at)
        return sign * seconds

    def _text(self) -> str:
        token = self._next("a tag is missing", 'such as "vip"')
        if token.kind != "text":
            raise self._error(f"`{token.text}` is not a tag", token.at, f'it stands in quotes: "{token.text}"')
        return self._unquoted(token.text, token.at)

    def _unquoted(self, text: str, at: At) -> str:
        value = _ESCAPED.sub(r"\1", text[1:-1])
        if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise self._error("the text holds a character that cannot be kept", at)
        return value

    def _check(self, path: Path, op: Op, value: Value, at: At) -> None:
        """Refuse what could never be true, and say why."""
        words = op in (Op.CONTAINS, Op.STARTS)
        if words and (not isinstance(value, str) or path.sort is Sort.INSTANT):
            raise self._error(f"`{op}` goes with texts", at, "put the text in quotes")
        if path.sort is Sort.TEXT and not isinstance(value, str):
            raise self._error(f"`{path.name}` is a text", at, f'put the value in quotes: "{self._at(at)}"')
        if path.sort is Sort.INSTANT and not isinstance(value, Now) and _moment_or_none(value) is None:
            hint = 'write `now - 30d`, or a date such as "2026-03-06"'
            raise self._error(f"`{path.name}` is a moment", at, hint)
        if path.sort is Sort.INSTANT and op is Op.EQUAL:
            raise self._error(f"`{path.name}` is a moment, and hardly ever just this one", at, "compare with < or >")
        if path.sort is Sort.FIELD and isinstance(value, Now):
            hint = "a field holds a date: compare it with `today`"
            raise self._error(f"`fields.{path.name}` cannot be held against `now`", at, hint)
        if isinstance(value, bool) and op is not Op.EQUAL:
            raise self._error("yes and no are only ever equal or not", at, "write `=` or `!=`")

    # ── reading on ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _take(self, text: str) -> bool:
        if self._waiting and self._waiting[-1].text == text:
            self._waiting.pop()
            return True
        return False

    def _must(self, text: str, problem: str) -> None:
        if not self._take(text):
            raise self._error(problem, self._here(), f"write `{text}`")

    def _next(self, problem: str, hint: str) -> _Token:
        if not self._waiting:
            raise self._error(problem, self._here(), hint)
        return self._waiting.pop()

    def _here(self) -> At:
        end = len(self._source)
        return self._waiting[-1].at if self._waiting else At(end, end + 1)

    def _since(self, token: _Token) -> At:
        end = self._waiting[-1].at.start if self._waiting else len(self._source)
        return At(token.at.start, token.at.start + len(self._source[token.at.start : end].rstrip()))

    def _at(self, at: At) -> str:
        return self._source[at.start : at.end]

    def _error(self, problem: str, at: At, hint: str | None = None) -> AudienceError:
        return AudienceError(problem, self._source, at, hint)


def _unless(negated: bool, node: Node) -> Node:
    return Not(node) if negated else node


def _moment_or_none(value: Value) -> datetime | None:
    try:
        return _moment(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def _moment(written: str) -> datetime:
    """A date or a time; without a zone it is UTC."""
    at = datetime.fromisoformat(written)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
