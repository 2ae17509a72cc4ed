"""Holds a flow against its texts in other languages: what is translated, what is stale, what is missing.

A text is found by its id. Where that is the id of another text by now, because something was inserted before it or its
state has a new name, it is found by the mark of what it translates: a translation is never said in another's place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.flow.diagnostic import Diagnostic, Severity
from bot.flow.files import language_of
from bot.flow.model import Choice, Flow, Matcher, Span, Text
from bot.flow.sidecar import Entry, Sidecar, read_sidecar
from bot.flow.units import WORD_KEYS, Path, Unit, Walk, id_of

Words = Mapping[Path, tuple[str, ...]]


class State(StrEnum):
    """What a translation is to the text it translates."""

    DONE = "done"
    STALE = "stale"
    """The text has changed since; it is said all the same, as nearer to its reader than another language."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Translation:
    """A text of a flow, and what it is in a language."""

    unit: Unit
    state: State
    entry: Entry | None = None
    """What is said; None where it is missing."""

    @property
    def moved(self) -> bool:
        """Whether it still stands where the text once was."""
        return self.entry is not None and self.entry.path != self.unit.path


@dataclass(frozen=True, slots=True)
class Language:
    """All of a flow in one language."""

    sidecar: Sidecar
    translations: tuple[Translation, ...]
    spoken: bool
    """Whether `languages:` names it; else its file waits."""

    @property
    def code(self) -> str:
        """The language's code."""
        return self.sidecar.language

    @property
    def findings(self) -> list[Diagnostic]:
        """What is wrong with the file."""
        return [self.judged(finding) for finding in self.sidecar.findings]

    def judged(self, finding: Diagnostic) -> Diagnostic:
        """A finding in the file: while the file waits, nothing in it keeps the flow from running."""
        severity = finding.severity if self.spoken else Severity.WARNING
        return replace(finding, path=self.sidecar.path, severity=severity)

    @property
    def texts(self) -> Mapping[str, Text]:
        """What is said, by the ids of texts, with its place in the file."""
        return {
            translation.unit.id: translation.entry.texts[0]
            for translation in self.translations
            if translation.entry is not None and not translation.unit.words
        }


def align(units: Sequence[Unit], entries: Mapping[Path, Entry]) -> tuple[Translation, ...]:
    """Find the translation of every text: at its place, else where the text once was."""
    done: dict[Path, Entry] = {}
    for unit in units:
        entry = entries.get(unit.path)
        if entry is not None and entry.texts and entry.of in ("", unit.digest):
            done[unit.path] = entry
    spare: dict[str, list[Entry]] = {}
    for path, entry in entries.items():
        if path not in done and entry.of and entry.texts:
            spare.setdefault(entry.of, []).append(entry)
    for unit in units:
        if unit.path not in done and spare.get(unit.digest):
            done[unit.path] = spare[unit.digest].pop(0)
    moved_from = {entry.path for entry in done.values()}
    return tuple(_translation(unit, done, entries, moved_from) for unit in units)


def _translation(
    unit: Unit, done: Mapping[Path, Entry], entries: Mapping[Path, Entry], moved: Collection[Path]
) -> Translation:
    if unit.path in done:
        return Translation(unit, State.DONE, done[unit.path])
    entry = entries.get(unit.path)
    if entry is not None and entry.texts and entry.path not in moved:
        return Translation(unit, State.STALE, entry)
    return Translation(unit, State.MISSING)


# ── into the flow ──


def translated(flow: Flow, units: Sequence[Unit], sources: Mapping[str, str]) -> tuple[Flow, tuple[Language, ...]]:
    """The flow with its texts in other languages (path → source of their files), and what is to say about them."""
    languages = tuple(_language(flow, units, path, source) for path, source in sorted(sources.items()))
    spoken = [language for language in languages if language.spoken]
    flow = replace(flow, translations=dict(sources))
    if not spoken:
        return flow, languages
    catalogs = {language.code: {id: text.source for id, text in language.texts.items()} for language in spoken}
    words = {
        language.code: {
            translation.unit.path: translation.entry.written
            for translation in language.translations
            if translation.entry is not None and translation.unit.words
        }
        for language in spoken
    }
    return _Adding(catalogs, words).flow(replace(flow, catalogs=catalogs)), languages


def _language(flow: Flow, units: Sequence[Unit], path: str, source: str) -> Language:
    code = language_of(path) or ""
    sidecar = read_sidecar(source, path, code, units)
    return Language(sidecar, align(units, sidecar.entries), spoken=code in flow.languages and code != flow.language)


class _Adding(Walk):
    """Adds what customers write in other languages: whoever mixes two of them is understood too."""

    def __init__(self, catalogs: Mapping[str, Mapping[str, str]], words: Mapping[str, Words]) -> None:
        super().__init__()
        self.catalogs = catalogs
        self.translated = words

    def words(self, path: Path, words: tuple[str, ...], span: Span) -> tuple[str, ...]:
        return tuple(word for table in self.translated.values() for word in table.get(path, ()))

    def matcher(self, path: Path, matcher: Matcher) -> Matcher:
        versions = [_in_language(matcher, path, table.get) for table in self.translated.values()]
        return replace(matcher, others=tuple(version for version in versions if version != matcher))

    def synonyms(self, path: Path, choice: Choice) -> tuple[str, ...]:
        """Take a choice by its text in any of the languages, whichever of them it is shown in."""
        texts = [catalog[id_of(path)] for catalog in self.catalogs.values() if id_of(path) in catalog]
        return tuple(text for text in [choice.shown.source, *texts] if texts and "{" not in text)


def _in_language(matcher: Matcher, path: Path, words: Callable[[Path], tuple[str, ...] | None]) -> Matcher:
    """A matcher as it is in another language; what has no translation stays as it is."""
    found = {name: given for key, name in WORD_KEYS.items() if (given := words((*path, key)))}
    if matcher.negated is not None:
        return replace(matcher, **found, negated=_in_language(matcher.negated, (*path, "not"), words))  # type: ignore[arg-type]
    return replace(matcher, **found)  # type: ignore[arg-type]
