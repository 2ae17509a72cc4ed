"""The shipped flows, as files are read: each with its texts in other languages."""

from __future__ import annotations

from pathlib import Path

from bot.flow.files import is_source, stem_of, translations_of

FOLDER = Path(__file__).resolve().parent.parent / "flows"
SOURCES = {str(path): path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir()) if is_source(path.name)}
"""Path → text."""


def files_of(flow: str) -> dict[str, str]:
    """The files of one flow."""
    return {path: text for path, text in SOURCES.items() if stem_of(path) == str(FOLDER / flow)}


def translations(flow: str) -> dict[str, str]:
    """Its files in other languages."""
    files = files_of(flow)
    return {path: files[path] for path in translations_of(str(FOLDER / f"{flow}.yaml"), files)}
