"""Defects of the texts: templates, braces, dear characters, length."""

from __future__ import annotations

import re

from tests.flow.defects.seed import Place, here, kind, matching, replaced, slip, texts


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
