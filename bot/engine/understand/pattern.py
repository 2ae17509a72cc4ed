"""The author's regular expressions, by RE2: linear time whatever they and the customers write."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

import re2

from bot.engine.understand.reading import Spec, Surroundings, Understood, clip
from bot.limits import PATTERN_CHARS_MAX, PATTERN_MEMORY_BYTES_MAX

_COMPILED_MAX = 512


def read_regex(text: str, spec: Spec, where: Surroundings) -> Understood | None:
    """What group 1 of the pattern takes (or the whole match), in whatever case the customer writes."""
    match = search(spec.pattern or "", text)
    if match is None:
        return None
    value = match.group(1) if match.re.groups and match.group(1) is not None else match.group(0)
    return Understood(value)


def search(pattern: str, text: str) -> Any:
    """The first match of a pattern in a reply, full-width letters and digits read as plain ones."""
    return compiled(pattern).search(unicodedata.normalize("NFKC", clip(text)))


@lru_cache(_COMPILED_MAX)
def compiled(pattern: str) -> Any:
    """Compile a pattern within its limits, or raise ValueError with the reason."""
    if len(pattern) > PATTERN_CHARS_MAX:
        raise ValueError(f"the pattern has {len(pattern)} characters, {PATTERN_CHARS_MAX} are allowed")
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = PATTERN_MEMORY_BYTES_MAX
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise ValueError(f"the pattern cannot be used: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else error
    return reason.decode() if isinstance(reason, bytes) else str(reason)
