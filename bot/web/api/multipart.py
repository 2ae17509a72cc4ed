"""A body in two parts, JSON and a file, as one JSON document: from there on nobody knows how it came.

The same request has the same document whatever boundary its client drew, so an Idempotency-Key knows it again.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from json import dumps
from typing import Final

from pydantic_core import from_json
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from bot.limits import API_BODY_BYTES_MAX
from bot.web.problem import Problem

_PARTS: Final = 2
_HINT: Final = "send `-F '{json}={{…}};type=application/json' -F {file}=@people.csv`"


def is_multipart(content_type: str) -> bool:
    """Whether a body comes in parts."""
    return content_type.partition(";")[0].strip().lower() == "multipart/form-data"


async def joined(content_type: str, raw: bytes, json: str, file: str) -> bytes:
    """Make one document of the parts, or raise what is wrong with them."""
    parts = await _parts(content_type, raw, _HINT.format(json=json, file=file))
    for name in parts:
        if name not in (json, file):
            raise Problem(
                "unknown_field", f"there is no part `{name}`", param=name, hint=_HINT.format(json=json, file=file)
            )
    try:
        document = from_json(parts.get(json, b"{}"), allow_inf_nan=False)
    except ValueError as error:
        raise Problem("invalid_json", f"the part `{json}`: {error}", param=json) from None
    if not isinstance(document, dict):
        raise Problem("invalid_json", f"the part `{json}` is not a JSON object", param=json)
    if file in parts:
        if file in document:
            detail = f"`{file}` is a part, and in the part `{json}` too"
            raise Problem("invalid_field", detail, param=file, hint="leave one of them out")
        try:
            document[file] = parts[file].decode("utf-8-sig")
        except UnicodeDecodeError:
            hint = "save the file as UTF-8"
            raise Problem("invalid_field", f"`{file}` is not UTF-8", param=file, hint=hint) from None
    return dumps(document, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


async def _parts(content_type: str, raw: bytes, hint: str) -> dict[str, bytes]:
    async def stream() -> AsyncGenerator[bytes, None]:
        yield raw
        yield b""

    headers = Headers({"content-type": content_type})
    parser = MultiPartParser(headers, stream(), max_files=_PARTS, max_fields=_PARTS, max_part_size=API_BODY_BYTES_MAX)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise Problem("invalid_json", f"the parts of the body cannot be read: {error}", hint=hint) from None
    found: dict[str, bytes] = {}
    try:
        for name, value in form.multi_items():
            if name in found:
                raise Problem("invalid_field", f"the part `{name}` is there twice", param=name)
            found[name] = await value.read() if isinstance(value, UploadFile) else value.encode("utf-8", "replace")
    finally:
        await form.close()
    return found
