"""`parley translate`: a flow's texts in other languages, brought up to date and counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import Exit, Failed, say, show, show_json, show_table, write_file
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.cli.sources import find_flow, read_sources
from bot.flow import extract as extraction
from bot.flow import po as po_files
from bot.flow.files import CODE, language_of, translation_path, translations_of
from bot.flow.fmt import format
from bot.flow.load import Draft, read_draft
from bot.flow.model import Flow
from bot.flow.report import Diagnostic, Severity, render_full
from bot.flow.sidecar import Entry, Sidecar, read_sidecar
from bot.flow.translate import State, Translation, align

app = new_app(
    examples=(
        ("parley translate extract appointment es", "write what is to be translated into Spanish"),
        ("parley translate status", "see what is missing, and fail if something is"),
    ),
    help="Say what flows say in other languages.",
)

FlowArgument = Annotated[str, typer.Argument(metavar="FLOW", help="Its name or its file.")]


@command(
    app,
    ("parley translate extract appointment es", "make or renew appointment.es.yaml"),
    ("parley translate extract appointment es --po appointment.es.po", "also for a translator's program"),
)
def extract(
    flow: FlowArgument,
    language: Annotated[str, typer.Argument(metavar="LANG", help="A language code, such as es or pt-BR.")],
    po: Annotated[Path | None, typer.Option("--po", metavar="FILE", help="Write a PO file too.")] = None,
) -> None:
    """Bring the file with a flow's texts in a language up to date.

    What is translated stays, what is new stands there to be translated, what has changed is marked, what is gone goes.
    """
    work = _Work.begin(find_flow(flow, read_settings().flows.path), language)
    work.write(work.entries)
    if po is not None:
        try:
            text = po_files.write(work.flow, language, work.translations, datetime.now(UTC))
        except po_files.BadPo as error:
            raise Failed(f"{po} is not written: {error}") from error
        write_file(po, text)
        show(str(po))


@command(
    app,
    ("parley translate import appointment.es.po", "into flows/appointment.es.yaml"),
    name="import",
)
def take_in(
    files: Annotated[list[Path], typer.Argument(metavar="FILES", help="PO files that `extract` began.")],
) -> None:
    """Take translations over from PO files.

    What a translator has left empty or fuzzy stays as it is.
    """
    for file in files:
        _import(file)


@command(
    app,
    ("parley translate status", "all flows of the settings' folder"),
    ("parley translate status appointment", "one flow"),
    ("parley translate status --json", "for a program"),
)
def status(
    flows: Annotated[list[str] | None, typer.Argument(metavar="FLOWS", help="Names or files; else all.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Count what is translated.

    Exits with 1 if something is missing or has changed in a language that its flow speaks.
    """
    folder = read_settings().flows.path
    rows = list(_rows([find_flow(name, folder) for name in flows] if flows else [folder]))
    if as_json:
        show_json(rows)
    else:
        columns = ("flow", "language", "done", "stale", "missing", "spoken")
        show_table(columns, [[_cell(row[name]) for name in columns] for row in rows])
        if not rows:
            say("no flow is translated; begin with: parley translate extract FLOW LANG")
    if any(row["spoken"] and (row["stale"] or row["missing"]) for row in rows):
        raise typer.Exit(Exit.FAILURE)


Row = dict[str, str | int | bool | list[str]]


def _rows(paths: list[Path]) -> Iterator[Row]:
    """Count by flow and language: what has a file, and what `languages:` names."""
    sources = read_sources(paths)
    for path, source in sources.items():
        if language_of(path) is not None:
            continue
        draft = read_draft(source, path)
        flow = _whole(draft, sources)
        files = {language_of(other) or "": other for other in translations_of(path, sources)}
        for language in dict.fromkeys((*flow.languages, *files)):
            if language == flow.language or not draft.units:
                continue
            file = files.get(language)
            found = _read(sources[file], file, language, draft).entries if file is not None else {}
            yield _row(flow, language, align(draft.units, found))


def _row(flow: Flow, language: str, translations: tuple[Translation, ...]) -> Row:
    ids: dict[State, list[str]] = {state: [] for state in State}
    for it in translations:
        ids[it.state].append(it.unit.id)
    return {
        "flow": flow.id,
        "language": language,
        "spoken": language in flow.languages,
        "done": len(ids[State.DONE]),
        "stale": len(ids[State.STALE]),
        "missing": len(ids[State.MISSING]),
        "stale_texts": ids[State.STALE],
        "missing_texts": ids[State.MISSING],
    }


