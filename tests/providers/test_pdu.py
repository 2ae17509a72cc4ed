"""Units of SMPP: written for two independent readers, read from two independent writers, and never trusted."""

import random
from contextlib import suppress

import pytest
import smpp34
from smpplib.smpp import make_pdu, parse_pdu

from bot.errors import BadPayload
from bot.providers.pdu import Address, Command, Message, Tag, Unit, Units, bind, read_data, read_message, units

MESSAGE = Message(Address("2020"), Address("14155550101", 1, 1), b"hello", 0x40, 8, 1)


class Client:
    """What smpplib asks of a client."""

    sequence = 7

    def next_sequence(self) -> int:
        return self.sequence


def test_a_message_is_read_by_others():
    written = Unit(Command.SUBMIT_SM, 9, MESSAGE.written()).written()

    read = smpp34.decode(written)
    parsed = parse_pdu(written, client=Client(), allow_unknown_opt_params=True)

    assert (9, "2020", "14155550101", 1, 1, 0x40, 8, 1, b"hello") == (
        read.sequence_number,
        read.source_addr,
        read.destination_addr,
        read.dest_addr_ton,
        read.dest_addr_npi,
        read.esm_class,
        read.data_coding,
        read.registered_delivery,
        read.short_message,
    )
    assert (9, b"2020", b"14155550101", b"hello") == (
        parsed.sequence,
        parsed.source_addr,
        parsed.destination_addr,
        parsed.short_message,
    )


def test_a_message_of_others_is_read():
    tlvs = [smpp34.Tlv(Tag.MESSAGE_STATE, b"\x02")]
    theirs = smpp34.DeliverSm("14155550101", "2020", b"hi", source_addr_ton=1, data_coding=3, tlvs=tlvs)

    [unit] = units(theirs.encode())

    expected = Message(Address("14155550101", 1, 0), Address("2020"), b"hi", coding=3, options={0x0427: b"\x02"})
    assert (Command.DELIVER_SM, expected) == (unit.command, read_message(unit.body))


def test_a_message_of_smpplib_is_read():
    theirs = make_pdu(
        "deliver_sm",
        client=Client(),
        source_addr="14155550101",
        destination_addr="2020",
        short_message=b"hi",
        esm_class=4,
        receipted_message_id="A07",
    )

    [unit] = units(theirs.generate())
    read = read_message(unit.body)

    assert (7, b"hi", 4, b"A07\0") == (unit.sequence, read.octets, read.esm_class, read.options[0x001E])


def test_a_data_sm_of_smpplib_is_read():
    """A receipt as some message centres bring it: all options, and no words."""
    pdu = make_pdu("data_sm", client=Client())
    named = {"source_addr": "14155550101", "destination_addr": "2020", "receipted_message_id": "A07"}
    numbers = {"esm_class": 4, "message_state": 2, "data_coding": 0, "registered_delivery": 0}
    kinds = dict.fromkeys(("source_addr_ton", "source_addr_npi", "dest_addr_ton", "dest_addr_npi"), 1)
    for name, value in (named | numbers | kinds).items():
        setattr(pdu, name, value)

    [unit] = units(pdu.generate())
    read = read_data(unit.body)

    assert Command.DATA_SM == unit.command
    assert (Address("14155550101", 1, 1), Address("2020", 1, 1), b"", 4) == (
        read.source,
        read.destination,
        read.octets,
        read.esm_class,
    )
    assert {Tag.RECEIPTED_MESSAGE_ID: b"A07\0", Tag.MESSAGE_STATE: b"\x02"} == read.options
    assert read == read_message(read.written())


def test_what_is_too_long_for_a_short_message_becomes_a_payload():
    written = Unit(Command.SUBMIT_SM, 1, Message(Address("a"), Address("b"), b"x" * 255).written()).written()
    read = smpp34.decode(written)

    assert (b"", [(Tag.MESSAGE_PAYLOAD, b"x" * 255)]) == (read.short_message, [(t.tag, t.value) for t in read.tlvs])
    assert b"x" * 255 == read_message(units(written)[0].body).octets


def test_a_bind_is_read_by_others():
    written = Unit(Command.BIND_TRANSCEIVER, 1, bind("parley", "secret", "sms")).written()
    parsed = parse_pdu(written, client=Client(), allow_unknown_opt_params=True)

    assert (b"parley", b"secret", b"sms", 0x34) == (
        parsed.system_id,
        parsed.password,
        parsed.system_type,
        parsed.interface_version,
    )


def test_a_stream_is_cut_into_units_wherever_it_breaks():
    given = [Unit(Command.ENQUIRE_LINK, 1), Unit(Command.SUBMIT_SM, 2, MESSAGE.written()), Unit(Command.UNBIND, 3)]
    stream = b"".join(unit.written() for unit in given)

    for size in range(1, len(stream) + 1):
        reading = Units()
        pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
        assert given == [unit for piece in pieces for unit in reading.feed(piece)]
        assert reading.whole


@pytest.mark.parametrize(
    "stream",
    [
        pytest.param(b"\0\0\0\x0f" + bytes(12), id="shorter than its header"),
        pytest.param(b"HTTP/1.1 200 OK\r\n", id="not SMPP"),
        pytest.param(Unit(Command.SUBMIT_SM, 1, b"abc").written()[:-1], id="cut off"),
    ],
)
def test_what_is_no_unit_is_refused(stream):
    with pytest.raises(BadPayload):
        units(stream)


def test_a_body_that_is_cut_off_anywhere_is_refused():
    body = Message(Address("2020"), Address("1"), b"hello", options={Tag.MESSAGE_STATE: b"\x02"}).written()
    whole_without_option = len(body) - 5

    for end in range(len(body)):
        if end != whole_without_option:
            with pytest.raises(BadPayload):
                read_message(body[:end])


def test_garbage_is_read_or_refused():
    draw = random.Random(4)  # noqa: S311 - nothing secret
    for _ in range(5_000):
        body = bytearray(MESSAGE.written())
        for _ in range(draw.randint(1, 8)):
            body[draw.randrange(len(body))] = draw.randrange(256)
        with suppress(BadPayload):
            assert isinstance(read_message(bytes(body)), Message)


@pytest.mark.parametrize("value", ["Grüße", "a\0b"])
def test_an_address_that_smpp_cannot_carry_is_refused(value):
    with pytest.raises(ValueError):
        Message(Address(value), Address("1"), b"").written()
