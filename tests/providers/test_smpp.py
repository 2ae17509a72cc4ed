"""SMPP: texts into messages and back, receipts in whichever words they come, and what a refusal means."""

import json
import random
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from smpplib import gsm as peer

from bot.errors import BadPayload, CannotSign, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Part, Receipt, Sent
from bot.ids import mark
from bot.providers.base import Sample
from bot.providers.http import Response
from bot.providers.pdu import RESPONSE, Address, Command, Message, Tag, Unit, c_string, read_message, units
from bot.providers.smpp import Smpp, SmppSettings
from bot.text import segments

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CUSTOMER, OURS = Address("14155550101", 1, 1), Address("14155550100", 1, 1)
SAMPLES = json.loads((Path(__file__).parent / "smpp.json").read_text())


def smpp(**changed) -> Smpp:
    return Smpp(SmppSettings(**{"host": "smsc.example", "system_id": "parley", "password": "secret", **changed}))


def sent(text: str, *, sender: str = "+14155550100", recipient: str = "+14155550101", **changed) -> list[Message]:
    """What a text becomes; the reference is looked at on its own."""
    request = smpp(**{"reference": False, **changed}).build(Outbound("msg_1", sender, recipient, text))
    return [replace(read_message(unit.body), options={}) for unit in units(request.body)]


def delivered(octets: bytes, coding: int = 0, esm_class: int = 0, options=None, at=NOW, **changed):
    message = Message(CUSTOMER, OURS, octets, esm_class, coding, options=options or {})
    [event] = smpp(**changed).hear(message.written(), at)
    return event


def answered(*statuses: int, id: str = "A07") -> Response:
    body = {0: c_string(id)}
    answers = [
        Unit(Command.SUBMIT_SM | RESPONSE, n, body.get(status, b""), status) for n, status in enumerate(statuses)
    ]
    return Response(0, [], b"".join(answer.written() for answer in answers))


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


@pytest.mark.parametrize("alphabet", ["gsm", "latin-1"])
@pytest.mark.parametrize("text", ["x" * 161, "€" * 100, "x" + "👍" * 60, "x{" * 90, "x" * 152 + "[" + "y" * 300])
def test_no_letter_is_cut_in_two(text, alphabet):
    given = smpp(alphabet=alphabet)
    parts = [event for message in sent(text, alphabet=alphabet) for event in given.hear(message.written(), NOW)]

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
    [message] = sent("x", sender=value)

    assert expected == message.source


def test_carriers_differ_about_short_codes():
    [message] = sent("x", sender="2020", short_code_type=3, short_code_plan=1, service_type="CMT")

    assert (Address("2020", 3, 1), "CMT") == (message.source, message.service_type)


def test_a_message_carries_two_octets_of_its_id():
    request = smpp().build(Outbound("msg_1", "2020", "+14155550101", "x" * 400))

    options = [read_message(unit.body).options for unit in units(request.body)]
    assert [{Tag.USER_MESSAGE_REFERENCE: mark("msg_1").to_bytes(2)}] * 3 == options
    assert mark("msg_1") != mark("msg_2")


@pytest.mark.parametrize(
    ("changed", "url"),
    [({}, "smpp://smsc.example:2775"), ({"tls": True, "host": "::1", "port": 3550}, "smpps://[::1]:3550")],
)
def test_a_request_says_where_it_goes(changed, url):
    request = smpp(**changed).build(Outbound("msg_1", "2020", "+14155550101", "hi"))

    assert (url, "submit_sm") == (request.url, request.method)
    assert changed.get("host", "smsc.example") == request.endpoint.origin.host


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (Outbound("m", "1", "2", "x", media=("https://foo.bar/a.jpg",)), "too_many_media"),
        (Outbound("m", "Grüße", "2", "x"), "not_sendable"),
        (Outbound("m", "1", "2", "x" * 1601), "too_long"),
    ],
)
def test_what_could_never_go_out_is_refused(message, code):
    with pytest.raises(SendError) as raised:
        smpp().build(message)

    assert (ErrorClass.PERMANENT, code) == (raised.value.kind, raised.value.code)


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_id_is_that_of_the_part_that_is_reported_on():
    both = Response(0, [], answered(0, id="A06").body + answered(0, id="A07").body)

    assert Sent("A07", segments=2) == smpp().read(both)


def test_how_many_parts_a_payload_costs_nobody_says():
    assert Sent("A07") == smpp(long_texts="payload").read(answered(0))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (0x58, ErrorClass.THROTTLED),
        (0x14, ErrorClass.THROTTLED),
        (0x08, ErrorClass.RETRYABLE),
        (0x0B, ErrorClass.PERMANENT),
        (0x0A, ErrorClass.PERMANENT),
        (0x0E, ErrorClass.AUTH),
        (0x05, ErrorClass.RETRYABLE),
        (0x45, ErrorClass.PERMANENT),
        (0x64, ErrorClass.RETRYABLE),
        (0x65, ErrorClass.PERMANENT),
        (0x400, ErrorClass.PERMANENT),
    ],
)
def test_a_refusal_lands_in_its_class(status, kind):
    with pytest.raises(SendError) as raised:
        smpp().read(answered(status))

    assert (kind, f"{status:#x}") == (raised.value.kind, raised.value.code)


def test_a_refusal_has_its_name():
    with pytest.raises(SendError, match="0x58 ESME_RTHROTTLED"):
        smpp().read(answered(0x58))


