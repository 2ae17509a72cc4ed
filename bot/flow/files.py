"""Which files belong to a flow, by their names: `booking.yaml`, its tests `booking.test.yaml`, its texts in Spanish
`booking.es.yaml`. Everything that reads flows asks here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

SUFFIXES: Final = (".yaml", ".yml")
CODE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language code: `es`, `pt-BR`."""
_TRANSLATION: Final = re.compile(rf"(?P<flow>[^.]+)\.(?P<code>{CODE.pattern})\.ya?ml")


def is_flow_file(name: str) -> bool:
    """Whether a file holds a flow, rather than its tests (`x.test.yaml`) or its translation (`x.es.yaml`)."""
    return name.endswith(SUFFIXES) and name.count(".") == 1 and not name.startswith(".")


def language_of(path: str) -> str | None:
    """The language of a file that holds a flow's texts in another language; None for any other file."""
    match = _TRANSLATION.fullmatch(_split(path)[1])
    return match["code"] if match else None


def is_source(name: str) -> bool:
    """Whether a file is part of what runs: a flow, or its texts in another language."""
    return is_flow_file(name) or language_of(name) is not None


def stem_of(path: str) -> str:
    """What the files of one flow have in common: `flows/booking` of `flows/booking.es.yaml`."""
    folder, name = _split(path)
    return folder + name.partition(".")[0]


def translations_of(path: str, paths: Iterable[str]) -> list[str]:
    """Those of some files that hold the texts of a flow's file in other languages."""
    stem = stem_of(path)
    return sorted(other for other in paths if language_of(other) and stem_of(other) == stem)


def translation_path(path: str, language: str) -> str:
    """Where the texts of a flow's file stand in a language: `flows/booking.es.yaml`."""
    return f"{stem_of(path)}.{language}{SUFFIXES[0]}"


def _split(path: str) -> tuple[str, str]:
    """The folder, up to its last slash, and the name."""
    place = max(path.rfind("/"), path.rfind("\\")) + 1
    return path[:place], path[place:]
