"""SMPP: texts into messages and back, receipts in whichever words they come, and what a refusal means."""

import json
import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from smpplib import gsm as peer

from bot.errors import BadPayload, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Part, Receipt, Sent
from bot.providers.pdu import RESPONSE, Address, Command, Message, Tag, Unit, c_string
from bot.providers.smpp import SmppSettings, address, read_answers, read_delivery, submit
from bot.text import segments

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CUSTOMER, OURS = Address("14155550101", 1, 1), Address("14155550100", 1, 1)
SAMPLES = json.loads((Path(__file__).parent / "smpp.json").read_text())


def settings(**changed) -> SmppSettings:
    return SmppSettings(**{"host": "smsc.example", "system_id": "parley", "password": "secret", **changed})


def sent(text: str, **changed) -> list[Message]:
    return submit(Outbound("msg_1", "+14155550100", "+14155550101", text), settings(**changed))


def delivered(octets: bytes, coding: int = 0, esm_class: int = 0, options=None, at=NOW, **changed):
    message = Message(CUSTOMER, OURS, octets, esm_class, coding, options=options or {})
    return read_delivery(message.written(), at, settings(**changed))


def answered(*statuses: int, id: str = "A07") -> list[Unit]:
    body = {0: c_string(id)}
    return [Unit(Command.SUBMIT_SM | RESPONSE, n, body.get(status, b""), status) for n, status in enumerate(statuses)]


# ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "alphabet", "coding", "octets"),
    [
        ("hello", "gsm", 0, b"hello"),
        ("@£€", "gsm", 0, b"\x00\x01\x1b\x65"),
        ("é@", "latin-1", 0, b"\xe9@"),
        ("€", "latin-1", 8, b"\x20\xac"),
        ("Привет", "gsm", 8, "Привет".encode("utf-16-be")),
        ("👍", "gsm", 8, b"\xd8\x3d\xdc\x4d"),
        ("", "gsm", 0, b""),
    ],
)
def test_a_text_goes_out_in_the_cheapest_alphabet(text, alphabet, coding, octets):
    [message] = sent(text, alphabet=alphabet)

    assert Message(OURS, CUSTOMER, octets, 0, coding, registered=1) == message


@pytest.mark.parametrize("text", ["x" * 160, "x" * 161, "€" * 100, "я" * 70, "я" * 71, "👍" * 60, "x" * 1600])
def test_a_long_text_goes_out_in_the_parts_that_it_costs(text):
    messages = sent(text)

    assert segments(text).count == len(messages)
    assert [False] * (len(messages) - 1) + [True] == [bool(message.registered) for message in messages]


@pytest.mark.parametrize("text", ["x" * 161, "€" * 100, "я" * 71, "x" + "👍" * 60])
def test_an_independent_writer_makes_the_same_parts(text):
    theirs, coding, esm_class = peer.make_parts(text)
    ours = sent(text)

    assert [(coding, esm_class, part[:3], part[4:6]) for part in theirs] == [
        (message.coding, message.esm_class, message.octets[:3], message.octets[4:6]) for message in ours
    ]
    assert b"".join(part[6:] for part in theirs) == b"".join(message.octets[6:] for message in ours)


@pytest.mark.parametrize("text", ["x" * 161, "€" * 100, "x" + "👍" * 60])
def test_no_letter_is_cut_in_two(text):
    parts = [read_delivery(message.written(), NOW, settings()) for message in sent(text)]

    assert text == "".join(part.text for part in parts)
    assert [Part(parts[0].part.reference, n, len(parts)) for n in range(1, len(parts) + 1)] == [p.part for p in parts]


