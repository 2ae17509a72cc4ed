"""Where templates run: a Jinja environment that knows our filters only, and a tree that counts its own work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS as JINJA_TESTS
from jinja2.visitor import NodeTransformer

from bot.errors import TemplateError
from bot.events import Json
from bot.flow.allowed import LOOP_FIELDS, TESTS, TOO_LONG
from bot.flow.filters import FILTERS, INTEGER_DIGITS_MAX, Rendering, text_of
from bot.flow.names import EQUALITIES
from bot.limits import LIST_ITEMS_MAX, TEMPLATE_TOKENS_MAX, VARIABLE_CHARS_MAX

RENDERING: Final = "~rendering"
"""Where the context keeps the `Rendering`: not a name that a template can spell."""
OPEN_NAMES: Final = frozenset({"contact", "business", "channel"})
"""Their fields differ from one to the next: a missing one is empty, not an error."""


class Missing(StrictUndefined):
    """A name without a value: may be asked for its fields, compared by `==` and given a default, else an error."""

    @property
    def _undefined_message(self) -> str:
        return f"`{self._undefined_name}` has no value here"


class _Sandbox(ImmutableSandboxedEnvironment):
    """Looks names up in plain JSON only; Python's attributes do not exist."""

    intercepted_binops = frozenset({"+", "-"})

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give a template no names but those that it is filled in with; the library's chain of none is slow to read."""
        return {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        match obj:
            case dict() if argument in obj:
                return obj[argument]
            case list() | str() if type(argument) is int and -len(obj) <= argument < len(obj):
                return obj[argument]
            case LoopContext() if argument in LOOP_FIELDS:
                return getattr(obj, argument)
            case Undefined():
                return self.undefined(name=f"{obj._undefined_name}.{argument}")
        return self.undefined(name=str(argument))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        numbers = all(isinstance(side, int | float) and abs(side) < 10**INTEGER_DIGITS_MAX for side in (left, right))
        texts = operator == "+" and isinstance(left, str) and isinstance(right, str)
        if not numbers and not texts:
            for side in (left, right):
                text_of(side)
            raise TemplateError(f"`{operator}` takes two numbers; use `~` to join texts")
        if texts and len(left) + len(right) > VARIABLE_CHARS_MAX:
            raise TemplateError("`+` would make the text too long")
        return super().call_binop(context, operator, left, right)


class _FewTokens(Extension):
    """Stops reading a template that is too dense, before the parser has spent its time on it."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for count, token in enumerate(stream):
            if count >= TEMPLATE_TOKENS_MAX:
                raise TemplateSyntaxError(TOO_LONG, token.lineno)
            yield token


def guard(tree: nodes.Node) -> Any:
    """Put our own filters around whatever would otherwise reach Python's operators with a value of any size."""
    return _Guard().visit(tree)


class _Guard(NodeTransformer):
    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:
        return self._look_up(node)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        return self._look_up(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        node.nodes = [_call("~text", self.visit(part)) for part in node.nodes]
        return node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        # a missing name is none: `topic == 'billing'` is an answer also before there is a topic
        counted = "~open" if all(operand.op in EQUALITIES for operand in node.ops) else "~counted"
        node.expr = _call(counted, self.visit(node.expr))
        for operand in node.ops:
            operand.expr = _call(counted, self.visit(operand.expr))
        return node

    def visit_List(self, node: nodes.List) -> nodes.Node:
        return nodes.List([_call("~counted", self.visit(item)) for item in node.items], lineno=node.lineno)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:
        return self.visit_List(nodes.List(node.items, lineno=node.lineno))

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self.generic_visit(node)
        items: nodes.Expr = node.iter  # type: ignore[assignment]  # Jinja says Node; the parser makes an Expr
        node.iter = _call("~items", items)
        return node

    def _look_up(self, node: nodes.Getattr | nodes.Getitem) -> nodes.Node:
        root: nodes.Node = node
        while isinstance(root, nodes.Getattr | nodes.Getitem):
            root = root.node
        node.node = self.visit(node.node)
        looked_up: nodes.Expr = node
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
            bounds = [bound or nodes.Const(None) for bound in (node.arg.start, node.arg.stop)]
            looked_up = _call("~part", node.node, *bounds)
        is_open = isinstance(root, nodes.Name) and root.name in OPEN_NAMES
        return _call("~open", looked_up) if is_open else looked_up


def _call(name: str, value: nodes.Expr, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(value, name, list(arguments), [], None, None, lineno=value.lineno)


def _text(rendering: Rendering, value: Json) -> str:
    return text_of(value)


def _finalize(rendering: Rendering, value: Json) -> str:
    return text_of(value) if rendering.encode is None else rendering.encode(text_of(value))


def _counted(rendering: Rendering, value: Json) -> Json:
    return value


def _items(rendering: Rendering, value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TemplateError("a loop needs a list")
    return value[:LIST_ITEMS_MAX]


def _part(rendering: Rendering, value: Json, start: int | None, stop: int | None) -> Json:
    if not isinstance(value, str | list):
        raise TemplateError("only a text or a list has parts")
    return value[start:stop]


def _open(rendering: Rendering, value: Json) -> Json:
    return None if isinstance(value, Undefined) else value


def _is_there(value: Any) -> bool:
    """Whether a name has a value: fields that a contact does not have are empty, and so is what was cleared."""
    return value is not None and not isinstance(value, Undefined)


def _bind(function: Callable[..., Json], *, takes_missing: bool) -> Callable[..., Json]:
    """A Jinja filter that gets the rendering from the context and counts its work."""

    @pass_context
    def filter_(context: Context, value: Any, *arguments: Any, **options: Any) -> Json:
        rendering: Rendering = context.parent[RENDERING]
        rendering.charge(value)
        if isinstance(value, Undefined) and not takes_missing:
            str(value)
        return function(rendering, value, *arguments, **options)

    return filter_


def _sandbox() -> _Sandbox:
    sandbox = _Sandbox(
        autoescape=False,
        cache_size=0,
        extensions=[_FewTokens],
        finalize=_bind(_finalize, takes_missing=False),
        optimized=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=Missing,
    )
    sandbox.globals = {}
    sandbox.tests = {name: JINJA_TESTS[name] for name in TESTS}
    sandbox.tests |= {"defined": _is_there, "undefined": lambda value: not _is_there(value)}
    sandbox.filters = {name: _bind(function, takes_missing=name == "default") for name, function in FILTERS.items()}
    for name, function in (("~text", _text), ("~counted", _counted), ("~items", _items), ("~part", _part)):
        sandbox.filters[name] = _bind(function, takes_missing=False)
    sandbox.filters["~open"] = _bind(_open, takes_missing=True)
    return sandbox


SANDBOX: Final = _sandbox()
