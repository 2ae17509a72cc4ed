"""A session over real sockets: with the server of smpp34, and with one of smpplib's units that misbehaves.

The carrier's side is never played by the code that is tested.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
import smpp34
from smpplib.smpp import make_pdu

from bot.errors import BadPayload, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.ids import mark
from bot.outbox import session as outbox_session
from bot.outbox import smpp
from bot.outbox.heard import Heard
from bot.outbox.smpp import SmppWire
from bot.providers.smpp import Smpp, SmppSettings
from bot.world import World
from tests.centre import HANG_UP, RTHROTTLED, Centre, Client, eventually
from tests.certificates import certificate

LONG = "x" * 400


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for another attempt."""
    monkeypatch.setattr(smpp, "AGAIN_FIRST_S", 0.05)
    monkeypatch.setattr(smpp, "AGAIN_MAX_S", 0.1)
    monkeypatch.setattr(smpp, "PART_AGAIN_S", (0.05, 0.1))


def settings(port: int, **changed) -> SmppSettings:
    return SmppSettings(**{"host": "127.0.0.1", "port": port, "system_id": "parley", "password": "secret", **changed})


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


class Ours:
    """Our side: what it sends, and what it heard."""

    def __init__(self, given: SmppSettings) -> None:
        self.provider = Smpp(given)
        self.heard: list[Inbound | Receipt] = []
        self.at: list[datetime] = []
        self.durable = asyncio.Event()
        self.durable.set()
        self.failing: Exception | None = None
        self.known = Heard()
        self.wire = SmppWire(given, self, World.real())

    async def hear(self, body: bytes) -> None:
        at = self.known.first("main", body, datetime.now(UTC))
        events = self.provider.hear(body, at)
        self.at.append(at)
        await self.durable.wait()
        if self.failing is not None:
            raise self.failing
        self.heard += events

    def answered(self, body: bytes) -> None:
        self.known.answered("main", body)

    async def send(self, text: str, before=None) -> Sent:
        request = self.provider.build(Outbound("msg_1", "2020", "+14155550101", text))
        return self.provider.read(await self.wire.exchange(request, before))

    async def failure(self, text: str = "hi", before=None) -> SendError:
        with pytest.raises(SendError) as raised:
            await self.send(text, before)
        return raised.value


@asynccontextmanager
async def us(port: int, **changed):
    ours = Ours(settings(port, **changed))
    try:
        yield ours
    finally:
        await ours.wire.close()


# ── with smpp34's server ────────────────────────────────────────────────────────────────────────────────────────────


@asynccontextmanager
async def peer(port: int):
    server = smpp34.Server("127.0.0.1", port)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def session(**changed):
    """Both sides, bound."""
    port = free_port()
    async with peer(port) as server, us(port, **changed) as ours:
        ours.wire.keep()
        esme = await server.next()
        assert isinstance(esme, smpp34.Esme)
        yield ours, server, esme


async def test_a_text_is_taken_and_its_id_comes_back():
    async with session() as (ours, server, esme):
        sending = asyncio.create_task(ours.send("¡Hola! €5"))
        arrived = await server.next()
        arrived.accept("A07")

        assert Sent("A07", segments=1) == await sending
        assert ("parley", True) == (esme.system_id, esme.can_receive)
        assert ("2020", "14155550101", 0, 1, b"\x40Hola! \x1b\x655") == (
            arrived.source_addr,
            arrived.destination_addr,
            arrived.data_coding,
            arrived.registered_delivery,
            arrived.short_message,
        )


async def test_a_text_in_another_script():
    async with session() as (ours, server, _):
        sending = asyncio.create_task(ours.send("مرحبا 👍"))
        arrived = await server.next()
        arrived.accept("1")
        await sending

        assert (8, "مرحبا 👍") == (arrived.data_coding, arrived.short_message.decode("utf-16-be"))


async def test_a_long_text_goes_out_in_parts():
    async with session() as (ours, server, _):
        sending = asyncio.create_task(ours.send(LONG))
        arrived = [await server.next() for _ in range(3)]
        parts = sorted(arrived, key=lambda part: part.short_message[5])  # smpp34 may hand them out in another order
        for number, part in enumerate(parts, 1):
            part.accept(str(number))

        assert Sent("3", segments=3) == await sending
        assert [(0x40, bytes((3, number))) for number in (1, 2, 3)] == [
            (part.esm_class, part.short_message[4:6]) for part in parts
        ]
        assert LONG.encode() == b"".join(part.short_message[6:] for part in parts)


