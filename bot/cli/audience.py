"""`parley audience`: filters over contacts that are kept under a name."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot.accounts import CLI
from bot.audience import AudienceError
from bot.audience.tree import Clock
from bot.broadcasts import audiences
from bot.broadcasts.audiences import TooMany, is_name, read_named
from bot.cli.console import Exit, Failed, say, show_json, show_table, show_values
from bot.cli.deployment import in_deployment
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.limits import AUDIENCE_NAME_PATTERN, AUDIENCE_NOTE_CHARS_MAX, AUDIENCES_MAX
from bot.runtime import Runtime
from bot.store import audience as people
from bot.store import audiences as store
from bot.store.audiences import Saved
from bot.suggest import did_you_mean

app = new_app(
    help="Keep a filter over contacts under a name, and use it by that.",
    examples=(
        ("parley audience keep vips 'tags has \"vip\"'", "keep one, or change it"),
        ("parley audience show vips", "the filter, and how many it means just now"),
        ('parley broadcast create "Hi!" --audience vips', "use it"),
    ),
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="One word, as `parley audience list` shows it.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@command(app, ('parley audience keep lyon \'fields.city = "Lyon"\' --note "For the new shop"', ""))
def keep(
    name: Name,
    filter: Annotated[str, typer.Argument(metavar="FILTER", help='Whom it means; "" is everybody.')],
    note: Annotated[str, typer.Option(metavar="TEXT", help="What it is for.")] = "",
    json: AsJson = False,
) -> None:
    """Keep a filter under a name, or change the one that has it. Series that were ordered by it follow."""
    if re.fullmatch(AUDIENCE_NAME_PATTERN, name) is None:
        raise Failed(f"`{name}` is no name for an audience: one word of small letters, digits, - and _", Exit.USAGE)
    if is_name(filter.strip()):
        raise Failed(f'`{filter}` is a name itself: a filter has a test, such as tags has "vip"', Exit.USAGE)
    if len(note) > AUDIENCE_NOTE_CHARS_MAX:
        raise Failed(f"the note is longer than {AUDIENCE_NOTE_CHARS_MAX} characters", Exit.USAGE)

    def work(conn: Connection, runtime: Runtime) -> tuple[Saved, int]:
        try:
            count = _count(conn, runtime, filter)
            saved, _ = audiences.keep(conn, name, filter, note, CLI, runtime.world.now())
        except AudienceError as error:
            raise Failed(f"{error.problem}\n{error.shown}\n{error.hint or ''}".rstrip(), Exit.USAGE) from None
        except TooMany as error:
            raise Failed(str(error)) from None
        return saved, count

    _show(*asyncio.run(in_deployment(read_settings(), work)), json=json)


@command(app, ("parley audience list", ""), name="list")
def list_all(json: AsJson = False) -> None:
    """List the audiences that are kept under a name."""
    rows = asyncio.run(in_deployment(read_settings(), lambda conn, _: store.page(conn, limit=AUDIENCES_MAX)))
    if json:
        show_json([row._asdict() for row in rows])
    elif not rows:
        say("there are none yet: parley audience keep NAME FILTER")
    else:
        show_table(("name", "filter", "note"), [(row.name, row.filter or "everybody", row.note) for row in rows])


@command(app, ("parley audience show vips", ""))
def show(name: Name, json: AsJson = False) -> None:
    """Show one, and how many people it means just now."""

    def work(conn: Connection, runtime: Runtime) -> tuple[Saved, int]:
        saved = _find(conn, name)
        return saved, _count(conn, runtime, saved.filter)

    _show(*asyncio.run(in_deployment(read_settings(), work)), json=json)


@command(app, ("parley audience remove vips", "its people stay"))
def remove(name: Name) -> None:
    """Remove one. Its people stay, and so does what was ordered with it."""

    def work(conn: Connection, runtime: Runtime) -> None:
        _find(conn, name)
        audiences.remove(conn, name, CLI, runtime.world.now())

    asyncio.run(in_deployment(read_settings(), work))
    say(f"removed {name}")


def _find(conn: Connection, name: str) -> Saved:
    saved = store.find(conn, name)
    if saved is None:
        near = did_you_mean(name, store.names(conn))
        raise Failed(f"no audience is called `{name}`; {near or 'see: parley audience list'}")
    return saved


def _count(conn: Connection, runtime: Runtime, filter: str) -> int:
    asked, _ = read_named(conn, filter)
    return people.count(conn, asked, Clock(runtime.world.now(), runtime.settings.business.timezone))


def _show(saved: Saved, count: int, *, json: bool) -> None:
    if json:
        show_json(saved._asdict() | {"people": count})
        return
    shown = {"name": saved.name, "filter": saved.filter or "everybody", "people": count}
    show_values(shown | ({"note": saved.note} if saved.note else {}))
