"""What people did and what the bot could not: agents, hours, replies not understood, opt-outs. Read from the counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection

from bot.analytics.reports import BOT, Period, TimesTaken, share, times_of
from bot.sealing import shown
from bot.store import counted
from bot.store.counted import Where
from bot.text import HIDDEN


@dataclass(frozen=True, slots=True)
class AgentRow:
    """What an agent did, and how soon; the bot is one of the rows."""

    agent: str
    name: str
    replied: int = 0
    taken_over: int = 0
    handed_back: int = 0
    closed: int = 0
    first_reply: TimesTaken = field(default_factory=TimesTaken)
    next_reply: TimesTaken = field(default_factory=TimesTaken)


def agents(conn: Connection, period: Period) -> tuple[list[AgentRow], AgentRow, AgentRow]:
    """Every agent; then all people together, and the bot."""
    done: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for agent, what, n in counted.sums(conn, "agent", ("agent", "what"), period.first, period.last):
        done[agent][what] += int(n)
    bands: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for what in ("first_reply", "next_reply"):
        rows = counted.sums(conn, "time", ("who", "band"), period.first, period.last, {"what": what})
        for who, band, n in rows:
            bands[who, what].append((band, int(n)))
            if who != BOT:
                bands["", what].append((band, int(n)))
    names = counted.names(conn)
    whole = Counter[str]()
    for counts in done.values():
        whole.update(counts)
    listed = [_agent(id, names.get(id, id), done[id], bands) for id in done]
    return (
        sorted(listed, key=lambda row: (-row.replied, row.name)),
        _agent("", "All people", whole, bands),
        _agent(BOT, "Bot", Counter(), bands),
    )


def _agent(
    id: str, name: str, counts: Counter[str], bands: Mapping[tuple[str, str], list[tuple[int, int]]]
) -> AgentRow:
    return AgentRow(
        agent=id,
        name=name,
        replied=counts["replied"],
        taken_over=counts["taken_over"],
        handed_back=counts["handed_back"],
        closed=counts["closed"],
        first_reply=times_of(bands.get((id, "first_reply"), ())),
        next_reply=times_of(bands.get((id, "next_reply"), ())),
    )


@dataclass(frozen=True, slots=True)
class HourRow:
    """How much is written in one hour of one weekday."""

    weekday: int
    """1 is Monday."""
    hour: int
    incoming: int = 0
    outgoing: int = 0


def engagement(conn: Connection, period: Period, where: Where | None = None) -> list[HourRow]:
    """Every hour of the week."""
    found: Counter[tuple[int, int, str]] = Counter()
    for weekday, hour, what, n in counted.hours(conn, period.first, period.last, where):
        found[int(weekday), int(hour), what] += int(n)
    return [
        HourRow(weekday, hour, found[weekday, hour, "in"], found[weekday, hour, "out"])
        for weekday in range(1, 8)
        for hour in range(24)
    ]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Short links that were sent, and how many of them were followed."""

    group: str
    name: str = ""
    """Of the broadcast."""
    links: int = 0
    followed: int = 0
    clicks: int = 0
    click_rate: float | None = None
    """Followed of links; None if there were none."""


LINK_GROUPS: Final = ("broadcast", "day")


def links(conn: Connection, period: Period, group: str) -> tuple[list[LinkRow], LinkRow]:
    """What became of short links, by broadcast or by the day on which they were sent; and of all of them."""
    by_group: defaultdict[str, Counter[str]] = defaultdict(Counter)
    total = Counter[str]()
    column = "source" if group == "broadcast" else group
    for key, what, n in counted.sums(conn, "click", (column, "what"), period.first, period.last):
        by_group[key][what] += int(n)
        total[what] += int(n)
    names = counted.broadcasts(conn, by_group) if group == "broadcast" else {}
    groups = period.days if group == "day" else by_group
    rows = [_links(key, names.get(key, ""), by_group[key]) for key in groups]
    if group == "broadcast":
        rows.sort(key=lambda row: (-row.links, row.group))
    return rows, _links("", "", total)


def _links(group: str, name: str, counts: Counter[str]) -> LinkRow:
    rate = share(counts["followed"], counts["links"])
    return LinkRow(group, name, counts["links"], counts["followed"], counts["clicks"], rate)


# ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class UnmatchedRow:
    """A text that nothing understood."""

    flow: str
    """Blank where no flow takes it."""
    state: str
    text: str | None
    """None if it answers something sensitive, or is not kept any more."""
    sensitive: bool
    count: int


def unmatched(conn: Connection, period: Period, where: Where, limit: int) -> tuple[list[UnmatchedRow], int]:
    """The most frequent texts that nothing understood, and how many there were of all."""
    rows = counted.unmatched(conn, period.first, period.last, limit, where)
    entries = counted.entries(conn, [row[4] for row in rows if row[2] is not None])
    found = [
        UnmatchedRow(flow, place, None if digest is None else _text_of(entries.get(entry)), digest is None, int(n))
        for flow, place, digest, n, entry in rows
    ]
    return found, counted.unmatched_total(conn, period.first, period.last, where)


def _text_of(data: Mapping[str, Any] | None) -> str | None:
    if data is None:
        return None
    text = data["event"].get("text") if "event" in data else data.get("text")
    return None if text in (None, HIDDEN) else str(text)


@dataclass(frozen=True, slots=True)
class OptoutRow:
    """Opt-outs, and what we had told the people before."""

    group: str
    flow: str = ""
    template: str = ""
    count: int = 0
    text: str | None = None
    """The latest message of this kind that somebody answered so."""


OPTOUT_GROUPS: Final = ("message", "day", "channel", "source", "flow")


def optouts(conn: Connection, period: Period, group: str, where: Where) -> tuple[list[OptoutRow], int]:
    """Opt-outs by what is asked for, and how many there were of all."""
    by = ("flow", "template") if group == "message" else (group,)
    rows = counted.optouts(conn, by, period.first, period.last, where)
    texts = counted.texts(conn, [row[-1] for row in rows if row[-1] is not None]) if group == "message" else {}
    found = []
    for *key, n, id in rows:
        text = texts.get(id) or None
        names = dict(zip(("flow", "template"), key, strict=True)) if group == "message" else {}
        found.append(
            OptoutRow(" ".join(filter(None, key)), count=int(n), text=None if text is None else shown(text), **names)
        )
    if group == "day":
        by_day = {row.group: row for row in found}
        found = [by_day.get(day) or OptoutRow(day) for day in period.days]
    else:
        found.sort(key=lambda row: (-row.count, row.group))
    return found, sum(row.count for row in found)
