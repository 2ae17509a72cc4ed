"""What the log of conversations adds to the figures: sessions, replies, agents. Pure: entries in, counts out.

Entries of one conversation come in their order; what has to be known of those before is in `walks` and `threads`.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from bot.analytics.calendar import Calendar
from bot.analytics.counting import Counts
from bot.analytics.definitions import Ending, ending
from bot.analytics.spans import band
from bot.engine.nodes import NEW, Way
from bot.text import HIDDEN, fold

ANSWERED: Final = frozenset({Way.REPLY, Way.OTHERWISE, Way.ANSWERED, Way.CONFIRM})
"""Ways that a reply takes which a question understood."""
UNMATCHED: Final = frozenset({Way.UNCLEAR, Way.GIVE_UP, Way.WORN_OUT})
NO_FLOW: Final = "no flow takes it"
_END: Final = "end:"
_FIRST: Final = re.compile(r"[./]")
_WISHES: Final = frozenset({"out", "in", "help", "reconfirm"})
_WRITTEN: Final = frozenset({None, "keyword", "phrase", "provider", "classifier", "clarification"})
"""The sources of a wish that the person wrote; None is that of HELP."""
_DIGEST_BYTES: Final = 12


def state_of(point: str) -> str:
    """The author's state around a point of the machine."""
    return _FIRST.split(point, maxsplit=1)[0]


class Entry(NamedTuple):
    """An entry of the log."""

    seq: int
    conversation_id: str
    session_id: str | None
    kind: str
    data: dict[str, Any]
    at: datetime
    channel: str
    """Of the conversation; blank if that is gone."""
    heard_at: datetime
    """When what led to it came in."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A session that is not over."""

    session_id: str
    conversation_id: str
    flow: str
    version: str
    channel: str
    day: str
    now_flow: str
    now_version: str
    point: str
    since: datetime
    answered: bool = False
    handed_off: bool = False
    silenced: bool = False
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation in which somebody may be waiting for a reply."""

    conversation_id: str
    asked_at: datetime | None = None
    handed_at: datetime | None = None

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to remember of it."""
        return self.asked_at is None and self.handed_at is None


class Unmatched(NamedTuple):
    """A text that nothing understood."""

    event: int
    conversation_id: str
    day: str
    flow: str
    version: str
    place: str
    digest: str | None


class Stop(NamedTuple):
    """A session that ended other than by completing."""

    session_id: str
    conversation_id: str
    day: str
    flow: str
    version: str
    place: str
    ending: str