async def test_a_long_text_goes_out_as_payload():
    async with session(long_texts="payload") as (ours, server, _):
        sending = asyncio.create_task(ours.send(LONG))
        arrived = await server.next()
        arrived.accept("1")
        await sending

        options = {option.tag: option.value for option in arrived.tlvs}
        assert (b"", LONG.encode()) == (arrived.short_message, options[smpp34.TLV_MESSAGE_PAYLOAD])
        assert mark("msg_1") == int.from_bytes(options[smpp34.TLV_USER_MESSAGE_REFERENCE])


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (smpp34.ESME_RTHROTTLED, ErrorClass.THROTTLED),
        (smpp34.ESME_RMSGQFUL, ErrorClass.THROTTLED),
        (smpp34.ESME_RINVDSTADR, ErrorClass.PERMANENT),
        (smpp34.ESME_RSYSERR, ErrorClass.RETRYABLE),
    ],
)
async def test_a_refusal_says_what_to_do_and_the_session_goes_on(status, kind):
    async with session() as (ours, server, _):
        refused = asyncio.create_task(ours.failure())
        (await server.next()).reject(status)
        assert kind is (await refused).kind

        taken = asyncio.create_task(ours.send("again"))
        (await server.next()).accept("2")
        assert "2" == (await taken).provider_id


async def test_no_more_is_under_way_than_the_window_holds():
    async with session(window=2) as (ours, server, _):
        sending = asyncio.gather(*(ours.send(f"text {number}") for number in range(5)), ours.send(LONG))
        open_units = [await server.next(), await server.next()]
        waiting = asyncio.ensure_future(server.next())
        await asyncio.sleep(0.2)
        assert not waiting.done()

        seen = 2
        while seen < 8:
            open_units.pop(0).accept(str(seen))
            open_units.append(await waiting)
            seen += 1
            waiting = asyncio.ensure_future(server.next())
        for unit in open_units:
            unit.accept("last")
        assert 6 == len(await sending)
        waiting.cancel()


async def test_a_text_is_answered_once_it_is_durable():
    async with session() as (ours, _, esme):
        ours.durable.clear()
        delivering = asyncio.ensure_future(esme.deliver_sm("2020", b"hello", source_addr="14155550101"))
        await asyncio.sleep(0.2)
        assert ([], False) == (ours.heard, delivering.done())

        ours.durable.set()
        assert (await delivering).is_success
        [inbound] = ours.heard
        assert ("+14155550101", "2020", "hello") == (inbound.sender, inbound.recipient, inbound.text)


@pytest.mark.parametrize(
    ("failing", "status"), [(RuntimeError("the disk is full"), 0x64), (BadPayload("unreadable"), 0x65)]
)
async def test_a_text_that_is_not_durable_is_refused(failing, status):
    async with session() as (ours, _, esme):
        ours.failing = failing
        answer = await esme.deliver_sm("2020", b"hello", source_addr="14155550101")

        assert (status, []) == (answer.command_status, ours.heard)


async def test_a_receipt_comes_in_the_same_way():
    async with session() as (ours, _, esme):
        words = b"id:A07 sub:001 dlvrd:001 submit date:2601010000 done date:2601010001 stat:DELIVRD err:000 text:hi"
        answer = await esme.deliver_sm("2020", words, source_addr="14155550101", esm_class=4)

        assert answer.is_success
        assert [Receipt("A07", MessageStatus.DELIVERED, "DELIVRD", recipient="+14155550101")] == ours.heard


async def test_parts_and_payloads_come_in():
    async with session() as (ours, _, esme):
        payload = smpp34.Tlv(smpp34.TLV_MESSAGE_PAYLOAD, LONG.encode())
        await esme.deliver_sm("2020", b"\x05\x00\x03\x2a\x02\x01hel", source_addr="14155550101", esm_class=0x40)
        await esme.deliver_sm("2020", b"\x05\x00\x03\x2a\x02\x02lo", source_addr="14155550101", esm_class=0x40)
        await esme.deliver_sm("2020", source_addr="14155550101", tlvs=[payload])

        seen = [(event.text, event.part and event.part.number) for event in ours.heard]
        assert [("hel", 1), ("lo", 2), (LONG, None)] == seen


