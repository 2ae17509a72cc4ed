"""Translation: whether every text is there in every language, says what it should, and can be filled in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from bot.errors import TemplateError
from bot.flow.diagnostic import Diagnostic, error, finding, warning
from bot.flow.files import stem_of, translation_path
from bot.flow.grammar import RESERVED_NAMES
from bot.flow.model import Span, Text
from bot.flow.render import Template, compile_text
from bot.flow.rules.base import Checked, rule
from bot.flow.rules.document import listed
from bot.flow.rules.text import position
from bot.flow.translate import Language, State, Translation
from bot.flow.units import Path, Unit, id_of
from bot.suggest import did_you_mean, nearest

_TOP: Final = Span(1, 1, 1, 1)
_SHOWN_MAX: Final = 3
_EVERYWHERE: Final = RESERVED_NAMES - {"answers", "answer", "loop"}
"""Names that have a value wherever a text is said."""


@rule("F100", "a text that is not translated")
def missing_translation(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The flow speaks a language in which some of its texts, or of the words it listens for, are not written yet.
    Why: Whoever reads that language gets these texts in another, in the middle of a conversation.
    Example:
        flow: example
        languages: [en, es]
        states:
          start:
            - say: Hello
            - say: Goodbye
            - end: done
        # example.es.yaml
        start:
          say:
            1: {text: Hola, of: 185f8db3}
    Fix: Run `parley translate extract example es`, which writes what is missing into the file, and translate it.
    """
    for language in _spoken(flow):
        lacking = [it.unit for it in language.translations if it.state is State.MISSING]
        if lacking and flow.whole:
            ids = ", ".join(f"`{unit.id}`" for unit in lacking[:_SHOWN_MAX]) + (", ..." * (len(lacking) > _SHOWN_MAX))
            total = len(language.translations)
            yield warning(
                lacking[0].span,
                f"{len(lacking)} of {total} texts are not there in `{language.code}`: {ids}",
                help=_extract(flow, language),
            )


