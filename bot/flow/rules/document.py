"""Document: what the loader finds while it reads. Each function words one kind of finding."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from bot.flow.diagnostic import Diagnostic, Severity, error, finding
from bot.flow.model import Span
from bot.suggest import did_you_mean

SHOWN_CHARS_MAX: Final = 40


def shown(text: str) -> str:
    """A text of any length as it fits into a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARS_MAX else line[: SHOWN_CHARS_MAX - 3] + "..."


def listed(names: Collection[str], limit: int = 12) -> str:
    """Names as a sentence holds them."""
    first = list(names)[:limit]
    return ", ".join(first) + (", ..." if len(names) > limit else "")


@finding("F001", "a file that YAML cannot read")
def unreadable(span: Span, problem: str, help: str = "") -> Diagnostic:
    """
    What: The file is not well-formed YAML at this place, so this line had to be left out.
    Why: Nobody can know what the line was meant to say, and whatever hangs on it is not checked.
    Example:
        - say: "Hello
        - end: done
    Fix: Mend the line: close quotes and brackets, align it with its neighbours, put a colon and a space after keys.
    """
    return error(span, problem, help=help)


def odd_character(span: Span, char: str) -> Diagnostic:
    """A character that no text file should hold."""
    if "\ud800" <= char <= "\udfff":
        return unreadable(span, "this is not UTF-8 text", "save the file as UTF-8")
    return unreadable(span, f"an invisible character (U+{ord(char):04X}) stands here", "delete it")


@finding("F002", "YAML that flows do not use")
def refused(span: Span, what: str, help: str) -> Diagnostic:
    """
    What: Anchors, aliases, merges, tags, tabs and second documents are parts of YAML that flows do without.
    Why: They make a file say something else than what stands there, and can make a small file endlessly large.
    Example:
        - say: &greeting Hello
        - end: done
    Fix: Write the value itself. If it is a text that begins with `&`, `*` or `!`, put it in quotes.
    """
    return error(
        span, f"{what}, is not part of the flow language" if "," in what else f"{what} is not allowed", help=help
    )


def tabs(span: Span, lines: int) -> Diagnostic:
    """Tabs: one finding a file."""
    where = f" here and in {lines - 1} more line{'s' if lines > 2 else ''}" if lines > 1 else " here"
    return refused(span, f"a tab{where}", "indent with spaces")


@finding("F003", "a key that is written twice")
def duplicate_key(span: Span, name: str, first: Span) -> Diagnostic:
    """
    What: The same key stands twice in one mapping.
    Why: YAML would silently keep one of the two; the first one is taken here.
    Example:
        - ask: Are you coming?
          expect: yes_no
          give_up: end
          give_up: start
        - end: done
    Fix: Delete one of them, or give it the name it was meant to have.
    """
    return error(span, f"`{shown(name)}` is written twice", related=((first, "first written here"),))


@finding("F004", "a key that does not exist here")
def unknown_key(span: Span, name: str, known: Collection[str], where: str, note: str = "") -> Diagnostic:
    """
    What: The key is none of those that can stand at this place.
    Why: It would be ignored, and what it was meant to do would not happen.
    Example:
        - ask: Are you coming?
          unclera: Sorry?
        - end: done
    Fix: Correct the spelling, or move the key to where it belongs.
    """
    label = did_you_mean(name, known)
    return error(
        span,
        f"{where} has no key `{shown(name)}`",
        label=label or note,
        help=f"its keys are {listed(known, 30)}",
    )


@finding("F005", "a step without a verb")
def unknown_verb(span: Span, name: str, verbs: Collection[str], label: str | None = None) -> Diagnostic:
    """
    What: A step is one verb with its options, and this one has no verb that is known.
    Why: Nobody can tell what should happen here.
    Example:
        - sya: Hello
        - end: done
    Fix: Correct the verb, and put a colon and a space after it.
    """
    message = f"`{shown(name)}` is not a verb" if name else "this step has no verb"
    return error(span, message, label=label or did_you_mean(name, verbs), help=f"the verbs are {listed(verbs, 30)}")


def no_colon(span: Span, verb: str, rest: str) -> Diagnostic:
    """A verb that is not followed by a colon and a space."""
    label = f"write `{verb}: {shown(rest)}`" if rest else f"write `{verb}:`"
    return replace(
        unknown_verb(span, verb, (), label), message=f"a colon and a space are missing after `{verb}`", help=""
    )


@finding("F006", "a step with two verbs")
def two_verbs(span: Span, verbs: Sequence[str], first: Span) -> Diagnostic:
    """
    What: One step holds two verbs.
    Why: A step does one thing; which of two comes first would be a guess.
    Example:
        - say: Hello
          go: start
    Fix: Make two steps of it, each with its own `- `.
    """
    return error(
        span,
        f"this step has two verbs, `{verbs[0]}` and `{verbs[1]}`",
        label=f"start a step of its own: `- {verbs[1]}: ...`",
        related=((first, f"`{verbs[0]}` stands here"),),
    )