async def test_a_session_that_the_carrier_ends_is_bound_again():
    async with session() as (ours, server, esme):
        await esme.unbind()
        async with asyncio.timeout(10):
            ended, bound = await server.next(), await server.next()
        assert (smpp34.Unbound, smpp34.Esme) == (type(ended), type(bound))

        sending = asyncio.create_task(ours.send("hi"))
        (await server.next()).accept("1")
        assert "1" == (await sending).provider_id
        assert (await bound.deliver_sm("2020", b"hello", source_addr="14155550101")).is_success


async def test_a_session_is_left_with_a_goodbye():
    async with session() as (ours, server, esme):
        await ours.wire.close()

        left = await server.next()
        assert (True, esme.session_id) == (isinstance(left, smpp34.Unbound), left.session_id)


# ── with one that misbehaves ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", [0x0D, 0x0E, 0x0F])
async def test_a_wrong_password(status):
    async with Centre(bind_transceiver=status).listening() as port, us(port) as ours:
        error = await ours.failure()

    assert (ErrorClass.AUTH, f"{status:#x}") == (error.kind, error.code)
    assert "secret" not in str(error)


@pytest.mark.parametrize("mood", [0x05, HANG_UP, None], ids=["bound already", "hangs up", "says nothing"])
async def test_a_session_that_cannot_be_bound_lets_nothing_leave(monkeypatch, mood):
    monkeypatch.setattr(outbox_session, "ANSWER_S", 0.2)
    centre, begun = Centre(bind_transceiver=mood), []
    async with centre.listening() as port, us(port) as ours:
        error = await ours.failure(before=lambda: begun.append(True))

    assert (ErrorClass.RETRYABLE, "unreachable", []) == (error.kind, error.code, begun)
    assert 0 == centre.seen["submit_sm"]


async def test_nobody_there():
    async with us(free_port()) as ours:
        error = await ours.failure()

    assert (ErrorClass.RETRYABLE, "unreachable") == (error.kind, error.code)


@pytest.mark.parametrize(("mood", "code"), [(HANG_UP, "connection_lost"), (None, "timeout")])
async def test_what_was_written_and_not_answered_is_unknown(monkeypatch, mood, code):
    monkeypatch.setattr(outbox_session, "ANSWER_S", 0.3)
    centre = Centre(submit_sm=mood)
    async with centre.listening() as port, us(port) as ours:
        error = await ours.failure()
        assert (ErrorClass.UNKNOWN, code) == (error.kind, error.code)

        centre.moods["submit_sm"] = 0
        assert "c2" == (await ours.send("next")).provider_id
    assert 2 == centre.seen["submit_sm"]


@pytest.mark.parametrize("mood", [HANG_UP, None])
async def test_the_window_opens_again_after_failures(monkeypatch, mood):
    monkeypatch.setattr(outbox_session, "ANSWER_S", 0.3)
    centre = Centre(submit_sm=mood)
    async with centre.listening() as port, us(port, window=1) as ours:
        for text in ("hi", LONG):
            assert ErrorClass.UNKNOWN is (await ours.failure(text)).kind
        centre.moods["submit_sm"] = 0
        assert 3 == (await ours.send(LONG)).segments


async def test_a_lease_that_is_over_lets_nothing_leave():
    def over():
        raise SendError(ErrorClass.RETRYABLE, "not_begun")

    centre = Centre()
    async with centre.listening() as port, us(port, window=1) as ours:
        assert "not_begun" == (await ours.failure(before=over)).code
        assert 0 == centre.seen["submit_sm"]
        assert "c1" == (await ours.send("in time")).provider_id


async def test_a_session_is_asked_whether_it_is_alive():
    centre = Centre()
    async with centre.listening() as port, us(port, enquire_s=0.05) as ours:
        ours.wire.keep()
        await eventually(lambda: centre.seen["enquire_link"] >= 3)

    assert 1 == centre.seen["bind_transceiver"]


