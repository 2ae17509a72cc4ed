"""A real Kannel between our server and a switch that the test plays: bearerbox, smsbox and their fake SMSC.

Texts of customers go in by the switch and come out of Kannel as calls to our server; its answers go back the same way,
and Kannel reports on each. Needs the Debian package `kannel`.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext, suppress
from pathlib import Path
from urllib.parse import unquote_to_bytes

import httpx
import pytest

from bot.errors import SendError
from bot.outbox.wire import HttpWire
from bot.providers.kannel import Kannel, KannelSettings
from tests.serving import Server, free_port

PROGRAMS = {
    name: shutil.which(name, path=f"/usr/sbin:{os.environ.get('PATH', '')}") for name in ("bearerbox", "smsbox")
}
pytestmark = pytest.mark.skipif(
    None in PROGRAMS.values(), reason="Kannel is not installed; with Debian: apt-get install kannel"
)

CUSTOMER = "+250788383383"
TOKEN = "a+token/that=needs&escapes"
ECHO = """\
flow: echo
start:
  - fallback
states:
  talk:
    - ask: "You wrote: {{ said | default('hello') }}"
      save: said
      expect: text
      silence:
        1 day: {end: quiet}
    - go: talk
"""
CONFIGURATION = """\
group = core
admin-port = {admin}
admin-password = not-used
smsbox-port = {boxes}
box-allow-ip = "127.0.0.1"
box-deny-ip = "*.*.*.*"

group = smsc
smsc = fake
smsc-id = switch
port = {switch}
connect-allow-ip = 127.0.0.1

group = smsc
smsc = http
smsc-id = web
denied-smsc-id = switch
system-type = kannel
port = {web}
connect-allow-ip = 127.0.0.1
smsc-username = web
smsc-password = web
send-url = "http://127.0.0.1:{web}/unused"

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
http-request-retry = 10
http-queue-delay = 1

group = sendsms-user
username = parley
password = sendsms-password
max-messages = 25
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
omit-empty = true
get-url = "{get_url}"
"""


class Switch:
    """A client of Kannel's fake SMSC: a customer's text is a line, and so is a text to one."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def text(self, text: str) -> None:
        """Let the customer write, in GSM's alphabet."""
        self._writer.write(f"{CUSTOMER} 2020 text {text}\n".encode())
        await self._writer.drain()

    async def hears(self) -> str:
        """Return the next text to the customer, which may come in parts."""
        said, more = await self._line()
        while more:
            part, more = await self._line()
            said += part
        return said

    async def _line(self) -> tuple[str, bool]:
        line = (await asyncio.wait_for(self._reader.readuntil(b"\n"), 30)).rstrip(b"\n")
        sender, recipient, kind, rest = line.split(b" ", 3)
        assert (b"2020", CUSTOMER.encode()) == (sender, recipient)
        header = b""
        if kind == b"udh":
            header, kind, rest = rest.split(b" ", 2)
            header = unquote_to_bytes(header)
        if kind == b"text":
            text = rest.decode()
        else:
            octets = unquote_to_bytes(rest.replace(b"+", b" "))
            text = octets.decode("utf-16-be" if kind == b"ucs-2" else "utf-8")
        return text, bool(header) and header[-1] < header[-2]


@asynccontextmanager
async def running(program: str, configuration: Path, log: Path) -> AsyncIterator[None]:
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            program, "-v", "2", str(configuration), stdout=output, stderr=output
        )
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)  # asked to end, they first wait for each other
        await process.wait()


