"""Readers for what a conversation is made of: steps, targets, questions, matchers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from bot.flow import grammar
from bot.flow.grammar import Kind, Verb
from bot.flow.model import (
    Block,
    Check,
    Choice,
    End,
    Go,
    Matcher,
    Question,
    ReplyBranch,
    Step,
    Text,
    Timed,
    Type,
    Unreadable,
)
from bot.flow.options import check_step
from bot.flow.questions import check_options
from bot.flow.reading import Reading, Skip, head, is_empty, items_of, pairs_of, reads, wrong
from bot.flow.rules import document as say
from bot.flow.values import duration_of, flag, outcome, text, words
from bot.flow.yaml import Items, Node, Pairs, Scalar, words_in
from bot.suggest import did_you_mean

_URL: Final = re.compile(r"https?://\S|\{\{", re.IGNORECASE)
_WHOLE: Final = re.compile(r"\{\{(?:(?!\}\}).)*\}\}", re.DOTALL)

# ── blocks and targets ──


@reads(Kind.STEPS)
def read_block(reading: Reading, key: str, node: Node) -> Block:
    """A list of steps; where it is none, a block that says so."""
    if isinstance(node, Pairs) and any(name.text in grammar.VERBS for name, _ in node.pairs):
        reading.report(
            say.wrong_type(head(node), key, Kind.STEPS, "a mapping", help="begin each step with a dash: `- say: ...`")
        )
        return (_unreadable(node),)
    return tuple(step for item in items_of(reading, key, node, Kind.STEPS) for step in _step(reading, item))


@reads(Kind.TARGET)
def target(reading: Reading, key: str, node: Node) -> Block:
    """A state's name, `end`, `{go: s}`, `{end: o}` or a list of steps."""
    match node:
        case Scalar() if _is_end(node):
            return (End(span=node.span),)
        case Scalar() if not is_empty(node):
            return (Go(state=text(reading, key, node).source, span=node.span),)
        case Items():
            return read_block(reading, key, node)
        case Pairs() if node.get("go") is not None or node.get("end") is not None:
            return _step(reading, node)
        case Pairs() if any(name.text in grammar.VERBS for name, _ in node.pairs):
            raise wrong(reading, key, node, Kind.TARGET, help="write a list of steps: `- say: ...`")
    raise wrong(reading, key, node, Kind.TARGET)


def _is_end(node: Node) -> bool:
    """Whether a target is the word `end`, which is no state but the end."""
    return isinstance(node, Scalar) and node.text == "end" and not node.eaten


@reads(Kind.TIMED)
def timed(reading: Reading, key: str, node: Node) -> tuple[Timed, ...]:
    """What happens after each duration: a text is said, a target is run."""
    found = []
    for label, value in pairs_of(reading, key, node, Kind.TIMED).pairs:
        try:
            after = duration_of(reading, label.text, label.span)
            if isinstance(value, Scalar) and value.text not in reading.states and value.text != "end":
                found.append(Timed(after, say=text(reading, label.text, value), span=label.span))
            else:
                found.append(Timed(after, block=target(reading, label.text, value), span=label.span))
        except Skip:
            continue
    return tuple(found)


def _unreadable(node: Node) -> Unreadable:
    return Unreadable(span=head(node), words=frozenset(words_in(node)))


# ── one step ──


def _step(reading: Reading, node: Node) -> Block:
    """Read a step. Where something is wrong with it, a mark follows, so that the checker judges the rest fairly."""
    outer, reading.damaged = reading.damaged, False
    block: Block = ()
    try:
        block = (_read_step(reading, node),)
    except Skip:
        reading.damaged = True
    if reading.damaged:
        block += (_unreadable(node),)
    reading.damaged = outer
    return block


