"""What the runs of the soak report, and the one table of it all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

_COLUMNS: Final = ("size", "lost", "doubled", "unresolved", "differing", "resolved s", "time s")
_LOST: Final = ("lost", "never answered", "nothing is logged", "no carrier took")
_DOUBLED: Final = ("times", "messages came of it", "instead of")
_UNRESOLVED: Final = ("wait", "stuck", "on the wire", "due at", "never finished", "resolved")


@dataclass
class Ran:
    """What a run came to."""

    size: int
    """Conversations, events, seeds, points or kills that were played."""
    faults: list[str] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    resolved_s: float | None = None
    """How long after the last misfortune everything was done."""
    seconds: float = 0.0

    @classmethod
    def judged(cls, size: int, faults: list[str]) -> Ran:
        """Sort the faults of a simulation by what they say."""
        return cls(size, faults, lost=_count(faults, _LOST), doubled=_count(faults, _DOUBLED))

    @property
    def cells(self) -> tuple[object, ...]:
        """A row of the table."""
        unresolved = _count(self.faults, _UNRESOLVED)
        others = max(0, len(self.faults) - self.lost - self.doubled - unresolved)
        resolved = "" if self.resolved_s is None else f"{self.resolved_s:.1f}"
        return (self.size, self.lost, self.doubled, unresolved, others, resolved, round(self.seconds))


def tell(*words: object) -> None:
    """Write a line of progress that a log shows at once."""
    print(*words, flush=True)


def show(rows: dict[str, Ran]) -> None:
    """Print the table."""
    tell(f"{'run':<22}" + "".join(f"{name:>12}" for name in _COLUMNS))
    for name, ran in rows.items():
        tell(f"{name:<22}" + "".join(f"{cell:>12}" for cell in ran.cells))


def _count(faults: list[str], words: tuple[str, ...]) -> int:
    return sum(any(word in fault for word in words) for fault in faults)