async def connected(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect as soon as somebody listens."""
    async with asyncio.timeout(30):
        while True:
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
            await asyncio.sleep(0.02)


class House:
    """Our server, Kannel before it, and the switch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = {name: free_port() for name in ("admin", "boxes", "switch", "web", "sendsms")}
        (folder / "flows").mkdir()
        (folder / "flows" / "echo.yaml").write_text(ECHO, encoding="utf-8")
        self.server = Server(
            folder,
            free_port(),
            provider="kannel",
            number="2020",
            username="parley",
            password="sendsms-password",
            webhook_token=TOKEN,
            smsc="switch",
            base_url=f"http://127.0.0.1:{self.ports['sendsms']}",
        )
        self.switch: Switch

    @asynccontextmanager
    async def open(self) -> AsyncIterator[House]:
        async with AsyncExitStack() as stack:
            await self.server.start()
            stack.push_async_callback(self.server.stop, signal.SIGTERM)
            configuration = self.folder / "kannel.conf"
            configuration.write_text(CONFIGURATION.format(**self.ports, get_url=self._get_url()), encoding="utf-8")
            for program, port in (("bearerbox", "boxes"), ("smsbox", "sendsms")):
                log = self.folder / f"{program}.log"
                await stack.enter_async_context(running(PROGRAMS[program], configuration, log))
                _, writer = await connected(self.ports[port])
                writer.close()
            reader, writer = await connected(self.ports["switch"])
            self.switch = Switch(reader, writer)
            stack.callback(writer.close)
            await self.server.answers()
            yield self

    def _get_url(self) -> str:
        """What `parley provider connect kannel` says to put there."""
        settings = KannelSettings(username="parley", password="sendsms-password", webhook_token=TOKEN)
        told = Kannel.paste.replace("{inbound}", settings.address(f"{self.server.address}/webhooks/main"))
        return str(re.search(r'^get-url = "(.*)"$', told, re.MULTILINE)[1])

    async def web_text(self, text: str) -> None:
        """Let the customer write in UCS-2, which the fake SMSC does not speak, by Kannel's HTTP SMSC."""
        fields = {"username": "web", "password": "web", "from": CUSTOMER, "to": "2020", "text": text}
        async with httpx.AsyncClient(trust_env=False) as client:
            address = f"http://127.0.0.1:{self.ports['web']}/"
            answer = await client.get(address, params=fields | {"coding": "2", "charset": "UTF-8"})
            assert "Sent." == answer.text

    def messages(self) -> list[tuple[str, str, str | None]]:
        with sqlite3.connect(f"file:{self.folder / 'parley.db'}?mode=ro", uri=True) as database:
            return database.execute("select text, status, error from message order by seq").fetchall()


async def until(check: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while True:
            if check():
                return
            await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
async def house(tmp_path_factory):
    async with House(tmp_path_factory.mktemp("kannel")).open() as house:
        yield house


async def test_texts_go_both_ways_through_a_real_kannel_and_are_reported_on(house):
    long = "All work and no play. " * 20

    await house.switch.text("hello")
    assert "You wrote: hello" == await house.switch.hears()
    await house.switch.text("Hello & 100% + more")
    assert "You wrote: Hello & 100% + more" == await house.switch.hears()
    await house.web_text("é € {ü}")
    assert "You wrote: é € {ü}" == await house.switch.hears()
    await house.web_text("Grüße 👍 مرحبا")
    assert "You wrote: Grüße 👍 مرحبا" == await house.switch.hears()
    await house.web_text(long.strip())
    assert f"You wrote: {long.strip()}" == await house.switch.hears()

    await until(lambda: ["delivered"] * 5 == [status for _, status, _ in house.messages()])


@pytest.mark.parametrize(("password", "good"), [("sendsms-password", True), ("another", False)])
async def test_a_real_kannel_says_whether_the_password_is_good(house, password, good):
    address = f"http://127.0.0.1:{house.ports['sendsms']}"
    kannel = Kannel(KannelSettings(username="parley", password=password, base_url=address))
    wire = HttpWire(connections=1)

    answer = await wire.exchange(kannel.probe())

    await wire.close()
    with nullcontext() if good else pytest.raises(SendError, match="auth"):
        assert "the credentials are good" == kannel.read_probe(answer)


async def test_a_text_without_the_token_is_refused(house):
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{house.server.address}/webhooks/main?id=1&sender=1&to=2020&message=hi")

    assert 401 == answer.status_code
