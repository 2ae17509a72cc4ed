"""`parley replay`: a conversation once more from its log, compared with what was written then."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from textwrap import wrap
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.console import Exit, Failed, say, show_json
from bot.cli.database import read_database
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.config import Settings
from bot.events import Json
from bot.phone import mask, parse
from bot.privacy.keys import make_sealer
from bot.replaying import Replay, Replayed, Said, replay_conversation
from bot.sealing import HIDDEN
from bot.store import views
from bot.store.db import Database
from bot.store.views import ConversationView

app = new_app()

WIDTH_MAX = 80
NAME_WIDTH = 9
Replays = list[tuple[ConversationView, Replay]]


@command(
    app,
    ("parley replay cnv_01k2m3n4p5q6r7s8t9v0w1x2y3", "one conversation"),
    ("parley replay +15550100001", "all conversations with a phone"),
    ("parley replay +15550100001 --json", "for a program"),
)
def replay(
    conversation: Annotated[str, typer.Argument(metavar="CONVERSATION", help="Its id, or a phone.")],
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Play a conversation again from its log, and compare what is said with what was written.

    The same version, seed, times and events must say the same to the byte. Sends nothing and changes nothing. Exits
    with 1 at the first difference. Texts are shown as they are; phones are masked.
    """
    replays = _replay(read_settings(), conversation)
    if json:
        show_json([_plain(view, replayed) for view, replayed in replays])
    else:
        _Page().show(replays)
    faults = [replayed.first_fault for _, replayed in replays if replayed.first_fault is not None]
    if faults:
        entry = faults[0].entry
        raise Failed(f"entry {entry.seq} of the log comes out differently: {faults[0].fault}")
    messages, sessions = (sum(getattr(item, name) for _, item in replays) for name in ("messages", "sessions"))
    say(f"{_count(messages, 'message')} in {_count(sessions, 'session')}: the same to the byte")


def _replay(settings: Settings, named: str) -> Replays:
    wanted = {"id": named} if named.startswith("cnv_") else {"phone": _phone(named, settings)}
    sealer = make_sealer(settings.privacy, Database(settings.database.url, settings.database.state), os.urandom)
    replays = read_database(
        settings,
        lambda conn: [
            (view, replay_conversation(conn, view.id, sealer=sealer)) for view in views.conversations(conn, **wanted)
        ],
    )
    if not replays:
        raise Failed(f"there is no conversation {'' if 'id' in wanted else 'with '}{named}", Exit.USAGE)
    return replays


