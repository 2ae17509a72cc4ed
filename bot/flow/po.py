"""Texts in another language as PO, the format of translators' own programs.

`msgctxt` is the id of a text, `fuzzy` marks one that has changed since it was translated; words stand one a line.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from bot.errors import BotError
from bot.flow.model import NOWHERE, Flow, Text
from bot.flow.sidecar import Entry
from bot.flow.translate import State, Translation
from bot.flow.units import Path, Unit, digest

WIDTH: Final = 100
_ABOUT_WORDS: Final = "Words that customers write, one a line: not a translation of each, but what people say."
_NO_PROJECT: Final = "PROJECT"
"""What Babel calls a catalogue that has no name."""
_FORMATS: Final = ("python-format", "python-brace-format")
"""Babel takes `{% if` for one of these, and programs would then insist on it."""


class BadPo(BotError):
    """The file is no PO that could be read, or cannot be one."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a PO file says about a flow."""

    entries: Mapping[Path, Entry]
    fuzzy: int = 0
    """Texts that its translator has not confirmed."""
    unknown: tuple[str, ...] = ()
    """Ids that the flow does not have."""


def write(flow: Flow, language: str, translations: Iterable[Translation], now: datetime) -> str:
    """A PO file with all texts of a flow; BadPo where PO cannot name the language."""
    try:
        Locale.parse(language, sep="-")
    except UnknownLocaleError:
        pass  # Babel knows no such language, which others may
    except ValueError:
        raise BadPo(f"a PO file has no way to name the language `{language}`") from None
    catalog = Catalog(
        locale=language.replace("-", "_"),
        header_comment=f"# {flow.title or flow.id}",
        project=flow.id,
        version=flow.version,
        creation_date=now,
        revision_date=now,
        fuzzy=False,
    )
    file = flow.path.replace("\\", "/").rpartition("/")[2]
    for it in translations:
        message = catalog.add(
            "\n".join(it.unit.base),
            "\n".join(it.entry.written) if it.entry is not None else "",
            locations=[(file, it.unit.span.line)],
            auto_comments=[_ABOUT_WORDS] if it.unit.words else (),
            flags=["fuzzy"] if it.state is State.STALE else (),
            context=it.unit.id,
        )
        message.flags.difference_update(_FORMATS)
    written = io.BytesIO()
    write_po(written, catalog, width=WIDTH)
    return written.getvalue().decode("utf-8")


def read(source: bytes) -> Catalog:
    """Read a PO file; BadPo with a sentence if it is none."""
    try:
        return read_po(io.BytesIO(source), abort_invalid=True)
    except (PoFileError, ValueError, LookupError) as error:
        raise BadPo(f"this is no PO file: {error}") from None


def flow_and_language(catalog: Catalog) -> tuple[str, str]:
    """Which flow's texts these are, and in which language; empty where the file does not say."""
    project = "" if catalog.project == _NO_PROJECT else str(catalog.project)
    return project, str(catalog.locale_identifier or "").replace("_", "-")


def take(catalog: Catalog, units: Sequence[Unit]) -> Taken:
    """What a PO file says about the texts of a flow. A text whose `msgid` is not what the flow says now is stale."""
    by_id = {unit.id: unit for unit in units}
    entries: dict[Path, Entry] = {}
    unknown = []
    fuzzy = 0
    for message in catalog:
        if not message.id or not message.context:
            continue
        unit = by_id.get(message.context)
        if unit is None:
            unknown.append(message.context)
        elif message.fuzzy:
            fuzzy += 1
        elif isinstance(message.string, str) and message.string:
            entries[unit.path] = _entry(unit, str(message.id), message.string)
    return Taken(entries, fuzzy, tuple(unknown))


def _entry(unit: Unit, base: str, said: str) -> Entry:
    parts = [part.strip() for part in said.split("\n") if part.strip()] if unit.words else [said]
    return Entry(unit.path, NOWHERE, tuple(map(Text, parts)), digest(base.split("\n") if unit.words else [base]))
