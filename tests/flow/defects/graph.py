"""Defects of the graph: where a conversation can go, at its states and questions."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.flow.model import Ask
from tests.flow.defects.seed import Place, extent, here, indent, kind, matching, replaced, saved, slip, state_lines


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
