"""A conversation once more, from its log: the same steps must say the same to the byte.

    event log ─► engine ─► texts ─compared with─► messages as they were written

Nothing in it moves anybody or is sent. Whatever a step depends on is in the log: which version, the seed, what the
templates could name, the event, and the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from bot.deploy import Versions, compile_stored
from bot.engine.machine import Machine
from bot.engine.moving import move
from bot.engine.recording import read_context, read_event
from bot.engine.route import Library
from bot.engine.session import Session
from bot.engine.step import Step, new_session, step
from bot.engine.turn import Spoken
from bot.events import Finish, Json, Say, Stop
from bot.inbox.secrecy import EVENT
from bot.sealing import HIDDEN, CannotOpen, Sealer, is_sealed
from bot.store import events, flows, views
from bot.store.events import Logged
from bot.store.views import Written


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it was written and as the replay says it; None where one of them has none."""

    written: Written | None
    replayed: Say | None
    made_of: Spoken | None = None
    """What the replay made it of."""

    @property
    def same(self) -> bool:
        """Whether nobody could tell them apart."""
        written, replayed = self.written, self.replayed
        if written is None or replayed is None:
            return False
        return (written.text, tuple(written.media)) == (replayed.text, tuple(replayed.media))


@dataclass(frozen=True, slots=True)
class Replayed:
    """One entry of the log, and what came of it this time."""

    entry: Logged
    said: tuple[Said, ...] = ()
    fault: str = ""
    """How it differs from what the log says; blank if it does not, or was not tried after an earlier difference."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A conversation that was replayed."""

    entries: tuple[Replayed, ...] = ()

    @property
    def first_fault(self) -> Replayed | None:
        """The first entry that came out differently."""
        return next((replayed for replayed in self.entries if replayed.fault), None)

    @property
    def messages(self) -> int:
        """How many messages were written by steps."""
        return sum(said.written is not None for replayed in self.entries for said in replayed.said)

    @property
    def sessions(self) -> int:
        """How many sessions they belong to."""
        return len({replayed.entry.session_id for replayed in self.entries} - {None})


def replay_conversation(
    conn: Connection,
    conversation_id: str,
    versions: dict[tuple[str, str], Machine | None] | None = None,
    sealer: Sealer | None = None,
) -> Replay:
    """Replay a conversation of the database. `versions` keeps what is compiled from one conversation to the next.

    `sealer` reads what is kept encrypted: it is played, and not shown.
    """
    versions = {} if versions is None else versions
    log = events.of_conversation(conn, conversation_id)
    unknown = {version for entry in log for version in _versions(entry)} - versions.keys()
    for source in flows.stored(conn, unknown):
        versions[source.flow, source.version] = compile_stored(source)
    known = {name: machine for name, machine in versions.items() if machine is not None}
    return replay(log, known, views.written_by_sessions(conn, conversation_id), sealer)


def replay(
    log: Iterable[Logged], versions: Versions, written: Mapping[str, Written], sealer: Sealer | None = None
) -> Replay:
    """Replay a log. Pure; a session that has come out differently once is not followed any further."""
    player = _Player(versions, written, sealer)
    return Replay(tuple(player.play(entry) for entry in log))


def _versions(entry: Logged) -> Iterator[tuple[str, str]]:
    for name in ("version", "from_version"):
        if name in entry.data:
            yield entry.data["flow"], entry.data[name]
    yield from ((flow, version) for flow, version in entry.data.get("entered", ()))


class _Differs(Exception):
    """The replay cannot come to what the log says."""


