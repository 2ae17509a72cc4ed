"""Style sheets and scripts under names that hold their content's hash: kept for ever by browsers, never out of date."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.problem import Problem

FOLDER: Final = Path(__file__).parent / "static"
VENDOR: Final = FOLDER / "vendor"
"""What others made, as they published it; `vendor.json` says which, and a test compares the hashes."""
_SERVED: Final = (".css", ".js", ".svg")
_HASH_CHARS: Final = 12
_CACHE: Final = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}


@dataclass(frozen=True, slots=True)
class _File:
    """A file in memory, packed once for all."""

    content: bytes
    packed: bytes


class Assets:
    """The files of the folder, and some made in memory, read once when the server starts."""

    def __init__(self, made: Mapping[str, str] | None = None) -> None:
        files = {file.name: file.read_bytes() for file in _files()}
        files |= {name: text.encode() for name, text in (made or {}).items()}
        self._names = {name: _stamped(name, content) for name, content in files.items()}
        self._files = {self._names[name]: _File(content, _pack(content)) for name, content in files.items()}

    def url(self, name: str) -> str:
        """Where a file of this name is served."""
        return f"/static/{self._names[name]}"

    def routes(self) -> list[Route]:
        """The one route that serves them all."""
        return [Route("/static/{name}", self._serve)]

    async def _serve(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._files:
            raise Problem("not_found", f"no file is called {name}", hint="load the page again")
        file = self._files[name]
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(file.packed, headers=_CACHE | {"content-encoding": "gzip"}, media_type=kind)
        return Response(file.content, headers=_CACHE, media_type=kind)


@cache
def _pack(content: bytes) -> bytes:
    """Once in a process, however many applications it makes."""
    return gzip.compress(content, mtime=0)


def _files() -> Iterator[Path]:
    for folder in (FOLDER, VENDOR):
        yield from (file for file in sorted(folder.iterdir()) if file.suffix in _SERVED)


def _stamped(name: str, content: bytes) -> str:
    """`page.css` → `page.3f2a….css`."""
    path = PurePosixPath(name)
    return f"{path.stem}.{sha256(content).hexdigest()[:_HASH_CHARS]}{path.suffix}"