def _read_step(reading: Reading, node: Node) -> Step:
    if not isinstance(node, Pairs):
        raise _not_a_step(reading, node)
    key, value = _verb(reading, node)
    verb = grammar.VERBS[key.text]
    number = reading.count(verb.id) if verb.id else 0  # counted before the steps within it
    given = reading.options(node, {**verb.options, **grammar.STEP}, f"`{key.text}`", skip=(key.text,))
    condition = given.pop("condition", None)
    if key.text == "go" and _is_end(value):
        return End(span=value.span, condition=condition)
    own = _own(reading, key, verb, value)
    span = value.span if key.text in ("go", "end") and not is_empty(value) else key.span
    if verb.question:
        given = _question_step(reading, node, key, given, number)
    elif verb.id:
        given["id"] = _step_id(reading, key, f"{verb.id}-{number}", given.get("save"))
    check_step(reading, node, key, {**own, **given})
    return verb.make(span=span, condition=condition, **{**verb.fixed, **own, **given})


def _not_a_step(reading: Reading, node: Node) -> Skip:
    written = node.text if isinstance(node, Scalar) else ""
    first = re.split("[ :]", written)[0]
    if first in grammar.VERBS:
        return reading.fail(say.no_colon(head(node), first, written[len(first) :].strip(": ")))
    return reading.fail(say.unknown_verb(head(node), written, grammar.VERBS, did_you_mean(first, grammar.VERBS)))


def _verb(reading: Reading, node: Pairs) -> tuple[Scalar, Node]:
    """The one verb of a step. A key such as `say` beside `handoff` is an option, not a second verb."""
    entries = {key.text: (key, value) for key, value in node.pairs}
    names = [name for name in entries if name in grammar.VERBS]
    if len(names) > 1:
        names = [
            name for name in names if not any(name in grammar.VERBS[other].options for other in names if other != name)
        ]
    if len(names) > 1:
        first, second = entries[names[0]][0], entries[names[1]][0]
        raise reading.fail(say.two_verbs(second.span, names, first.span))
    if names and (meant := _misspelt_verb(node, names[0])):
        raise reading.fail(say.unknown_verb(node.pairs[0][0].span, node.pairs[0][0].text, grammar.VERBS, meant))
    if names:
        return entries[names[0]]
    unknown = [key for name, (key, _) in entries.items() if name not in grammar.STEP]
    known = unknown[0] if unknown else None
    named = known.text if known and known.text not in grammar.KEYWORDS else ""
    raise reading.fail(say.unknown_verb(known.span if known else head(node), named, grammar.VERBS))


def _misspelt_verb(node: Pairs, name: str) -> str | None:
    """What was meant by the first key, where it is a slip for a verb that has the verb found as an option."""
    first = node.pairs[0][0].text
    known = {*grammar.STEP, *grammar.VERBS, *grammar.VERBS[name].options}
    hosts = [verb for verb, its in grammar.VERBS.items() if name in its.options]
    return did_you_mean(first, hosts) if first not in known else None


def _own(reading: Reading, key: Scalar, verb: Verb, value: Node) -> dict[str, Any]:
    """The verb's own value as fields of the step."""
    if key.text == "end":
        return {verb.into: outcome(reading, key.text, value)}
    own = reading.value(verb.kind, key.text, value)
    return {verb.into: own} if verb.into else dict(own)


def _step_id(reading: Reading, key: Scalar, counted: str, saved: str | None) -> str:
    free = saved is not None and f"{reading.scope}.{saved}" not in reading.ids
    return reading.identify(saved if free and saved else counted, key.span, mine=False)


@reads(Kind.METHOD_URL)
def method_url(reading: Reading, key: str, node: Node) -> dict[str, Any]:
    """The two fields of `http: METHOD url`."""
    written = text(reading, key, node)
    method, _, url = written.source.partition(" ")
    if method not in grammar.METHODS or not _URL.match(url.strip()):
        label = f"write `GET {say.shown(written.source)}`" if _URL.match(written.source) else None
        help = f"methods are {', '.join(grammar.METHODS)}; addresses begin with https://"
        raise wrong(reading, key, node, Kind.METHOD_URL, label=label, help=help)
    if url.strip().startswith("{{") and not _WHOLE.fullmatch(url.strip()):
        help = "write the beginning of the address out, or take all of it from one value: `GET {{ page.body.next }}`"
        raise wrong(reading, key, node, Kind.METHOD_URL, help=help)
    return {"method": method, "url": Text(url.strip(), written.span)}