def test_a_long_text_goes_out_as_one_payload_by_setting():
    [message] = sent("x" * 400, long_texts="payload")

    assert (b"x" * 400, 0) == (message.octets, message.esm_class)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("+14155550100", OURS), ("2020", Address("2020")), ("Riverside", Address("Riverside", 5))],
)
def test_an_address_says_of_which_kind_it_is(value, expected):
    assert expected == address(value)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (Outbound("m", "1", "2", "x", media=("https://foo.bar/a.jpg",)), "too_many_media"),
        (Outbound("m", "Grüße", "2", "x"), "not_sendable"),
        (Outbound("m", "1", "2", "x" * 153 * 256), "too_long"),
    ],
)
def test_what_could_never_go_out_is_refused(message, code):
    with pytest.raises(SendError) as raised:
        submit(message, settings())

    assert (ErrorClass.PERMANENT, code) == (raised.value.kind, raised.value.code)


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_id_is_that_of_the_part_that_is_reported_on():
    answers = [*answered(0, id="A06"), *answered(0, id="A07")]

    assert Sent("A07", segments=2) == read_answers(answers, settings())


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (0x58, ErrorClass.THROTTLED),
        (0x14, ErrorClass.THROTTLED),
        (0x08, ErrorClass.RETRYABLE),
        (0x0B, ErrorClass.PERMANENT),
        (0x0A, ErrorClass.PERMANENT),
        (0x0E, ErrorClass.AUTH),
        (0x400, ErrorClass.PERMANENT),
    ],
)
def test_a_refusal_lands_in_its_class(status, kind):
    with pytest.raises(SendError) as raised:
        read_answers(answered(status), settings())

    assert (kind, f"{status:#x}") == (raised.value.kind, raised.value.code)


def test_of_a_text_that_was_taken_in_part_nobody_knows():
    with pytest.raises(SendError) as raised:
        read_answers(answered(0, 0x58, 0), settings())

    assert (ErrorClass.UNKNOWN, "0x58") == (raised.value.kind, raised.value.code)


@pytest.mark.parametrize("answers", [[], answered(0, id=""), answered(0, id="a\nb"), [Unit(0x8000_0004, 1)]])
def test_of_a_text_that_was_taken_without_an_id_nobody_knows(answers):
    with pytest.raises(SendError) as raised:
        read_answers(answers, settings())

    assert ErrorClass.UNKNOWN == raised.value.kind


# ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("octets", "coding", "alphabet", "text"),
    [
        (b"\x00 \x1b\x65", 0, "gsm", "@ €"),
        (b"\xe9@", 0, "latin-1", "é@"),
        (b"\xe9@", 3, "gsm", "é@"),
        (b"hi", 1, "gsm", "hi"),
        ("مرحبا 👍".encode("utf-16-be"), 8, "gsm", "مرحبا 👍"),
        (b"\x20", 8, "gsm", "\ufffd"),
        (b"", 0, "gsm", ""),
    ],
)
def test_a_text_comes_in_in_the_alphabet_it_names(octets, coding, alphabet, text):
    inbound = delivered(octets, coding, alphabet=alphabet)

    assert ("+14155550101", "+14155550100", text, None) == (
        inbound.sender,
        inbound.recipient,
        inbound.text,
        inbound.part,
    )


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (b"\x05\x00\x03\x2a\x02\x01", Part("42", 1, 2)),
        (b"\x06\x08\x04\x01\x02\x02\x02", Part("258", 2, 2)),
        (b"\x0b\x05\x04\x00\x01\x00\x02\x00\x03\x2a\x02\x01", Part("42", 1, 2)),
        (b"\x05\x00\x03\x2a\x01\x02", None),
        (b"\x00", None),
    ],
    ids=["short reference", "long reference", "behind ports", "the second of one", "empty"],
)
def test_a_part_comes_in_behind_a_header(header, part):
    inbound = delivered(header + b"hello", esm_class=0x40)

    assert ("hello", part) == (inbound.text, inbound.part)


def test_a_part_is_named_by_options():
    options = {Tag.SAR_REFERENCE: b"\x01\x02", Tag.SAR_TOTAL: b"\x03", Tag.SAR_NUMBER: b"\x02"}

    assert Part("258", 2, 3) == delivered(b"hello", options=options).part


@pytest.mark.parametrize("octets", [b"", b"\x09\x00", b"\x05\x00\x09\x2a\x02\x01"])
def test_a_header_that_is_cut_off_is_a_bad_payload(octets):
    with pytest.raises(BadPayload):
        delivered(octets, esm_class=0x40)


def test_a_repetition_within_the_minute_is_the_same_text():
    first, again = delivered(b"yes"), delivered(b"yes", at=NOW + timedelta(seconds=59))

    assert first == again
    assert isinstance(first, Inbound)
    ids = {delivered(b"no").provider_id, delivered(b"yes", at=NOW + timedelta(minutes=1)).provider_id}
    assert 3 == len({first.provider_id, *ids})


