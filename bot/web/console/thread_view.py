"""A thread as people see it: what the desk reads from the log, in words and with its days. Pure.

customer left · bot right, with the state that spoke · agents right · notes between · small lines of what happened
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.desk.reading import Item, Spoken
from bot.events import MessageStatus
from bot.web.console.delivery import SOON, Delivery, Standing, delivery, moment

CHARS_AT_ONCE_MAX: Final = 1_200
"""Of a longer text the beginning is shown, and the rest when somebody asks for it."""
_HEAD_CHARS: Final = 900
MOVING: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that came with a text, or was sent with one."""

    name: str
    href: str | None = None
    """Always an address of ours; None for what we sent, which lies where it lies."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What is known of a message of ours besides its words."""

    id: str
    delivery: Delivery
    cost: str
    """`2 segments · UCS-2 · conversational`."""
    status: str
    pending: str = ""
    """When it goes out, in words, while that is still to come and it can be taken back."""
    soon: bool = False
    """Whether that is in a moment: then it is to be undone rather than called off."""
    moving: bool = False
    """Whether it is so new that something will come of it any moment."""

    @property
    def token(self) -> str:
        """How a page says what it shows of it, to be told only what is different by now."""
        return f"{self.id}.{self.status}{'.later' if self.pending else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One thing of the thread."""

    kind: str
    """customer, bot, agent, business, note or activity."""
    key: str
    """What it is called in the page."""
    seq: int
    """Of the log entry that it comes from."""
    at: datetime
    head: str
    rest: str = ""
    """What of a very long text is folded away."""
    by: str = ""
    """Whose words they are: a state of a flow, an agent, a key."""
    media: tuple[Attachment, ...] = ()
    sent: Sent | None = None
    mentions: tuple[str, ...] = ()
    day: str = ""
    """The day that begins with it."""
    new: bool = False
    """Whether it is the first that was not seen yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What it takes to read a thread besides the thread: whose clocks, and who is who."""

    now: datetime
    here: ZoneInfo
    """The agent's clock: days begin by it."""
    there: ZoneInfo
    """The customer's."""
    me: str
    """The agent's id."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Of agents and keys, by id."""


def show(items: Iterable[Item], reading: Reading, began: datetime | None = None) -> list[Shown]:
    """Put items into words, the oldest first; `began` is when what stands above them was said."""
    ordered = _as_it_went(items)
    shown = [one for number, item in enumerate(ordered) if (one := _shown(item, number, reading)) is not None]
    return list(_with_days(shown, reading, began))


def since_seen(shown: Iterable[Shown], seen: int) -> Iterator[Shown]:
    """Mark the first thing that somebody else said after what was seen last."""
    marked = False
    for one in shown:
        fresh = not marked and one.seq > seen and one.kind in ("customer", "note")
        marked = marked or fresh
        yield replace(one, new=True) if fresh else one


def day_in_words(day: date, today: date) -> str:
    """`Today`, `Yesterday`, `Thursday 5 March`, and the year where it is another."""
    distance = (today - day).days
    if distance in (0, 1):
        return ("Today", "Yesterday")[distance]
    return f"{day:%A} {day.day} {day:%B}{'' if day.year == today.year else f' {day.year}'}"


def fold(text: str) -> tuple[str, str]:
    """Part a very long text into what is shown at once and the rest; not within a word where that can be."""
    if len(text) <= CHARS_AT_ONCE_MAX:
        return text, ""
    space = text.rfind(" ", _HEAD_CHARS - 100, _HEAD_CHARS)
    cut = _HEAD_CHARS if space < 0 else space
    return text[:cut], text[cut:]


