"""The texts that people sent, and the media that came with them."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.media import Kind, Medium, NotFetched, NotShown
from tests.web.harness import CUSTOMER, HOUSE, Api
from tests.web.test_webhooks import signed

PNG = b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"


async def comes_in(http, number: int, *media: str) -> None:
    document = {"id": f"in-{number}", "from": CUSTOMER, "to": HOUSE, "text": f"text {number}", "media": list(media)}
    assert 200 == (await http.post("/webhooks/main", **signed(document))).status_code


async def test_texts_are_listed_the_newest_first(api: Api, http):
    for number in range(3):
        await comes_in(http, number, *(["https://x.test/a.jpg"] * number))
    first = (await api.get("/v1/inbound", params={"limit": 2})).json()
    second = (await api.get("/v1/inbound", params={"limit": 2, "after": first["next"]})).json()

    assert (["text 2", "text 1"], ["text 0"]) == tuple(
        [row["text"] for row in page["data"]] for page in (first, second)
    )
    assert second["next"] is None
    newest = first["data"][0]
    assert (CUSTOMER, "main", "in-2") == (newest["from"], newest["channel"], newest["provider_id"])
    assert [{"href": f"/v1/inbound/{newest['id']}/media/{n}"} for n in (0, 1)] == newest["media"]
    assert newest == (await api.get(f"/v1/inbound/{newest['id']}")).json()
    assert "x.test" not in json.dumps(first), "the addresses are the provider's, and open to whoever has them"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/inbound/in_99", 404),
        ("/v1/inbound/17", 404),
        ("/v1/inbound/in_1x", 404),
        ("/v1/inbound/in_99999999999999999999", 404),
        ("/v1/inbound?after=msg_1", 422),
        ("/v1/inbound/in_1/media/1", 404),
        ("/v1/inbound/in_1/media/-1", 404),
        ("/v1/inbound/in_1/media/x", 404),
        ("/v1/inbound/in_1/media/9999999999", 404),
        ("/v1/inbound/in_1/media/²", 404),
    ],
)
async def test_what_there_is_not(api: Api, http, path, status):
    await comes_in(http, 1, "https://x.test/a.jpg")

    assert status == (await api.get(path)).status_code


async def test_a_medium_is_a_file_to_be_saved(api: Api, http, runtime, monkeypatch):
    asked = []

    async def opened(*what):
        asked.append(what)
        return Medium(Kind("image/png", "png"), PNG)

    monkeypatch.setattr(runtime.media, "open", opened)
    await comes_in(http, 1, "https://x.test/a.svg", "https://x.test/b.svg")
    [text] = (await api.get("/v1/inbound")).json()["data"]
    answer = await api.get(text["media"][1]["href"])

    assert (200, PNG, "image/png") == (answer.status_code, answer.content, answer.headers["content-type"])
    assert f'attachment; filename="{text["id"]}-1.png"' == answer.headers["content-disposition"]
    assert "nosniff" == answer.headers["x-content-type-options"]
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "no-store" == answer.headers["cache-control"]
    assert [("main", "in-1", "https://x.test/b.svg")] == asked


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(NotFetched("it is gone"), 502, "media_unavailable"), (NotShown("it is a script"), 422, "media_refused")],
)
async def test_a_medium_that_cannot_be_had(api: Api, http, runtime, monkeypatch, error, status, code):
    async def opened(*what):
        raise error

    monkeypatch.setattr(runtime.media, "open", opened)
    await comes_in(http, 1, "https://x.test/a.jpg")
    answer = await api.get("/v1/inbound/in_1/media/0")

    assert (status, code, str(error)) == (answer.status_code, answer.json()["code"], answer.json()["detail"])


async def test_a_private_address_is_not_fetched(api: Api, http):
    """Through everything: whoever can sign a webhook must not be able to look around in our network."""
    seen = []

    async def serve(reader, writer):
        seen.append(1)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        await comes_in(http, 1, f"http://127.0.0.1:{port}/a.jpg", f"https://127.0.0.1:{port}/a.jpg")
        answers = [await api.get(f"/v1/inbound/in_1/media/{number}") for number in (0, 1)]

    assert [502, 502] == [answer.status_code for answer in answers]
    assert [] == seen


async def test_only_for_who_may_read(api: Api):
    assert 403 == (await api.get("/v1/inbound/in_1/media/0", key="send")).status_code