@finding("F007", "a value of the wrong type")
def wrong_type(span: Span, name: str, wanted: str, got: str, *, label: str | None = None, help: str = "") -> Diagnostic:
    """
    What: The key takes another kind of value: a text instead of a list, a word that is none of those allowed, ...
    Why: The value cannot be used as it stands.
    Example:
        - ask: How many?
          expect: integr
        - end: done
    Fix: Write what the finding names.
    """
    return error(span, f"`{shown(name)}` takes {wanted}, not {got}", label=label, help=help)


@finding("F008", "a duration or time of day that cannot be read")
def bad_duration(span: Span, text: str, help: str, label: str | None = None) -> Diagnostic:
    """
    What: Durations are a whole number and a unit (`30 minutes`, `1 day`); times of day are written `"18:00"`.
    Why: When something should happen must not be a guess.
    Example:
        - ask: Are you coming?
          silence:
            4 hrs: Are you still there?
        - end: done
    Fix: Write it as a number and second, minute, hour, day or week.
    """
    return error(span, f"`{shown(text)}` cannot be read as a time", label=label, help=help)


@finding("F009", "a text that YAML would damage")
def damaged_text(span: Span, text: str, how: str) -> Diagnostic:
    """
    What: The text holds a sign that YAML uses itself: `: ` or ` #` inside, `{{`, `*`, `"` or the like at its start.
    Why: YAML would cut the text, or read it as something else, and customers would get what is left.
    Example:
        - say: Hi there: reply YES
        - end: done
    Fix: Put the text in quotes, or start it on the next line after `>`.
    """
    return error(span, f"YAML {how}", help=f"put this text in quotes or start it with >: {quoted(text)}")


def quoted(text: str) -> str:
    """A text as it survives YAML."""
    if "\n" in text or len(text) > 2 * SHOWN_CHARS_MAX:
        return '"..."'
    return (
        f"'{text}'" if '"' in text and "'" not in text else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


@finding("F010", "something that is missing")
def missing(span: Span, what: str, help: str = "") -> Diagnostic:
    """
    What: A key or a value that must be there is not.
    Why: The flow, the step or the question does not make sense without it.
    Example:
        - ask: Which one?
          expect: choice
        - end: done
    Fix: Add what the finding names.
    """
    return error(span, what, help=help)


@finding("F011", "a file that is too large")
def too_large(span: Span, what: str) -> Diagnostic:
    """
    What: The file is larger, or nested deeper, than a flow may be.
    Why: No person writes or reads such a file, and reading it must never slow the others down.
    Example:
        flow: example
        states: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
    Fix: Split it into several flows.
    """
    return error(span, f"this file is too large: {what}", help="split it into several flows")


@finding("F085", "more mistakes than are listed")
def too_many(first: Diagnostic, others: int) -> Diagnostic:
    """
    What: The file has so many mistakes that only the first thousand are listed.
    Why: Nobody reads more of them; most often they have one cause.
    Example:
        flow: example
        states:
          start:
            - end: done
    Fix: Mend those that are listed, and check again.
    """
    report = replace(first, severity=Severity.WARNING, label="", related=(), example="")
    help = "mend those that are listed, and check again"
    return replace(report, message=f"{others} more mistakes are not listed, of which this is the first", help=help)


@finding("F030", "a name that cannot be used")
def bad_name(span: Span, name: str, why: str, help: str = "") -> Diagnostic:
    """
    What: Names of states, answers and inputs are letters, digits and `_`, and some words have a meaning of their own.
    Why: Templates could not name it, or would find something else under that name.
    Example:
        - ask: What is your name?
          save: first name
        - end: done
    Fix: Choose another name, such as `first_name`.
    """
    return error(span, f"`{shown(name)}` cannot be a name: {why}", help=help)


@finding("F031", "a flow whose name is not that of its file")
def wrong_id(span: Span, name: str, stem: str) -> Diagnostic:
    """
    What: `flow:` names another flow than the file does.
    Why: One file is one flow; whoever looks for the flow by its name must find the file.
    Example:
        flow: another
        states:
          start:
            - end: done
    Fix: Write the file's name, without `.yaml`, after `flow:`, or rename the file.
    """
    return error(span, f"this file's flow is called `{shown(name)}`", label=f"write `{stem}`, or rename the file")


@finding("F032", "two questions with one id")
def duplicate_id(span: Span, name: str, first: Span) -> Diagnostic:
    """
    What: Two questions of one state save under one name, so that both have the same id.
    Why: A session that waits remembers its question by its id; with two of them it could wake up in the wrong one.
    Example:
        - ask: What is your name?
          save: name
        - ask: And your family name?
          save: name
        - end: done
    Fix: Give one of them a `name:` of its own.
    """
    return error(
        span,
        f"two questions have the id `{name}`",
        help="give this one a `name:` of its own",
        related=((first, "the first one stands here"),),
    )


@finding("F034", "options that do not go together")
def clash(span: Span, problem: str, help: str = "", related: tuple[tuple[Span, str], ...] = ()) -> Diagnostic:
    """
    What: One option makes no sense beside another, or with what the question expects.
    Why: One of the two would be ignored.
    Example:
        - ask: What is your name?
          min: 3
        - end: done
    Fix: Remove one of them, or change what the question expects.
    """
    return error(span, problem, help=help, related=related)