async def test_a_session_that_is_silent_is_made_anew(monkeypatch):
    monkeypatch.setattr(outbox_session, "ANSWER_S", 0.2)
    centre = Centre(enquire_link=None)
    async with centre.listening() as port, us(port, enquire_s=0.05) as ours:
        ours.wire.keep()
        await eventually(lambda: centre.seen["bind_transceiver"] >= 2)


async def test_a_question_of_theirs_is_answered():
    centre = Centre()
    centre.on_bound = make_pdu("enquire_link", client=Client()).generate()
    async with centre.listening() as port, us(port) as ours:
        ours.wire.keep()
        await eventually(lambda: centre.seen["enquire_link_resp"])


async def test_a_text_may_come_as_data_sm():
    centre = Centre()
    text = b"\x04\x24\x00\x05hello"
    body = b"\0\x01\x0114155550101\0\x01\x012020\0\0\0\0" + text
    centre.on_bound = struct.pack(">IIII", 16 + len(body), 0x103, 0, 5) + body
    async with centre.listening() as port, us(port) as ours:
        ours.wire.keep()
        await eventually(lambda: centre.seen["data_sm_resp"])

    assert [("+14155550101", "2020", "hello")] == [(it.sender, it.recipient, it.text) for it in ours.heard]


async def test_a_connection_that_breaks_is_made_anew():
    centre = Centre()
    async with centre.listening() as port, us(port) as ours:
        ours.wire.keep()
        await eventually(lambda: centre.seen["bind_transceiver"] == 1)
        centre.cut()
        await eventually(lambda: centre.seen["bind_transceiver"] == 2)

        assert "c1" == (await ours.send("hi")).provider_id


async def test_what_is_no_smpp_ends_the_session():
    centre = Centre()
    centre.on_bound = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    async with centre.listening() as port, us(port) as ours:
        ours.wire.keep()
        await eventually(lambda: centre.seen["bind_transceiver"] >= 2)


async def test_over_tls(tmp_path, monkeypatch):
    file, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    async with Centre().listening(context) as port, us(port, host="localhost", tls=True) as ours:
        assert "c1" == (await ours.send("hi")).provider_id


async def test_a_certificate_that_is_not_trusted_lets_no_password_leave(tmp_path):
    _, context = certificate(tmp_path)
    centre = Centre()
    async with centre.listening(context) as port, us(port, host="localhost", tls=True) as ours:
        error = await ours.failure()

    assert (ErrorClass.RETRYABLE, "unreachable", Counter()) == (error.kind, error.code, centre.seen)
    assert "certificate verify failed" in error.detail


async def test_a_part_that_was_too_much_is_sent_again_alone():
    centre = Centre()
    async with centre.listening() as port, us(port) as ours:
        centre.script.extend([0, RTHROTTLED, 0, RTHROTTLED])
        sent = await ours.send(LONG)

    assert (3, "c2") == (sent.segments, sent.provider_id)  # that of the third, which is reported on
    assert [1, 3, 2] == [taken.octets[5] for taken in centre.taken]
    assert 5 == centre.seen["submit_sm"]


async def test_a_text_that_is_taken_in_part_for_good_is_unknown():
    centre = Centre()
    async with centre.listening() as port, us(port) as ours:
        centre.script.extend([0, 0x0B, 0])
        error = await ours.failure(LONG)

    assert (ErrorClass.UNKNOWN, "0xb", 3) == (error.kind, error.code, centre.seen["submit_sm"])


async def test_a_text_that_is_refused_as_a_whole_is_not_sent_again_here():
    centre = Centre(submit_sm=RTHROTTLED)
    async with centre.listening() as port, us(port) as ours:
        error = await ours.failure(LONG)

    assert (ErrorClass.THROTTLED, 3) == (error.kind, centre.seen["submit_sm"])


async def test_units_keep_to_the_throughput():
    centre = Centre()
    loop = asyncio.get_running_loop()
    async with centre.listening() as port, us(port, throughput=50) as ours:
        began = loop.time()
        await asyncio.gather(*(ours.send(LONG) for _ in range(5)))

    assert 15 == len(centre.taken)
    assert loop.time() - began >= 14 / 50


