"""Every example of the page works as it stands: each is made against a server on a socket."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.accounts import Role
from bot.ids import uuid_of
from bot.keys import Scope as ApiScope
from bot.web.api.samples import BODIES, QUERIES, curl_of, python_of
from bot.web.api.table import ENDPOINTS
from tests.web.console import add_user
from tests.web.harness import CUSTOMER, HOUSE, House, eventually, open_house, serving, write_flows

NOT_HERE = {
    ("GET", "/v1/inbound/{id}/media/{n}"): {404, 502},
    ("POST", "/v1/verifications"): {201, 429},  # a second code so soon is refused
    ("POST", "/v1/verifications/{id}/resend"): {429},
    ("GET", "/v1/flows/{flow}/synonym"): {422},  # no flow of this house has choices
    ("POST", "/v1/users"): {201, 422},  # the same address, or the same shortcut, once more is refused
    ("POST", "/v1/users/{user}/canned-replies"): {201, 422},
    ("POST", "/verify/v1/otp/send-otp"): {200, 429},
    ("POST", "/verify/v1/otp/resend-otp"): {404},
}
"""What needs a provider, or somebody else's server, answers as it must without."""


@pytest.fixture(scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[House, str]]:
    folder = tmp_path_factory.mktemp("house")
    async with open_house(Path(folder), write_flows(Path(folder))) as house, serving(quiet(house)) as url:
        yield house, url