def sent(message: Spoken, reading: Reading) -> Sent:
    """Say what became of a message, and what it cost."""
    queued = message.status == MessageStatus.QUEUED
    held = message.decision if queued else None
    reason = str(held["reason"]) if held and held.get("decision") == "hold" else None
    standing = Standing(message.status, message.error, message.error_detail, message.due_at, reason)
    waits = queued and message.due_at is not None and message.due_at > reading.now
    segments = f"{message.segments} segment{'' if message.segments == 1 else 's'}"
    return Sent(
        id=message.id,
        delivery=delivery(standing, reading.now, reading.there),
        cost=f"{segments} · {message.encoding} · {message.message_class}",
        status=message.status,
        pending=moment(message.due_at, reading.now, reading.there) if waits and message.due_at else "",
        soon=waits and message.due_at is not None and message.due_at - reading.now <= SOON,
        moving=reading.now - max(message.created_at, message.due_at or message.created_at) < MOVING,
    )


def _as_it_went(items: Iterable[Item]) -> Iterator[Item]:
    """Within an entry: what the customer wrote, that a flow started by it, and only then what was said."""
    for _, together in groupby(items, key=lambda item: item.seq):
        yield from sorted(together, key=lambda item: (item.kind != "customer", item.what != "started"))


def _with_days(shown: Sequence[Shown], reading: Reading, began: datetime | None) -> Iterator[Shown]:
    today = reading.now.astimezone(reading.here).date()
    before = None if began is None else began.astimezone(reading.here).date()
    for one in shown:
        day = one.at.astimezone(reading.here).date()
        yield one if day == before else replace(one, day=day_in_words(day, today))
        before = day


# ── one item ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _shown(item: Item, number: int, reading: Reading) -> Shown | None:
    if item.kind == "activity":
        say = _WORDS.get(item.what)
        words = "" if say is None else say(item, reading)
        return _made(item, f"did-{item.seq}-{number}", words) if words else None
    if item.message is not None:
        return _made(
            item,
            item.message.id,
            item.text,
            by=_speaker(item, reading),
            media=tuple(Attachment(f"Attachment {place + 1}") for place in range(len(item.media))),
            sent=sent(item.message, reading),
        )
    if item.kind == "note":
        mentions = () if item.note is None else tuple(item.note.mentions)
        names = tuple(reading.names.get(id, id) for id in mentions)
        return _made(item, f"note-{item.seq}", item.text, by=_who(item, reading), mentions=names)
    row = item.data.get("inbound")
    media = tuple(
        Attachment(f"Attachment {place + 1}", f"/console/media/in_{row}/{place}" if row else None)
        for place in range(len(item.media))
    )
    return _made(item, f"in-{item.seq}", item.text, media=media)


def _made(item: Item, key: str, text: str, **more: Any) -> Shown:
    head, rest = fold(text)
    return Shown(kind=item.kind, key=key, seq=item.seq, at=item.at, head=head, rest=rest, **more)


def _speaker(item: Item, reading: Reading) -> str:
    """The state that said it, by its own name and not by those of the flows around; else who wrote it."""
    if item.kind == "bot":
        return ((item.message and item.message.state) or "").rpartition("/")[2]
    return _who(item, reading)


def _who(item: Item, reading: Reading) -> str:
    by = item.by or {}
    id = str(by.get("id") or "")
    if id and id == reading.me:
        return "You"
    nameless = "The API" if by.get("kind") == "key" else id
    return str(reading.names.get(id) or by.get("name") or nameless or "Somebody")


# ── what happened, in words ─────────────────────────────────────────────────────────────────────────────────────────

_NOT_STARTED: Final = {
    "opted_out": "they have opted out",
    "busy": "another flow was under way",
    "one_way": "the channel only sends",
    "late": "it would have come too late",
    "loop": "it was set off too often today",
}
_CONSENT: Final = {
    "out": "Opted out: nothing is sent to them any more",
    "in": "Opted in again",
    "help": "Asked for help",
    "review": "May have meant STOP: marketing waits until somebody has looked",
    "reconfirm": "Did not mean STOP: marketing goes on",
    "void": "The number belongs to somebody else by now",
    "block": "Their carrier still blocks this number of ours",
}
_HOW: Final = {
    "continue": "handed back to the bot, at its question",
    "restart": "handed back to the bot, which begins anew",
    "state": "handed back to the bot",
}


