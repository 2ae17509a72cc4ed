"""Text from strangers, made fit for every database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
_PLAIN: Final = (int, float)
_SEQUENCES: Final = (list, tuple)
"""Asked for before mappings, which is the slowest question."""


def storable(value: Any) -> Any:
    """Replace the characters that no database keeps, NUL and lone surrogates, wherever they are in a JSON value."""
    if isinstance(value, str):
        return value if value.isascii() and "\0" not in value else _NOT_STORABLE.sub("\ufffd", value)
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, _SEQUENCES):
        return [storable(inner) for inner in value]
    if isinstance(value, Mapping):
        return {storable(name): storable(inner) for name, inner in value.items()}
    return value
