"""`parley trigger`: what a provider would send, signed as the provider signs, to try a set-up from end to end."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlsplit

import httpx
import typer

from bot.cli.console import Exit, Failed, show, show_json
from bot.cli.database import open_database
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.config import Settings, is_loopback
from bot.providers.base import Sample, WebhookRequest, make_provider
from bot.store import views
from bot.store.views import MessageView
from bot.suggest import did_you_mean
from bot.world import World

app = new_app()

CUSTOMER = "+15550100001"
_TIMEOUT_S = 10.0
_RECEIPTS = (Sample.DELIVERED, Sample.FAILED)


@command(
    app,
    ("parley trigger inbound --text support", "a customer texts `support`"),
    ("parley trigger stop --from +15550100007", "another one opts out"),
    ("parley trigger delivered", "the last message to the customer arrived"),
)
def trigger(
    kind: Annotated[Sample, typer.Argument(metavar="KIND", help="What happens.")],
    channel: Annotated[str | None, typer.Option(metavar="NAME", help="Of which channel; else the first.")] = None,
    sender: Annotated[str, typer.Option("--from", metavar="PHONE", help="The customer.")] = CUSTOMER,
    text: Annotated[str, typer.Option(metavar="TEXT", help="What the customer writes.")] = "Hello",
    message: Annotated[
        str | None, typer.Option(metavar="ID", help="The message a receipt is about; else the last.")
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="URL", help="Where the server is; else as in the settings.")] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Imitate a provider: send a signed webhook to a running server.

    Exits with 1 if the server does not take it.
    """
    settings = read_settings()
    name = _channel(settings, channel)
    configured = settings.channels[name]
    server = (to or f"http://{settings.server.host}:{settings.server.port}").rstrip("/")
    path = f"/webhooks/{name}" + ("/status" if kind in _RECEIPTS else "")
    request = make_provider(configured.provider, configured.extra, "channels", name).sample_webhook(
        kind,
        url=(settings.business.public_url or server) + path,
        sender=configured.number if kind in _RECEIPTS else sender,
        recipient=sender if kind in _RECEIPTS else configured.number,
        text=text,
        id=message or (_last_message(settings, sender) if kind in _RECEIPTS else World.real().new_id("try")),
        now=datetime.now(UTC),
    )
    response = _post(request, server + path)
    if json:
        show_json({"status": response.status_code, "body": response.text})
    else:
        show(f"{response.status_code} {response.text}".rstrip())
    if not response.is_success:
        raise typer.Exit(Exit.FAILURE)


def _channel(settings: Settings, name: str | None) -> str:
    if name is None:
        return next(iter(settings.channels))
    if name not in settings.channels:
        hint = did_you_mean(name, settings.channels) or f"there are: {', '.join(settings.channels)}"
        raise Failed(f"no channel is called `{name}`, {hint}", Exit.USAGE)
    return name


def _last_message(settings: Settings, phone: str) -> str:
    message = asyncio.run(_find_last(settings, phone))
    if message is None or message.provider_id is None:
        raise Failed(f"no message to {phone} has reached the provider yet; name one with --message", Exit.USAGE)
    return message.provider_id


async def _find_last(settings: Settings, phone: str) -> MessageView | None:
    async with open_database(settings) as database:
        found = await database.run(views.messages, to=phone, before=None, limit=1)
    return found[0] if found else None


def _post(request: WebhookRequest, address: str) -> httpx.Response:
    """Send what was signed for the public address to where the server really listens."""
    target = urlsplit(address)._replace(query=urlsplit(request.url).query)
    proxied = not is_loopback(target.hostname or "")
    try:
        with httpx.Client(timeout=_TIMEOUT_S, trust_env=proxied) as client:
            return client.request(request.method, target.geturl(), headers=dict(request.headers), content=request.body)
    except httpx.HTTPError as error:
        raise Failed(f"{address} does not answer ({error}); start the server with: parley serve") from error
