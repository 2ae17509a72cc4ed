"""A message centre on a real socket. Its units are smpplib's; it behaves until it is told otherwise.

centre.moods["submit_sm"] = RTHROTTLED     a status for every one; None is silence, HANG_UP the end
centre.script.extend([0, RTHROTTLED])      statuses for the next submit_sm, one each
await centre.says(ANA, "hello")            a customer writes: returns our side's status
await centre.reports(centre.taken[0])      a delivery receipt
"""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from threading import Event, Thread
from typing import Any

from smpplib import gsm
from smpplib.smpp import make_pdu, parse_pdu

from bot.providers.gsm import decode

NUMBER = "+15550100000"
HANG_UP = "hang up"
RALYBND, RTHROTTLED = 0x05, 0x58
_UCS2, _UDH, _RECEIPT = 8, 0x40, 0x04
_BINDS = {"bind_transceiver": "both", "bind_transmitter": "out", "bind_receiver": "in"}

Mood = int | str | None


class Client:
    """What smpplib asks of a client."""

    sequence = 1

    def next_sequence(self) -> int:
        return self.sequence


@dataclass
class Taken:
    """One submit_sm."""

    id: str
    source: str
    destination: str
    octets: bytes
    coding: int
    esm_class: int
    registered: int
    reference: int | None

    @property
    def text(self) -> str:
        """The text, or the part of one."""
        octets = self.octets[6:] if self.esm_class & _UDH else self.octets
        return octets.decode("utf-16-be", "surrogatepass") if self.coding == _UCS2 else decode(octets)


class Bound:
    """One session, as the centre sees it."""

    def __init__(self, role: str, writer: asyncio.StreamWriter) -> None:
        self.role = role
        self.writer = writer
        self.answers: dict[int, asyncio.Future[int]] = {}

    def lost(self) -> None:
        """Nobody will answer any more."""
        for answered in self.answers.values():
            if not answered.done():
                answered.set_exception(ConnectionResetError())