@dataclass(slots=True)
class _Player:
    versions: Versions
    written: Mapping[str, Written]
    sealer: Sealer | None = None
    sessions: dict[str, Session] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    """Sessions that have come out differently."""

    def play(self, kept: Logged) -> Replayed:
        """Play an entry; what of it is encrypted comes to its replay, and not into what is shown of it."""
        try:
            opened = kept if self.sealer is None else kept._replace(data=dict(self.sealer.document(kept.data, EVENT)))
        except CannotOpen as problem:
            self.lost.add(str(kept.session_id))
            return Replayed(kept, tuple(Said(message, None) for message in self._messages(kept)), str(problem))
        return replace(self._play(opened), entry=kept)

    def _play(self, entry: Logged) -> Replayed:
        if entry.session_id is None:
            return Replayed(entry)
        if entry.session_id in self.lost:
            return Replayed(entry, tuple(Said(message, None) for message in self._messages(entry)))
        said: tuple[Said, ...] = ()
        try:
            if entry.kind == "moved":
                session = self._move(entry)
            else:
                taken = self._take(entry)
                session, said = taken.session, self._compare(entry, taken)
            fault = _difference(entry, session, said)
        except (_Differs, LookupError, TypeError, ValueError) as problem:
            fault = str(problem) if isinstance(problem, _Differs) else f"the log cannot be read here: {problem!r}"
            said = tuple(Said(message, None) for message in self._messages(entry))
        else:
            self.sessions[entry.session_id] = session
        if fault:
            self.lost.add(entry.session_id)
        return Replayed(entry, said, fault)

    def _take(self, entry: Logged) -> Step:
        """Take the step that an entry tells of: the one place that calls the engine."""
        data = entry.data
        event, context = read_event(data["event"]), read_context(data["context"])
        machine = self.versions.get((data["flow"], data["version"]))
        session = self.sessions.get(str(entry.session_id))
        if session is None and data["event"]["type"] == "start" and machine is not None:
            session = new_session(machine, data["seed"], entry.at, context)
        if session is None:
            raise _Differs(self._why_nowhere(data))
        if machine is not None:
            return step(machine, session, event, entry.at, context, self._library(data))
        if not isinstance(event, Stop):
            raise _Differs(_not_stored(data["flow"], data["version"]))
        return _ended(session, event)

    def _library(self, data: Mapping[str, Json]) -> Library:
        """The flows as they were: of those that a `run:` entered, the versions that were in force."""
        entered = [(flow, version) for flow, version in data.get("entered", ())]
        missing = [name for name in entered if name not in self.versions]
        if missing:
            raise _Differs(_not_stored(*missing[0]))
        return Library({name[0]: self.versions[name] for name in entered}, self.versions)

    def _why_nowhere(self, data: Mapping[str, Json]) -> str:
        if data["event"]["type"] == "start":
            return _not_stored(data["flow"], data["version"])
        return "the log does not hold how this session began"

    def _move(self, entry: Logged) -> Session:
        data = entry.data
        names = [(data["flow"], data[name]) for name in ("from_version", "version")]
        missing = [name for name in names if name not in self.versions]
        if missing:
            raise _Differs(_not_stored(*missing[0]))
        session = self.sessions.get(str(entry.session_id))
        if session is None:
            raise _Differs("the log does not hold how this session began")
        old, new = (self.versions[name] for name in names)
        moved = move(session, old, new, entry.at, read_context(data["context"]))
        if moved is None:
            raise _Differs(f"the session stays on version {data['from_version']}, and moved to {data['version']} then")
        return moved

    def _messages(self, entry: Logged) -> list[Written | None]:
        return [self._read(self.written.get(message_id)) for message_id in entry.data.get("said", ())]

    def _read(self, message: Written | None) -> Written | None:
        if message is None or self.sealer is None or not is_sealed(message.text):
            return message
        try:
            return message._replace(text=self.sealer.text(message.text, message.id), secret=True)
        except CannotOpen:
            return message._replace(text=HIDDEN, secret=True)

    def _compare(self, entry: Logged, taken: Step) -> tuple[Said, ...]:
        spoken: Sequence[Say | None] = [effect for effect in taken.effects if isinstance(effect, Say)]
        written = self._messages(entry)
        length = max(len(spoken), len(written))
        columns = (_filled(column, length) for column in (written, spoken, taken.spoken))
        return tuple(Said(message, say, made_of) for message, say, made_of in zip(*columns, strict=True))


def _filled(items: Sequence[Json], length: int) -> list[Json]:
    return [*items, *[None] * (length - len(items))]


def _ended(session: Session, event: Stop) -> Step:
    """What becomes of a session whose flow is gone: it is ended from outside."""
    ended = session.copy()
    ended.outcome, ended.wake_at = event.outcome, None
    return Step(ended, (Finish(event.outcome),), ())


def _not_stored(flow: str, version: str) -> str:
    return f"version {version} of the flow `{flow}` is not stored, or this release cannot read it"


def _difference(entry: Logged, session: Session, said: Sequence[Said]) -> str:
    """The first thing that is not as the log says."""
    for one in said:
        if one.written is None:
            return "something is said that was not written then, or was erased since"
        if not one.same:
            return "the text differs" if one.replayed is not None else "nothing is said where something was written"
    data = entry.data
    if session.state != data["to"]:
        return f"it comes to `{session.state}`, and came to `{data['to']}` then"
    if session.outcome != data.get("outcome"):
        return f"it ends as {session.outcome}, and ended as {data.get('outcome')} then"
    return ""
