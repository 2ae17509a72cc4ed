"""Sends many cases through the door and judges what came of them."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import tracemalloc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bot.limits import ADDRESS_CHARS_MAX, INBOUND_TEXT_CHARS_MAX, PROVIDER_ID_CHARS_MAX
from bot.store.inbound import Pending
from tests.fuzz.cases import Case, Cases
from tests.fuzz.door import Answer, Door
from tests.providers.examples import ALL, EXAMPLES

AT_ONCE: Final = 200
"""Cases under way together; they share a commit, as a crowd does."""
_KEY_CHARS_MAX: Final = max(ADDRESS_CHARS_MAX, PROVIDER_ID_CHARS_MAX) + 1
_PROOFS: Final = [secret for example in EXAMPLES.values() for secret in (example.secret, example.previous)]
_STATM: Final = Path("/proc/self/statm")


@dataclass
class Found:
    """What many cases came to."""

    cases: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    """By kind of case and status."""
    rows: int = 0
    """Taken into the inbox."""
    faults: list[str] = field(default_factory=list)


async def send_all(door: Door, name: str, numbers: range, found: Found) -> None:
    """Send these cases of a provider, those that are not signed always ahead of the others, which clean up."""
    cases = Cases(name)
    for start in range(0, len(numbers), AT_ONCE):
        together = [cases[number] for number in numbers[start : start + AT_ONCE]]
        unsigned = [case for case in together if not case.signed]
        signed = [case for case in together if case.signed]
        before = await door.held()
        found.faults += _judged(name, unsigned, await _sent(door, unsigned), found)
        if (wrote := await door.held() - before) > 0:
            found.faults.append(
                f"{name}: {wrote} rows were written by one of {together[0].number} to {together[-1].number}"
            )
        found.faults += _judged(name, signed, await _sent(door, signed), found)
        rows = await door.take()
        span = f"{together[0].number} to {together[-1].number}"
        found.faults += [f"{name}: {what} came of one of {span}" for what in odd(rows)]
        if any(secret in text for text in await door.told() for secret in _PROOFS):
            found.faults.append(f"{name}: a secret was taken down at the latest at {together[-1].number}")
        found.rows, found.cases = found.rows + len(rows), found.cases + len(together)


async def _sent(door: Door, cases: Sequence[Case]) -> list[Answer]:
    return await asyncio.gather(*(door.knock(case) for case in cases))


def _judged(name: str, cases: Sequence[Case], answers: Sequence[Answer], found: Found) -> Iterator[str]:
    for case, answer in zip(cases, answers, strict=True):
        found.answers[f"{'signed' if case.signed else 'unsigned'} {answer.status}"] += 1
        if (wrong := _wrong(name, case, answer)) is not None:
            yield f"{name} {case.number}, {case.what}: {wrong}; see `python -m tests.fuzz {name} {case.number}`"


def _wrong(name: str, case: Case, answer: Answer) -> str | None:
    """What is wrong with an answer, if anything is."""
    if answer.error is not None:
        return f"{type(answer.error).__name__} came out of the application"
    if answer.status == 0:
        return None if case.pieces == 0 else "there was no answer"
    if answer.status >= 500:
        return f"answered with {answer.status}"
    if not case.signed and answer.status < 400:
        return f"a stranger was answered with {answer.status}"
    if case.untouched:
        expected = ALL[name].provider.answer(case.request)
        if (expected.status, expected.body) != (answer.status, answer.body):
            return f"refused with {answer.status}, though it is as the carrier sends it"
    if answer.status >= 400 and any(secret.encode() in answer.body for secret in ALL[name].secrets):
        return "a secret is in the answer"
    return None


def odd(rows: Sequence[Pending]) -> Iterator[str]:
    """Say what is in the inbox that should never get there."""
    for row in rows:
        texts = [row.contact, *_texts(row.payload)]
        if any("\x00" in text or text.encode("utf-8", "replace").decode() != text for text in texts):
            yield "a text that no database may hold"
        if not 0 < len(row.contact) <= _KEY_CHARS_MAX:
            yield "somebody without a number, or with a very long one"
        if len(str(row.payload.get("text", ""))) > INBOUND_TEXT_CHARS_MAX:
            yield "a text without end"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


# ── memory ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def resident_bytes() -> int:
    """How much memory this process has, as the system counts it; 0 where it does not say.

    Files that are mapped do not count: SQLite's index of its log is one, and grows here because nobody works. Neither
    does what the C library keeps free for later, after a crowd, where it can be asked to give it back.
    """
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    if not _STATM.exists():
        return 0
    _, resident, of_files, *_ = map(int, _STATM.read_text().split())
    return (resident - of_files) * os.sysconf("SC_PAGE_SIZE")


async def kept_bytes(door: Door, cases: int, found: Found) -> int:
    """How much more is held after the last third of so many cases of each provider than after the second.

    In the first, whatever is kept for a while is kept for the first time where it is watched.
    """
    tracemalloc.start()
    try:
        held = []
        for part in range(3):
            for name in EXAMPLES:
                await send_all(door, name, range(cases * part // 3, cases * (part + 1) // 3), found)
            await door.rest()
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    return held[2] - held[1]
