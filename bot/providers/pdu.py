"""The units of SMPP 3.4: octets to values and back, whatever they mean.

    length │ command │ status │ sequence │ body              four numbers of four octets, then what the command asks for

Everything that is read here may have been written by a stranger: it becomes plain values, or `BadPayload`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, NamedTuple

from bot.errors import BadPayload

UNIT_BYTES_MAX: Final = 128 * 1024
"""A payload has 64 KiB at most; what claims to be much longer is no SMPP."""
SHORT_OCTETS_MAX: Final = 254
VERSION: Final = 0x34
RESPONSE: Final = 0x8000_0000
"""The bit by which an answer is told from what it answers."""

_HEADER: Final = struct.Struct(">IIII")
_OPTION: Final = struct.Struct(">HH")
_OK: Final = 0


class Command(IntEnum):
    """What units are for. An answer has `RESPONSE` added."""

    GENERIC_NACK = 0x8000_0000
    BIND_RECEIVER = 0x01
    BIND_TRANSMITTER = 0x02
    SUBMIT_SM = 0x04
    DELIVER_SM = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    ENQUIRE_LINK = 0x15
    ALERT_NOTIFICATION = 0x102
    DATA_SM = 0x103


class Tag(IntEnum):
    """Optional parameters that we use."""

    RECEIPTED_MESSAGE_ID = 0x001E
    USER_MESSAGE_REFERENCE = 0x0204
    SAR_REFERENCE = 0x020C
    SAR_TOTAL = 0x020E
    SAR_NUMBER = 0x020F
    MESSAGE_PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427


class Unit(NamedTuple):
    """One protocol data unit."""

    command: int
    sequence: int
    body: bytes = b""
    status: int = _OK

    def written(self) -> bytes:
        """Return what is put on the wire."""
        return _HEADER.pack(_HEADER.size + len(self.body), self.command, self.status, self.sequence) + self.body

    def answer(self, body: bytes = b"", status: int = _OK) -> Unit:
        """Answer this unit."""
        return Unit(self.command | RESPONSE, self.sequence, body, status)


class Units:
    """Cuts a stream into units."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, octets: bytes) -> Iterator[Unit]:
        """Take what came; yield the units that are whole by now."""
        self._rest += octets
        while len(self._rest) >= _HEADER.size:
            length, command, status, sequence = _HEADER.unpack_from(self._rest)
            if not _HEADER.size <= length <= UNIT_BYTES_MAX:
                raise BadPayload(f"{length} octets are no unit of SMPP")
            if len(self._rest) < length:
                return
            body = bytes(self._rest[_HEADER.size : length])
            del self._rest[:length]
            yield Unit(command, sequence, body, status)

    @property
    def whole(self) -> bool:
        """Whether nothing is left over."""
        return not self._rest


def units(octets: bytes) -> list[Unit]:
    """Read units that stand one behind the other."""
    reading = Units()
    found = list(reading.feed(octets))
    if not reading.whole:
        raise BadPayload("a unit is cut off")
    return found


# ── bodies ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Address(NamedTuple):
    """A number, a short code or a name, and of which kind it is."""

    value: str
    type: int = 0
    plan: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """What `submit_sm` and `deliver_sm` carry."""

    source: Address
    destination: Address
    octets: bytes
    """The text, with the header of a part in front if `esm_class` says so."""
    esm_class: int = 0
    coding: int = 0
    registered: int = 0
    service_type: str = ""
    options: Mapping[int, bytes] = field(default_factory=dict)

    def written(self) -> bytes:
        """Write the body. What does not fit into a short message goes out as payload."""
        return next(self.written_with([self.octets]))

    def written_with(self, texts: Iterable[bytes], *, report_on: int = 0) -> Iterator[bytes]:
        """Write bodies that differ in their octets alone, and the one of this number, from 1, in being reported on."""
        front = b"".join(
            (
                c_string(self.service_type),
                _written(self.source),
                _written(self.destination),
                bytes((self.esm_class, 0, 0)),  # protocol and priority
                b"\0\0",  # at once, and for as long as is usual
            )
        )
        options = b"".join(_OPTION.pack(tag, len(value)) + value for tag, value in self.options.items())
        for number, octets in enumerate(texts, 1):
            registered = int(number == report_on) or self.registered
            if len(octets) <= SHORT_OCTETS_MAX:
                yield b"%b%c\0%c\0%c%b%b" % (front, registered, self.coding, len(octets), octets, options)
            else:
                payload = _OPTION.pack(Tag.MESSAGE_PAYLOAD, len(octets)) + octets
                yield b"%b%c\0%c\0\0%b%b" % (front, registered, self.coding, options, payload)


def read_message(body: bytes) -> Message:
    """Read the body of a message; a payload takes the place of the short text."""
    reading = Reader(body)
    service_type = reading.c_string()
    source, destination = reading.address(), reading.address()
    esm_class, _, _ = reading.octets(3)
    reading.c_string()
    reading.c_string()
    registered, _, coding, _, length = reading.octets(5)
    octets, options = reading.octets(length), reading.options()
    payload = options.get(Tag.MESSAGE_PAYLOAD, b"")
    return Message(source, destination, octets or payload, esm_class, coding, registered, service_type, options)


def read_data(body: bytes) -> Message:
    """Read the body of a `data_sm`, by which some message centres deliver: the same with less in front."""
    reading = Reader(body)
    service_type = reading.c_string()
    source, destination = reading.address(), reading.address()
    esm_class, registered, coding = reading.octets(3)
    options = reading.options()
    octets = options.pop(Tag.MESSAGE_PAYLOAD, b"")
    return Message(source, destination, octets, esm_class, coding, registered, service_type, options)


def bind(system_id: str, password: str, system_type: str = "", address_range: str = "") -> bytes:
    """Write the body that asks for a session."""
    names = (c_string(system_id), c_string(password), c_string(system_type))
    return b"".join((*names, bytes((VERSION, 0, 0)), c_string(address_range)))


def c_string(text: str) -> bytes:
    """Write a string; raise `ValueError` for one that SMPP cannot carry."""
    octets = text.encode("ascii")
    if b"\0" in octets:
        raise ValueError("there is a zero within a string")
    return octets + b"\0"


class Reader:
    """Reads a body from front to back."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def octets(self, count: int) -> bytes:
        """Return the next octets, all of which must be there."""
        found = self._body[self._at : self._at + count]
        if len(found) < count:
            raise BadPayload("a unit ends too early")
        self._at += count
        return found

    def c_string(self) -> str:
        """Return the next string. Its letters should be ASCII; any other stand for themselves."""
        end = self._body.find(b"\0", self._at)
        if end < 0:
            raise BadPayload("a string has no end")
        found = self._body[self._at : end]
        self._at = end + 1
        return found.decode("latin-1")

    def address(self) -> Address:
        """Return the next address."""
        type, plan = self.octets(2)
        return Address(self.c_string(), type, plan)

    def options(self) -> dict[int, bytes]:
        """Return all that follows, by tag."""
        found: dict[int, bytes] = {}
        while self._at < len(self._body):
            tag, length = _OPTION.unpack(self.octets(_OPTION.size))
            found[tag] = self.octets(length)
        return found


def _written(address: Address) -> bytes:
    return bytes((address.type, address.plan)) + c_string(address.value)
