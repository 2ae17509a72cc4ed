"""Who may call what, and how every endpoint words its errors."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.keys import Scope
from bot.web.api.endpoint import PROBLEM_JSON, Endpoint
from bot.web.api.table import ENDPOINTS
from bot.web.guards import body_bytes_max
from tests.web.harness import Api, House, open_house, write_flows

PROBLEM = {"type", "title", "status", "code", "detail", "param", "hint", "request_id"}
V1 = [endpoint for endpoint in ENDPOINTS if endpoint.dialect is PROBLEM_JSON]
WITH_BODY = [endpoint for endpoint in V1 if endpoint.body]


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """One for all: nothing here gets far enough to leave anything behind."""
    folder = tmp_path_factory.mktemp("house")
    async with open_house(folder, write_flows(folder)) as house:
        yield house


def name_of(value: object) -> str | None:
    return f"{value.method} {value.path}" if isinstance(value, Endpoint) else None


async def call(api: Api, endpoint: Endpoint, headers: dict[str, str], **options: object) -> httpx.Response:
    path = re.sub(r"{\w+}", "unknown", endpoint.path)
    return await api.http.request(endpoint.method, path, headers=headers, **options)


def bearer(api: Api, key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {api.keys[key]}"}


def assert_problem(answer: httpx.Response, status: int, code: str) -> None:
    assert (status, code) == (answer.status_code, answer.json()["code"])
    assert PROBLEM == set(answer.json())
    assert "application/problem+json" == answer.headers["content-type"]
    assert answer.headers["x-request-id"] == answer.json()["request_id"]
    assert status == answer.json()["status"]


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=name_of)
async def test_a_scope_opens_its_own_endpoints_only(api: Api, endpoint):
    answers = {scope: await call(api, endpoint, bearer(api, scope.value)) for scope in Scope}

    assert [endpoint.scope] == [scope for scope, answer in answers.items() if answer.status_code != 403]


@pytest.mark.parametrize("endpoint", V1, ids=name_of)
async def test_without_a_key_nothing_opens(api: Api, endpoint):
    for authorization in (None, "", "Bearer", "Bearer ", "Basic cGFybGV5Og==", "Bearer parley_", "Bearer parley_wrong"):
        answer = await call(api, endpoint, {} if authorization is None else {"authorization": authorization})

        assert_problem(answer, 401, "unauthorized")
        assert "Bearer" in answer.headers["www-authenticate"]


async def test_a_key_does_not_work_in_the_address(api: Api):
    answer = await api.http.get(f"/v1/messages?key={api.keys['all']}")

    assert_problem(answer, 401, "unauthorized")


async def test_a_revoked_key_stops_at_once(house: House):
    plain = await house.runtime.keys.create([Scope.READ])
    key = await house.runtime.keys.authenticate(plain)
    assert key is not None
    before = await house.http.get("/v1/messages", headers={"authorization": f"Bearer {plain}"})
    await house.runtime.keys.revoke(key.id)
    after = await house.http.get("/v1/messages", headers={"authorization": f"Bearer {plain}"})

    assert 200 == before.status_code
    assert_problem(after, 401, "unauthorized")


async def test_a_missing_scope_is_named(api: Api):
    answer = await api.post("/v1/messages", {}, key="read")

    assert_problem(answer, 403, "forbidden")
    assert "`send`" in answer.json()["detail"]


TOO_LARGE = b"too large"
"""Stands for as much as the address takes, and one byte more."""


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=name_of)
@pytest.mark.parametrize(
    ("content_type", "raw", "status", "code"),
    [
        ("application/json", b"", 400, "invalid_json"),
        ("application/json", b"{", 400, "invalid_json"),
        ("application/json", b"[]", 400, "invalid_json"),
        ("application/json", b'"text"', 400, "invalid_json"),
        ("application/json", b'{"text": "\xff"}', 400, "invalid_json"),
        ("application/json", b'{"text": "\\ud800"}', 400, "invalid_json"),
        ("application/json", b'{"text": "\\u0000"}', 422, "invalid_field"),
        ("application/json", b'{"nonsense": 1}', 422, "unknown_field"),
        ("application/x-www-form-urlencoded", b"to=1", 415, "unsupported_media_type"),
        ("application/json", TOO_LARGE, 413, "body_too_large"),
    ],
    ids=["empty", "cut off", "list", "text", "not UTF-8", "surrogate", "NUL", "unknown", "form", "large"],
)
async def test_a_body_that_is_not_one_is_refused(api: Api, endpoint, content_type, raw, status, code):
    if raw is TOO_LARGE:
        headers = [(b"content-length", b"1000000000")]
        raw = b"x" * (body_bytes_max({"method": endpoint.method, "path": endpoint.path, "headers": headers}) + 1)
    answer = await call(api, endpoint, bearer(api, "all") | {"content-type": content_type}, content=raw)

    if code == "unknown_field":  # what is missing may be named first
        assert answer.json()["code"] in ("unknown_field", "missing_field")
        assert "`nonsense` is not a known field" in answer.json()["detail"]
    else:
        assert_problem(answer, status, code)


@pytest.mark.parametrize("endpoint", [endpoint for endpoint in V1 if not endpoint.query], ids=name_of)
async def test_a_parameter_that_is_not_known_is_refused(api: Api, endpoint):
    answer = await call(api, endpoint, bearer(api, "all"), params={"nonsense": "1"})

    assert_problem(answer, 422, "unknown_field")
    assert "nonsense" == answer.json()["param"]


@pytest.mark.parametrize("endpoint", V1, ids=name_of)
async def test_another_method_is_refused(api: Api, endpoint):
    known = {other.method for other in V1 if other.path == endpoint.path}
    method = next(method for method in ("PUT", "PATCH", "DELETE") if method not in known)
    answer = await api.http.request(method, re.sub(r"{\w+}", "unknown", endpoint.path), headers=bearer(api, "all"))

    assert_problem(answer, 405, "method_not_allowed")
    assert endpoint.method in answer.headers["allow"]


async def test_an_unknown_address_is_a_problem_too(api: Api):
    assert_problem(await api.get("/v1/mesages"), 404, "not_found")


async def test_a_head_request_is_a_get_without_a_body(api: Api):
    answer = await api.http.head("/v1/messages", headers=bearer(api, "read"))

    assert (200, b"") == (answer.status_code, answer.content)
