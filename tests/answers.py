"""What carriers answer, written briefly."""

from __future__ import annotations

import json

from bot.providers.http import Response


def answer(status: int = 200, document: object = None, *, text: str = "", **headers: str) -> Response:
    """An answer with a JSON document or a text, if not a `text` of its own; headers by their names with underscores."""
    body = text if document is None else document if isinstance(document, str) else json.dumps(document)
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Response(status, pairs, body.encode())
