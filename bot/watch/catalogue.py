"""Every metric there is, for the documents and for those who write alerts and dashboards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from bot.metrics import Metrics, Spooled
from bot.watch.figures import Place, figures
from bot.watch.look import Look

PREFIX: Final = "parley_"
_ENDINGS: Final = {"counter": "_total", "info": "_info"}
_OLD: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Described(NamedTuple):
    """A metric as one asks for it. A histogram has `_bucket`, `_sum` and `_count` behind its name."""

    name: str
    kind: str
    labels: tuple[str, ...]
    meaning: str


def catalogue() -> Iterator[Described]:
    """Describe what a process that has just begun exports; Python's own `process_…` left out."""
    metrics = Metrics()
    asked = list(figures(Look(None, 0.0), Spooled(), Place({}, (), None, None), _OLD))
    labels = metrics.labels | {family.name: tuple(family._labelnames) for family in asked}
    for family in [*metrics.registry.collect(), *asked]:
        if family.name.startswith(PREFIX):
            name = family.name + _ENDINGS.get(family.type, "")
            yield Described(name, family.type, labels.get(family.name, ()), family.documentation)
