"""`parley broadcast`: a message to many, ordered, looked over and stopped from the shell."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from bot.accounts import CLI
from bot.broadcasts import Order, Plan, Recorded, Stopped, WrongState
from bot.broadcasts.foresee import foresee
from bot.cli.console import Exit, Failed, say, show_json, show_table, show_values
from bot.cli.deployment import in_deployment
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.config import Settings
from bot.runtime import Runtime
from bot.store import broadcasts as store
from bot.store.broadcasts import Broadcast as Kept
from bot.store.broadcasts import RecipientView
from bot.web.api.bodies import validate
from bot.web.api.broadcast_orders import order_of
from bot.web.api.broadcast_shapes import (
    Broadcast,
    BroadcastOutlook,
    BroadcastResults,
    NewBroadcast,
    RecipientShape,
    file_of,
    recipient_of,
)
from bot.web.api.broadcasts import results
from bot.web.problem import Problem

LISTED: int = 50
RECIPIENTS_A_PAGE: int = 1_000

app = new_app(
    help="Send a message to many; look at it, pause it, cancel it.",
    examples=(
        ('parley broadcast create "Hi {{ first_name }}!" --csv people.csv', "says what would happen, and asks"),
        ('parley broadcast create "News" --audience \'tags has "news"\' --pace 10/s', "to people you know"),
        ("parley broadcast list", "what there is, and how far it is"),
        ("parley broadcast pause brd_01k…", "nothing more of it leaves"),
    ),
)

Id = Annotated[str, typer.Argument(metavar="ID", help="As `parley broadcast list` shows it.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@command(
    app,
    ('parley broadcast create "Hi {{ first_name }}!" --csv people.csv --dry-run', "what would happen"),
    ("parley broadcast create --flow survey --audience 'tags has \"vip\"'", "a flow instead of a text"),
    ("parley broadcast create --variant 'a=Hi!' --variant 'b=Good day.' --audience vips", "which does better"),
)
def create(
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="What to say; a template.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="People, names of columns on top.")] = None,
    audience: Annotated[
        str | None, typer.Option(metavar="FILTER", help='People you know, or a saved name; "" is everybody.')
    ] = None,
    flow: Annotated[str | None, typer.Option(metavar="NAME", help="Start this flow instead.")] = None,
    variant: Annotated[
        list[str] | None, typer.Option(metavar="NAME=TEXT", help="Instead of TEXT: several against each other.")
    ] = None,
    message_class: Annotated[
        str, typer.Option("--class", metavar="CLASS", help="marketing, transactional or conversational.")
    ] = "marketing",
    program: Annotated[str | None, typer.Option(metavar="NAME", help="Of marketing: its programme.")] = None,
    channel: Annotated[str | None, typer.Option(metavar="NAME", help="From which channel; else the routes.")] = None,
    pace: Annotated[str | None, typer.Option(metavar="PACE", help="At most, such as 10/s or 2000/h.")] = None,
    send_at: Annotated[str | None, typer.Option(metavar="TIME", help="When it begins, RFC 3339.")] = None,
    local_time: Annotated[str | None, typer.Option(metavar="TIME", help="By their clock, such as 09:00.")] = None,
    window: Annotated[str | None, typer.Option(metavar="SPAN", help="Only then, such as 10:00-18:00.")] = None,
    expires_at: Annotated[str | None, typer.Option(metavar="TIME", help="Nobody gets it after that.")] = None,
    recurs: Annotated[str | None, typer.Option(metavar="RULE", help='Such as "every Monday 09:00".')] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="In the list.")] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Begin only when it is resumed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: AsJson = False,
) -> None:
    """Send a message to many.

    Says what would happen and asks before it begins. The server or worker on this database sends it. Rows of a file
    that cannot be used are told and hold up no other.
    """
    given = {
        "text": text,
        "csv": None if csv is None else _read(csv),
        "audience": audience,
        "flow": flow,
        "variants": [_variant(written) for written in variant] if variant else None,
        "class": message_class,
        "program": program,
        "channel": channel,
        "pace": pace,
        "send_at": send_at,
        "local_time": local_time,
        "window": window,
        "expires_at": expires_at,
        "recurs": recurs,
        "name": name,
        "draft": draft or None,
    }
    body = {name: value for name, value in given.items() if value is not None}
    asyncio.run(_create(read_settings(), body, dry_run=dry_run, yes=yes, json=json))


@command(app, ("parley broadcast list", "the newest first"), name="list")
def list_all(json: AsJson = False) -> None:
    """List broadcasts."""

    def newest(conn: Connection, runtime: Runtime) -> list[Kept]:
        return store.page(conn, state=None, before=None, limit=LISTED)

    rows = asyncio.run(in_deployment(read_settings(), newest))
    shown = [Broadcast.of(row) for row in rows]
    if json:
        show_json([one.model_dump(mode="json", by_alias=True) for one in shown])
        return
    if not shown:
        say("there are none yet")
        return
    rows_shown = [(one.id, one.state, f"{one.progress:.0%}", str(one.recipients), one.name) for one in shown]
    show_table(("id", "state", "had it", "people", "name"), rows_shown)


@command(app, ("parley broadcast show brd_01k2m3n4p5q6r7s8t9v0w1x2y3", "how far it is, and how it did"))
def show(broadcast: Id, json: AsJson = False) -> None:
    """Show how far one is, and how it did."""

    def look(conn: Connection, runtime: Runtime) -> BroadcastResults:
        return results(conn, runtime.broadcasts.counted, broadcast)

    found = asyncio.run(in_deployment(read_settings(), _told(look)))
    if json:
        show_json(found.model_dump(mode="json", by_alias=True))
        return
    show_values(
        {
            "name": found.name,
            "state": found.state,
            "people": found.recipients,
            "counts": _counted(found.counts) or "nothing yet",
            **({"next": found.next_at} if found.next_at else {}),
            **({"stopped": found.stopped} if found.stopped else {}),
            **({"flow ended": _counted(found.outcomes)} if found.outcomes else {}),
        }
    )
    if len(found.variants) > 1:
        rows = [(one.name, str(one.weight), _counted(one.counts), str(one.replied)) for one in found.variants]
        show_table(("text", "weight", "counts", "replied"), rows)


@command(
    app, ("parley broadcast recipients brd_01k2m3n4p5q6r7s8t9v0w1x2y3 --status refused", "who got nothing, and why")
)
def recipients(
    broadcast: Id,
    status: Annotated[str | None, typer.Option(metavar="STATUS", help="Of their message, or `waiting`.")] = None,
    json: AsJson = False,
) -> None:
    """List whom it goes to, and what became of each."""

    def look(conn: Connection, runtime: Runtime) -> list[RecipientShape]:
        plan = Plan.read(_known(store.find(conn, broadcast), broadcast).plan)
        return [recipient_of(row, plan) for row in _all_recipients(conn, broadcast, status)]

    found = asyncio.run(in_deployment(read_settings(), _told(look)))
    if json:
        show_json([one.model_dump(mode="json") for one in found])
    else:
        rows = [
            (one.to or "erased", one.status or "", one.error or one.reason or "", one.message or "") for one in found
        ]
        show_table(("to", "status", "why", "message"), rows)


def _all_recipients(conn: Connection, id: str, status: str | None) -> Iterator[RecipientView]:
    after = 0
    while page := store.recipients(conn, id, status=status, after=after, limit=RECIPIENTS_A_PAGE):
        yield from page
        after = page[-1].place


@command(app, ("parley broadcast pause brd_01k2m3n4p5q6r7s8t9v0w1x2y3", "until it is resumed"))
def pause(broadcast: Id, json: AsJson = False) -> None:
    """Stop for now: from this moment on nothing more of it is claimed."""
    _stop(broadcast, Recorded.pause, json=json)


@command(app, ("parley broadcast cancel brd_01k2m3n4p5q6r7s8t9v0w1x2y3", "asks before it does"))
def cancel(
    broadcast: Id, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False, json: AsJson = False
) -> None:
    """Stop for good. There is no way back."""
    if not yes and not typer.confirm("Cancel it for good?", err=True):
        raise Failed("nothing was changed")
    _stop(broadcast, Recorded.cancel, json=json)


@command(app, ("parley broadcast resume brd_01k2m3n4p5q6r7s8t9v0w1x2y3", "also begins a draft"))
def resume(broadcast: Id, json: AsJson = False) -> None:
    """Go on with what was paused, or begin a draft."""
    found = asyncio.run(
        in_deployment(read_settings(), _told(lambda conn, runtime: _recorded(runtime).resume(conn, broadcast)))
    )
    _report(_known(found, broadcast), {}, json=json)


def _stop(id: str, act: Callable[[Recorded, Connection, str], Stopped | None], *, json: bool) -> None:
    stopped = asyncio.run(
        in_deployment(read_settings(), _told(lambda conn, runtime: act(_recorded(runtime), conn, id)))
    )
    if stopped is None:
        raise Failed(f"no broadcast has the id `{id}`")
    more = {"taken back": stopped.taken_back, "in flight": len(stopped.in_flight)}
    _report(stopped.broadcast, more, json=json)
    for message in stopped.in_flight:
        say(f"on the wire: {message}")


def _recorded(runtime: Runtime) -> Recorded:
    return Recorded(runtime.broadcasts, CLI, runtime.world.now())


def _told(work: Callable[[Connection, Runtime], Any]) -> Callable[[Connection, Runtime], Any]:
    """Say in a line what the API says in a problem."""

    def told(conn: Connection, runtime: Runtime) -> Any:
        try:
            return work(conn, runtime)
        except WrongState as error:
            raise Failed(str(error)) from None
        except Problem as problem:
            raise _failed(problem) from None

    return told


def _report(kept: Kept, more: dict[str, int], *, json: bool) -> None:
    shown = {"id": kept.id, "state": kept.state, **more}
    if json:
        show_json({name.replace(" ", "_"): value for name, value in shown.items()})
    else:
        show_values(shown)


def _known(kept: Kept | None, id: str) -> Kept:
    if kept is None:
        raise Failed(f"no broadcast has the id `{id}`")
    return kept


async def _create(settings: Settings, body: dict[str, Any], *, dry_run: bool, yes: bool, json: bool) -> None:
    runtime = Runtime(settings)
    await runtime.start(worker=False)
    try:
        try:
            order = await order_of(runtime, validate(NewBroadcast, body), "cli")
        except Problem as problem:
            raise _failed(problem) from None
        await _foretell(runtime, order, json=json and dry_run)
        if dry_run:
            return
        if not yes and not typer.confirm("Send it?", err=True):
            raise Failed("nothing was sent")
        kept = await runtime.database.run(_recorded(runtime).create, order)
    finally:
        await runtime.stop()
    _report(kept, {}, json=json)
    say("the parley serve or parley worker on this database sends it")


async def _foretell(runtime: Runtime, order: Order, *, json: bool) -> None:
    seen = await foresee(runtime.database, runtime.house, order.plan, order.people, runtime.world.now())
    outlook = BroadcastOutlook.of(seen, file_of(dict(order.report)))
    if json:
        show_json(outlook.model_dump(mode="json"))
        return
    say(outlook.summary)
    if outlook.file and (outlook.file.rejected or outlook.file.repeated):
        say(f"of the file's rows {outlook.file.rejected} are left out, {outlook.file.repeated} came before")
        for row in outlook.file.problems[:10]:
            say(f"line {row.line}: {row.problem}")
    for problem in outlook.problems:
        say(f"a text cannot be filled in: {problem}")
    for sample in outlook.samples[:1]:
        say(f"to {sample.to}: {sample.text}")


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))


def _variant(written: str) -> dict[str, str]:
    name, equals, text = written.partition("=")
    if not equals:
        raise Failed(f"`{written}` is no variant: write --variant 'short=Hi!'", Exit.USAGE)
    return {"name": name.strip(), "text": text}


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Failed(f"{file} cannot be read: {error}", Exit.USAGE) from error


def _failed(problem: Problem) -> Failed:
    shown = f"\n{problem.extra['shown']}" if "shown" in problem.extra else ""
    return Failed(f"{problem.detail}{f'; {problem.hint}' if problem.hint else ''}{shown}", Exit.USAGE)