# ── receipts ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sample", SAMPLES["status"], ids=lambda sample: sample["short_message"])
def test_every_sample(sample):
    tlvs = {int(tag, 16): value.encode() + b"\0" if isinstance(value, str) else bytes([value])
            for tag, value in sample["tlvs"].items()}  # fmt: skip
    expect, ids = sample["expect"], "decimal" if "id_match" in sample["expect"] else "same"

    receipt = delivered(sample["short_message"].encode(), esm_class=sample["esm_class"], options=tlvs, receipt_ids=ids)

    assert (MessageStatus(expect["status"]), expect["error"]) == (receipt.status, receipt.error_code)
    answer = answered(0, id=sample.get("submit_sm_resp_id", receipt.provider_id))
    assert read_answers(answer, settings(receipt_ids=ids)).provider_id == receipt.provider_id
    assert expect.get("id", "2567") == receipt.provider_id


@pytest.mark.parametrize(("state", "expected"), SAMPLES["message_state_tlv"].items())
def test_a_state_in_an_option_goes_before_the_words(state, expected):
    options = {Tag.MESSAGE_STATE: bytes([int(state)])}

    receipt = delivered(b"id:abc stat:BRANDNEW", esm_class=4, options=options)

    assert expected.split()[0] == receipt.status


def test_a_receipt_by_options_alone():
    receipt = delivered(b"", esm_class=4, options={Tag.RECEIPTED_MESSAGE_ID: b"abc\0", Tag.MESSAGE_STATE: b"\x02"})

    assert Receipt("abc", MessageStatus.DELIVERED, "DELIVRD", recipient="+14155550101") == receipt


@pytest.mark.parametrize(
    ("words", "options"),
    [(b"id:2567 stat:DELIVRD", {Tag.RECEIPTED_MESSAGE_ID: b"2567\0"}), (b"", {Tag.RECEIPTED_MESSAGE_ID: b"A07\0"})],
    ids=["the words are decimal for certain", "the option repeats the answer"],
)
def test_an_id_is_joined_in_other_digits(words, options):
    receipt = delivered(words, esm_class=4, options=options, receipt_ids="decimal")

    assert read_answers(answered(0, id="A07"), settings(receipt_ids="decimal")).provider_id == receipt.provider_id


def test_words_vary_in_case_and_spacing():
    receipt = delivered(b"ID: abc Sub:1 STAT : delivrd ERR: 000", esm_class=4)

    assert ("abc", MessageStatus.DELIVERED, None) == (receipt.provider_id, receipt.status, receipt.error_code)


def test_an_unknown_word_is_unknown():
    receipt = delivered(b"id:abc stat:BRANDNEW err:7", esm_class=4)

    assert (MessageStatus.UNKNOWN, "BRANDNEW", "7") == (receipt.status, receipt.raw_status, receipt.error_code)


def test_a_receipt_without_an_id_is_a_bad_payload():
    with pytest.raises(BadPayload):
        delivered(b"stat:DELIVRD", esm_class=4)


def test_garbage_is_read_or_refused():
    draw = random.Random(5)  # noqa: S311 - nothing secret
    whole = Message(CUSTOMER, OURS, b"\x05\x00\x03\x2a\x02\x01hello", 0x40, options={Tag.MESSAGE_STATE: b"\x02"})
    for _ in range(5_000):
        body = bytearray(whole.written())
        for _ in range(draw.randint(1, 8)):
            body[draw.randrange(len(body))] = draw.randrange(256)
        with suppress(BadPayload):
            assert isinstance(read_delivery(bytes(body), NOW, settings()), Inbound | Receipt)


def test_no_secret_is_ever_seen():
    assert "secret" not in repr(settings()) + settings().model_dump_json()


@pytest.mark.parametrize("name", ["system_id", "password", "system_type"])
@pytest.mark.parametrize("value", ["grüße", "a\0b"])
def test_what_a_bind_could_not_carry_is_refused_before(name, value):
    with pytest.raises(ValueError, match="cannot carry") as raised:
        settings(**{name: value})

    assert value not in str(raised.value)
