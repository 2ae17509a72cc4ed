"""Texts as SMPP carries them: octets in one of several alphabets, cut into parts with a header in front of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal

from bot.events import Part
from bot.providers import gsm, wire
from bot.providers.pdu import Message, Reader, Tag
from bot.text import GSM_PART_UNITS, GSM_SINGLE_UNITS, UCS_PART_UNITS, UCS_SINGLE_UNITS

Alphabet = Literal["gsm", "latin-1"]

UDH: Final = 0x40
"""Set in `esm_class` where there is a header."""
DEFAULT: Final = 0
UCS2: Final = 8
_CHARSETS: Final = {1: "ascii", 6: "iso8859-5", 7: "iso8859-8"}
_SHORT_REFERENCE, _LONG_REFERENCE = 0x00, 0x08
"""Elements of a header: a reference of one octet or of two, then the total and the number."""
_SMPP_CODINGS: Final = 0x10
"""From here on a coding is one of GSM's, of which two bits say the alphabet."""
_GSM_ALPHABET: Final = 0x0C


# ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def written(text: str, alphabet: Alphabet, *, whole: bool) -> tuple[list[bytes], int]:
    """Write a text in the cheapest alphabet that has its letters, in as many parts as it costs; or in one, if `whole`.

    Returns the parts and the coding. `alphabet` is the message centre's own.
    """
    try:
        septets = gsm.encode(text)
        plain = septets if alphabet == "gsm" else text.encode("latin-1")
    except ValueError:  # a letter that one of the two lacks
        wide = text.encode("utf-16-be")
        one = whole or len(wide) <= 2 * UCS_SINGLE_UNITS
        return [wide] if one else list(_wide_pieces(wide)), UCS2
    if whole or len(septets) <= GSM_SINGLE_UNITS:
        return [plain], DEFAULT
    pieces = list(gsm.pieces(septets, GSM_PART_UNITS))
    return pieces if alphabet == "gsm" else list(_cut_alike(plain, pieces)), DEFAULT


def header(reference: int, number: int, total: int) -> bytes:
    """Write what stands in front of a part."""
    return bytes((5, _SHORT_REFERENCE, 3, reference, total, number))


def _wide_pieces(wide: bytes) -> Iterator[bytes]:
    """Cut UTF-16; the two halves of a character stay together."""
    start = 0
    while start < len(wide):
        end = start + 2 * UCS_PART_UNITS
        if end < len(wide) and 0xD8 <= wide[end - 2] <= 0xDB:
            end -= 2
        yield wide[start:end]
        start = end


def _cut_alike(letters: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Cut octets of one letter each where the septets of the same text were cut, which a centre makes of them."""
    start = 0
    for piece in pieces:
        end = start + gsm.length(piece)
        yield letters[start:end]
        start = end


# ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_text(message: Message, alphabet: Alphabet) -> tuple[str, Part | None]:
    """Read the text, and which part it is of a longer one.

    Half a character stands for itself: the other half is at the beginning of the next part.
    """
    octets, (reference, number, total) = _without_header(message)
    text = decoded(octets, message.coding, alphabet)
    return text, wire.part(reference, number, total, text)


def decoded(octets: bytes, coding: int, alphabet: Alphabet) -> str:
    """Read octets of a coding."""
    coding = coding if coding < _SMPP_CODINGS else coding & _GSM_ALPHABET
    if coding == DEFAULT:
        return gsm.decode(octets) if alphabet == "gsm" else octets.decode("latin-1")
    if coding != UCS2:
        return octets.decode(_CHARSETS.get(coding, "latin-1"), "replace")
    try:
        return octets.decode("utf-16-be", "surrogatepass")
    except UnicodeDecodeError:  # an octet too many
        return octets.decode("utf-16-be", "replace")


_Place = tuple[str | None, str | None, str | None]
_WHOLE: Final[_Place] = (None, None, None)


def _without_header(message: Message) -> tuple[bytes, _Place]:
    """Take the header of a part away, and say what it says; options can say the same."""
    if message.esm_class & UDH:
        reading = Reader(message.octets)
        elements = reading.octets(reading.octets(1)[0])
        return message.octets[len(elements) + 1 :], _place_in(elements)
    names = (Tag.SAR_REFERENCE, Tag.SAR_NUMBER, Tag.SAR_TOTAL)
    if not all(name in message.options for name in names):
        return message.octets, _WHOLE
    reference, number, total = (str(int.from_bytes(message.options[name])) for name in names)
    return message.octets, (reference, number, total)


def _place_in(elements: bytes) -> _Place:
    while elements:
        reading = Reader(elements)
        kind, length = reading.octets(2)
        value = reading.octets(length)
        if (kind, length) in ((_SHORT_REFERENCE, 3), (_LONG_REFERENCE, 4)):
            return str(int.from_bytes(value[:-2])), str(value[-1]), str(value[-2])
        elements = elements[2 + length :]
    return _WHOLE
