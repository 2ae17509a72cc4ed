"""Flow files as commands are given them: paths, folders, or the name of a flow."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.cli.console import Exit, Failed
from bot.flow.files import SUFFIXES, is_flow_file, is_source, stem_of
from bot.flow.load import decode
from bot.suggest import did_you_mean


def read_sources(paths: Iterable[Path]) -> dict[str, str]:
    """Read every flow named or contained, with its translations: path → text. Fails if one cannot be read."""
    return {str(file): _read(file) for path in paths for file in _files(path)}


def find_flow(name: str, folder: Path) -> Path:
    """The file of a flow given as `booking`, `booking.yaml` or a path. Fails if there is none."""
    for candidate in (Path(name), folder / name, *(folder / f"{name}{suffix}" for suffix in SUFFIXES)):
        if candidate.is_file():
            return candidate
    known = [file.stem for file in _files(folder) if is_flow_file(file.name)] if folder.is_dir() else []
    hint = did_you_mean(name, known) or f"there are: {', '.join(known) or 'none'}"
    raise Failed(f"no flow is called `{name}` in {folder}, {hint}", Exit.USAGE)


def _files(path: Path) -> list[Path]:
    """The files to read: of a folder all, of a flow those that belong to it, whichever of them is named."""
    if path.is_dir():
        return sorted(file for file in path.iterdir() if is_source(file.name))
    if not path.parent.is_dir() or not is_source(path.name):
        return [path]
    return sorted({path, *(file for file in _files(path.parent) if stem_of(file.name) == stem_of(path.name))})


def _read(file: Path) -> str:
    try:
        return decode(file.read_bytes())
    except OSError as error:
        raise Failed(f"{file} cannot be read: {error.strerror}", Exit.USAGE) from error
