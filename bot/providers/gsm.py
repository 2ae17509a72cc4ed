"""The alphabet of GSM 03.38, a septet in each octet, as gateways hand texts on that they did not decode themselves."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Final

_ESCAPE: Final = 0x1B
_ESCAPE_OCTET: Final = b"\x1b"
_UNREADABLE: Final = "\ufffd"
_BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
_SEPTETS: Final = {ord(char): bytes([septet]) for septet, char in enumerate(_BASIC) if septet != _ESCAPE} | {
    ord(char): bytes([_ESCAPE, septet]) for septet, char in _EXTENDED.items()
}


def decode(septets: bytes) -> str:
    """Read a text. An octet that is no septet is one unreadable character; an unknown extension is its basic one."""
    chars: list[str] = []
    escaped = False
    for septet in septets:
        if septet >= len(_BASIC):
            chars.append(_UNREADABLE)
        elif septet != _ESCAPE or escaped:
            basic = " " if septet == _ESCAPE else _BASIC[septet]
            chars.append(_EXTENDED.get(septet, basic) if escaped else basic)
        escaped = septet == _ESCAPE and not escaped
    return "".join(chars)


def encode(text: str) -> bytes:
    """Write a text; raise `ValueError` if the alphabet lacks one of its characters."""
    try:
        return codecs.charmap_encode(text, "strict", _SEPTETS)[0]
    except UnicodeEncodeError as error:
        raise ValueError(f"{text[error.start]!a} is not in the GSM alphabet") from error


def pieces(septets: bytes, most: int) -> Iterator[bytes]:
    """Cut a text that is written already; an escape stays with what it belongs to."""
    start = 0
    while start < len(septets):
        end = start + most
        if septets[end - 1 : end] == _ESCAPE_OCTET:
            end -= 1
        yield septets[start:end]
        start = end


def length(septets: bytes) -> int:
    """Count the letters of a text that is written already."""
    return len(septets) - septets.count(_ESCAPE_OCTET)
