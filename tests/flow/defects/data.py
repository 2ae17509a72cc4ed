"""Defects of the data: names, fields, comparisons, patterns, declarations."""

from __future__ import annotations

import re

from tests.flow.defects.seed import Place, here, kind, matching, replaced, saved, slip, uses


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
    if not flow.outputs:
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
