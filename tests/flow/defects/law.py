"""Defects before the law: words of the carriers, ways out, secrets, quiet hours."""

from __future__ import annotations

import re

from tests.flow.defects.seed import Place, here, kind, matching, replaced, texts


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


def _advertised(lines, text):
    """The flow as marketing whose first words are these; the finding may be anywhere."""
    at = next(index for index, line in enumerate(lines) if line.startswith("language:"))
    changed = [line for line in replaced(lines, at, lines[at], "class: marketing") if line != "class: transactional"]
    states = changed.index("states:")
    start = next(index for index in range(states + 1, len(changed)) if re.match(r"    - ", changed[index]))
    changed.insert(start, f'    - say: "{text}"')
    return Place(changed, tuple(range(1, len(changed) + 1)))


@kind("F065")
def marketing_of_nobody(lines, flow):
    for text in ("Our sale starts today!", "Only today - half price."):
        yield _advertised(lines, f"{text} Reply HELP for help, STOP to opt out.")


@kind("F066")
def marketing_without_help(lines, flow):
    yield _advertised(lines, "{{ business.name }}: our sale starts today! Reply STOP to opt out.")


@kind("F086")
def link_of_a_public_shortener(lines, flow):
    for index in texts(lines):
        for link in ("bit.ly/3xYz", "https://tinyurl.com/abc", "http://www.t.co/x1"):
            yield here(lines, index, f"{lines[index]} {link}")


@kind("F087")
def marketing_that_nobody_carries(lines, flow):
    for word in ("CBD oil", "handguns", "Marijuana"):
        yield _advertised(lines, f"{{{{ business.name }}}}: new {word}. Reply HELP for help, STOP to opt out.")


@kind("F088")
def wine_for_children(lines, flow):
    if flow.id == "age_gate":
        return
    for word in ("Wine", "cigars", "cerveza"):
        yield _advertised(lines, f"{{{{ business.name }}}}: {word} for you. Reply HELP for help, STOP to opt out.")


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
