"""`parley serve`: receive, answer and send, in one process, with nothing else to start."""

from __future__ import annotations

import asyncio
import errno
import socket
import webbrowser
from contextlib import suppress
from types import FrameType
from typing import Annotated, Any

import structlog
import typer
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.cli import garbage, loop
from bot.cli.console import say
from bot.cli.help import command, new_app
from bot.cli.leave import begin_to_leave
from bot.cli.setup import apply_options, read_settings
from bot.cli.welcome import welcome
from bot.config import Settings
from bot.errors import BotError, ConfigError, DatabaseAway
from bot.limits import CONNECTIONS_MAX
from bot.runtime import Runtime
from bot.web.app import create_app
from bot.web.connection import Connection

app = new_app()

BACKLOG = 2048
KEEP_ALIVE_S = 30
REQUESTS_DRAIN_S = 5
"""For requests under way at the end, while the calls to providers have their own time."""


@command(
    app,
    ("parley serve", "on http://127.0.0.1:8000, with its own worker"),
    ("parley serve --port 9000 --open", "and open the console in a browser, signed in"),
    ("parley serve --no-worker", "only receive; a parley worker does the rest"),
)
def serve(
    host: Annotated[str | None, typer.Option(metavar="HOST", help="Address to bind; else server.host.")] = None,
    port: Annotated[int | None, typer.Option(metavar="PORT", help="0 takes a free one; else server.port.")] = None,
    reload: Annotated[bool, typer.Option("--reload", help="Start again when a Python file changes.")] = False,
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Leave processing to a parley worker.")] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the console in a browser.")] = False,
) -> None:
    """Receive webhooks and API calls, run the flows, send what they say.

    Flows are read again when their files change. Ctrl+C stops it once what it began is finished.
    """
    apply_options(PARLEY_SERVER__HOST=host, PARLEY_SERVER__PORT=port)
    settings = read_settings(quiet=False)
    if reload:
        say(f"on http://{settings.server.host}:{settings.server.port}, begun again whenever a Python file changes")
        uvicorn.run("bot.cli.serve:reloaded", factory=True, reload=True, **_options(settings))
        return
    listening = bind(settings.server.host, settings.server.port)
    runtime = Runtime(settings)
    guarded = StartUp(create_app(runtime, worker=not no_worker))
    server = Server(uvicorn.Config(guarded, **_options(settings)), runtime, listening, open_browser=open_browser)
    with listening:
        try:
            server.run(sockets=[listening])
        except SystemExit:
            if guarded.failure is not None:
                raise guarded.failure from None
            raise
        except KeyboardInterrupt:
            say("stopped")  # as it was asked to be, so that is no failure


def reloaded() -> ASGIApp:
    """Make the application again, in the process that `--reload` starts after a change."""
    settings = read_settings(quiet=False)
    return create_app(Runtime(settings))


def bind(host: str, port: int) -> socket.socket:
    """Take the port, before anything else begins that would have to be undone."""
    host = host.strip("[]")
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = (
            "another process has it; stop that one or choose with --port"
            if taken
            else str(error.strerror).partition(" (")[0]
        )
        raise ConfigError(f"{host} port {port} cannot be bound: {reason}") from error


class StartUp:
    """Keeps why the runtime did not start, so that it can be said in a sentence instead of a traceback."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner
        self.failure: BotError | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on."""
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        else:
            await self._inner(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        held: list[Message] = []

        async def hold_failure(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                held.append(message)  # it carries the traceback; whether that is wanted shows a moment later
            else:
                await send(message)

        try:
            await self._inner(scope, receive, hold_failure)
        except BotError as error:
            self.failure = error
            await send({"type": "lifespan.startup.failed", "message": ""})
        except BaseException:
            for message in held:
                await send(message)
            raise


class Server(uvicorn.Server):
    """Says what to open as soon as it answers, and lets the work end while the last requests are answered."""

    def __init__(
        self, config: uvicorn.Config, runtime: Runtime, listening: socket.socket, *, open_browser: bool
    ) -> None:
        super().__init__(config)
        self._runtime = runtime
        self._listening = listening
        self._open_browser = open_browser

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if not self.started:
            return
        garbage.expect_little()
        address = address_of(self._listening)
        structlog.get_logger(__name__).info("listening", address=address)
        door = await self._door()
        with suppress(OSError):  # whoever reads it may be gone, or the disk that it goes to full
            say(welcome(self._runtime, address, door))
        if self._open_browser:
            webbrowser.open(f"{address}{door}")

    async def _door(self) -> str:
        """Where the console is entered. That nobody can be let in just now is no reason not to take texts."""
        try:
            return await self._runtime.accounts.links.first() or "/console/inbox"
        except DatabaseAway:
            return "/console/inbox"

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal came."""
        begin_to_leave()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more requests, and send nothing more."""
        finishing = asyncio.create_task(self._runtime.finish())
        await super().shutdown(sockets)
        await finishing


def _options(settings: Settings) -> dict[str, Any]:
    """What uvicorn is told: the fast loop and parser by name, and limits against slow or greedy clients."""
    return {
        "host": settings.server.host,
        "port": settings.server.port,
        "loop": loop.NAME,
        "http": Connection,
        "ws": "none",
        "lifespan": "on",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
        "backlog": BACKLOG,
        "limit_concurrency": CONNECTIONS_MAX,
        "timeout_keep_alive": KEEP_ALIVE_S,
        "timeout_graceful_shutdown": REQUESTS_DRAIN_S,
    }


def address_of(listening: socket.socket) -> str:
    """Write down where a socket listens."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
