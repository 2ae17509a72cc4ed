"""As a stranger meets it: a process of its own, real sockets, curl, and the flows that are shipped."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.providers.base import Sample
from bot.providers.fake import FakeCarrier
from tests.web.harness import CUSTOMER, HOUSE, eventually, serving

REPOSITORY = Path(__file__).resolve().parents[2]
PARLEY = str(Path(sys.executable).parent / "parley")
START_S = 30.0
QUICK_START = (
    'curl -X POST {host}/messages/v1/send -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" '
    '-d \'{{"messages":[{{"originator":"SignOTP","recipients":["+1234567890"],'
    '"content":"Your verification code is 4821","msg_type":"text","data_coding":"text"}}]}}\''
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Server:
    """`parley serve` on a free port and an empty database, and a shell beside it."""

    def __init__(self, folder: Path, port: int, carrier_url: str) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.log = folder / "server.log"
        self.environ = {
            **os.environ,
            "PARLEY_DATABASE__URL": f"sqlite:///{folder / 'parley.db'}",
            "PARLEY_FLOWS__PATH": str(REPOSITORY / "flows"),
            "PARLEY_SERVER__PORT": str(port),
            "PARLEY_CHANNELS__MAIN__BASE_URL": f"{carrier_url}/send",
            "PARLEY_CHANNELS__MAIN__RATE": "100",
            "NO_PROXY": "127.0.0.1",
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [PARLEY, "serve"], cwd=folder, env=self.environ, stdout=log, stderr=subprocess.STDOUT
            )

    async def ready(self) -> None:
        deadline = time.monotonic() + START_S
        async with httpx.AsyncClient(trust_env=False) as client:
            while time.monotonic() < deadline and self.process.poll() is None:
                try:
                    if (await client.get(f"{self.address}/readyz")).is_success:
                        return
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
        raise AssertionError(self.log.read_text())

    async def shell(self, command: str, **variables: str) -> str:
        """Run a line as a shell would; the loop goes on, because the carrier lives in it."""
        process = await asyncio.create_subprocess_shell(
            command, env=self.environ | variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        out, error = await process.communicate()
        assert 0 == process.returncode, error.decode()
        return out.decode().strip()

    async def stop(self) -> None:
        self.process.terminate()
        await asyncio.to_thread(self.process.wait, 20)


@pytest.fixture
async def carrier() -> AsyncIterator[FakeCarrier]:
    """Over real sockets, both ways."""
    webhook = f"http://127.0.0.1:{free_port()}/webhooks/main"
    carrier = FakeCarrier(webhook=webhook, receipt=Sample.DELIVERED)
    yield carrier
    await carrier.close()


@pytest.fixture
async def server(tmp_path: Path, carrier: FakeCarrier) -> AsyncIterator[Server]:
    port = int(httpx.URL(carrier._webhook or "").port or 0)
    async with serving(carrier.app) as carrier_url:
        server = Server(tmp_path, port, carrier_url)
        try:
            await server.ready()
            yield server
        finally:
            await server.stop()


async def texts(carrier: FakeCarrier, phone: str, count: int) -> list[str]:
    """Wait until the carrier has taken so many texts for a phone."""

    async def look() -> list[str] | None:
        taken = [message.text for message in carrier.accepted if message.recipient == phone]
        return taken if len(taken) >= count else None

    return await eventually(look)


async def test_the_shipped_flows_over_real_sockets(server: Server, carrier: FakeCarrier):
    """A signed text gets the triage question; the API starts an appointment, and "yes" confirms it."""
    token = await server.shell(f"{PARLEY} key create --scopes read,send,admin")
    raw = json.dumps({"id": "in-1", "from": CUSTOMER, "to": HOUSE, "text": "support"}).encode()
    signature = "sha256=" + hmac.new(b"loopback", raw, hashlib.sha256).hexdigest()
    async with httpx.AsyncClient(base_url=server.address, trust_env=False) as client:
        client.headers["authorization"] = f"Bearer {token}"
        taken = await client.post("/webhooks/main", content=raw, headers={"x-parley-signature": signature})
        question = await texts(carrier, CUSTOMER, 1)
        other = "+12025550143"
        inputs = {"appointment": "2099-03-06 10:00"}
        started = await client.post("/v1/flows/appointment/sessions", json={"to": other, "inputs": inputs})
        asked = await texts(carrier, other, 1)
        await carrier.text(other, HOUSE, "yes")
        booked = await texts(carrier, other, 2)
        listed = (await client.get("/v1/messages", params={"to": other})).json()["data"]

    assert (200, 202) == (taken.status_code, started.status_code)
    assert "1." in question[0]
    assert "Mar 6, 2099" in asked[0]
    assert "Mar 6, 2099" in booked[1]
    assert [other] * 2 == [row["to"] for row in listed]


async def test_the_public_quick_start_works_as_printed(server: Server, carrier: FakeCarrier):
    token = await server.shell(f"{PARLEY} key create --scopes read,send,admin")
    curl = QUICK_START.format(host=server.address)
    accepted = json.loads(await server.shell(f"{curl} -s", TOKEN=token))
    denied = await server.shell(f"{curl} -s -o /dev/null -w '%{{http_code}}'", TOKEN="wrong")
    invalid = curl.replace("+1234567890", "nobody")
    refused = await server.shell(f"{invalid} -s -o /dev/null -w '%{{http_code}}'", TOKEN=token)
    report = (
        f'curl -s {server.address}/report/v1/message-log/{accepted["request_id"]} -H "Authorization: Bearer $TOKEN"'
    )

    async def look() -> dict | None:
        log = json.loads(await server.shell(report, TOKEN=token))
        return log if log["messages"][0]["status"] == "delivered" else None

    log = await eventually(look)

    assert "accepted" == accepted["status"]
    assert ("403", "400") == (denied, refused)
    assert ["Your verification code is 4821"] == await texts(carrier, "+1234567890", 1)
    assert ("+1234567890", 1) == (log["messages"][0]["recipient"], log["total_recipients"])
