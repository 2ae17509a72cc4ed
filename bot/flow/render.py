"""Templates in a hardened sandbox: an author's text is parsed, held against what is allowed, and only then compiled.

    source ─ parse ─► tree ─ check ─► tree ─ guard ─► code ─ generate ─► at most 3 200 characters

Jinja's own sandbox keeps templates away from Python but not from memory and time, so nothing that can grow is allowed:
no calls, no `*`, no assignments, one loop over a list. Values are plain JSON and looked up as such, never as objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Final, NoReturn
from urllib.parse import quote

from jinja2 import Template as Compiled
from jinja2 import TemplateSyntaxError, Undefined, UndefinedError, nodes
from jinja2.parser import Parser

from bot.errors import TemplateError
from bot.events import Json
from bot.flow.allowed import check_tree, offset
from bot.flow.filters import Rendering, text_of
from bot.flow.locale import Locale
from bot.flow.names import Usage, read_usage
from bot.flow.sandbox import RENDERING, SANDBOX, guard
from bot.limits import RENDERED_CHARS_MAX, TEMPLATE_CHARS_MAX

__all__ = ["Expression", "Locale", "Template", "compile_expression", "compile_text", "compile_value"]

_RESULT: Final = "result"
_SIGNS: Final = (
    ("token ", ""),
    ("'end of template'", "end of the text"),
    ("'end of print statement'", "`}}`"),
    ("'begin of print statement'", "`{{`"),
    ("'end of statement block'", "`%}`"),
    ("'begin of statement block'", "`{%`"),
)


class _Source:
    """What templates and expressions have in common: a tree that is allowed, and what it names."""

    def __init__(self, source: str, tree: nodes.Node) -> None:
        check_tree(tree, source)
        self.source = source
        self._tree = tree
        self._usage: Usage = read_usage(tree)

    @property
    def names(self) -> frozenset[str]:
        """Every name used, with its fields: `score`, `contact.first_name`."""
        return self._usage.names

    @property
    def optional(self) -> frozenset[str]:
        """Those of the names that may be missing: under `default` only, or tested by `is defined`."""
        return self._usage.optional

    @property
    def filters(self) -> frozenset[str]:
        """Every filter used."""
        return self._usage.filters

    @property
    def compared(self) -> frozenset[tuple[str, str]]:
        """Names and the texts that they are held against by `==` or `!=`."""
        return self._usage.compared


class Template(_Source):
    """A text with names in it."""

    @cached_property
    def plain(self) -> str | None:
        """The text itself where there is nothing to fill in, as in most messages."""
        return self.source if len(self.source) <= RENDERED_CHARS_MAX and not _has_markup(self.source) else None

    @cached_property
    def _compiled(self) -> Compiled:
        return _compile(guard(self._tree))

    def render(self, names: Mapping[str, Json], locale: Locale) -> str:
        """Fill the names in; TemplateError where one has no value, or the text grows too long."""
        return self._render(names, Rendering(locale))

    def render_url(self, names: Mapping[str, Json], locale: Locale) -> str:
        """Fill the names in, each percent-encoded: what a customer wrote is one part of an address and never more."""
        return self._render(names, Rendering(locale, encode=_one_part))

    def _render(self, names: Mapping[str, Json], rendering: Rendering) -> str:
        if self.plain is not None:
            return self.plain
        pieces, left = [], RENDERED_CHARS_MAX
        try:
            context = self._compiled.new_context({**names, RENDERING: rendering}, shared=True)
            for piece in self._compiled.root_render_func(context):
                pieces.append(piece)
                left -= len(piece)
                if left < 0:
                    raise TemplateError(f"the text is longer than {RENDERED_CHARS_MAX} characters")
        except Exception as error:
            _blame(error)
        return "".join(pieces)

    evaluate = render


class Expression(_Source):
    """A value computed from names."""

    @cached_property
    def _compiled(self) -> Compiled:
        result = nodes.Assign(nodes.Name(_RESULT, "store"), guard(self._tree))
        return _compile(nodes.Template([result], lineno=1))

    def evaluate(self, names: Mapping[str, Json], locale: Locale) -> Json:
        """The value, with its type; TemplateError where a name has none."""
        try:
            context = self._compiled.new_context({**names, RENDERING: Rendering(locale)}, shared=True)
            list(self._compiled.root_render_func(context))
            value = context.vars[_RESULT]
            return text_of(value) if isinstance(value, Undefined) else value
        except Exception as error:
            _blame(error)


def compile_text(source: str) -> Template:
    """Read a template; TemplateError with a sentence, and a position where it is known, if it is refused."""
    return Template(source, _parse(source))


def compile_expression(source: str) -> Expression:
    """Read an expression, bare as in `if:` or as one whole `{{ … }}`."""
    if not source.lstrip().startswith("{{"):
        return Expression(source, _parse(source, bare=True))
    whole = _whole(_parse(source))
    if whole is None:
        raise TemplateError("this must be one single `{{ … }}`", 0)
    return Expression(source, whole)


def compile_value(source: str) -> Template | Expression:
    """Read what may be either: one whole `{{ … }}` keeps its type, anything else is a text."""
    tree = _parse(source)
    whole = _whole(tree)
    return Template(source, tree) if whole is None else Expression(source, whole)


def _one_part(text: str) -> str:
    if text in (".", ".."):
        raise TemplateError(f"`{text}` cannot be a part of an address")
    return quote(text, safe="")


def _parse(source: str, *, bare: bool = False) -> nodes.Node:
    if len(source) > TEMPLATE_CHARS_MAX:
        raise TemplateError(f"the template is longer than {TEMPLATE_CHARS_MAX} characters", 0)
    if not bare and not _has_markup(source):
        return nodes.Template([nodes.Output([nodes.TemplateData(source)])], lineno=1)
    try:
        parser = Parser(SANDBOX, source, state="variable" if bare else None)
        tree: nodes.Node = parser.parse_expression() if bare else parser.parse()
        if bare and not parser.stream.eos:
            parser.fail(f"unexpected {parser.stream.current.value!r} after the expression")
    except TemplateSyntaxError as error:
        raise TemplateError(_sentence(error.message or "it cannot be read"), offset(source, error.lineno)) from None
    except (RecursionError, ValueError, OverflowError):
        raise TemplateError("the template is too nested, or a number in it too large", 0) from None
    return tree.set_environment(SANDBOX)


def _has_markup(source: str) -> bool:
    return any(mark in source for mark in ("{{", "{%", "{#"))


def _whole(tree: nodes.Node) -> nodes.Expr | None:
    """The expression of a template that is nothing but one `{{ … }}`."""
    match tree:
        case nodes.Template(body=[nodes.Output(nodes=parts)]):
            values = [part for part in parts if not (isinstance(part, nodes.TemplateData) and not part.data.strip())]
            if len(values) == 1 and not isinstance(values[0], nodes.TemplateData):
                return values[0]
    return None


def _compile(tree: nodes.Template) -> Compiled:
    tree.set_environment(SANDBOX)
    return SANDBOX.from_string(tree)


def _blame(error: Exception) -> NoReturn:
    """Whatever goes wrong in a template is the template's fault, and one kind of error."""
    match error:
        case TemplateError():
            raise error
        case UndefinedError():
            raise TemplateError(str(error)) from None
        case TypeError():
            raise TemplateError(f"values of these kinds do not go together ({_sentence(str(error))})") from None
    raise TemplateError(f"the template failed ({type(error).__name__}: {_sentence(str(error))})") from error


def _sentence(message: str) -> str:
    """Jinja's words in our form: signs as they are written, no capital, no full stop."""
    for theirs, ours in _SIGNS:
        message = message.replace(theirs, ours)
    return (message[:1].lower() + message[1:]).rstrip(".")