def _plain(text: object) -> str:
    return str(text or "").replace("_", " ")


def _refused(item: Item, reading: Reading) -> str:
    reason = str(item.data.get("reason", ""))
    return f"The flow {item.data.get('flow', '')} did not start: {_NOT_STARTED.get(reason, _plain(reason))}"


def _ended(item: Item, reading: Reading) -> str:
    return f"The flow {item.data.get('flow', '')} ended: {_plain(item.data.get('outcome'))}"


def _handed_off(item: Item, reading: Reading) -> str:
    handoff = item.data.get("handoff")
    queue = handoff.get("queue") if isinstance(handoff, Mapping) else None
    return f"The bot asked for a person{f' ({queue})' if queue else ''}"


def _taken_over(item: Item, reading: Reading) -> str:
    canceled = len(item.data.get("canceled") or ())
    back = f"; {canceled} message{'' if canceled == 1 else 's'} of the bot taken back" if canceled else ""
    return f"{_who(item, reading)} took over from the bot{back}"


def _handed_back(item: Item, reading: Reading) -> str:
    how, state = str(item.data.get("how", "")), item.data.get("state")
    return f"{_who(item, reading)} {_HOW.get(how, 'handed back to the bot')}{f', at {state}' if state else ''}"


def _assigned(item: Item, reading: Reading) -> str:
    who, id = _who(item, reading), item.data.get("assignee")
    if id is None:
        return f"{who} assigned it to nobody"
    by = str((item.by or {}).get("id") or "")
    if id == by:
        return f"{who} took it"
    return f"{who} assigned it to {'you' if id == reading.me else reading.names.get(str(id), str(id))}"


def _timed(words: str, key: str, otherwise: str) -> Callable[[Item, Reading], str]:
    """What somebody set a time for, by the agent's own clock."""

    def say(item: Item, reading: Reading) -> str:
        at = item.data.get(key)
        if not at:
            return f"{_who(item, reading)} {otherwise}"
        return f"{_who(item, reading)} {words} {moment(datetime.fromisoformat(str(at)), item.at, reading.here)}"

    return say


def _labeled(item: Item, reading: Reading) -> str:
    added, removed = item.data.get("add") or (), item.data.get("remove") or ()
    parts = [f"labeled it {', '.join(added)}" if added else "", f"took off {', '.join(removed)}" if removed else ""]
    return f"{_who(item, reading)} {' and '.join(filter(None, parts))}"


def _did(words: str) -> Callable[[Item, Reading], str]:
    return lambda item, reading: f"{_who(item, reading)} {words}"


def _says(words: str) -> Callable[[Item, Reading], str]:
    return lambda item, reading: words


_WORDS: Final[Mapping[str, Callable[[Item, Reading], str]]] = {
    "started": lambda item, reading: f"The flow {item.data.get('flow', '')} started",
    "ended": _ended,
    "handed_off": _handed_off,
    "moved": lambda item, reading: f"The flow {item.data.get('flow', '')} went on in its new version",
    "refused": _refused,
    "event": lambda item, reading: f"Event {item.data.get('name', '')}",
    "consent": lambda item, reading: _CONSENT.get(str(item.data.get("verdict", "")), ""),
    "taken_over": _taken_over,
    "handed_back": _handed_back,
    "resumes": _timed("set the bot to go on", "until", "took back that the bot goes on by itself"),
    "assigned": _assigned,
    "snoozed": _timed("put it away until", "until", "put it away until they write"),
    "woken": _says("Back from sleep"),
    "closed": _did("closed it"),
    "reopened": _did("opened it again"),
    "labeled": _labeled,
    "canceled": _did("took a message back"),
    "blocked": _did("blocked them: nobody answers what they write"),
    "unblocked": _did("unblocked them"),
    "escalated": _says("Nobody has answered in time"),
}
"""What an activity is → its words; what is not here is no news to an agent."""
