"""Defects that people really make, each seeded wherever a flow has a place for it.

A kind is a function from a flow's lines to its seeds: the changed lines, and the lines on which a finding must stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.flow.grammar import FLOW, QUESTION, VERBS
from bot.flow.model import Ask, Flow

Lines = list[str]


@dataclass(frozen=True)
class Seed:
    """A flow with one defect. `lines` count from 1; `together` means that only all flows together show it."""

    kind: str
    codes: frozenset[str]
    source: str
    lines: frozenset[int]
    together: bool


@dataclass(frozen=True)
class Place:
    """A changed flow before it is labelled: its lines, and where the finding must stand."""

    changed: Lines
    lines: tuple[int, ...]


Kind = Callable[[Lines, Flow], Iterable[Place]]
KINDS: dict[str, tuple[frozenset[str], Kind, bool]] = {}


def kind(*codes: str, together: bool = False) -> Callable[[Kind], Kind]:
    """Register a kind of defect with the codes of which one must be found."""

    def register(function: Kind) -> Kind:
        KINDS[function.__name__] = (frozenset(codes), function, together)
        return function

    return register


def seeds_of(flow: Flow) -> Iterator[Seed]:
    """Every defect at every place of a flow."""
    for name, (codes, function, together) in KINDS.items():
        for place in function(flow.source.split("\n"), flow):
            yield Seed(name, codes, "\n".join(place.changed), frozenset(place.lines), together)


# ── tools ──


def replaced(lines: Lines, index: int, *new: str) -> Lines:
    return [*lines[:index], *new, *lines[index + 1 :]]


def here(lines: Lines, index: int, new: str) -> Place:
    """A line changed, and the finding on it."""
    return Place(replaced(lines, index, new), (index + 1,))


def slip(word: str) -> str:
    """Two letters the wrong way round, as fingers do it."""
    at = max(1, len(word) // 2 - 1) if len(word) > 2 else 0
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return swapped if swapped != word else word + word[-1]


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def matching(lines: Lines, pattern: str) -> Iterator[tuple[int, re.Match[str]]]:
    for index, line in enumerate(lines):
        if not line.lstrip().startswith("#") and (found := re.search(pattern, line)):
            yield index, found


def extent(lines: Lines, index: int) -> range:
    """The lines of what begins on a line: itself and whatever is deeper below."""
    end = index + 1
    while end < len(lines) and (not lines[end].strip() or indent(lines[end]) > indent(lines[index])):
        end += 1
    return range(index, end)


def state_lines(lines: Lines) -> dict[str, range]:
    start = next(index for index, line in enumerate(lines) if line.startswith("states:"))
    named = [(index, re.fullmatch(r"  ([\w-]+):", line.rstrip())) for index, line in enumerate(lines)]
    return {found[1]: extent(lines, index) for index, found in named if found and index > start}


def texts(lines: Lines) -> Iterator[int]:
    """Lines with a text for the customer in one piece and without quotes or braces."""
    for index, _ in matching(lines, r"^\s*(- )?(say|ask|\d+ \w+): [A-Z][^{}\"'#]*$"):
        yield index


def uses(lines: Lines, name: str) -> tuple[int, ...]:
    """The lines that name a name in braces or in a condition."""
    braces = re.compile(rf"(\{{\{{|\{{%|if: ).*(?<![\w.]){name}\b")
    return tuple(index + 1 for index, line in enumerate(lines) if braces.search(line))


def saved(flow: Flow) -> list[str]:
    return [
        point.question.save
        for block in flow.states.values()
        for point in block
        if isinstance(point, Ask) and point.question.save
    ]


# ── the document ──


@kind("F004")
def misspelt_option(lines, flow):
    options = {*QUESTION, *(name for verb in VERBS.values() for name in verb.options), "if"} - {"name"}
    for index, found in matching(lines, r"^      (\s{0,4})(\w+):(\s|$)"):
        parents = [lines[above].strip() for above in range(index, 0, -1) if indent(lines[above]) < indent(lines[index])]
        if found[2] in options and not parents[0].startswith(("json:", "set:", "- set:", "replies:", "choices:")):
            yield here(lines, index, lines[index].replace(found[2], slip(found[2]), 1))


@kind("F004")
def misspelt_key_of_the_flow(lines, flow):
    for index, found in matching(lines, r"^(\w+):"):
        if found[1] in FLOW:
            yield here(lines, index, lines[index].replace(found[1], slip(found[1]), 1))


@kind("F004", "F010")
def misspelt_matcher(lines, flow):
    for index, found in matching(lines, r"\{(words|only|phrase): "):
        yield here(lines, index, lines[index].replace(found[1], slip(found[1]), 1))


@kind("F005")
def misspelt_verb(lines, flow):
    for index, found in matching(lines, r"^\s+- (\w+):"):
        if found[1] in VERBS:
            yield here(lines, index, lines[index].replace(found[1], slip(found[1]), 1))


@kind("F005")
def verb_without_a_colon(lines, flow):
    for index, found in matching(lines, r"^\s+- (say|go|end): \w"):
        yield here(lines, index, lines[index].replace(f"{found[1]}:", found[1], 1))


@kind("F001", "F004", "F005", "F006", "F007", "F009")
def no_space_after_the_colon(lines, flow):
    for index, _ in matching(lines, r"^      (\s{0,2})(expect|save|go|end|timeout|retry|min): \w"):
        changed = here(lines, index, lines[index].replace(": ", ":", 1))
        yield Place(changed.changed, (index, index + 1, index + 2))


@kind("F006")
def two_verbs_in_a_step(lines, flow):
    for index, _ in matching(lines, r"^    - (say|tag|set|cancel): \S"):
        if index + 1 < len(lines) and lines[index + 1].startswith("    - ") and " >" not in lines[index]:
            yield here(lines, index + 1, lines[index + 1].replace("    - ", "      ", 1))


@kind("F003")
def option_written_twice(lines, flow):
    for index, _ in matching(lines, r"^      \w+: \S[^>|]*$"):
        if len(extent(lines, index)) == 1:
            yield Place(replaced(lines, index, lines[index], lines[index]), (index + 2,))


@kind("F003")
def state_written_twice(lines, flow):
    for block in state_lines(lines).values():
        written = [line for line in lines[block.start : block.stop] if line.strip()]
        yield Place([*lines[: block.start], *written, *lines[block.start :]], (block.start + len(written) + 1,))


@kind("F007")
def wrong_type(lines, flow):
    wrong = {
        "expect": "number_or_text", "retry": "often", "language": "English", "class": "important", "states": "none",
        "priority": "hihg", "choices": "[a, b]", "interrupt": "perhaps", "replies": "booked", "silence": "never",
        "start": "hello", "anytime": "agent", "inputs": "appointment", "listen": "Hello?", "check": "yes",
        "synonyms": "bill",
    }  # fmt: skip
    for index, found in matching(lines, r"^\s*(?:- )?(\w+):(\s|$)"):
        block = extent(lines, index)
        if found[1] in wrong:
            head = lines[index][: lines[index].index(":")]
            changed = [*lines[: block.start], f"{head}: {wrong[found[1]]}", *lines[block.stop :]]
            yield Place(changed, (index + 1,))


@kind("F008")
def bad_duration(lines, flow):
    for index, found in matching(lines, r"(-?\d+ (?:second|minute|hour|day|week)s?)(:|$|\s+#)"):
        for wrong in (found[1].replace(" ", ""), f"{found[1]} later", found[1].replace("ay", "y").replace("our", "r")):
            if wrong != found[1]:
                yield here(lines, index, lines[index].replace(found[1], wrong, 1))


@kind("F008")
def bad_time_of_day(lines, flow):
    for index, found in matching(lines, r'at: "(\d\d:\d\d)"'):
        yield here(lines, index, lines[index].replace(found[1], "6 pm", 1))
        yield here(lines, index, lines[index].replace(found[1], "25:00", 1))


@kind("F009")
def colon_in_a_text(lines, flow):
    for index in texts(lines):
        first, _, rest = lines[index].rpartition(" ")
        yield here(lines, index, f"{first}: {rest}")


@kind("F009")
def number_sign_in_a_text(lines, flow):
    for index in texts(lines):
        yield here(lines, index, f"{lines[index]} #1")


@kind("F009", "F001")
def text_that_begins_with_a_sign(lines, flow):
    for index in texts(lines):
        key, _, text = lines[index].partition(": ")
        yield here(lines, index, f"{key}: {{{{ contact.first_name }}}}, {text}")
        yield here(lines, index, f"{key}: *{text}* is good")


@kind("F001")
def quote_that_never_closes(lines, flow):
    for index, _ in matching(lines, r': "[^"]*"\s*(#.*)?$'):
        at = lines[index].rindex('"')
        yield here(lines, index, lines[index][:at] + lines[index][at + 1 :])


@kind("F001")
def bracket_that_never_closes(lines, flow):
    for index, _ in matching(lines, r"[\[{][^\]}{\[]*[\]}]$"):
        if "{{" not in lines[index]:
            yield Place(replaced(lines, index, lines[index][:-1]), (index + 1, index + 2))


@kind("F001", "F004", "F005", "F006", "F007", "F010", "F003")
def wrong_indentation(lines, flow):
    for index, _ in matching(lines, r"^      (expect|save|give_up|timeout|note|id|at): \S"):
        for changed in (" " + lines[index], lines[index][3:]):
            yield Place(replaced(lines, index, changed), (index, index + 1, index + 2))


@kind("F002")
def tab_for_spaces(lines, flow):
    for index, _ in matching(lines, r"^      (expect|save|give_up|silence|replies):"):
        yield here(lines, index, "\t" + lines[index].lstrip())


@kind("F002")
def anchor_alias_or_tag(lines, flow):
    for index in texts(lines):
        for sign in ("&text ", "!!str "):
            yield here(lines, index, lines[index].replace(": ", f": {sign}", 1))


@kind("F031")
def name_of_another_flow(lines, flow):
    for index, found in matching(lines, r"^flow: (\w+)"):
        yield here(lines, index, lines[index].replace(found[1], f"my_{found[1]}"))


@kind("F010")
def needed_option_missing(lines, flow):
    for index, found in matching(lines, r"^      (pattern|in|at): "):
        near = tuple(range(index - 3, index + 3))
        if found[1] == "pattern" or "schedule" in lines[index - 1]:
            yield Place([*lines[:index], *lines[index + 1 :]], near)


@kind("F030")
def name_that_cannot_be_used(lines, flow):
    for index, found in matching(lines, r"^      save: (\w+)"):
        for name in ("contact", "first name", "1st"):
            yield here(lines, index, lines[index].replace(found[1], name))


@kind("F030")
def state_with_a_reserved_name(lines, flow):
    for block in state_lines(lines).values():
        yield here(lines, block.start, "  end:")


@kind("F034")
def option_that_makes_no_sense(lines, flow):
    for index, _ in matching(lines, r"^      expect: yes_no"):
        for option in ("min: 3", "pattern: a+", "country: US"):
            yield Place(replaced(lines, index, lines[index], f"      {option}"), (index + 2,))


# ── the graph ──


@kind("F012", "F023", "F027")
def misspelt_state(lines, flow):
    for index, found in matching(lines, r"(?:: |go: )([\w-]+)\}?$"):
        if found[1] in flow.states and not re.search(r"(- end|save|class|type): ", lines[index]):
            at = found.start(1)
            yield here(lines, index, lines[index][:at] + slip(found[1]) + lines[index][at + len(found[1]) :])


@kind("F012", "F023", "F027")
def state_removed(lines, flow):
    for name, block in list(state_lines(lines).items())[1:]:
        changed = [*lines[: block.start], *lines[block.stop :]]
        named = [index + 1 for index, _ in matching(changed, rf"(?:: |go: ){name}\b")]
        yield Place(changed, tuple(named))


@kind("F013")
def state_that_nothing_leads_to(lines, flow):
    for block in state_lines(lines).values():
        added = ["  forgotten:", "    - say: Nobody reads this.", "    - end: done", ""]
        yield Place([*lines[: block.stop], *added, *lines[block.stop :]], (block.stop + 1,))


@kind("F014", "F010")
def last_step_missing(lines, flow):
    for block in state_lines(lines).values():
        last = [index for index in block if re.match(r"    - ", lines[index])][-1]
        if re.match(r"    - (go|end):", lines[last]):
            yield Place([*lines[:last], *lines[last + 1 :]], tuple(index + 1 for index in block))


@kind("F014")
def reply_missing(lines, flow):
    for index, _ in matching(lines, r"^        (yes|no): "):
        block = next(block for block in state_lines(lines).values() if index in block)
        if len(list(matching(lines[index:], r"^    - "))) and not re.match(
            r"    - ", next((line for line in lines[index:] if indent(line) == 4 or not line.strip()), "")
        ):
            yield Place([*lines[:index], *lines[index + 1 :]], tuple(number + 1 for number in block))


@kind("F015")
def step_after_the_end(lines, flow):
    for index, _ in matching(lines, r"^    - (go|end): \w+$"):
        if "if:" not in (lines[index + 1] if index + 1 < len(lines) else ""):
            yield Place(replaced(lines, index, lines[index], "    - say: Goodbye."), (index + 2,))


@kind("F016", "F017")
def no_way_out(lines, flow):
    first = next(iter(flow.states))
    changed = [
        re.sub(r"\{end: \w+\}|(?<=: )end$", first, re.sub(r"- end: \w+", f"- go: {first}", line)) for line in lines
    ]
    for index, _ in reversed(list(matching(changed, r"- handoff: "))):
        block = extent(changed, index)
        changed = [*changed[: block.start], f"    - go: {first}", *changed[block.stop :]]
    if changed != lines:
        yield Place(changed, tuple(range(1, len(lines) + 1)))


@kind("F017")
def loop_that_never_waits(lines, flow):
    for name, block in state_lines(lines).items():
        yield Place(replaced(lines, block.start, lines[block.start], f"    - go: {name}"), (block.start + 2,))


@kind("F018")
def reply_shadowed(lines, flow):
    for index, found in matching(lines, r"^        (\w+): \{(words|only): "):
        again = lines[index].replace(found[1], "before", 1)
        yield Place(replaced(lines, index, again, lines[index]), (index + 2,))


@kind("F018")
def reply_shadowed_by_anytime(lines, flow):
    for index, found in matching(lines, r"^  \w+: \{words: \[(\w+)"):
        for at, _ in matching(lines, r"^      replies:$"):
            label = f"        person: {{words: [{found[1]}], end: person}}"
            yield Place(replaced(lines, at, lines[at], label), (at + 2,))
        yield Place(replaced(lines, index, lines[index], f"  again: {{words: [{found[1]}], end: left}}"), (index + 2,))


@kind("F019")
def range_with_a_gap(lines, flow):
    for index, found in matching(lines, r"^        (\d+)\.\.(\d+): "):
        low, high = int(found[1]), int(found[2])
        if low < high:
            changed = here(lines, index, lines[index].replace(f"{low}..{high}", f"{low}..{high - 1}"))
            yield Place(changed.changed, (index + 1, index + 2))


@kind("F020")
def ranges_that_overlap(lines, flow):
    for index, found in matching(lines, r"^        (\d+)\.\.(\d+): "):
        low, high = int(found[1]), int(found[2])
        swapped = here(lines, index, lines[index].replace(f"{low}..{high}", f"{high}..{low}"))
        yield swapped
        if low:
            yield here(lines, index, lines[index].replace(f"{low}..", f"{low - 1}.."))


@kind("F021", "F026")
def give_up_missing(lines, flow):
    for index, _ in matching(lines, r"^      give_up: "):
        yield Place([*lines[:index], *lines[index + 1 :]], tuple(range(index - 8, index + 1)))


@kind("F022", "F003")
def silence_not_increasing(lines, flow):
    for index, found in matching(lines, r"^        (\d+ \w+): "):
        below = re.match(r"        (\d+ \w+): ", lines[index + 1]) if index + 1 < len(lines) else None
        if below:
            for sooner in (found[1], "1 minute"):
                yield here(lines, index + 1, lines[index + 1].replace(below[1], sooner, 1))


@kind("F022")
def silence_after_the_session_expired(lines, flow):
    for index, _ in matching(lines, r"^      silence:$"):
        block = extent(lines, index)
        changed = replaced(lines, index, lines[index], "        40 days: Are you still there?")
        yield Place([*changed[: index + 2], *changed[block.stop + 1 :]], (index + 2,))


@kind("F023")
def misspelt_choice(lines, flow):
    keys = {choice.key for block in flow.states.values() for step in block if isinstance(step, Ask)
            for choice in step.question.choices} | {"yes"}  # fmt: skip
    for index, found in matching(lines, r"^        (\w+): \w+$"):
        above = [lines[at].strip() for at in range(index, 0, -1) if indent(lines[at]) < indent(lines[index])]
        if found[1] in keys and above[0] == "replies:":
            yield here(lines, index, lines[index].replace(found[1], slip(found[1]), 1))


@kind("F023")
def synonyms_of_no_choice(lines, flow):
    for index, found in matching(lines, r"^        (\w+): \["):
        changed = here(lines, index, lines[index].replace(found[1], "nothing", 1))
        yield Place(changed.changed, tuple(range(index - 10, index + 2)))


@kind("F024")
def bounds_the_wrong_way_round(lines, flow):
    for index, _ in matching(lines, r"^      min: \d+$"):
        changed = replaced(lines, index, "      min: 99")
        yield Place(changed, (index + 1,))


@kind("F036")
def bound_that_is_no_number(lines, flow):
    for index, found in matching(lines, r"^      (min|max): \d+$"):
        yield here(lines, index, f"      {found[1]}: ten")


@kind("F027")
def state_taken_for_a_text(lines, flow):
    for index, _ in matching(lines, r"^        (\d+ \w+): [A-Z]"):
        head = lines[index].partition(": ")[0]
        yield here(lines, index, f"{head}: no_such_state")


@kind("F028", together=True)
def keyword_of_another_flow(lines, flow):
    for index, found in matching(lines, r"keyword: \[(\w+)"):
        for other in {"hello", "support", "confirm"} - set(re.findall(r"\w+", lines[index])):
            # of two ways in it is the later one that is reported, which may stand in the other file
            changed = here(lines, index, lines[index].replace(f"[{found[1]}", f"[{other}, {found[1]}"))
            yield Place(changed.changed, (index + 1, 0))


@kind("F029", together=True)
def second_fallback(lines, flow):
    for index, _ in matching(lines, r"^start:$"):
        yield Place(replaced(lines, index, lines[index], "  - fallback"), (index + 2, 0))


@kind("F032")
def two_answers_with_one_name(lines, flow):
    for index, found in matching(lines, r"^      save: (\w+)"):
        block = next(block for block in state_lines(lines).values() if index in block)
        if found[1] in saved(flow):
            added = ["    - ask: And again?", f"      save: {found[1]}"]
            changed = [*lines[: block.start + 1], *added, *lines[block.start + 1 :]]
            yield Place(changed, tuple(range(index - 6, index + 3)))


@kind("F035", together=True)
def flow_that_does_not_exist(lines, flow):
    for index, found in matching(lines, r"- schedule: (\w+)"):
        yield here(lines, index, lines[index].replace(found[1], slip(found[1])))


@kind("F037")
def cancel_of_nothing(lines, flow):
    for index, found in matching(lines, r"- cancel: (\w+)"):
        yield here(lines, index, lines[index].replace(found[1], slip(found[1])))


@kind("F038")
def call_that_may_fail(lines, flow):
    for index, _ in matching(lines, r"^      on_error: "):
        yield Place([*lines[:index], *lines[index + 1 :]], tuple(range(index - 6, index + 1)))


@kind("F043", together=True)
def inputs_not_given(lines, flow):
    for index, found in matching(lines, r"^\s+with: \{(\w+): "):
        near = tuple(range(index - 3, index + 3))
        yield Place([*lines[:index], *lines[index + 1 :]], near)
        yield Place(replaced(lines, index, lines[index].replace(found[1], slip(found[1]), 1)), near)


@kind("F075")
def choices_that_are_the_same(lines, flow):
    for index, _ in matching(lines, r"^      choices:$"):
        block = list(extent(lines, index))[1:]
        for first, second in pairwise(block):
            head, text = lines[second].partition(": ")[0], lines[first].partition(": ")[2]
            yield here(lines, second, f"{head}: {text}")


# ── the data ──


@kind("F040", "F041", "F072")
def save_missing(lines, flow):
    for index, found in matching(lines, r"^      save: (\w+)"):
        changed = [*lines[:index], *lines[index + 1 :]]
        if lines.count(lines[index]) == 1:
            yield Place(changed, uses(changed, found[1]))


@kind("F040", "F041", "F043")
def input_missing(lines, flow):
    for index, found in matching(lines, r"^  (\w+): (text|datetime|integer)$"):
        changed = [line for at, line in enumerate(lines) if at not in (index - 1, index)]
        yield Place(changed, uses(changed, found[1]))


@kind("F041")
def name_set_on_one_way_only(lines, flow):
    for index, _ in matching(lines, r"^    - http: "):
        saved_as = re.match(r"      save: (\w+)", lines[index + 1])
        if saved_as:
            changed = replaced(lines, index, lines[index], "      if: contact.vip")
            needed = [line for line in uses(changed, saved_as[1]) if "default" not in changed[line - 1]]
            if needed:
                yield Place(changed, tuple(needed))


@kind("F041")
def answer_that_may_be_missing(lines, flow):
    names = set(saved(flow))
    for index, found in matching(lines, r"\{\{ (\w+) \| default\([^)]*\) \}\}"):
        if found[1] in names and "note:" in lines[index]:
            yield here(lines, index, lines[index].replace(found.group(), f"{{{{ {found[1]} }}}}", 1))


@kind("F040")
def misspelt_name(lines, flow):
    names = {*saved(flow), *flow.inputs, "contact", "business"}
    for index, found in matching(lines, r"(?:\{\{ |\{% if )(\w+)"):
        if found[1] in names:
            at = found.start(1)
            yield here(lines, index, lines[index][:at] + slip(found[1]) + lines[index][at + len(found[1]) :])


@kind("F071")
def misspelt_field_of_an_answer(lines, flow):
    for index, _ in matching(lines, r"\.body\b"):
        yield here(lines, index, lines[index].replace(".body", ".bdoy", 1))
        if ".body.status" not in lines[index]:
            yield here(lines, index, lines[index].replace(".body", "", 1))


@kind("F082")
def misspelt_field_of_the_contact(lines, flow):
    for index, found in matching(lines, r"\{\{ (?:contact|business)\.(first_name|name|phone|timezone) "):
        yield here(lines, index, lines[index].replace(found[1] + " ", slip(found[1]) + " "))


@kind("F072")
def comparison_that_never_holds(lines, flow):
    for index, found in matching(lines, r"== '(\w+)'"):
        if "contact." not in lines[index]:
            yield here(lines, index, lines[index].replace(f"== '{found[1]}'", f"== '{slip(found[1])}'"))


@kind("F042")
def pattern_that_is_none(lines, flow):
    for index, _ in matching(lines, r"^      pattern: "):
        for pattern in (r"(\d{5}", r"(?=\d)\d{5}", r"(\d)\1", "[a-z" + "a" * 20, "a" * 201):
            yield here(lines, index, f"      pattern: '{pattern}'")


@kind("F080")
def pattern_that_explodes(lines, flow):
    for index, _ in matching(lines, r"^      pattern: "):
        for pattern in (r"^(\d+)+$", r"(a*)*b", r"(\w+\s?)+", r"(x|x)+y"):
            yield here(lines, index, f"      pattern: '{pattern}'")


@kind("F045")
def output_that_is_never_set(lines, flow):
    at = next(index for index, line in enumerate(lines) if line.startswith("states:"))
    yield Place([*lines[:at], "outputs: {nothing: text}", *lines[at:]], (at + 1,))


@kind("F077")
def question_moved_to_nowhere(lines, flow):
    at = next(index for index, line in enumerate(lines) if line.startswith("states:"))
    yield Place([*lines[:at], "moved: {old.question: new.question}", *lines[at:]], (at + 1,))


@kind("F078")
def default_of_the_wrong_type(lines, flow):
    at = next(index for index, line in enumerate(lines) if re.match(r"inputs:|states:", line))
    added = "  size: {type: integer, default: many}"
    if lines[at] == "inputs:":
        yield Place(replaced(lines, at, lines[at], added), (at + 2,))
    else:
        yield Place([*lines[:at], "inputs:", added, *lines[at:]], (at + 2,))


@kind("F079")
def country_that_does_not_exist(lines, flow):
    for index, _ in matching(lines, r"^      expect: \w+$"):
        changed = replaced(lines, index, "      expect: phone", "      country: UK")
        yield Place(changed, (index + 2,))


@kind("F081")
def before_its_event(lines, flow):
    for index, _ in matching(lines, r"^    offset: 2 days"):
        yield here(lines, index, "    offset: -2 days")


# ── the texts ──


@kind("F050")
def template_never_closed(lines, flow):
    for index, found in matching(lines, r"\}\}|%\}"):
        changed = lines[index][: found.start()] + lines[index][found.end() :]
        yield Place(replaced(lines, index, changed), tuple(range(index - 2, index + 4)))


@kind("F050")
def misspelt_filter(lines, flow):
    for index, found in matching(lines, r"\{\{[^}]* \| (\w+)"):
        yield here(lines, index, lines[index].replace(f"| {found[1]}", f"| {slip(found[1])}"))


@kind("F050")
def filter_without_its_arguments(lines, flow):
    for index, found in matching(lines, r"\| (date|time|datetime|default)\b(?!\()"):
        yield here(lines, index, lines[index].replace(f"| {found[1]}", f"| {found[1]}(1, 2, 3, 4)", 1))


@kind("F050")
def if_without_an_end(lines, flow):
    for index, _ in matching(lines, r"\{% endif %\}"):
        yield Place(replaced(lines, index, lines[index].replace("{% endif %}", "")), tuple(range(index - 2, index + 3)))


@kind("F050")
def one_equals_sign(lines, flow):
    for index, _ in matching(lines, r"(if: |\{% if |if )\w[\w.]* == "):
        yield here(lines, index, lines[index].replace(" == ", " = ", 1))


@kind("F073")
def single_braces(lines, flow):
    for index, found in matching(lines, r"^\s+(?:- )?(?:(?:say|ask|\d+ \w+): .*)?\{\{ ([\w.]+)[^}]*\}\}"):
        if not re.search(r"\b(json|note|with|set|at|handoff|contact|score|comment)\b.*:", lines[index]):
            yield here(
                lines, index, lines[index].replace(found.group()[found.group().index("{{") :], f"{{{found[1]}}}")
            )


@kind("F074")
def braces_in_a_word(lines, flow):
    for index, found in matching(lines, r"(?:words|only|keyword): \[(\w+)"):
        yield here(lines, index, lines[index].replace(f"[{found[1]}", '["{{ contact.name }}"', 1))


@kind("F051")
def dear_character(lines, flow):
    for index in texts(lines):
        for sign in ("\N{RIGHT SINGLE QUOTATION MARK}", "\N{HORIZONTAL ELLIPSIS}", "\N{NO-BREAK SPACE}"):
            yield here(lines, index, f"{lines[index]}{sign}s")


@kind("F052")
def text_that_is_too_long(lines, flow):
    for index in texts(lines):
        yield here(lines, index, lines[index] + " And so on" * 32)


@kind("F053", "F010")
def empty_text(lines, flow):
    for index in texts(lines):
        yield here(lines, index, lines[index].partition(": ")[0] + ': ""')


# ── the law ──


@kind("F060")
def reply_that_carriers_take(lines, flow):
    for index, _ in matching(lines, r"^      replies:$"):
        for word in ("stop", "cancel", "quit", "help", "end"):
            yield Place(replaced(lines, index, lines[index], f"        {word}: {{end: left}}"), (index + 2,))


@kind("F060")
def word_that_carriers_take(lines, flow):
    for index, found in matching(lines, r"\{(?:words|only): \[(\w+)"):
        for word in ("STOP", "unsubscribe", "info"):
            yield here(lines, index, lines[index].replace(f"[{found[1]}", f"[{word}, {found[1]}", 1))


@kind("F061")
def keyword_that_carriers_take(lines, flow):
    for index, found in matching(lines, r"keyword: \[(\w+)"):
        for word in ("stop", "START", "cancel", '"yes"', "help", "baja"):
            yield here(lines, index, lines[index].replace(f"[{found[1]}", f"[{word}, {found[1]}"))


@kind("F062")
def text_that_misuses_a_word(lines, flow):
    for index in texts(lines):
        for words in ("Reply CANCEL to move it.", "Reply END when done.", "Reply STOP to end the survey."):
            if not re.search("stop|opt out", lines[index], re.IGNORECASE):
                yield here(lines, index, f"{lines[index]} {words}")


@kind("F063")
def marketing_without_a_way_out(lines, flow):
    at = next(index for index, line in enumerate(lines) if line.startswith("language:"))
    changed = [line for line in replaced(lines, at, lines[at], "class: marketing") if line != "class: transactional"]
    changed = [re.sub("STOP to opt out", "Thanks", line) for line in changed]
    yield Place(changed, tuple(range(1, len(changed) + 1)))


@kind("F064")
def secret_in_a_url(lines, flow):
    for index, found in matching(lines, r"- http: \w+ (https://\S+)"):
        for secret in ("?api_key=4f9a1c77", "?page=2&access_token=abcdef12", "?sig=0a1b2c3d4e"):
            yield here(lines, index, lines[index].replace(found[1], found[1] + secret))
        yield here(lines, index, lines[index].replace("https://", "https://api:hunter2@"))


@kind("F083")
def address_without_encryption(lines, flow):
    for index, _ in matching(lines, r"- http: \w+ https://"):
        yield here(lines, index, lines[index].replace("https://", "http://"))


@kind("F070")
def nudge_in_the_night(lines, flow):
    for index, _ in matching(lines, r'^    at: "18:00"'):
        yield here(lines, index, '    at: "22:30"')
        for at, found in matching(lines, r"^        (1 day): A quick"):
            for late in ("5 hours", "14 hours", "13 hours", "30 hours"):
                in_the_night = late != "14 hours"
                if in_the_night:
                    yield here(lines, at, lines[at].replace(found[1], late))
