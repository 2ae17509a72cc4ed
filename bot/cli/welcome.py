"""What `parley serve` prints when it answers: what to open, and two lines to paste that work as they stand."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from bot import __version__
from bot.config import is_loopback
from bot.keys import Scope
from bot.providers.base import Sample, WebhookRequest
from bot.providers.channel import Channel
from bot.runtime import Runtime

CUSTOMER = "+15550100001"


def welcome(runtime: Runtime, address: str, door: str) -> str:
    """The text for a terminal; `door` is where in the console one begins: with a link, while nobody can sign in."""
    once = "?token=" in door
    live = ", ".join(f"{name} ({channel.provider.name})" for name, channel in runtime.channels.items())
    lines = [
        "",
        f"Parley {__version__} answers on {address}",
        "",
        f"  console    {address}{door}",
        *(["             this link signs the first admin in: once, and within an hour"] if once else []),
        f"  simulator  {address}/simulator",
        f"  API        {address}/docs",
        f"  channels   {live}",
    ]
    local = [channel for channel in runtime.channels.values() if channel.provider.name == "loopback"]
    if local and is_loopback(urlsplit(address).hostname or ""):
        lines += ["", *_try_it(runtime, local[0], address)]
    return "\n".join([*lines, "", "Stop with Ctrl+C."])


def _try_it(runtime: Runtime, channel: Channel, address: str) -> list[str]:
    """A signed text, and the look at its answer with a key that nothing but this process knows."""
    text = channel.provider.sample_webhook(
        Sample.INBOUND,
        url=f"{address}/webhooks/{channel.name}",
        sender=CUSTOMER,
        recipient=channel.number,
        text="support",
        id=runtime.world.new_id("try"),
        now=datetime.now(UTC),
    )
    key = runtime.keys.lend([Scope.READ, Scope.SEND], "printed at the start")
    answer = f"{address}/v1/messages?to={quote(CUSTOMER)}"
    return [
        "A customer texts “support”:",
        "",
        _curl(text),
        "",
        "What was answered (this key ends with this process; parley key create makes others):",
        "",
        f"  curl -s {shlex.quote(answer)} -H {shlex.quote(f'Authorization: Bearer {key}')}",
    ]


def _curl(request: WebhookRequest) -> str:
    headers = [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in request.headers.items()]
    return " \\\n    ".join([f"  curl -s {request.url}", *headers, f"-d {shlex.quote(request.body.decode())}"])