# ── questions ──


def _question_step(reading: Reading, node: Pairs, key: Scalar, given: dict[str, Any], number: int) -> dict[str, Any]:
    """The fields of a step that asks: its id, its question, and what it sends along."""
    if reading.defaults is not None and key.text != "match":
        inherited = _defaults(reading, node)
        given = {**inherited, **given, "inherited": frozenset(inherited)}
    step: dict[str, Any] = {"media": given.pop("media")} if "media" in given else {}
    mine = given.get("name") or given.get("save")
    fallback = str(number) if key.text != "match" else f"match-{number}"
    step["id"] = reading.identify(mine or fallback, key.span, mine=bool(mine))
    choices = given.pop("choices", None)
    if isinstance(choices, Text):
        given["dynamic_choices"] = choices
    elif choices is not None:
        given["choices"] = choices
    if choices is not None:
        given.setdefault("expect", Type.CHOICE)
    _take_else(reading, given)
    question = Question(**given)
    check_options(reading, node, key, question)
    return {**step, "question": question}


def _take_else(reading: Reading, given: dict[str, Any]) -> None:
    """Read `else:` the same whether it stands among the replies or beside them."""
    branches = given.get("replies", ())
    last = next((branch for branch in branches if branch.label == "else" and branch.matcher is None), None)
    if last is None:
        return
    if "otherwise" in given:
        help = "keep one of them"
        reading.report(say.clash(last.span, "`else` stands both among the replies and beside them", help))
    given["replies"] = tuple(branch for branch in branches if branch is not last)
    given["otherwise"] = last.block


def _defaults(reading: Reading, node: Pairs) -> dict[str, Any]:
    """What `defaults:` says about options that the question does not have. Read anew, so that steps in it get ids."""
    defaults = reading.defaults
    assert defaults is not None  # noqa: S101 (the caller looked)
    own = {key.text for key, _ in node.pairs}
    rest = Pairs(tuple((key, value) for key, value in defaults.pairs if key.text not in own), defaults.span)
    known, damaged = len(reading.findings), reading.damaged
    given = reading.options(rest, grammar.DEFAULTS, "`defaults`")
    del reading.findings[known:]  # reported once, where `defaults:` itself is read
    reading.damaged = damaged
    return given


@reads(Kind.CHOICES)
def choices(reading: Reading, key: str, node: Node) -> tuple[Choice, ...] | Text:
    """Keys with the text to show, or an expression that gives a list."""
    if isinstance(node, Scalar) and "{{" in node.text:
        return text(reading, key, node)
    if isinstance(node, Items):
        raise wrong(reading, key, node, Kind.CHOICES, help="give each choice a key: `billing: Billing or payments`")
    found = []
    for label, shown in pairs_of(reading, key, node, Kind.CHOICES).pairs:
        try:
            found.append(Choice(label.text, text(reading, label.text, shown), label.span))
        except Skip:
            continue
    if is_empty(node):
        raise wrong(reading, key, node, Kind.CHOICES)
    return tuple(found)


@reads(Kind.SYNONYMS)
def synonyms(reading: Reading, key: str, node: Node) -> dict[str, tuple[str, ...]]:
    """Choices with other words for them."""
    found = {}
    for label, value in pairs_of(reading, key, node, Kind.SYNONYMS).pairs:
        try:
            found[label.text] = words(reading, label.text, value)
        except Skip:
            continue
    return found


