"""Defects of the document: keys, verbs, types, YAML itself."""

from __future__ import annotations

from bot.flow.grammar import FLOW, QUESTION, VERBS
from tests.flow.defects.seed import Place, extent, here, indent, kind, matching, replaced, slip, state_lines, texts


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
