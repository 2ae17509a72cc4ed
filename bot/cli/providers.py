"""`parley providers`: with whom messages can be exchanged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from bot.cli.console import show_json, show_table
from bot.cli.help import command, new_app
from bot.providers.base import Capabilities, get_provider, provider_names

app = new_app(
    help="List the providers, and what they can do.",
    examples=(("parley providers list", "all that are installed, others' too"),),
)


@app.callback()
def providers() -> None:
    """List the providers, and what they can do."""


@command(app, ("parley providers list", ""), ("parley providers list --json", "for a program"), name="list")
def list_providers(json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """List the providers that are installed, and how far each can be relied on.

    `signed`: its webhooks are signed, else they are known by a secret address; SMPP has none. `receipts`: it reports
    delivery. `names`: the sender may be a name. `reference`: it hands our own id back. `dlt`: it takes the ids of
    registered texts that India asks for. `opt-outs`: its own list of who opted out can be read.
    """
    found = {name: get_provider(name).capabilities for name in provider_names()}
    if json:
        show_json([{"name": name, **_plain(can)} for name, can in found.items()])
    else:
        headings = ("name", "signed", "receipts", "media", "names", "reference", "dlt", "opt-outs", "verified against")
        show_table(headings, [(name, *_cells(can)) for name, can in found.items()])


def _plain(can: Capabilities) -> dict[str, bool | str]:
    return {
        "signature": can.signature,
        "receipts": can.receipts,
        "media": can.media,
        "alphanumeric_sender": can.alphanumeric_sender,
        "reference": can.reference,
        "dlt": can.dlt,
        "opt_outs": can.opt_outs,
        "verified_against": can.verified_against,
    }


def _cells(can: Capabilities) -> Iterator[str]:
    for value in _plain(can).values():
        yield value if isinstance(value, str) else "yes" if value else "-"
