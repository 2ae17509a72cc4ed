"""What a long run is judged by: how long things took, and whether a process grows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from benchmarks.systems import cpu_seconds

_HOUR_S = 3600.0


class Delays:
    """How long things took, by the millisecond: a number each, however many there are."""

    def __init__(self) -> None:
        self._ms: Counter[int] = Counter()

    @property
    def count(self) -> int:
        return self._ms.total()

    @property
    def longest_s(self) -> float:
        return max(self._ms, default=0) / 1000

    def add(self, seconds: float) -> None:
        self._ms[int(seconds * 1000)] += 1

    def p99_s(self) -> float:
        """The time within which 99 of a hundred were done; 0 of none."""
        beyond = self.count / 100
        for ms in sorted(self._ms, reverse=True):
            beyond -= self._ms[ms]
            if beyond < 0:
                return ms / 1000
        return 0.0

    def cut(self) -> Delays:
        """Begin anew; what there was."""
        was = Delays()
        was._ms, self._ms = self._ms, Counter()
        return was

    def join(self, other: Delays) -> None:
        self._ms.update(other._ms)


@dataclass(frozen=True)
class Size:
    """How large a process is at a moment."""

    at_s: float
    rss_bytes: int
    fds: int
    cpu_s: float

    @classmethod
    def of(cls, pid: int, at_s: float) -> Size:
        """As the system says."""
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
        kib = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
        return cls(at_s, kib * 1024, len(list(Path(f"/proc/{pid}/fd").iterdir())), cpu_seconds([pid]))


@dataclass(frozen=True)
class Growth:
    """By how much a process has grown an hour, by least squares."""

    rss_bytes_an_hour: float
    fds_an_hour: float
    fds: float
    """On average."""

    @classmethod
    def of(cls, sizes: Sequence[Size]) -> Growth:
        """Without the first quarter, in which caches fill."""
        later = [size for size in sizes if size.at_s >= sizes[-1].at_s / 4]
        hours = [size.at_s / _HOUR_S for size in later]
        fds = [float(size.fds) for size in later]
        return cls(slope(hours, [float(size.rss_bytes) for size in later]), slope(hours, fds), fmean(fds))


def slope(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Of the straight line that is nearest to these points; 0 of fewer than two."""
    x, y = fmean(xs), fmean(ys)
    spread = sum((one - x) ** 2 for one in xs)
    return sum((one - x) * (other - y) for one, other in zip(xs, ys, strict=True)) / spread if spread else 0.0
