"""What a template may be made of. Whatever is not named here is refused before it is compiled: Jinja folds constants
while it compiles, and `'a' * 10 ** 9` takes its gigabyte there already.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from jinja2 import nodes

from bot.errors import TemplateError
from bot.flow.filters import FILTERS, INTEGER_DIGITS_MAX
from bot.limits import TEMPLATE_DEPTH_MAX, TEMPLATE_LOOP_NODES_MAX, TEMPLATE_NODES_MAX

TESTS: Final = frozenset({"defined", "undefined", "none", "number", "string", "true", "false"})
"""What may follow `is`. Not `even` and `odd`: `%` formats text, and a format can ask for a gigabyte."""
LOOP_FIELDS: Final = frozenset({"index", "index0", "revindex", "first", "last", "length"})
TOO_LONG: Final = "the template is too long or too nested; split it over several steps"

_ALLOWED: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.For,
    nodes.Name,
    nodes.Const,
    nodes.List,
    nodes.Tuple,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
    nodes.Add,
    nodes.Sub,
    nodes.Concat,
    nodes.Filter,
    nodes.Test,
    nodes.Keyword,
)
_REASONS: Final[dict[type[nodes.Node], tuple[str, str]]] = {
    nodes.Call: ("nothing can be called in a template; use a filter such as `| upper`", "("),
    nodes.Mul: ("`*` is not available in a template", "*"),
    nodes.Pow: ("`**` is not available in a template", "**"),
    nodes.Div: ("`/` is not available in a template", "/"),
    nodes.FloorDiv: ("`//` is not available in a template", "//"),
    nodes.Mod: ("`%` is not available in a template", "%"),
    nodes.Assign: ("a template cannot set names; use a `set:` step", "set"),
    nodes.AssignBlock: ("a template cannot set names; use a `set:` step", "set"),
    nodes.Dict: ("`{…}` is not available in a template", "{"),
}


def check_tree(tree: nodes.Node, source: str) -> None:
    """Raise TemplateError with a sentence and a position for the first thing that is not allowed."""
    loops = 0
    for count, (node, depth) in enumerate(_walk(tree), start=1):
        if count > TEMPLATE_NODES_MAX or depth > TEMPLATE_DEPTH_MAX:
            raise _refusal(TOO_LONG, node, source)
        if isinstance(node, nodes.For):
            loops += 1
            _check_loop(node, source, loops)
        _check_node(node, source)


def _walk(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int]]:
    """Every node with its depth, without recursion: depth is what is being limited."""
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting.extend((child, depth + 1) for child in node.iter_child_nodes())


def _check_node(node: nodes.Node, source: str) -> None:
    if type(node) not in _ALLOWED:
        default = (f"`{type(node).__name__.lower()}` is not available in a template", type(node).__name__.lower())
        reason, mark = _REASONS.get(type(node), default)
        raise _refusal(reason, node, source, mark)
    match node:
        case nodes.Name(name=str(name)) | nodes.Getattr(attr=str(name)) if name.startswith("_"):
            raise _refusal(f"`{name}` is private: a name cannot begin with `_`", node, source, name)
        case nodes.Name(name="self"):  # Jinja's own: the template itself
            raise _refusal("`self` is not available in a template", node, source, "self")
        case nodes.Const(value=int() | float() as value) if not abs(value) < 10**INTEGER_DIGITS_MAX:
            raise _refusal("the number is too large", node, source)
        case nodes.Getitem():
            _check_item(node, source)
        case nodes.Filter():
            _check_filter(node, source)
        case nodes.Test() if node.name not in TESTS:
            raise _refusal(f"there is no test `is {node.name}`", node, source, node.name)


def _check_loop(node: nodes.For, source: str, loops: int) -> None:
    if loops > 1:
        raise _refusal("a template may have one loop only", node, source, "for")
    if node.recursive or not isinstance(node.target, nodes.Name):
        raise _refusal("a loop has the form `for item in list`", node, source, "for")
    repeated = [*node.body, *([node.test] if node.test else [])]
    if sum(1 for child in repeated for _ in _walk(child)) > TEMPLATE_LOOP_NODES_MAX:
        raise _refusal("the loop does too much; shorten what is between `for` and `endfor`", node, source, "for")


def _check_item(node: nodes.Getitem, source: str) -> None:
    match node.arg:
        case nodes.Const(value=str(key)) if not key.startswith("_"):
            return
        case nodes.Const(value=int()) | nodes.Neg(node=nodes.Const(value=int())):
            return
        case nodes.Slice(start=start, stop=stop, step=None) if all(map(_is_bound, (start, stop))):
            return
    raise _refusal("only a number, a text or `[from:to]` may stand in brackets", node, source, "[")


def _is_bound(node: nodes.Expr | None) -> bool:
    return node is None or (isinstance(node, nodes.Const) and type(node.value) is int)


def _check_filter(node: nodes.Filter, source: str) -> None:
    filter_ = FILTERS.get(node.name)
    if filter_ is None:
        near = get_close_matches(node.name, FILTERS, n=1)
        hint = f"; did you mean `{near[0]}`?" if near else ""
        raise _refusal(f"there is no filter `{node.name}`{hint}", node, source, node.name)
    if node.node is None or node.dyn_args is not None or node.dyn_kwargs is not None:
        raise _refusal(f"`{node.name}` must follow a value: `{{{{ value | {node.name} }}}}`", node, source, node.name)
    try:
        keywords = {str(keyword.key): None for keyword in node.kwargs}
        inspect.signature(filter_).bind(None, None, *node.args, **keywords)
    except TypeError:
        raise _refusal(f"`{node.name}` does not take these arguments", node, source, node.name) from None


def _refusal(reason: str, node: nodes.Node, source: str, mark: str = "") -> TemplateError:
    return TemplateError(reason, offset(source, node.lineno, mark))


def offset(source: str, line: int | None, mark: str = "") -> int:
    """Where the first `mark` stands on that line or after it, else where the line begins."""
    start = sum(map(len, source.splitlines(keepends=True)[: (line or 1) - 1]))
    return max(source.find(mark, start), start)
