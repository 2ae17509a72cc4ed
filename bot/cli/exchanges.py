"""`parley exchanges`: what was said to the provider about one message, and by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.text import Text
from sqlalchemy import Connection

from bot.cli.console import Exit, Failed, say, show_json
from bot.cli.database import watch_database
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.exchanges.show import ShownExchange, shown
from bot.limits import EXCHANGES_KEPT_DAYS_MAX
from bot.logs import escape
from bot.phone import mask
from bot.store import exchanges, traffic, views
from bot.store.exchanges import Kept

app = new_app()

WIDTH_MAX: Final = 120
_TEXT_ID = re.compile(r"in_(\d{1,18})")


@command(
    app,
    ("parley exchanges msg_01k2m3n4p5q6r7s8t9v0w1x2y3", "every attempt, and every report"),
    ("parley exchanges in_17 --json", "of a text that came in, for a program"),
)
def show_exchanges(
    message: Annotated[str, typer.Argument(metavar="MESSAGE", help="Its id: msg_… as sent, in_… as it came in.")],
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show what was said to the provider about a message, and by it.

    Credentials and signatures are left out, and phones masked. `parley listen` and the API show the ids.
    """
    settings = read_settings()
    with watch_database(settings) as look:
        about, kept = look(lambda conn: _find(conn, message))
    found = [shown(each) for each in kept]
    if json:
        show_json([asdict(each) for each in found])
        return
    _Page().show(about, found)
    if not found:
        say(f"nothing is kept of it: that is for {EXCHANGES_KEPT_DAYS_MAX} days, and as log.exchanges says")


def _find(conn: Connection, named: str) -> tuple[str, list[Kept]]:
    if text_id := _TEXT_ID.fullmatch(named):
        text = traffic.text(conn, int(text_id[1]))
        if text is not None:
            return f"{named} from {mask(text.sender)} on {text.channel}", exchanges.of_text(
                conn, text.channel, text.provider_id
            )
    else:
        view = views.message_by_id(conn, named)
        if view is not None:
            about = f"{named} to {mask(view.recipient)} on {view.channel}: {view.status}"
            return about, exchanges.of_message(conn, named)
    raise Failed(f"there is no message {named}", Exit.USAGE)


class _Page:
    """Prints exchanges as they were on the wire, as far as they are kept."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        self._console.width = min(self._console.width, WIDTH_MAX)

    def show(self, about: str, found: list[ShownExchange]) -> None:
        """Print all of them."""
        self._console.print(Text(about, "bold"))
        for each in found:
            self._console.print()
            attempt = f", attempt {each.attempt}" if each.attempt else ""
            head = (
                f"{each.at.astimezone():%Y-%m-%d %H:%M:%S}  {each.kind}{attempt}: {each.result}, {each.duration_ms} ms"
            )
            good = each.result in ("taken", "answered", "received")
            self._console.print(Text(head, "cyan" if good else "red"))
            if each.detail:
                self._indented([each.detail])
            self._indented([f"{each.request.method} {each.request.url}", *_headers(each.request.headers)])
            self._indented(_body(each.request.body))
            if each.response is not None:
                self._console.print()
                self._indented([str(each.response.status), *_headers(each.response.headers)])
                self._indented(_body(each.response.body))

    def _indented(self, lines: list[str]) -> None:
        room = self._console.width - 2
        for line in lines:
            for start in range(0, max(1, len(line)), room):
                self._console.print(Text(f"  {line[start : start + room]}".rstrip()), soft_wrap=True)


def _headers(headers: Mapping[str, str]) -> Iterator[str]:
    return (escape(f"{name}: {value}") for name, value in headers.items())


def _body(body: str) -> list[str]:
    return ["", *(escape(line) for line in body.splitlines())] if body else []
