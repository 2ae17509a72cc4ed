"""`parley send`: one message, put into the queue of the server or worker that runs on the same database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Annotated, Any, TypeVar

import typer
from sqlalchemy import Connection

from bot.cli.console import Exit, Failed, say, show_json, show_values
from bot.cli.help import command, new_app
from bot.cli.phones import phone_of
from bot.cli.setup import read_settings
from bot.config import Settings
from bot.events import MessageClass, MessageStatus
from bot.messages import Draft, Forecast, Messages
from bot.outbox.compose import Saying
from bot.providers.channel import Channel
from bot.runtime import Runtime
from bot.suggest import did_you_mean

app = new_app()

Outcome = TypeVar("Outcome")


@command(
    app,
    ('parley send +15550100001 "Your table is ready"', ""),
    ('parley send +15550100001 "…" --dry-run', "its segments and cost; sends nothing"),
)
def send(
    to: Annotated[str, typer.Argument(metavar="TO", help="+E.164, or as your country writes it.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to say.")],
    channel: Annotated[
        str | None, typer.Option(metavar="NAME", help="From which channel; else as the routes say.")
    ] = None,
    message_class: Annotated[
        MessageClass, typer.Option("--class", help="What compliance applies to it.")
    ] = MessageClass.TRANSACTIONAL,
    program: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of marketing: its programme, which people may leave.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would become of it.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Send one message.

    It is queued; the server or worker that runs on the same database sends it. Exits with 1 if it may not be sent.
    """
    if message_class is MessageClass.CONSENT:
        raise Failed("only Parley itself answers STOP, START and HELP", Exit.USAGE)
    settings = read_settings()
    if program is not None and message_class is not MessageClass.MARKETING:
        raise Failed("only marketing belongs to a programme that people may leave: say --class marketing", Exit.USAGE)
    saying = Saying(text, message_class, program=program)
    phone = phone_of(to, settings)
    if dry_run:
        forecast = asyncio.run(_with_messages(settings, channel, phone, saying, Messages.forecast))
        report, refused = _report(forecast), forecast.verdict == "refuse"
    else:
        message = asyncio.run(_with_messages(settings, channel, phone, saying, Messages.create))
        refused = message.status == MessageStatus.REFUSED
        report = {
            "id": message.id,
            "to": message.recipient,
            "from": message.sender,
            "channel": message.channel,
            "status": message.status,
            "error": message.error,
        }
        report |= {"held_reason": message.held_reason, "not_before": message.due_at} if message.held_reason else {}
    if json:
        show_json(report)
    else:
        show_values({name: _plain(value) for name, value in report.items() if value not in (None, ())})
    if refused:
        raise typer.Exit(Exit.FAILURE)
    if not dry_run:
        say("queued: the parley serve or parley worker on this database sends it")


async def _with_messages(
    settings: Settings,
    channel: str | None,
    phone: str,
    saying: Saying,
    work: Callable[[Messages, Connection, Sequence[Draft]], list[Outcome]],
) -> Outcome:
    """Do one thing with the messages of the deployment, in one transaction."""
    runtime = Runtime(settings)
    await runtime.start(worker=False)
    try:
        draft = Draft(phone, channel_named(runtime, channel), saying)
        [outcome] = await runtime.database.run(lambda conn: work(runtime.messages, conn, [draft]))
        return outcome
    finally:
        await runtime.stop()


def _report(forecast: Forecast) -> dict[str, Any]:
    """What a forecast says, in the words of the API."""
    return {"from" if name == "sender" else name: value for name, value in asdict(forecast).items()}


def channel_named(runtime: Runtime, name: str | None) -> Channel | None:
    """Find a channel, or say which there are; without a name the routes find one."""
    if name is None:
        return None
    if name not in runtime.channels:
        hint = did_you_mean(name, runtime.channels) or f"there are: {', '.join(runtime.channels)}"
        raise Failed(f"no channel is called `{name}`, {hint}", Exit.USAGE)
    return runtime.channels[name]


def _plain(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