class Centre:
    """See the top of this file."""

    def __init__(self, *, binds_max: int = 100, **moods: Mood) -> None:
        self.moods: dict[str, Mood] = {**dict.fromkeys(_BINDS, 0), "enquire_link": 0, "unbind": 0, "submit_sm": 0}
        self.moods |= moods
        self.binds_max = binds_max
        self.script: deque[Mood] = deque()
        self.seen: Counter[str] = Counter()
        self.taken: list[Taken] = []
        self.sessions: list[Bound] = []
        self.on_bound = b""
        self.port = 0
        self._serving: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._ids = count(1)
        self._sequences = count(1)
        self._references = count(1)

    @asynccontextmanager
    async def listening(self, security: ssl.SSLContext | None = None, port: int = 0) -> AsyncIterator[int]:
        """Serve for as long as the block lasts; the port."""
        listening = await asyncio.start_server(self._serve, "127.0.0.1", port, ssl=security)
        async with listening:
            self.port = listening.sockets[0].getsockname()[1]
            yield self.port
            self.cut()
            await asyncio.gather(*self._serving)

    def cut(self) -> None:
        """Break every connection."""
        for writer in self._serving.values():
            writer.transport.abort()

    @property
    def texts(self) -> list[str]:
        """Everything that was taken, part by part."""
        return [taken.text for taken in self.taken]

    def heard(self, phone: str) -> list[str]:
        """What reached a phone, long texts joined."""
        found: list[str] = []
        for taken in self.taken:
            if f"+{taken.destination}" == phone:
                if taken.esm_class & _UDH and taken.octets[5] > 1:
                    found[-1] += taken.text
                else:
                    found.append(taken.text)
        return found

    # ── what the centre sends ───────────────────────────────────────────────────────────────────────────────────────

    async def says(self, phone: str, text: str) -> list[int]:
        """A customer writes, in as many parts as it takes; returns our side's statuses."""
        parts, coding, esm_class = gsm.make_parts(text)
        reference = next(self._references) & 0xFF
        marked = [part[:3] + bytes([reference]) + part[4:] if esm_class else part for part in parts]
        return [await self.delivers(phone, part, coding, esm_class) for part in marked]

    async def reports(self, taken: Taken, stat: str = "DELIVRD", *, id: str | None = None, **options: Any) -> int:
        """What became of a message, in the words of Appendix B."""
        said = f"id:{id or taken.id} sub:001 dlvrd:001 submit date:2601010000 done date:2601010001 stat:{stat} err:000"
        return await self.delivers(f"+{taken.destination}", said.encode(), 0, _RECEIPT, **options)

    async def insists(self, send: Callable[[], Awaitable[list[int] | int]]) -> None:
        """Send until it is answered, over however many sessions that takes."""
        while True:
            with suppress(ConnectionResetError):
                if await send() in (0, [0]):
                    return
            await asyncio.sleep(0.1)

    async def delivers(self, phone: str, octets: bytes, coding: int = 0, esm_class: int = 0, **options: Any) -> int:
        """Send a deliver_sm over any session that takes one; the status of the answer."""
        session = next((bound for bound in self.sessions if bound.role != "out"), None)
        if session is None:
            raise ConnectionResetError
        pdu = make_pdu("deliver_sm", client=Client())
        ours = {"source_addr": phone.removeprefix("+"), "destination_addr": NUMBER.removeprefix("+")}
        kinds = dict.fromkeys(("source_addr_ton", "source_addr_npi", "dest_addr_ton", "dest_addr_npi"), 1)
        texts = {"short_message": octets, "data_coding": coding, "esm_class": esm_class}
        zeros = dict.fromkeys(
            ("protocol_id", "priority_flag", "registered_delivery", "replace_if_present_flag", "sm_default_msg_id"), 0
        )
        for name, value in (ours | kinds | texts | zeros | options).items():
            setattr(pdu, name, value)
        pdu.sequence = sequence = next(self._sequences)
        answered = session.answers[sequence] = asyncio.get_running_loop().create_future()
        session.writer.write(pdu.generate())
        async with asyncio.timeout(20):
            return await answered

    # ── what it does about what comes ───────────────────────────────────────────────────────────────────────────────

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving[task] = writer
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                length = await reader.readexactly(4)
                read = length + await reader.readexactly(int.from_bytes(length) - 4)
                if not self._answer(parse_pdu(read, client=Client(), allow_unknown_opt_params=True), writer):
                    break
        for bound in [bound for bound in self.sessions if bound.writer is writer]:
            self.sessions.remove(bound)
            bound.lost()
        writer.close()

    def _answer(self, pdu: Any, writer: asyncio.StreamWriter) -> bool:
        """Do as the mood says; False ends the connection."""
        self.seen[pdu.command] += 1
        if pdu.command == "deliver_sm_resp":
            for bound in self.sessions:
                if bound.writer is writer and pdu.sequence in bound.answers:
                    bound.answers.pop(pdu.sequence).set_result(pdu.status)
            return True
        mood = self.moods.get(pdu.command)
        if pdu.command == "submit_sm" and self.script:
            mood = self.script.popleft()
        if pdu.command in _BINDS and mood == 0 and len(self.sessions) >= self.binds_max:
            mood = RALYBND
        id = "7"
        if pdu.command == "submit_sm" and mood in (0, None, HANG_UP):  # taken, and perhaps not said so
            id = self._take(pdu)
        if mood == HANG_UP:
            return False
        if isinstance(mood, int):
            answer = make_pdu(f"{pdu.command}_resp", client=Client(), message_id=id, system_id="centre")
            answer.sequence, answer.status = pdu.sequence, mood
            writer.write(answer.generate())
        if pdu.command in _BINDS and mood == 0:
            self.sessions.append(Bound(_BINDS[pdu.command], writer))
            writer.write(self.on_bound)
        return True

    def _take(self, pdu: Any) -> str:
        id = f"c{next(self._ids)}"
        source, destination = (name.decode().rstrip("\0") for name in (pdu.source_addr, pdu.destination_addr))
        octets = pdu.short_message or pdu.message_payload or b""
        reference = pdu.user_message_reference
        self.taken.append(
            Taken(id, source, destination, octets, pdu.data_coding, pdu.esm_class, pdu.registered_delivery, reference)
        )
        return id


@contextmanager
def in_a_thread(centre: Centre) -> Iterator[Centre]:
    """Let it listen beside what has a loop of its own."""
    loop, listens, enough = asyncio.new_event_loop(), Event(), asyncio.Event()

    async def listen() -> None:
        async with centre.listening():
            listens.set()
            await enough.wait()

    thread = Thread(target=loop.run_until_complete, args=(listen(),))
    thread.start()
    listens.wait(20)
    try:
        yield centre
    finally:
        loop.call_soon_threadsafe(enough.set)
        thread.join()
        loop.close()


async def eventually(true: Any, seconds: float = 20.0) -> None:
    """Wait for what happens on the other side of a socket."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.01)
