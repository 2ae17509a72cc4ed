"""One house with a number for texts and a sender on WhatsApp: the same flows, the same person, the same STOP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.providers.base import Sample, make_provider
from bot.providers.fake.carrier import ACCOUNT_SID
from tests.web.harness import CUSTOMER, PUBLIC, House, eventually, open_house

TWILIO = {"account_sid": ACCOUNT_SID, "auth_token": "loopback", "kind": "whatsapp"}
SENDER = "+15550100009"
SETTINGS = {"provider": "twilio", "number": SENDER, "base_url": "{carrier}", "rate": "1000", **TWILIO}


@pytest.fixture
async def house(tmp_path: Path, flows: Path) -> AsyncIterator[House]:
    environ = {f"PARLEY_CHANNELS__APP__{name.upper()}": value for name, value in SETTINGS.items()}
    async with open_house(tmp_path, flows, **environ) as house:
        yield house


async def write(house: House, text: str, id: str) -> None:
    """The customer writes on WhatsApp; Twilio tells of it."""
    url = f"{PUBLIC}/webhooks/app"
    now = datetime.now(UTC)
    sample = make_provider("twilio", TWILIO).sample_webhook(
        Sample.INBOUND, url=url, sender=CUSTOMER, recipient=SENDER, text=text, id=id, now=now
    )
    answer = await house.http.post("/webhooks/app", content=sample.body, headers=dict(sample.headers))
    assert 200 == answer.status_code


async def accepted(house: House, count: int) -> list[tuple[str, str, str]]:
    async def look() -> list[tuple[str, str, str]] | None:
        taken = [(one.sender, one.recipient, one.text) for one in house.carrier.accepted]
        return taken if len(taken) >= count else None

    found: list[tuple[str, str, str]] = await eventually(look)
    return found


async def test_a_flow_is_talked_through_on_whatsapp(house: House):
    await write(house, "hello", "SM1")
    await accepted(house, 1)
    await write(house, "Žofie", "SM2")

    said = await accepted(house, 2)

    ours, theirs = f"whatsapp:{SENDER}", f"whatsapp:{CUSTOMER}"
    assert [(ours, theirs, "What is your name?"), (ours, theirs, "Hello Žofie.")] == said
    rows = (await house.api.get("/v1/messages", params={"to": CUSTOMER})).json()["data"]
    assert ["delivered"] == sorted({(await house.api.message(row["id"], "delivered"))["status"] for row in rows})
    assert [1, 1] == [row["segments"] for row in rows]


async def test_a_stop_on_whatsapp_is_a_stop_for_texts_too(house: House):
    await write(house, "STOP", "SM1")
    await accepted(house, 1)

    answer = await house.api.post("/v1/messages", {"to": CUSTOMER, "text": "Sale!", "channel": "main"})

    assert ("refused", "opted_out") == (answer.json()["status"], answer.json()["error"])