def test_a_carriers_own_codes_are_settings():
    given = smpp(errors={"0X45C": "credit", "069": "opt_out"})

    with pytest.raises(SendError, match="credit: 0x45c"):
        given.read(answered(0x45C))
    [receipt] = given.hear(Message(CUSTOMER, OURS, b"id:abc stat:UNDELIV err:069", 4).written(), NOW)
    assert ErrorClass.OPT_OUT is receipt.error_class


def test_of_a_text_that_was_taken_in_part_nobody_knows():
    with pytest.raises(SendError) as raised:
        smpp().read(answered(0, 0x58, 0))

    assert (ErrorClass.UNKNOWN, "0x58") == (raised.value.kind, raised.value.code)


@pytest.mark.parametrize(
    "body",
    [b"", answered(0, id="").body, answered(0, id="a\nb").body, Unit(0x8000_0004, 1).written(), b"\0\0\0\x10\x80"],
)
def test_of_a_text_that_was_taken_without_an_id_nobody_knows(body):
    with pytest.raises(SendError) as raised:
        smpp().read(Response(0, [], body))

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
        (b"\x00 \x1b\x65", 0xF1, "gsm", "@ €"),
        (b"\x20\xac", 0x18, "gsm", "€"),
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


def test_a_character_that_was_cut_in_two_waits_for_its_other_half():
    halves = [b"\xd8\x3d", b"\xdc\x4d"]

    pieces = [delivered(bytes((5, 0, 3, 9, 2, n)) + half, 8, esm_class=0x40) for n, half in enumerate(halves, 1)]

    assert [("\ufffd", "d83d"), ("\ufffd", "dc4d")] == [(piece.text, piece.part.utf16) for piece in pieces]


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
    assert smpp(receipt_ids=ids).read(answer).provider_id == receipt.provider_id
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

    assert smpp(receipt_ids="decimal").read(answered(0, id="A07")).provider_id == receipt.provider_id


def test_words_vary_in_case_and_spacing():
    receipt = delivered(b"ID: abc Sub:1 STAT : delivrd ERR: 000", esm_class=4)

    assert ("abc", MessageStatus.DELIVERED, None) == (receipt.provider_id, receipt.status, receipt.error_code)


def test_words_are_ascii_whatever_the_alphabet():
    assert "a_b@c" == delivered(b"id:a_b@c stat:DELIVRD", esm_class=4).provider_id


def test_an_unknown_word_is_unknown():
    receipt = delivered(b"id:abc stat:BRANDNEW err:7", esm_class=4)

    assert (MessageStatus.UNKNOWN, "BRANDNEW", "7") == (receipt.status, receipt.raw_status, receipt.error_code)


@pytest.mark.parametrize("esm_class", [0x08, 0x10, 0x18])
def test_what_a_phone_acknowledges_is_no_text(esm_class):
    assert [] == smpp().hear(Message(CUSTOMER, OURS, b"read", esm_class).written(), NOW)


def test_a_message_on_its_way_is_no_text_either():
    receipt = delivered(b"id:abc stat:ENROUTE", esm_class=0x20)

    assert ("abc", MessageStatus.SENT) == (receipt.provider_id, receipt.status)


def test_a_receipt_brings_our_reference_back():
    receipt = delivered(b"id:abc stat:DELIVRD", esm_class=4, options={Tag.USER_MESSAGE_REFERENCE: b"\x12\x34"})

    assert 0x1234 == receipt.mark


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
            assert all(isinstance(event, Inbound | Receipt) for event in smpp().hear(bytes(body), NOW))


# ── the rest ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_units_are_written_down_for_people():
    request = smpp().build(Outbound("msg_1", "2020", "+14155550101", "Привет, " * 10))

    assert [
        "submit_sm 1: 2020 to 14155550101, esm_class 0x40, data_coding 8, part 1 of 2",
        ("Привет, " * 10)[:67],
        "submit_sm 2: 2020 to 14155550101, esm_class 0x40, data_coding 8, part 2 of 2",
        ("Привет, " * 10)[67:],
    ] == smpp().shown(request.body).decode().split("\n")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (answered(0, 0x58).body, "submit_sm_resp 0: ESME_ROK A07\nsubmit_sm_resp 1: ESME_RTHROTTLED"),
        (answered(0x45C).body, "submit_sm_resp 0: 0x45c"),
        (Unit(Command.ENQUIRE_LINK, 7).written(), "enquire_link 7"),
        (Unit(0x111, 7).written(), "0x111 7"),
        (b"no units", "no units"),
        (Unit(Command.SUBMIT_SM, 1, b"cut").written(), Unit(Command.SUBMIT_SM, 1, b"cut").written().decode()),
    ],
)
def test_whatever_came_can_be_written_down(body, said):
    assert said == smpp().shown(body).decode()


def test_there_is_no_webhook_to_imitate():
    with pytest.raises(CannotSign, match="not by webhook"):
        smpp().sample_webhook(Sample.INBOUND, url="", sender="", recipient="", text="", id="", now=NOW)


def test_a_session_that_answers_was_let_in():
    [question] = units(smpp().probe().body)
    alive = Response(0, [], question.answer().written())

    assert (Command.ENQUIRE_LINK, "the credentials are good") == (question.command, smpp().read_probe(alive))
    with pytest.raises(SendError):
        smpp().read_probe(Response(0, [], question.answer(status=0x04).written()))


@pytest.mark.parametrize("name", ["system_id", "password", "system_type"])
@pytest.mark.parametrize("value", ["grüße", "a\0b"])
def test_what_a_bind_could_not_carry_is_refused_before(name, value):
    with pytest.raises(ValueError, match="cannot carry") as raised:
        smpp(**{name: value})

    assert value not in str(raised.value)