def quiet(house: House) -> ASGIApp:
    """The application without its lifespan: the house runs already."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        await house.app(scope, receive, send)

    return application


async def names(house: House) -> dict[str, dict[str, str]]:
    """Something of each kind, by the family of the path."""
    api = house.api
    later = {"to": CUSTOMER, "text": "Later", "send_at": "2030-01-01T00:00:00Z"}
    message = (await api.post("/v1/messages", later)).json()["id"]
    proof = (await api.post("/v1/verifications", {"to": "+15550100008"})).json()["id"]
    d7 = {"messages": [{"recipients": [CUSTOMER], "content": "Hello"}]}
    request = (await api.post("/messages/v1/send", d7)).json()["request_id"]
    await house.carrier.text(CUSTOMER, HOUSE, "hello")
    await api.said_to(CUSTOMER, 3)

    async def heard() -> str | None:
        rows = (await api.get("/v1/inbound")).json()["data"]
        return rows[0]["id"] if rows else None

    inbound = await eventually(heard)
    contact = (await api.get(f"/v1/contacts/{CUSTOMER}")).json()["id"]

    async def listed() -> str | None:
        rows = (await api.get("/v1/conversations", params={"view": "bot"})).json()["data"]
        return rows[0]["id"] if rows else None

    thread = await eventually(listed)
    hook = (await api.post("/v1/webhooks", {"url": "https://example.com/parley"})).json()["id"]
    delivery = (await api.post(f"/v1/webhooks/{hook}/test")).json()["id"]
    later = {"to": [{"to": CUSTOMER}], "text": "Later", "send_at": "2030-01-01T00:00:00Z"}
    broadcast = (await api.post("/v1/broadcasts", later)).json()["id"]
    await api.post("/v1/audiences", {"name": "vips", "filter": 'tags has "vip"'})
    return {
        "broadcasts": {"ID": broadcast},
        "messages": {"ID": message},
        "verifications": {"ID": proof},
        "verify": {"OTP_ID": str(uuid_of(proof))},
        "report": {"REQUEST_ID": request},
        "inbound": {"ID": inbound, "N": "0"},
        "flows": {"FLOW": "greeting"},
        "audiences": {"NAME": "vips"},
        "contacts": {"ID": contact},
        "conversations": {"ID": thread, "USER": "me"},
        "users": await somebody(house),
        "keys": {"KEY": (await house.runtime.keys.list())[0].id},
        "webhooks": {"ID": hook, "DELIVERY": delivery},
    }


async def somebody(house: House, name: str = "Ben") -> dict[str, str]:
    """Who works here, is signed in, and keeps a view and a canned reply."""
    user, link = await add_user(house, Role.AGENT, name)
    await house.http.get(link)
    session = (await house.api.get(f"/v1/users/{user}/sessions")).json()["data"][0]["id"]
    view = (await house.api.post(f"/v1/users/{user}/views", {"name": "All", "filters": {}})).json()["id"]
    canned = {"own": True, "shortcut": "hi", "text": "Hello."}
    reply = (await house.api.post(f"/v1/users/{user}/canned-replies", canned)).json()["id"]
    return {"USER": user, "SESSION": session, "VIEW": view, "REPLY": reply}


def family(path: str) -> str:
    first, second = path.split("/")[1:3]
    return second if first == "v1" else first


async def made_by_curl(command: str, values: dict[str, str]) -> int:
    silent = command.replace("curl", "curl --silent --output /dev/null --write-out '%{http_code}'", 1)
    process = await asyncio.create_subprocess_shell(
        silent, env={"PATH": os.environ["PATH"], **values}, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return int(out)


async def made_by_python(source: str, values: dict[str, str]) -> int:
    def run() -> int:
        scope: dict[str, object] = {"httpx": httpx, **values}
        try:
            exec(source, scope)  # noqa: S102 - the page's own example
        except httpx.HTTPStatusError as error:
            return error.response.status_code
        answer = scope["answer"]
        assert isinstance(answer, httpx.Response)
        return answer.status_code

    return await asyncio.to_thread(run)


async def test_every_example_works(served):
    house, url = served
    known = await names(house)
    failed = []
    for endpoint in sorted(ENDPOINTS, key=lambda endpoint: endpoint.method == "DELETE"):
        values = {"PARLEY": url, "TOKEN": house.api.keys["all"], **known.get(family(endpoint.path), {})}
        expected = NOT_HERE.get((endpoint.method, endpoint.path), set(endpoint.answers))
        status = await made_by_curl(curl_of(endpoint), values)
        again = {**values, **(await fresh(house, endpoint, values))}
        second = await made_by_python(python_of(endpoint), again)
        failed += [
            f"{endpoint.method} {endpoint.path}: {made} by {by}\n{source}"
            for by, made, source in (("curl", status, curl_of(endpoint)), ("Python", second, python_of(endpoint)))
            if made not in expected
        ]

    assert [] == failed, "\n".join(failed)


async def fresh(house: House, endpoint, values: dict[str, str]) -> dict[str, str]:
    """Something else of the kind, where the first call has used it up."""
    if endpoint.path.startswith("/v1/webhooks") and endpoint.method == "DELETE":
        return {"ID": (await house.api.post("/v1/webhooks", {"url": "https://example.com/b"})).json()["id"]}
    if endpoint.path.startswith("/v1/audiences") and endpoint.method == "DELETE":
        return {"NAME": (await house.api.post("/v1/audiences", {"name": "others", "filter": ""})).json()["name"]}
    if endpoint.path == "/v1/contacts/{id}" and endpoint.method == "DELETE":
        await house.carrier.text("+15550100009", HOUSE, "hi")

        async def known() -> str | None:
            found = await house.api.get("/v1/contacts/+15550100009")
            return found.json()["id"] if found.status_code == 200 else None

        return {"ID": await eventually(known)}
    if endpoint.method == "DELETE" and endpoint.path.startswith("/v1/users/"):
        return await somebody(house, f"Ben{endpoint.handler.__name__}")
    if endpoint.path == "/v1/keys/{key}":
        await house.runtime.keys.create([ApiScope.READ], "spare")
        return {"KEY": (await house.runtime.keys.list())[-1].id}
    return {}


def test_what_is_written_by_hand_belongs_to_an_operation():
    assert set() == {*BODIES, *QUERIES} - {endpoint.handler.__name__ for endpoint in ENDPOINTS}
