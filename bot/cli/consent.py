"""`parley consent`: the ledger of who wants texts and who does not, and what proves it."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from bot.cli.console import Exit, Failed, say, show_json, show_table, show_values
from bot.cli.database import read_database
from bot.cli.deactivated import File, take_file
from bot.cli.deployment import in_deployment
from bot.cli.help import command, new_app
from bot.cli.phones import phone_of
from bot.cli.reconcile import ChannelOption, DryRun, reconcile_lists
from bot.cli.setup import read_settings
from bot.compliance.standing import Kind, agreements
from bot.config import Settings
from bot.inbox import wishes
from bot.inbox.consent import Evidence
from bot.inbox.wishes import Done, Refusal, Review, Standing, Wanted
from bot.limits import REVIEWS_SHOWN_MAX
from bot.phone import mask
from bot.runtime import Runtime
from bot.store import consent

app = new_app(
    help="Look into the ledger of consent, and prove that nobody has changed it.",
    examples=(
        ("parley consent verify", "is every record as it was written?"),
        ("parley consent show +15550100001", "where somebody stands, and why"),
        ("parley consent reviews", "who may have meant STOP"),
        ("parley consent resolve +15550100001 --carry-on", "they did not"),
        ("parley consent reconcile", "who opted out at the carrier, and not here?"),
        ("parley consent deactivated FILE", "numbers that carriers took back"),
    ),
)

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Phone = Annotated[str, typer.Argument(metavar="PHONE", help="+E.164, or as your country writes it.")]


@command(app, ("parley consent verify", ""), ("parley consent verify --json", "for a program"))
def verify(json: AsJson = False) -> None:
    """Check every record: exits with 1 and says which, if any was changed, removed or put elsewhere."""
    findings = read_database(read_settings(), lambda conn: list(consent.verify(conn)))
    if findings is None:
        raise Failed("there is no database yet; make it with: parley db upgrade")
    if json:
        show_json([finding._asdict() for finding in findings])
    for finding in findings:
        say(f"record {finding.seq}: {finding.what}")
    if findings:
        say("restore the ledger from a backup that verifies, and find out who could write to the database")
        raise typer.Exit(Exit.FAILURE)
    say("every record is as it was written")


@command(app, ("parley consent show +15550100001", ""))
def show(phone: Phone, json: AsJson = False) -> None:
    """Show where somebody stands, and the records that it follows from."""
    settings = read_settings()
    number = phone_of(phone, settings)
    found = _standing(settings, number)
    if not found.records:
        raise Failed(f"nothing is recorded of {mask(number)}")
    if json:
        show_json(_plain(found))
        return
    show_values(_summary(found))
    say()
    show_table(("record", "at", "what", "program", "by", "words"), [_line(kept) for kept in found.records])


@command(app, ("parley consent reviews", ""))
def reviews(json: AsJson = False) -> None:
    """List who may have meant STOP: their marketing waits until `resolve`, for three days at most."""
    waiting = _reviews(read_settings())
    if json:
        show_json([{**_named(one), "text": one.text} for one in waiting])
    else:
        rows = [(*_named(one).values(), one.text[:60]) for one in waiting]
        show_table(("phone", "reason", "since", "record", "words"), rows)


@command(
    app,
    ("parley consent resolve +15550100001 --carry-on", "they want texts as before"),
    ("parley consent resolve +15550100001 --out", "they want no more"),
    ("parley consent resolve +15550100001 --void", "the number is somebody else's by now"),
)
def resolve(
    phone: Phone,
    carry_on: Annotated[bool, typer.Option("--carry-on", help="They did not mean STOP.")] = False,
    out: Annotated[bool, typer.Option("--out", help="They meant STOP.")] = False,
    void: Annotated[bool, typer.Option("--void", help="It is another person's number.")] = False,
    actor: Annotated[str, typer.Option(metavar="NAME", help="Who has looked into it.")] = "cli",
    text: Annotated[str, typer.Option(metavar="TEXT", help="What they said, or how you know.")] = "",
) -> None:
    """Say what somebody meant who may have meant STOP."""
    chosen = [kind for kind, wanted in ((Kind.RECONFIRM, carry_on), (Kind.OUT, out), (Kind.VOID, void)) if wanted]
    if len(chosen) != 1:
        raise Failed("say one of --carry-on, --out and --void", Exit.USAGE)
    settings = read_settings()
    wanted = Wanted(phone_of(phone, settings), chosen[0], Evidence("agent", text, channel="cli", actor=actor))
    answer = _take(settings, wanted)
    if isinstance(answer, Refusal):
        raise Failed(answer.detail + (f"; {answer.hint}" if answer.hint else ""))
    show_values({"record": answer.record, "phone": wanted.phone})


@command(
    app,
    ("parley consent reconcile", "all lists that can be read"),
    ("parley consent reconcile --channel main --dry-run", "what would be recorded"),
)
def reconcile(channel: ChannelOption = None, dry_run: DryRun = False, json: AsJson = False) -> None:
    """Read the carriers' own lists of opt-outs, whole, and record who is on one and not out here.

    A worker does it every night by itself. Nobody is ever opted in by it. Exits with 1 if a list cannot be read.
    """
    reconcile_lists(channel, dry_run=dry_run, json=json)


@command(
    app,
    ("parley consent deactivated deact-2026-03-05.txt --dry-run", "how many of yours are in it"),
    ("parley consent deactivated deact-2026-03-05.txt", "their consent holds no longer"),
)
def deactivated(file: File, dry_run: DryRun = False, json: AsJson = False) -> None:
    """Take in a carrier's daily file of numbers that it has taken back: whoever gets one next has agreed to nothing.

    Only numbers that you know matter, and nobody becomes a contact. Take each file in on its day: an old one would also
    void what somebody has agreed to who has such a number by now.
    """
    take_file(file, dry_run=dry_run, json=json)


# ── the deployment ──────────────────────────────────────────────────────────────────────────────────────────────────


def _standing(settings: Settings, phone: str) -> Standing:
    return asyncio.run(in_deployment(settings, lambda conn, runtime: wishes.standing(conn, runtime.house, phone)))


def _reviews(settings: Settings) -> list[Review]:
    return asyncio.run(in_deployment(settings, lambda conn, runtime: wishes.reviews(conn, REVIEWS_SHOWN_MAX)))


def _take(settings: Settings, wanted: Wanted) -> Done | Refusal:
    def work(conn: Connection, runtime: Runtime) -> Done | Refusal:
        return wishes.take(conn, runtime.house, [wanted], runtime.world.now())[0]

    return asyncio.run(in_deployment(settings, work))


# ── in words ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _summary(found: Standing) -> dict[str, str]:
    known = found.suppression
    held = agreements((kept.event.wish, kept.event.consent_type) for kept in found.records)
    lines = {"phone": found.phone, "texts": "none" if known is not None and known.everything else "yes"}
    if known is not None and known.everything:
        lines["out since"] = f"{known.at:%Y-%m-%d %H:%M}Z by {known.source}, {known.event}"
    if known is not None and known.paused:
        lines["waits"] = f"since {known.at:%Y-%m-%d %H:%M}Z for somebody to look into it: {known.paused}"
    if known is not None and known.programs:
        lines["out of"] = ", ".join(known.programs)
    if known is not None and known.blocked:
        lines["blocked by"] = ", ".join(known.blocked) + ": they must text START there"
    if held:
        lines["agreed to"] = ", ".join(f"{one.scope or 'everything'} ({one.consent_type})" for one in held.values())
    return lines


def _line(kept: consent.Kept) -> tuple[str, ...]:
    event = kept.event
    words = "(erased)" if kept.erased_at else (event.text or event.action or "-")[:40]
    return event.id, f"{event.at:%Y-%m-%d %H:%M}Z", event.kind, event.scope or "-", event.source, words


def _named(one: Review) -> dict[str, str]:
    known = one.suppression
    return {
        "phone": one.phone,
        "reason": known.paused or "",
        "since": f"{known.at:%Y-%m-%d %H:%M}Z",
        "record": known.event or "",
    }


def _plain(found: Standing) -> dict[str, Any]:
    known = found.suppression
    return {
        "phone": found.phone,
        "contact_id": found.contact_id,
        "standing": None if known is None else known._asdict(),
        "records": [
            {"seq": kept.seq, **{name: getattr(kept.event, name) for name in kept.event.__slots__ if name != "salt"}}
            | {"previous_hash": kept.previous_hash, "row_hash": kept.row_hash, "erased_at": kept.erased_at}
            for kept in found.records
        ],
    }
