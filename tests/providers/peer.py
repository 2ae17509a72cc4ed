"""A carrier on a real socket, for the vendors' own clients: it keeps what they send, and answers what it is told to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bot.providers.http import Request


@dataclass(frozen=True)
class Seen:
    """A request: what of it matters to a carrier."""

    method: str
    target: str
    """Path and query."""
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    def head(self, *headers: str) -> list[str]:
        """Method, target and some headers."""
        return [self.method, self.target, *(self.headers.get(name, "") for name in headers)]


@dataclass
class Peer:
    """Where the client finds the carrier, and what came."""

    url: str
    answers: list[tuple[int, Any]]
    """Status and document, or text, of each answer; the last one repeats."""
    seen: list[Seen] = field(default_factory=list)

    def answer(self) -> tuple[int, str, bytes]:
        status, content = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(content, str):
            return status, "text/plain", content.encode()
        return status, "application/json", json.dumps(content).encode()


def ours(request: Request) -> Seen:
    """What a carrier would see of a request that we built."""
    lines = (request.endpoint.head + request.own_head).decode("ascii").split("\r\n")[1:]
    headers = dict(line.partition(": ")[::2] for line in lines if line)
    parts = urlsplit(request.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    return Seen(request.method, target, headers, request.body)


@contextmanager
def peer(*answers: tuple[int, Any]) -> Iterator[Peer]:
    """Serve until the block is left."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            carrier.seen.append(Seen(self.command, self.path, headers, self.rfile.read(length)))
            status, content_type, body = carrier.answer()
            self.send_response(status)
            self.send_header("content-type", content_type)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            """Say nothing: what came is kept."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    carrier = Peer(f"http://127.0.0.1:{server.server_port}", list(answers))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield carrier
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