def _cell(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


# ── one file ──


class _Work:
    """A flow and its texts in one language, read so that they can be written again."""

    def __init__(self, flow: Flow, draft: Draft, path: Path, old: Sidecar | None) -> None:
        self.flow = flow
        self.draft = draft
        self.path = path
        self.old = old
        self.entries: Mapping[tuple[str, ...], Entry] = old.entries if old is not None else {}
        self.translations: tuple[Translation, ...] = ()

    @classmethod
    def begin(cls, file: Path, language: str) -> _Work:
        """Read both. Fails if one of them cannot be read, because what was translated would be lost."""
        if not CODE.fullmatch(language):
            raise Failed(f"`{language}` is no language code such as es or pt-BR", Exit.USAGE)
        sources = read_sources([file])
        draft = read_draft(sources[str(file)], str(file))
        flow = _whole(draft, sources)
        if language == flow.language:
            raise Failed(f"`{language}` is the language in which {flow.id} is written", Exit.USAGE)
        if not draft.units:
            raise Failed(f"{flow.id} has no text that could be translated")
        there = [path for path in translations_of(str(file), sources) if language_of(path) == language]
        path = there[0] if there else translation_path(str(file), language)
        old = _read(sources[path], path, language, draft) if there else None
        return cls(flow, draft, Path(path), old)

    def write(self, entries: Mapping[tuple[str, ...], Entry]) -> None:
        """Write the file, and say what became of it."""
        self.translations = align(self.draft.units, entries)
        language = language_of(str(self.path)) or ""
        name = Path(self.flow.path).name
        title = f"The texts of {name} in `{language}`. Renew: parley translate extract {self.flow.id} {language}"
        text = extraction.write(extraction.leaves_of(self.translations), title, self.old)
        laid_out, findings = format(text, str(self.path))
        write_file(self.path, text if findings else laid_out)
        show(str(self.path))
        self.tell()
        if language not in self.flow.languages:
            codes = ", ".join(dict.fromkeys((self.flow.language, *self.flow.languages, language)))
            say(f"nothing of it is said yet: write `languages: [{codes}]` in {self.flow.path} once it is ready")

    def tell(self) -> None:
        """Say what is left to do, and what is no longer needed."""
        count = {state: sum(it.state is state for it in self.translations) for state in State}
        say(f"{count[State.DONE]} done, {count[State.STALE]} stale, {count[State.MISSING]} missing")
        used = {it.entry.path for it in self.translations if it.entry is not None}
        units = {it.unit.path for it in self.translations}
        for path, entry in self.entries.items():
            if path not in used and entry.texts and (path not in units or entry.of):
                say(f"dropped `{entry.id}`, which the flow does not say any more: {' / '.join(entry.written)}")


def _import(file: Path) -> None:
    try:
        catalog = po_files.read(file.read_bytes())
    except OSError as error:
        raise Failed(f"{file} cannot be read: {error.strerror}", Exit.USAGE) from error
    except po_files.BadPo as error:
        raise Failed(f"{file}: {error}") from error
    name, language = po_files.flow_and_language(catalog)
    if not name or not language:
        raise Failed(f"{file} does not say its flow and language, as a file of `parley translate extract --po` does")
    if Path(name).name != name:
        raise Failed(f"{file} is of no flow: `{name}` is a place, and no name")
    work = _Work.begin(find_flow(name, read_settings().flows.path), language)
    taken = po_files.take(catalog, work.draft.units)
    work.write({**work.entries, **taken.entries})
    say(f"from {file}: {len(taken.entries)} taken, {taken.fuzzy} fuzzy and left")
    for id in taken.unknown:
        say(f"left `{id}`, which the flow does not say")


def _whole(draft: Draft, sources: Mapping[str, str]) -> Flow:
    """The flow, if it can be read."""
    if draft.flow is None or _broken(draft.findings):
        say(render_full(draft.findings, sources).rstrip("\n"))
        raise Failed(f"{draft.path} has errors; mend them first")
    return draft.flow


def _read(source: str, path: str, language: str, draft: Draft) -> Sidecar:
    """The texts in another language, if all of them can be read."""
    sidecar = read_sidecar(source, path, language, draft.units)
    if _broken(sidecar.findings):
        say(render_full(sidecar.findings, {path: source}).rstrip("\n"))
        raise Failed(f"{path} has errors; mend them first, so that no translation is lost")
    return sidecar


def _broken(findings: tuple[Diagnostic, ...]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
