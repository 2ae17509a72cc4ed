"""`parley listen`: what comes in and goes out, as it happens, from the database that all processes share."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

import orjson
import typer
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from bot.cli.console import Exit, Failed, say, show
from bot.cli.database import Look, watch_database
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.cli.traffic import Follower, Happening
from bot.config import Settings
from bot.errors import DatabaseAway
from bot.runtime.channels import make_channels
from bot.store import traffic
from bot.store.db import Database
from bot.suggest import did_you_mean

app = new_app()

LOOK_EVERY_S: Final = 0.5
WIDTH_MAX: Final = 120
CHANNEL_WIDTH_MAX: Final = 10
WHO_WIDTH: Final = 12
TIMING_WIDTH: Final = 7

_SPAN = re.compile(r"(\d{1,6})\s*([smhd])")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_SIGNS: Final = {"text": "←", "send": "→", "message": "→", "report": "•", "query": "?", "media": "↓", "refused": "✗"}
_STYLES: Final = {"text": "", "send": "cyan", "message": "cyan", "report": "dim", "query": "dim", "media": "dim"}


@command(
    app,
    ("parley listen", "from now on, until Ctrl+C"),
    ("parley listen --channel main --since 10m", "what happened lately, and goes on"),
    ("parley listen --since 1h --no-follow --json", "for a program"),
)
def listen(
    channel: Annotated[str | None, typer.Option(metavar="NAME", help="Of one channel only.")] = None,
    since: Annotated[str | None, typer.Option(metavar="TIME", help="10m, 2h, 1d, or 2026-03-05T12:00Z.")] = None,
    follow: Annotated[bool, typer.Option("--follow/--no-follow", help="Go on, or end with what there is.")] = True,
    json: Annotated[bool, typer.Option("--json", help="For programs: a line of JSON for each.")] = False,
) -> None:
    """Watch texts, calls to providers, reports and refused webhooks as they happen.

    Looks into the database, so it shows what every process does, on any machine. Phones are masked and the digits of
    passcodes hidden; texts are shown as they are.
    """
    settings = read_settings()
    channels = make_channels(settings)
    if channel is not None and channel not in channels:
        hint = did_you_mean(channel, channels) or f"there are: {', '.join(channels)}"
        raise Failed(f"no channel is called `{channel}`, {hint}", Exit.USAGE)
    begin = None if since is None else _time(since, datetime.now(UTC))
    in_process = {name for name, each in channels.items() if each.provider.local}
    width = min(CHANNEL_WIDTH_MAX, max(map(len, channels)))
    page = _Lines() if json else _Page(width)
    _say_what(settings, follow)
    try:
        with watch_database(settings) as look:
            follower = Follower(look(lambda conn: traffic.marks(conn, begin)), in_process)
            for happening in _happenings(look, follower, follow):
                if channel is None or happening.channel == channel:
                    page.show(happening)
    except KeyboardInterrupt:
        pass


def _say_what(settings: Settings, follow: bool) -> None:
    ending = "; Ctrl+C ends it" if follow else ""
    say(f"listening to {Database(settings.database.url).shown}{ending}")
    if settings.log.exchanges != "all":
        kept = "calls that failed" if settings.log.exchanges == "failures" else "no calls"
        say(f"log.exchanges is `{settings.log.exchanges}`: {kept} to providers can be seen")


def _happenings(look: Look, follower: Follower, follow: bool) -> Iterator[Happening]:
    away = False
    while True:
        try:
            found, more = look(follower.look)
        except DatabaseAway as error:
            if not follow:
                raise
            if not away:
                say(f"the database is away ({error}); looking again until it is back")
            away, found, more = True, [], False
        else:
            away = False
        yield from found
        if not more:
            if not follow:
                return
            time.sleep(LOOK_EVERY_S)


def _time(written: str, now: datetime) -> datetime:
    """Read a span before now, or a time."""
    if found := _SPAN.fullmatch(written.strip()):
        return now - timedelta(**{_UNITS[found[2]]: int(found[1])})
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise Failed(f"`{written}` is neither a span such as 10m nor a time in ISO 8601", Exit.USAGE) from error
    return at if at.tzinfo else at.astimezone()


class _Lines:
    """A line of JSON for each."""

    def show(self, happening: Happening) -> None:
        """Print it."""
        show(orjson.dumps(_document(happening), option=orjson.OPT_UTC_Z).decode())


def _document(happening: Happening) -> Mapping[str, Any]:
    document = asdict(happening)
    return {"duration_ms" if name == "took_ms" else name: value for name, value in document.items() if name != "good"}


class _Page:
    """For people: a line for each, and what to do where something is wrong."""

    def __init__(self, channel_width: int) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._width = min(self._console.width, WIDTH_MAX)
        self._channel_width = channel_width
        self._day = datetime.now().astimezone().date()

    def show(self, happening: Happening) -> None:
        """Print it."""
        at = happening.at.astimezone()
        if at.date() != self._day:
            self._day = at.date()
            self._console.print(Text(f"{self._day}", "dim"))
        style = _STYLES.get(happening.kind, "") if happening.good else "red"
        name = set_cell_size(happening.channel, self._channel_width)
        lead = f"{at:%H:%M:%S}  {name}  {_SIGNS[happening.kind]} "
        room = self._width - cell_len(lead)
        line = _fitted(_told(happening), _timing(happening), room)
        self._console.print(Text.assemble((lead[:8], "dim"), (lead[8:], style), (line, style)))
        if not happening.good:
            self._explain(happening, cell_len(lead), room)

    def _explain(self, happening: Happening, indent: int, room: int) -> None:
        more = f"parley exchanges {happening.id}" if happening.kind == "send" else None
        for sentence, style in ((happening.detail, "red"), (happening.what_now, ""), (more, "dim")):
            for part in _wrapped(sentence or "", room):
                self._console.print(Text(" " * indent + part, style))


def _told(happening: Happening) -> str:
    who = set_cell_size(happening.who, WHO_WIDTH) if happening.who else ""
    match happening.kind:
        case "text":
            words = happening.text
        case "send" if happening.good:
            words = happening.text
        case "send":
            words = f"not sent: {happening.result}"
        case "message":
            words = f"{happening.text}  ({happening.result})" if happening.good else happening.result
        case "report":
            words = " ".join(filter(None, [happening.result, f"({happening.detail})" if happening.detail else ""]))
            who = who or "unknown".ljust(WHO_WIDTH)
        case "query":
            words = f"asked what became of it: {happening.result}"
        case "media":
            words = f"a medium was opened: {happening.result}"
        case _:
            words = f"webhook refused: {happening.result}"
    return f"{who}  {words}" if who else words


def _timing(happening: Happening) -> str:
    if happening.took_ms is None:
        return ""
    took = f"{happening.took_ms} ms" if happening.took_ms < 10_000 else f"{happening.took_ms / 1000:.0f} s"
    return f"{happening.status or 'none'}{took:>{TIMING_WIDTH + 1}}"


def _fitted(words: str, timing: str, room: int) -> str:
    """Cut a line to one of the terminal's, with what was measured at its right."""
    left = room - (cell_len(timing) + 2 if timing else 0)
    if cell_len(words) > left:
        words = set_cell_size(words, max(1, left - 1)).rstrip() + "…"
    return f"{words}{' ' * (left - cell_len(words) + 2)}{timing}" if timing else words


def _wrapped(sentence: str, room: int) -> Iterator[str]:
    line = ""
    for word in sentence.split():
        if line and cell_len(line) + 1 + cell_len(word) > room:
            yield line
            line = word
        else:
            line = f"{line} {word}".lstrip()
    if line:
        yield line
