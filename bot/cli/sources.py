"""Flow files as commands are given them: paths, folders, or the name of a flow."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.cli.console import Exit, Failed
from bot.flow.load import decode, is_flow_file
from bot.suggest import did_you_mean

FLOW_SUFFIXES = (".yaml", ".yml")


def read_sources(paths: Iterable[Path]) -> dict[str, str]:
    """Read every flow file named or contained: path → text. Fails if one cannot be read."""
    return {str(file): _read(file) for path in paths for file in _files(path)}


def find_flow(name: str, folder: Path) -> Path:
    """The file of a flow given as `booking`, `booking.yaml` or a path. Fails if there is none."""
    for candidate in (Path(name), folder / name, *(folder / f"{name}{suffix}" for suffix in FLOW_SUFFIXES)):
        if candidate.is_file():
            return candidate
    known = [file.stem for file in _files(folder)] if folder.is_dir() else []
    hint = did_you_mean(name, known) or f"there are: {', '.join(known) or 'none'}"
    raise Failed(f"no flow is called `{name}` in {folder}, {hint}", Exit.USAGE)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.iterdir() if is_flow_file(file.name))
    return [path]


def _read(file: Path) -> str:
    try:
        return decode(file.read_bytes())
    except OSError as error:
        raise Failed(f"{file} cannot be read: {error.strerror}", Exit.USAGE) from error