@rule("F101", "a translation of what a text once said")
def stale_translation(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The text has changed since it was translated, or moved, or the translation does not say what it translates.
    Why: It is still said, as the best there is, and may by now say something else than the text does.
    Example:
        flow: example
        languages: [en, es]
        states:
          start:
            - say: Hello and welcome
            - end: done
        # example.es.yaml
        start:
          say:
            1: {text: Hola, of: 185f8db3}
    Fix: Run `parley translate extract`; where it adds the new text as `base`, put `text` right and delete `of`.
    """
    for language in _spoken(flow):
        places = {it.unit.path for it in language.translations}
        for it in language.translations:
            if it.entry is None or it.entry.path not in places:
                continue  # whatever stands at a place that is gone is a finding of its own
            if it.state is State.STALE:
                message = f"`{it.unit.id}` has changed since it was translated"
            elif it.moved:
                message = f"`{it.entry.id}` is the translation of `{it.unit.id}`"
            elif not it.entry.of:
                message = f"`{it.unit.id}` does not say which text it translates"
            else:
                continue
            yield language.judged(warning(it.entry.span, message, help=_extract(flow, language)))


@rule("F102", "a translation of what the flow does not say")
def unknown_text(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The translation stands at a place where the flow has no text.
    Why: Nobody would ever read it, while the text it was meant for stays untranslated.
    Example:
        flow: example
        languages: [en, es]
        states:
          start:
            - say: Hello
            - end: done
        # example.es.yaml
        strat:
          say:
            1: {text: Hola, of: 185f8db3}
    Fix: Correct the place, or run `parley translate extract`, which moves what has moved and drops what is gone.
    """
    for language in flow.draft.languages if flow.whole else ():
        places = {it.unit.path for it in language.translations}
        moved = {it.entry.path: it.unit for it in language.translations if it.entry is not None and it.moved}
        for path, span in language.sidecar.strange:
            goal = next((unit for old, unit in moved.items() if old[: len(path)] == path), None)
            depth = len(path) - 1
            beside = {place[depth] for place in places if place[:depth] == path[:depth] and len(place) > depth}
            label = f"it is `{goal.id}` now" if goal else did_you_mean(path[-1], beside)
            help = f"places here are {listed(sorted(beside))}; {_extract(flow, language)}"
            message = f"the flow has no text `{id_of(path)}`"
            yield language.judged(error(span, message, label=label or _elsewhere(path, places), help=help))


def _elsewhere(path: Path, places: Collection[Path]) -> str:
    near = nearest(id_of(path), map(id_of, places))
    return f"did you mean `{near}`?" if near else ""


@rule("F103", "a translation that cannot be filled in")
def bad_translation(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The template of a translation is not well-formed, or uses a name that the text it translates does not use.
    Why: It could end the conversation as `failed`: only the names of the text itself surely have a value here.
    Example:
        flow: example
        languages: [en, es]
        states:
          start:
            - ask: What is your name?
              save: name
            - say: Hello {{ name }}
            - end: done
        # example.es.yaml
        start:
          say:
            1: {text: 'Hola {{ nombre }}', of: 1cc8b491}
    Fix: Write names and filters as they stand in the text; only what is between them is translated.
    """
    for language in flow.draft.languages:
        for it, text in _texts(language):
            try:
                template = compile_text(text.source)
            except TemplateError as fault:
                reason, _, question = str(fault).partition("; did you mean ")
                span = position(flow, text, fault.position, language.sidecar.lines)
                meant = f"did you mean {question}" if question else ""
                yield language.judged(error(span, f"this template cannot be used: {reason}", label=meant))
                continue
            base = _base(it.unit)
            if base is None:
                continue
            for name in sorted(_of_the_flow(template.names)):
                span = flow.locate(text, name, language.sidecar.lines)
                if name not in base.names:
                    label = did_you_mean(name, base.names)
                    message = f"`{name}` is not used in the text that this translates"
                    names = listed(sorted(base.names)) or "none"
                    yield language.judged(error(span, message, label=label, help=f"its names are {names}"))
                elif name in base.optional and name not in template.optional:
                    message = f"`{name}` may have no value here, for which the text that this translates provides"
                    help = "use `default` or `is defined` as it does"
                    yield language.judged(error(span, message, help=help))


@rule("F104", "a translation that leaves something out")
def lacking_name(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The text fills something in, such as a name or a date, that its translation does not.
    Why: Readers of that language are told less than the others.
    Example:
        flow: example
        languages: [en, es]
        states:
          start:
            - say: Hello {{ contact.first_name }}
            - end: done
        # example.es.yaml
        start:
          say:
            1: {text: Hola, of: 8c1c8552}
    Fix: Fill it in there too, or leave it out of both.
    """
    for language in _spoken(flow):
        for it, text in _texts(language):
            base = _base(it.unit)
            try:
                names = compile_text(text.source).names
            except TemplateError:
                continue
            if base is None or it.state is not State.DONE or not _of_the_flow(names) <= base.names:
                continue  # what is stale is to be written anew, and a wrong name is a finding of its own
            if lacking := sorted(base.names - names):
                shown = ", ".join(f"`{name}`" for name in lacking)
                yield language.judged(warning(text.span, f"the text that this translates fills in {shown} as well"))


@rule("F105", "a language without a translation")
def missing_language(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: `languages` names a language, and there is no file with the flow's texts in it.
    Why: Whoever reads that language is understood, but answered in another.
    Example:
        flow: example
        languages: [en, es]
        states:
          start:
            - say: Hello
            - end: done
    Fix: Run `parley translate extract example es`, which makes the file, or take the language out of the list.
    """
    there = {language.code for language in flow.draft.languages}
    at = next((number for number, line in enumerate(flow.lines, 1) if line.startswith("languages:")), 1)
    for code in flow.flow.languages:
        if code not in there and code != flow.flow.language and flow.draft.units:
            file = translation_path(flow.draft.path, code).rpartition("/")[2]
            span = flow.find(code, Span(at, 1, at, 1))
            help = f"make it with: parley translate extract {flow.flow.id} {code}"
            yield warning(span, f"there is no `{file}` with the texts in `{code}`", help=help)


@rule("F106", "a translation that nobody gets to read")
def unspoken_language(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: There is a file with the flow's texts in a language that `languages` does not name.
    Why: The file waits: nothing of it is said until the flow speaks that language.
    Example:
        flow: example
        states:
          start:
            - say: Hello
            - end: done
        # example.es.yaml
        start:
          say:
            1: {text: Hola, of: 185f8db3}
    Fix: Add the language to `languages` once the translation is ready.
    """
    for language in flow.draft.languages:
        if not language.spoken:
            own = language.code == flow.flow.language
            codes = ", ".join(dict.fromkeys((flow.flow.language, *flow.flow.languages, language.code)))
            message = (
                f"`{language.code}` is the flow's own language" if own else f"the flow does not speak `{language.code}`"
            )
            help = (
                "delete this file: the texts stand in the flow" if own else f"write `languages: [{codes}]` in the flow"
            )
            yield language.judged(warning(_TOP, message, help=help))


@finding("F107", "a translation without a flow")
def _without_flow(flow: str) -> Diagnostic:
    """
    What: The file's name says that it holds the texts of a flow, and there is no such flow beside it.
    Why: Nothing of it is ever said.
    Example:
        flow: example
        states:
          start:
            - say: Hello
            - end: done
        # exampel.es.yaml
        start:
          say:
            1: {text: Hola, of: 185f8db3}
    Fix: Give it the name of its flow, with the language between the dots: `appointment.es.yaml`.
    """
    return warning(_TOP, f"there is no flow `{flow}` that this translates", help="name it like its flow, or delete it")


def without_flow(path: str) -> Diagnostic:
    """A file of translations that belongs to no flow."""
    return replace(_without_flow(stem_of(path).replace("\\", "/").rpartition("/")[2]), path=path)


# ── what the rules share ──


def _spoken(flow: Checked) -> Iterator[Language]:
    return (language for language in flow.draft.languages if language.spoken)


def _extract(flow: Checked, language: Language) -> str:
    return f"bring the file up to date with: parley translate extract {flow.flow.id} {language.code}"


def _texts(language: Language) -> Iterator[tuple[Translation, Text]]:
    """The translations that are texts, rather than words."""
    for it in language.translations:
        if it.entry is not None and not it.unit.words:
            yield it, it.entry.texts[0]


def _of_the_flow(names: frozenset[str]) -> frozenset[str]:
    """Those of some names that have a value only in some places."""
    return frozenset(name for name in names if name.partition(".")[0] not in _EVERYWHERE)


def _base(unit: Unit) -> Template | None:
    """The text in the flow's own language; None if it is refused, which is a finding of its own."""
    try:
        return compile_text(unit.base[0])
    except TemplateError:
        return None