@reads(Kind.CHECKS)
def checks(reading: Reading, key: str, node: Node) -> tuple[Check, ...]:
    """Faults of an understood answer, and what to say about them."""
    found = []
    for item in items_of(reading, key, node, Kind.CHECKS):
        pairs = pairs_of(reading, key, item, Kind.CHECKS)
        given = reading.options(pairs, grammar.CHECK, "a check")
        for name in grammar.CHECK:
            if pairs.get(name) is None:
                reading.report(say.missing(head(pairs), f"a check needs `{name}`"))
        if len(given) == len(grammar.CHECK):
            found.append(Check(**given, span=head(pairs)))
    return tuple(found)


@reads(Kind.UNDERSTAND)
def understand(reading: Reading, key: str, node: Node) -> bool | tuple[str, ...]:
    """Whether to ask the NLU hook, or for which intents."""
    return words(reading, key, node) if isinstance(node, Items) else flag(reading, key, node)


@reads(Kind.REPLIES)
def replies(reading: Reading, key: str, node: Node) -> tuple[ReplyBranch, ...]:
    """Labels in the author's order, each with where it leads."""
    found = []
    for label, value in pairs_of(reading, key, node, Kind.REPLIES).pairs:
        try:
            found.append(_branch(reading, label, value))
        except Skip:
            found.append(ReplyBranch(label.text, (_unreadable(value),), span=label.span))
    return tuple(found)


def _branch(reading: Reading, label: Scalar, value: Node) -> ReplyBranch:
    if not isinstance(value, Pairs) or not any(key.text in {**grammar.MATCHER, "do": 0} for key, _ in value.pairs):
        return ReplyBranch(label.text, target(reading, label.text, value), span=label.span)
    matched = any(key.text in grammar.MATCHER for key, _ in value.pairs)
    matcher = read_matcher(reading, label, value, extra=grammar.BRANCH) if matched else None
    if not matched:
        reading.options(value, grammar.BRANCH, "a reply", skip=tuple(grammar.BRANCH))
    return ReplyBranch(label.text, read_way(reading, label, value, grammar.BRANCH), matcher, label.span)


def read_way(reading: Reading, label: Scalar, value: Pairs, ways: Iterable[str]) -> Block:
    """Where a label with a matcher leads: its `do`, then its `go` or `end`."""
    block: Block = ()
    steps = value.get("do")
    if steps is not None:
        block = read_block(reading, "do", steps)
    for name in ("go", "end"):
        node = value.get(name)
        if node is None or name not in ways:
            continue
        if name == "go" and _is_end(node):
            block += (End(span=node.span),)
        elif name == "go":
            block += (Go(state=reading.value(Kind.STATE, name, node), span=node.span),)
        else:
            block += (End(outcome=outcome(reading, name, node), span=node.span),)
    if not block and all(key.text in grammar.MATCHER or key.text in ways for key, _ in value.pairs):
        wanted = " or ".join(f"`{name}`" for name in ways)
        raise reading.fail(
            say.missing(label.span, f"`{say.shown(label.text)}` does not say where it leads", f"add {wanted}")
        )
    return block


def read_matcher(reading: Reading, label: Scalar, value: Pairs, extra: Iterable[str] = ()) -> Matcher:
    """What a reply must look like."""
    given = reading.options(value, grammar.MATCHER, f"`{say.shown(label.text)}`", skip=tuple(extra))
    if not given:
        raise Skip
    for name, node in value.pairs:
        if given.get(name.text) is False:
            help = f"leave it out, or ask for the opposite: `not: {{{name.text}: yes}}`"
            raise wrong(reading, name.text, node, "yes", help=help)
    return Matcher(**given, span=label.span)


@reads(Kind.MATCHER)
def negated(reading: Reading, key: str, node: Node) -> Matcher:
    """A matcher inside `not:`."""
    pairs = pairs_of(reading, key, node, Kind.MATCHER)
    return read_matcher(reading, Scalar(key, node.span), pairs)