async def test_a_transmitter_and_a_receiver():
    centre = Centre()
    async with centre.listening() as port, us(port, bind="pair") as ours:
        ours.wire.keep()
        await eventually(lambda: ours.wire.bound)
        await ours.send("out")
        assert [0] == await centre.says("+14155550101", "in")

    assert {"in", "out"} == {session.role for session in centre.sessions} or not centre.sessions
    assert (["out"], ["in"]) == (centre.texts, [event.text for event in ours.heard])
    assert (1, 1, 0) == tuple(centre.seen[f"bind_{kind}"] for kind in ("transmitter", "receiver", "transceiver"))


async def test_while_there_is_no_session_nothing_is_begun():
    centre, begun = Centre(bind_transceiver=0x0D), []
    async with centre.listening() as port, us(port) as ours:
        ours.wire.keep()
        await eventually(lambda: ours.wire.failures >= 3)
        error = await ours.failure(before=lambda: begun.append(True))

        assert (ErrorClass.RETRYABLE, "not_begun", []) == (error.kind, error.code, begun)
        assert (False, True, "not bound: 0xd ESME_RBINDFAIL") == (ours.wire.ready, ours.wire.down, ours.wire.error)
        ours.wire.bound_elsewhere = True
        assert not ours.wire.down

        ours.wire.bound_elsewhere = False
        await ours.wire.let_go()
        assert (False, True) == (ours.wire.ready, ours.wire.down)  # while another has a try

        centre.moods["bind_transceiver"] = 0
        ours.wire.keep(ours.wire.failures)
        await eventually(lambda: ours.wire.bound)
        assert (True, False, "", 0) == (ours.wire.ready, ours.wire.down, ours.wire.error, ours.wire.failures)
        await ours.wire.let_go()
        assert (False, False) == (ours.wire.ready, ours.wire.down)


async def test_nothing_that_goes_wrong_ends_the_attempts(monkeypatch):
    centre = Centre()
    async with centre.listening() as port, us(port) as ours:
        with monkeypatch.context() as broken:
            broken.setattr(smpp.pdu, "bind", lambda *names: names[9])
            ours.wire.keep()
            await eventually(lambda: ours.wire.failures)
            assert "IndexError" in ours.wire.error
        await eventually(lambda: ours.wire.bound)


async def test_a_text_that_could_not_be_answered_is_known_when_it_comes_again():
    """Over the next session, and with the time of the first: so it has the id it had, however long that took."""
    centre = Centre()
    async with centre.listening() as port, us(port) as ours:
        ours.wire.keep()
        await eventually(lambda: ours.wire.bound)
        ours.durable.clear()
        delivering = asyncio.ensure_future(centre.says("+14155550101", "hello"))
        await eventually(lambda: ours.at)
        centre.cut()
        await eventually(lambda: not ours.wire.bound)
        ours.durable.set()
        await eventually(lambda: ours.heard and ours.wire.bound)
        delivering.cancel()

        assert [0] == await centre.says("+14155550101", "hello")
        assert [0] == await centre.says("+14155550101", "hello")

    first, again, another = ours.at
    assert first == again != another


async def test_what_is_being_taken_in_is_answered_before_we_leave():
    centre = Centre()
    async with centre.listening() as port, us(port) as ours:
        ours.wire.keep()
        await eventually(lambda: ours.wire.bound)
        ours.durable.clear()
        delivering = asyncio.ensure_future(centre.says("+14155550101", "hello"))
        await eventually(lambda: ours.at)
        leaving = asyncio.ensure_future(ours.wire.close())
        await asyncio.sleep(0.05)
        late = asyncio.ensure_future(centre.says("+14155550101", "too late"))
        assert [0x64] == await late
        ours.durable.set()

        assert [0] == await delivering
        await leaving
    assert ["hello"] == [event.text for event in ours.heard]


async def test_a_centre_that_takes_us_for_somebody_else_gets_a_new_session():
    centre = Centre(submit_sm=0x04)
    async with centre.listening() as port, us(port) as ours:
        ours.wire.keep()
        await eventually(lambda: ours.wire.bound)
        assert ErrorClass.RETRYABLE is (await ours.failure()).kind
        centre.moods["submit_sm"] = 0
        await eventually(lambda: centre.seen["bind_transceiver"] == 2 and ours.wire.bound)

        assert "c1" == (await ours.send("hi")).provider_id