@dataclass(slots=True)
class Book:
    """What is counted of a page of entries."""

    calendar: Calendar
    secret: bytes
    walks: dict[str, Walk] = field(default_factory=dict)
    """By session: those under way when the page begins, and when it ends."""
    threads: dict[str, Thread] = field(default_factory=dict)
    """By conversation."""
    counts: Counts = field(default_factory=Counter)
    unmatched: list[Unmatched] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)

    def take(self, entry: Entry) -> None:
        """Count an entry."""
        match entry.kind:
            case "step":
                self._step(entry)
            case "text":
                self._heard(entry)
                if entry.data.get("silent") == NO_FLOW:
                    self._not_understood(entry, str(entry.data.get("text", "")), "", "", "")
            case "consent":
                self._consent(entry)
            case "taken_over":
                self._taken_over(entry)
            case "replied":
                self._replied(entry)
            case "closed" | "handed_back":
                self._agent(entry, entry.kind)
                self._remember(Thread(entry.conversation_id))

    # ── the bot ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _step(self, entry: Entry) -> None:
        data, event = entry.data, entry.data["event"]
        starts = event["type"] == "start"
        if event["type"] == "reply" or "heard" in data:
            self._heard(entry)
        walk = self.walks.get(entry.session_id or "")
        if walk is None and starts:
            walk = self._begin(entry)
        versions = {data["flow"]: data["version"]} | dict(data.get("entered", ()))
        if walk is not None:
            walk = self._go(entry, walk, versions)
        if event["type"] == "reply":
            self._judge(entry, versions)
        if "handoff" in data:
            thread = self._thread(entry)
            self._remember(replace(thread, handed_at=thread.handed_at or entry.at))
        if event["type"] == "agentclosed":
            self._remember(Thread(entry.conversation_id))
        if data["said"]:
            self._answer(entry, "first_reply" if starts and "heard" in data else "next_reply")
        if walk is not None:
            self._end_or_keep(entry, walk, versions)

    def _begin(self, entry: Entry) -> Walk:
        flow, version, day = entry.data["flow"], entry.data["version"], self.calendar.day(entry.at)
        walk = Walk(
            session_id=entry.session_id or "",
            conversation_id=entry.conversation_id,
            flow=flow,
            version=version,
            channel=entry.channel,
            day=day,
            now_flow=flow,
            now_version=version,
            point=NEW,
            since=entry.at,
        )
        self._flow(walk, "", "started")
        return walk

    def _go(self, entry: Entry, walk: Walk, versions: dict[str, str]) -> Walk:
        """Follow the ways that were taken."""
        seen, silenced, answered = dict.fromkeys(walk.seen), walk.silenced, walk.answered
        kind, now_flow = entry.data["event"]["type"], entry.data["flow"]
        if kind == "reply":
            silenced = False
        for source, way, dest, *other in entry.data.get("path", ()):
            flow = now_flow = other[0] if other else entry.data["flow"]
            version = versions.get(flow, walk.now_version if flow == walk.now_flow else "")
            self.counts["edge", walk.day, flow, version, source, way, dest] += 1
            if not dest.startswith(_END):
                self._first(seen, walk, flow, version, "reached", dest)
            if kind == "reply" and way in ANSWERED:
                self._first(seen, walk, flow, version, "answered", source)
                if not answered:
                    self._flow(walk, "", "answered")
                answered = True
            if way == Way.SILENCE:
                silenced = True
        return replace(
            walk,
            seen=tuple(seen),
            silenced=silenced,
            answered=answered,
            handed_off=walk.handed_off or "handoff" in entry.data,
            since=walk.since if kind == "wake" else entry.at,
            point=entry.data["to"],
            now_flow=now_flow,
            now_version=versions.get(now_flow, walk.now_version if now_flow == walk.now_flow else ""),
        )

    def _first(self, seen: dict[str, None], walk: Walk, flow: str, version: str, what: str, point: str) -> None:
        """Count a session once at a state, however often it comes back there."""
        place = state_of(point)
        mark = f"{what} {flow} {place}"
        if mark not in seen:
            seen[mark] = None
            self.counts["flow", walk.day, flow, version, walk.channel, place, what] += 1

    def _end_or_keep(self, entry: Entry, walk: Walk, versions: dict[str, str]) -> None:
        outcome = entry.data["outcome"]
        if outcome is None:
            self.walks[walk.session_id] = walk
            return
        self.walks.pop(walk.session_id, None)
        how = ending(outcome, silenced=walk.silenced, handed_off=walk.handed_off)
        self._flow(walk, "", how.value)
        flow, point = self._last_point(entry)
        if point != NEW:
            place, version = state_of(point), versions.get(flow, "")
            self.counts["flow", walk.day, flow, version, walk.channel, place, how.value] += 1
            if how is not Ending.COMPLETED:
                ids = walk.session_id, walk.conversation_id
                self.stops.append(Stop(*ids, walk.day, flow, version, place, how.value))

    def _last_point(self, entry: Entry) -> tuple[str, str]:
        """The flow, and the point in it, from which the session came to its end."""
        flow, point = entry.data["flow"], entry.data["from"]
        for _, _, dest, *other in entry.data.get("path", ()):
            if not dest.startswith(_END):
                flow, point = (other[0] if other else entry.data["flow"]), dest
        return flow, point

    def _judge(self, entry: Entry, versions: dict[str, str]) -> None:
        for source, way, _, *other in entry.data.get("path", ()):
            if way in UNMATCHED:
                flow = other[0] if other else entry.data["flow"]
                text = str(entry.data["event"].get("text", ""))
                self._not_understood(entry, text, flow, versions.get(flow, ""), state_of(source))
                return

    def _not_understood(self, entry: Entry, text: str, flow: str, version: str, place: str) -> None:
        day, digest = self.calendar.day(entry.heard_at), digest_of(text, self.secret)
        self.unmatched.append(Unmatched(entry.seq, entry.conversation_id, day, flow, version, place, digest))

    def _consent(self, entry: Entry) -> None:
        verdict, source = entry.data.get("verdict"), entry.data.get("source")
        again = verdict == "out" and source == "clarification"  # the second record of one text
        if verdict in _WISHES and source in _WRITTEN and not again:
            self._heard(entry)
            thread = self._thread(entry)
            self._remember(replace(thread, asked_at=None))

    # ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _taken_over(self, entry: Entry) -> None:
        self._agent(entry, "taken_over")
        for walk in [walk for walk in self.walks.values() if walk.conversation_id == entry.conversation_id]:
            self.walks[walk.session_id] = replace(walk, handed_off=True)
        thread = self._thread(entry)
        self._remember(replace(thread, handed_at=thread.handed_at or thread.asked_at))

    def _replied(self, entry: Entry) -> None:
        self._agent(entry, "replied")
        thread, who = self._thread(entry), str((entry.data.get("actor") or {}).get("id", ""))
        since, what = (thread.handed_at, "first_reply") if thread.handed_at else (thread.asked_at, "next_reply")
        if since is not None:
            self._took(entry, what, who, since)
        self._remember(Thread(entry.conversation_id))

    def _agent(self, entry: Entry, what: str) -> None:
        actor = entry.data.get("actor") or {}
        if actor.get("kind") == "agent":
            self.counts["agent", self.calendar.day(entry.at), str(actor["id"]), what] += 1

    # ── who waits for whom ──────────────────────────────────────────────────────────────────────────────────────────

    def _heard(self, entry: Entry) -> None:
        day, hour = self.calendar.place(entry.heard_at)
        self.counts["hour", day, str(hour), entry.channel, "in"] += 1
        thread = self._thread(entry)
        self._remember(replace(thread, asked_at=thread.asked_at or entry.heard_at))

    def _answer(self, entry: Entry, what: str) -> None:
        thread = self._thread(entry)
        if thread.asked_at is not None:
            self._took(entry, what, "bot", thread.asked_at)
            self._remember(replace(thread, asked_at=None))

    def _took(self, entry: Entry, what: str, who: str, since: datetime) -> None:
        day = self.calendar.day(since)
        self.counts["time", day, what, who, entry.channel, str(band(entry.at - since))] += 1

    def _thread(self, entry: Entry) -> Thread:
        return self.threads.get(entry.conversation_id) or Thread(entry.conversation_id)

    def _remember(self, thread: Thread) -> None:
        if thread.quiet:
            self.threads.pop(thread.conversation_id, None)
        else:
            self.threads[thread.conversation_id] = thread

    def _flow(self, walk: Walk, place: str, what: str) -> None:
        self.counts["flow", walk.day, walk.flow, walk.version, walk.channel, place, what] += 1


def digest_of(text: str, secret: bytes) -> str | None:
    """A name for all texts that say the same, from which nobody reads them; None for what nobody may see."""
    if text == HIDDEN:
        return None
    return hmac.new(secret, f"unmatched {fold(text)}".encode(), hashlib.sha256).hexdigest()[: 2 * _DIGEST_BYTES]


__all__ = ["Book", "Ending", "Entry", "Thread", "Unmatched", "Walk", "digest_of", "state_of"]
