"""What is asked at the moment of a scrape: the database for what waits, the disk for room, the clocks for the time."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from prometheus_client.core import GaugeMetricFamily

from bot.deploy import REFUSED
from bot.flow.report import Severity
from bot.library import FlowLibrary
from bot.metrics import Spooled
from bot.store.backlog import Backlog, ChannelBacklog, Waiting
from bot.watch.look import Look

OTHER: Final = "other"
"""Queues that the settings say nothing about."""


class Place(NamedTuple):
    """What a process has around it."""

    flows: Mapping[str, float]
    """How many flow files are in which state."""
    channels: Collection[str]
    """Those of the settings: each has its figures, also while nothing waits there."""
    file: Path | None
    """Where the database lies, if it is a file."""
    state_folder: Path | None
    """Where this process keeps what has to outlive it."""
    queues: Collection[str] = ()
    """Those of the settings. A flow may make a name of anything: the others are counted together."""


def figures(look: Look, spool: Spooled, place: Place, now: datetime) -> Iterator[GaugeMetricFamily]:
    """Every figure, also those that nothing can be said of now: their names are there, without a value."""
    yield _one("parley_database_up", "Whether the database answers", look.backlog is not None)
    yield _one("parley_backlog_query_seconds", "How long it took to ask for what waits", look.seconds)
    yield from _stages(look.backlog, now)
    yield from _channels(look.backlog, place.channels, now)
    yield from _people(look.backlog, place.queues, now)
    yield from _set_aside(look.backlog, now)
    yield from _spool(spool, now)
    yield _by("parley_flows", "Flow files, by what became of them", "state", place.flows)
    yield from _disk(place.state_folder if place.file is None else place.file)
    yield _by("parley_database_bytes", "Size of the database's files", "file", dict(_sizes(place.file)))
    skew_s = (datetime.now(UTC) - now).total_seconds()
    yield _one("parley_clock_skew_seconds", "By how much this machine's clock is ahead of the database's", skew_s)


def _stages(backlog: Backlog | None, now: datetime) -> Iterator[GaugeMetricFamily]:
    stages: dict[str, Waiting] = {}
    if backlog is not None:
        stages = {name: getattr(backlog, name) for name in ("process", "receipts", "send", "actions", "schedule")}
    yield _by("parley_queue_depth", "What waits", "stage", {name: it.count for name, it in stages.items()})
    yield _by("parley_lag_seconds", "For how long the oldest has waited", "stage", _lags(stages, now))


def _channels(backlog: Backlog | None, names: Collection[str], now: datetime) -> Iterator[GaugeMetricFamily]:
    channels = {} if backlog is None else dict.fromkeys(names, ChannelBacklog()) | dict(backlog.channels)
    due = {name: its.due for name, its in channels.items()}
    unknown = {name: its.unknown for name, its in channels.items()}
    later = {name: its.later for name, its in channels.items()}
    sending = {name: its.sending for name, its in channels.items()}
    yield _by("parley_channel_due", "Messages that may go out now", "channel", _counts(due))
    yield _by("parley_channel_lag_seconds", "For how long the oldest of them has been due", "channel", _lags(due, now))
    yield _by("parley_channel_later", "Messages for later, next attempts included", "channel", later)
    yield _by("parley_channel_sending", "Messages on the wire", "channel", sending)
    yield _by("parley_channel_unknown", "Messages whose outcome nobody knows", "channel", _counts(unknown))
    yield _by(
        "parley_channel_unknown_age_seconds", "For how long the oldest has been unknown", "channel", _lags(unknown, now)
    )


def _people(backlog: Backlog | None, names: Collection[str], now: datetime) -> Iterator[GaugeMetricFamily]:
    queues: dict[str, Waiting] = {} if backlog is None else dict.fromkeys([*names, OTHER], Waiting())
    for name, waiting in (backlog.people if backlog else {}).items():
        label = name if name in names else OTHER
        first = min(filter(None, (queues[label].since, waiting.since)), default=None)
        queues[label] = Waiting(queues[label].count + waiting.count, first)
    yield _by("parley_conversations_waiting", "Conversations that wait for a person", "queue", _counts(queues))
    yield _by(
        "parley_conversations_waiting_age_seconds", "For how long the first has waited", "queue", _lags(queues, now)
    )


def _set_aside(backlog: Backlog | None, now: datetime) -> Iterator[GaugeMetricFamily]:
    for name, meaning in (
        ("parked", "Inbound rows that could not be processed"),
        ("deferred", "Inbound rows that wait until their conversation is free"),
    ):
        waiting = None if backlog is None else getattr(backlog, name)
        yield _one(f"parley_inbound_{name}", meaning, waiting and waiting.count)
        yield _one(
            f"parley_inbound_{name}_age_seconds",
            "For how long the first of them has been",
            waiting and waiting.lag_s(now),
        )
    unmatched = None if backlog is None else backlog.unmatched
    yield _one("parley_receipts_unmatched", "Receipts that belong to no message we know", unmatched)


def _spool(spool: Spooled, now: datetime) -> Iterator[GaugeMetricFamily]:
    age_s = Waiting(0, spool.since).lag_s(now)
    yield _one("parley_spool_bytes", "What came in while the database was away, and is not in it yet", spool.bytes)
    yield _one("parley_spool_age_seconds", "For how long the first of it has waited", age_s)
    yield _one("parley_spool_writable", "Whether more can be put there", spool.writable)
    yield _one("parley_spool_refused_bytes", "What the database will never take, set aside", spool.refused_bytes)


def flow_states(library: FlowLibrary) -> dict[str, float]:
    """Count the flow files that are live, have errors, or are held back by people in the middle of them."""
    errors = [finding for finding in library.findings if finding.severity is Severity.ERROR]
    held_back = {finding.path for finding in errors if finding.code == REFUSED}
    return {
        "live": len(library.current.machines),
        "broken": len({finding.path for finding in errors} - held_back),
        "held_back": len(held_back),
    }


def _disk(path: Path | None) -> Iterator[GaugeMetricFamily]:
    free = total = None
    if path is not None and path.absolute().parent.is_dir():
        total, _, free = shutil.disk_usage(path.absolute().parent)
    yield _one("parley_disk_free_bytes", "Room left where this process writes", free)
    yield _one("parley_disk_size_bytes", "Size of that disk", total)


def _sizes(file: Path | None) -> Iterator[tuple[str, float]]:
    if file is not None:
        for name, part in (("data", file), ("wal", file.with_name(file.name + "-wal"))):
            if part.is_file():
                yield name, part.stat().st_size


def _one(name: str, meaning: str, value: float | None) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)


def _by(name: str, meaning: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _counts(places: Mapping[str, Waiting]) -> dict[str, float]:
    return {name: place.count for name, place in places.items()}


def _lags(places: Mapping[str, Waiting], now: datetime) -> dict[str, float]:
    return {name: place.lag_s(now) for name, place in places.items()}
