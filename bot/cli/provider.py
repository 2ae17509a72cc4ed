"""`parley provider`: what has to be set up on both sides before a provider and this server talk."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Annotated
from urllib.parse import urlsplit

import typer
from pydantic.fields import FieldInfo

from bot.cli.console import Exit, Failed, say, show
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.config import Settings, is_loopback
from bot.errors import SendError
from bot.inbox import Busy
from bot.outbox.smpp import SmppWire
from bot.outbox.wire import HttpWire, Wire
from bot.providers.base import Provider, get_provider, make_provider, provider_names
from bot.providers.http import Request
from bot.providers.smpp import Smpp
from bot.suggest import did_you_mean
from bot.world import World

app = new_app(
    help="Connect a provider: what to paste where.",
    examples=(("parley provider connect twilio", "its settings, its webhooks, and whether the credentials are good"),),
)

NEW_CHANNEL = "main"
_TOKEN = "webhook_token"  # noqa: S105 - the name of a setting
_PLACEHOLDER = "https://sms.example.com"


@app.callback()
def provider() -> None:
    """Connect a provider: what to paste where."""


@command(
    app,
    ("parley provider connect twilio", "what to put into parley.toml, then what to paste at Twilio"),
    ("parley provider connect kannel --channel backup", "of that channel"),
    ("parley provider connect d7 --no-check", "without calling D7"),
)
def connect(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `parley providers list` shows it.")],
    channel: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of which channel; else the first with it.")
    ] = None,
    check: Annotated[bool, typer.Option(help="Ask the provider whether the credentials are good.")] = True,
) -> None:
    """Print what to paste where, and check the credentials with a call that does nothing else.

    While no channel has this provider, prints the settings for one. Exits with 1 if the credentials are refused.
    """
    kind = _kind(name)
    settings = read_settings()
    ours = channel or next((key for key, it in settings.channels.items() if it.provider == name), None)
    if ours is None or ours not in settings.channels or settings.channels[ours].provider != name:
        _show_settings(kind, ours or NEW_CHANNEL, settings)
        return
    configured = make_provider(name, settings.channels[ours].extra, "channels", ours)
    options = kind.Settings.model_validate(settings.channels[ours].extra)
    paste = kind.paste
    if not kind.keeps_session:
        inbound, receipts = (options.address(url) for url in _addresses(settings, ours))
        paste = paste.replace("{inbound}", inbound).replace("{receipts}", receipts)
    show(paste)
    if check:
        _check(configured)


def _kind(name: str) -> type[Provider]:
    if name not in provider_names():
        hint = did_you_mean(name, provider_names()) or "see: parley providers list"
        raise Failed(f"no provider is called `{name}`, {hint}", Exit.USAGE)
    return get_provider(name)


def _addresses(settings: Settings, channel: str) -> tuple[str, str]:
    """Where texts and reports of a channel come in, as the world outside sees it."""
    public = settings.business.public_url
    if not public:
        say(f"business.public_url is not set: put the address of this server in place of {_PLACEHOLDER}\n")
    elif is_loopback(urlsplit(public).hostname or ""):
        say(f"business.public_url is {public}, which only this machine can reach\n")
    inbound = f"{public or _PLACEHOLDER}/webhooks/{channel}"
    return inbound, f"{inbound}/status"


# ── before: the settings ────────────────────────────────────────────────────────────────────────────────────────────


def _show_settings(kind: type[Provider], channel: str, settings: Settings) -> None:
    """Print a channel for parley.toml, with every credential in a variable of its own, and those variables."""
    fields = kind.Settings.model_fields
    needed = {key: field for key, field in fields.items() if field.is_required()}
    needed |= {key: field for key, field in fields.items() if key == _TOKEN}
    show(f"Put this into parley.toml:\n\n[channels.{channel}]")
    show(f'provider = {json.dumps(kind.name)}\nnumber = "+15550102000"      # your own')
    for line in _lines(kind.name, needed):
        show(line)
    if needed:
        show("\nand these into the environment of the server:\n")
    for key, field in needed.items():
        value = secrets.token_urlsafe(24) if key == _TOKEN else '"…"'
        show(f"export {_variable(kind.name, key)}={value}      # {field.description}")
    if not settings.business.public_url and not kind.keeps_session:
        show(f'\nand where providers reach this server:\n\n[business]\npublic_url = "{_PLACEHOLDER}"')
    show(f"\nThen see what to do at the provider: parley provider connect {kind.name}")


def _lines(name: str, needed: Mapping[str, FieldInfo]) -> Iterator[str]:
    for key in needed:
        yield f'{key} = "${_variable(name, key)}"'


def _variable(provider: str, key: str) -> str:
    return f"{provider}_{key}".upper()


# ── after: the credentials ──────────────────────────────────────────────────────────────────────────────────────────


def _check(provider: Provider) -> None:
    request = provider.probe()
    if request is None:
        say(f"\n{provider.name} has no call that would check the credentials and do nothing else")
        return
    host = request.endpoint.origin.host
    try:
        say(f"\n{host} says: {asyncio.run(_ask(provider, request))}")
    except SendError as error:
        raise Failed(f"{host} does not accept the credentials, or cannot be asked: {error}") from error


async def _ask(provider: Provider, request: Request) -> str:
    wire: Wire = SmppWire(provider.settings, _Deaf(), World.real()) if isinstance(provider, Smpp) else HttpWire(1)
    try:
        return provider.read_probe(await wire.exchange(request))
    finally:
        await wire.close()


class _Deaf:
    """Takes nothing in: what is not taken comes again, to a worker."""

    async def hear(self, body: bytes) -> None:
        """See `Ear`."""
        raise Busy

    def answered(self, body: bytes) -> None:
        """See `Ear`."""
