"""What carriers answer, written briefly."""

from __future__ import annotations

import json

from bot.providers.http import Response


def answer(status: int = 200, document: object = None, *, text: str = "", **headers: str) -> Response:
    """An answer with a JSON document, a text or octets, or else with `text`; headers by names with underscores."""
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    if isinstance(document, bytes):
        return Response(status, pairs, document)
    body = text if document is None else document if isinstance(document, str) else json.dumps(document)
    return Response(status, pairs, body.encode())
