"""`parley why`: everything that explains one message."""

from __future__ import annotations

import json as jsons
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from textwrap import wrap
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.console import Exit, Failed, show_json
from bot.cli.database import read_database
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.events import Json
from bot.phone import mask
from bot.privacy.keys import make_sealer
from bot.routing.words import explain
from bot.store.db import Database
from bot.why import Cause, Reasons, Wanted, why

app = new_app()

WIDTH_MAX = 80
NAME_WIDTH = 12
Line = tuple[str, str]


@command(
    app,
    ("parley why msg_01k2m3n4p5q6r7s8t9v0w1x2y3", "on paper"),
    ("parley why msg_01k2m3n4p5q6r7s8t9v0w1x2y3 --json", "for a program"),
    name="why",
)
def explain_message(
    message: Annotated[str, typer.Argument(metavar="MESSAGE", help="Its id.")],
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say why a message was sent, held or refused, and what became of it.

    Who wanted it, the template and what it named, what the rules said and on what grounds, the person's record of
    consent until then, and what the provider reported. Texts are shown as they are; phones are masked.
    """
    settings = read_settings()
    sealer = make_sealer(settings.privacy, Database(settings.database.url, settings.database.state), os.urandom)
    reasons = read_database(settings, lambda conn: why(conn, message, sealer))
    if reasons is None:
        raise Failed(f"no message has the id {message}", Exit.USAGE)
    if json:
        show_json(_plain(reasons))
    else:
        _show(reasons)


# ── on paper ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _show(reasons: Reasons) -> None:
    console = Console(highlight=False)
    console.width = min(console.width, WIDTH_MAX)
    message = reasons.message
    console.print(Text(f"{message.id} to {mask(message.recipient)} on {message.channel}", "bold"))
    console.print(Text(f"{message.message_class}, {message.segments} × {message.encoding}, {message.status}", "dim"))
    console.print(f"\n{reasons.verdict}\n")
    for name, value in _lines(reasons):
        room = console.width - NAME_WIDTH
        for number, line in enumerate(
            line for part in value.split("\n") for line in wrap(part, room, break_on_hyphens=False) or [""]
        ):
            lead = Text(f"{name if number == 0 else '':<{NAME_WIDTH}}", "dim")
            console.print(lead + Text(line), soft_wrap=True)


def _lines(reasons: Reasons) -> Iterator[Line]:
    message, cause = reasons.message, reasons.cause
    yield from _cause(cause)
    yield "Text", message.text
    yield "Rules", _grounds(reasons.decision)
    if way := explain((reasons.decision or {}).get("route", {})):
        yield "Way", way
    yield "Consent", "\n".join(_wishes(reasons)) or "nothing recorded until then"
    yield "Delivery", "\n".join(_steps(reasons))
    if cause.same is not None:
        yield "Replay", "says the same, to the byte" if cause.same else "does not say the same: see `parley replay`"


def _cause(cause: Cause) -> Iterator[Line]:
    match cause.wanted:
        case Wanted.FLOW:
            place = f" at {cause.state}" if cause.state else ""
            line = f", line {cause.line}" if cause.line else ""
            yield "Wanted by", f"the flow {cause.flow}{f' {cause.version}' if cause.version else ''}{place}{line}"
        case Wanted.BUSINESS:
            yield "Wanted by", f"the business: {cause.by or 'by itself'}, in {cause.request or 'no request'}"
        case Wanted.AGENT:
            yield "Wanted by", f"{cause.by}, who wrote it"
        case Wanted.LAW:
            yield "Wanted by", "the law: it answers STOP, START or HELP"
        case Wanted.UNKNOWN:
            yield "Wanted by", "the log does not hold it, or not any more"
    if cause.event is not None:
        yield "Set off by", _event(cause.event)
    if cause.template is not None:
        yield "Template", cause.template
    if cause.inputs:
        yield "With", "\n".join(f"{name} = {_written(value)}" for name, value in cause.inputs.items())


def _event(event: Mapping[str, Json]) -> str:
    kind = event.get("type") or event.get("verdict")
    said = event.get("text") or ", ".join(f"{name} = {value}" for name, value in (event.get("inputs") or {}).items())
    return f"{kind}: {said}" if said else str(kind)


def _grounds(decision: Mapping[str, Json] | None) -> str:
    if decision is None or decision.keys() <= {"decision", "route"}:
        return "nothing spoke against it, when it was written or when it was sent"
    kept = {name: value for name, value in decision.items() if value not in (None, []) and name != "route"}
    clocks = [_clock(clock) for clock in kept.pop("clocks", ())]
    return "\n".join([*(f"{name.replace('_', ' ')}: {_word(value)}" for name, value in kept.items()), *clocks])


def _clock(clock: Mapping[str, Json]) -> str:
    """What one clock showed that may be the person's, and what its hours are."""
    hours = f"people may be sent this {clock['window']}" if clock["window"] else "nobody may be sent this on that day"
    return f"{clock['zone']}: it was {clock['local_time'].replace('T', ' ')}, and {hours}"


def _word(value: Json) -> str:
    return value if isinstance(value, str) else _written(value)


def _written(value: Json) -> str:
    return "nothing" if value is None else jsons.dumps(value, ensure_ascii=False)


def _wishes(reasons: Reasons) -> Iterator[str]:
    for wish in reasons.consent:
        said = f": {wish.text}" if wish.text else ""
        yield f"{wish.at:%Y-%m-%d %H:%M}  {wish.kind} by {wish.source} on {wish.channel}{said} (record {wish.seq})"


def _steps(reasons: Reasons) -> Iterator[str]:
    message = reasons.message
    yield f"{message.created_at:%Y-%m-%d %H:%M:%S}  written"
    if message.due_at is not None:
        yield f"{message.due_at:%Y-%m-%d %H:%M:%S}  due"
    if message.sent_at is not None:
        known = f" as {message.provider_id}" if message.provider_id else ""
        yield f"{message.sent_at:%Y-%m-%d %H:%M:%S}  taken by {message.provider}{known}"
    for report in reasons.receipts:
        error = f", error {report.error_code}" if report.error_code else ""
        yield f"{report.received_at:%Y-%m-%d %H:%M:%S}  reported {report.raw_status}{error}"
    if message.error is not None:
        yield f"{'error':<19}  {message.error}{f': {message.error_detail}' if message.error_detail else ''}"


# ── for programs ────────────────────────────────────────────────────────────────────────────────────────────────────


def _plain(reasons: Reasons) -> dict[str, Any]:
    message = asdict(reasons.message) | {"recipient": mask(reasons.message.recipient)}
    return {
        "verdict": reasons.verdict,
        "message": {name: value for name, value in message.items() if name != "seq"},
        "cause": asdict(reasons.cause),
        "decision": reasons.decision,
        "consent": [wish._asdict() for wish in reasons.consent],
        "receipts": [report._asdict() for report in reasons.receipts],
    }