def _phone(written: str, settings: Settings) -> str:
    try:
        return parse(written, settings.business.country)
    except ValueError as error:
        raise Failed(f"{error}; or name a conversation by its id, cnv_…", Exit.USAGE) from error


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# ── on paper ────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Page:
    """Writes transcripts."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        self._console.width = min(self._console.width, WIDTH_MAX)

    def show(self, replays: Replays) -> None:
        """Each conversation, session by session."""
        for number, (view, replayed) in enumerate(replays):
            if number:
                self._console.print()
            self._console.print(Text(f"{view.id} with {mask(view.phone)} on {view.channel}", "bold"))
            day = ""
            session: str | None = None
            for one in replayed.entries:
                if one.entry.at.date().isoformat() != day or one.entry.session_id != session:
                    day, session = one.entry.at.date().isoformat(), one.entry.session_id
                    self._console.print(Text(f"\n{day}  {_headline(one)}", "dim"))
                self._entry(one)

    def _entry(self, one: Replayed) -> None:
        at, outcome = one.entry.at, one.entry.data.get("outcome")
        for who, text in _happened(one):
            self._line(at, who, text, "" if who == "person" else "dim")
        for said in one.said:
            self._said(at, said, tried=bool(said.replayed) or bool(one.fault))
        if one.fault:
            self._line(at, "✗", one.fault, "bold red")
        if outcome is not None:
            self._line(at, "ended", str(outcome), "dim")

    def _said(self, at: datetime, said: Said, *, tried: bool) -> None:
        if said.written is not None and said.written.secret:
            self._line(at, "bot" if said.same or not tried else "differs", HIDDEN, "cyan" if said.same else "red")
            return
        if said.same or not tried:
            text = _spoken(said.written)
            self._line(at, "bot", text if tried else f"{text} (not replayed)", "cyan" if tried else "dim")
            return
        self._line(at, "written", _spoken(said.written), "red")
        self._line(at, "replayed", _spoken(said.replayed), "green")

    def _line(self, at: datetime, who: str, text: str, style: str) -> None:
        lead = f"{at:%H:%M}  {who:<{NAME_WIDTH}}"
        room = self._console.width - len(lead)
        lines = [line for written in text.split("\n") for line in wrap(written, room) or [""]]
        for number, line in enumerate(lines):
            self._console.print(Text(((lead if number == 0 else " " * len(lead)) + line).rstrip(), style))


def _headline(one: Replayed) -> str:
    data = one.entry.data
    return f"{data['flow']} {data['version']}" if one.entry.session_id else "no flow"


def _happened(one: Replayed) -> Iterator[tuple[str, str]]:
    """What an entry tells besides what was said."""
    data = one.entry.data
    match one.entry.kind:
        case "step":
            if "heard" in data:
                yield "person", str(data["heard"])
            yield _event(data["event"])
            yield from (("problem", str(problem["detail"])) for problem in data["problems"])
        case "moved":
            yield "moved", f"{data['from']} → {data['to']} of version {data['version']}"
        case "text":
            yield "person", str(data["text"])
            yield "", f"not answered: {data['silent']}"
        case "consent":
            yield "person", str(data["text"])
            yield "consent", str(data["verdict"])
        case "asked":
            yield "asked", f"by {data['by'] or 'the business'}: {', '.join(data['said'])}"
        case kind:
            yield kind, str(data.get("name") or data.get("reason") or "")


def _event(event: Json) -> tuple[str, str]:
    match event:
        case {"type": "reply", "text": text, "media": media}:
            return "person", "\n".join([str(text), *(f"[{address}]" for address in media)])
        case {"type": "start", "inputs": inputs}:
            return "start", ", ".join(f"{name} = {value}" for name, value in inputs.items())
        case {"type": "result", "status": status, "error": error}:
            return "api", str(error or f"status {status}")
        case {"type": "stop", "outcome": outcome}:
            return "stop", str(outcome)
        case {"type": kind}:
            return _WORDS.get(str(kind), str(kind)), ""
    return "?", str(event)


_WORDS = {"wake": "time", "agentclosed": "closed", "undelivered": "lost"}


def _spoken(message: Any) -> str:
    return "(nothing)" if message is None else "\n".join([message.text, *(f"[{url}]" for url in message.media)])


# ── for programs ────────────────────────────────────────────────────────────────────────────────────────────────────


_TOLD = ("flow", "version", "heard", "event", "from", "to", "outcome", "text", "silent")


def _plain(view: ConversationView, replayed: Replay) -> dict[str, Json]:
    first = replayed.first_fault
    return {
        "conversation": view.id,
        "phone": mask(view.phone),
        "channel": view.channel,
        "same": first is None,
        "first_difference": None if first is None else {"entry": first.entry.seq, "why": first.fault},
        "messages": replayed.messages,
        "sessions": replayed.sessions,
        "entries": [_plain_entry(one) for one in replayed.entries],
    }


def _plain_entry(one: Replayed) -> dict[str, Json]:
    entry = one.entry
    return {
        "entry": entry.seq,
        "session": entry.session_id,
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        **{name: entry.data[name] for name in _TOLD if name in entry.data},
        "said": list(_plain_messages(one.said)),
        "difference": one.fault or None,
    }


def _text(said: Said, text: str) -> str:
    return HIDDEN if said.written is not None and said.written.secret else text


def _plain_messages(said: Iterable[Said]) -> Iterator[dict[str, Json]]:
    for one in said:
        yield {
            "id": one.written and one.written.id,
            "written": one.written and _text(one, one.written.text),
            "replayed": one.replayed and _text(one, one.replayed.text),
            "same": one.same,
        }
