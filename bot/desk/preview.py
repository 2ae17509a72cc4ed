"""What the bot would say next. It is decided as the inbox would, from the same values, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.desk.errors import Unknown
from bot.engine.nodes import FAILED
from bot.events import Json
from bot.inbox import handing, people
from bot.inbox.decide import decide
from bot.inbox.house import House
from bot.inbox.people import Person
from bot.inbox.turn import Turn
from bot.sealing import shown
from bot.store import desk
from bot.store.conversations import BOT
from bot.store.inbound import Kind, Pending


@dataclass(frozen=True, slots=True)
class Foretold:
    """A message that the bot would send."""

    text: str
    state: str | None
    """The point of the flow that says it."""
    segments: int
    refused: str | None
    """Why it would not be sent."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen."""

    said: tuple[Foretold, ...] = ()
    flow: str | None = None
    """The flow that the conversation would be in then."""
    state: str | None = None
    outcome: str | None = None
    """How a flow would end."""
    handoff: dict[str, Json] | None = None
    """What a flow would ask a person for."""
    problems: tuple[str, ...] = ()
    """What would fail."""
    silent: str | None = None
    """Why nobody would answer."""


def preview_text(conn: Connection, house: House, conversation_id: str, text: str, now: datetime) -> Preview:
    """Say what the bot would do if the customer wrote this, and the bot had the conversation."""
    payload: dict[str, Any] = {"id": "preview", "text": text, "media": [], "opt_out": None, "to": None}
    return _preview(conn, house, conversation_id, Kind.MESSAGE, payload, now)


def preview_hand_back(
    conn: Connection,
    house: House,
    conversation_id: str,
    now: datetime,
    how: str = "continue",
    state: str | None = None,
    *,
    ask: bool = True,
) -> Preview:
    """Say what the bot would do if the conversation were handed back."""
    payload = {"did": "handed_back", "how": how, "state": state, "ask": ask}
    return _preview(conn, house, conversation_id, Kind.AGENT, payload, now)


def preview_silence(conn: Connection, house: House, conversation_id: str, now: datetime) -> Preview:
    """Say what the bot would do next if nobody wrote."""
    person, channel = _load(conn, house, conversation_id, now)
    held = person.sessions.get(channel)
    if held is None or held.session.wake_at is None:
        return Preview()
    then = max(now, held.session.wake_at)
    row = Pending(0, Kind.WAKE, channel, person.contact.phone, {"session": held.id}, then)
    return _decided(row, person, house, then)


def _preview(
    conn: Connection, house: House, conversation_id: str, kind: Kind, payload: dict[str, Any], now: datetime
) -> Preview:
    person, channel = _load(conn, house, conversation_id, now)
    row = Pending(0, kind, channel, person.contact.phone, payload, now)
    return _decided(row, person, house, now)


def _decided(row: Pending, person: Person, house: House, now: datetime) -> Preview:
    try:
        return _told(decide(row, _with_bot(person, row.channel), house, now), row.channel)
    except Exception as error:  # what would be set aside in the inbox, whatever it is
        return Preview(outcome=FAILED, problems=(str(error),))


def _load(conn: Connection, house: House, conversation_id: str, now: datetime) -> tuple[Person, str]:
    phone, conversation = desk.phone_of(conn, conversation_id), desk.find(conn, conversation_id)
    if phone is None or conversation is None:
        raise Unknown(f"no conversation has the id `{conversation_id}`")
    person = people.load(conn, [phone], house, now)[phone]
    sessions = [held.session for held in person.sessions.values()]
    on = {(one.flow, one.version) for session in sessions for one in (session, *session.callers)}
    unknown = on - house.library().versions.keys()
    if unknown:
        house.learn(conn, unknown)
    return person, conversation.channel


def _with_bot(person: Person, channel: str) -> Person:
    """The person as they are once the bot has them."""
    conversation = person.conversations[channel]
    return person if conversation.handler == BOT else person.with_conversation(handing.freed(conversation))


def _told(turn: Turn, channel: str) -> Preview:
    steps = [entry.data for entry in turn.log if entry.kind == "step"]
    held = turn.person.sessions.get(channel)
    return Preview(
        said=tuple(
            Foretold(shown(message.text), message.state, message.segments, message.error) for message in turn.messages
        ),
        flow=held.session.flow if held else None,
        state=held.session.state if held else None,
        outcome=steps[-1]["outcome"] if steps else None,
        handoff=_last(step.get("handoff") for step in steps),
        problems=tuple(str(problem["detail"]) for step in steps for problem in step["problems"]),
        silent=_last(entry.data.get("silent") for entry in turn.log),
    )


def _last(values: Iterable[Any]) -> Any:
    found = [value for value in values if value is not None]
    return found[-1] if found else None
