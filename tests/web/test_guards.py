"""What every request passes first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, Router
from starlette.types import ASGIApp
from structlog.testing import capture_logs

from bot.errors import DatabaseAway
from bot.inbox import Busy
from bot.limits import API_BODY_BYTES_MAX, WEBHOOK_BODY_BYTES_MAX
from bot.web import guards
from bot.web.guards import AT_ONCE, WHOLE, Guard
from bot.web.problem import Problem


async def count_bytes(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def break_down(request: Request) -> Response:
    raise RuntimeError("secret detail")


async def own_policy(request: Request) -> Response:
    return PlainTextResponse("", headers={"content-security-policy": "default-src 'self'", "cache-control": "public"})


async def break_off(request: Request) -> Response:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"begun"
        raise RuntimeError("secret detail")

    return StreamingResponse(chunks())


ERRORS = {
    "/problem": Problem("forbidden", "not this one"),
    "/busy": Busy("too much"),
    "/away": DatabaseAway("disk full"),
    "/router": HTTPException(405, headers={"Allow": "GET"}),
}


async def raise_it(request: Request) -> Response:
    raise ERRORS[request.url.path]


def make_app(*, https: bool = False) -> Guard:
    ids = iter(f"req_{number}" for number in range(100))
    routes = [
        Route("/count", count_bytes, methods=["GET", "POST"]),
        Route("/webhooks/main", count_bytes, methods=["POST"]),
        Route("/broken", break_down),
        Route("/off", break_off),
        Route("/own", own_policy),
        *(Route(path, raise_it) for path in ERRORS),
    ]
    return guarded(routes, new_request_id=lambda: next(ids), https=https)


def guarded(routes: list[Route], *, new_request_id=lambda: "req_1", https: bool = False) -> Guard:
    """The routes of an application, with nothing but the guard before them."""
    application = Starlette()
    router = Router(routes)

    async def app(scope, receive, send):
        await router(scope | {"app": application}, receive, send)

    return Guard(app, new_request_id=new_request_id, https=https)


def client(app: ASGIApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


async def test_every_answer_has_an_id_and_the_security_headers():
    async with client(make_app()) as http:
        first, second = await http.get("/count"), await http.get("/nothing")

    assert ("req_0", "req_1") == (first.headers["x-request-id"], second.headers["x-request-id"])
    for answer in (first, second):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "nosniff" == answer.headers["x-content-type-options"]
        assert "no-store" == answer.headers["cache-control"]
        assert "strict-transport-security" not in answer.headers


async def test_a_public_address_by_https_is_kept_to_https():
    async with client(make_app(https=True)) as http:
        answer = await http.get("/count")

    assert "max-age=31536000; includeSubDomains" == answer.headers["strict-transport-security"]


async def test_a_response_may_set_a_header_of_its_own():
    async with client(make_app()) as http:
        answer = await http.get("/own")

    assert ["default-src 'self'"] == answer.headers.get_list("content-security-policy")
    assert ["public"] == answer.headers.get_list("cache-control")


async def test_an_unforeseen_error_tells_nothing_but_its_id():
    async with client(make_app()) as http:
        answer = await http.get("/broken")

    assert 500 == answer.status_code
    assert "internal_error" == answer.json()["code"]
    assert answer.headers["x-request-id"] == answer.json()["request_id"]
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("path", "status", "code", "header", "lines"),
    [
        ("/problem", 403, "forbidden", None, []),
        ("/busy", 503, "unavailable", ("retry-after", "1"), ["nothing can be stored"]),
        ("/away", 503, "unavailable", ("retry-after", "1"), ["nothing can be stored"]),
        ("/router", 405, "method_not_allowed", ("allow", "GET"), []),
        ("/nothing", 404, "not_found", None, []),
        ("/broken", 500, "internal_error", None, ["request failed"]),
    ],
)
async def test_every_error_is_answered_here(path, status, code, header, lines):
    with capture_logs() as logged:
        async with client(make_app()) as http:
            answer = await http.get(path)

    assert (status, code) == (answer.status_code, answer.json()["code"])
    assert "no-store" == answer.headers["cache-control"]
    assert header is None or header[1] == answer.headers[header[0]]
    assert "disk" not in answer.text
    assert lines == [line["event"] for line in logged]


async def test_an_answer_that_has_begun_is_broken_off_and_not_mended():
    async with client(make_app()) as http:
        with pytest.raises(RuntimeError):
            await http.get("/off")


@pytest.mark.parametrize(
    ("path", "limit"), [("/count", API_BODY_BYTES_MAX), ("/webhooks/main", WEBHOOK_BODY_BYTES_MAX)]
)
async def test_a_body_may_be_as_large_as_the_limit_and_no_larger(path, limit):
    async with client(make_app()) as http:
        fits = await http.post(path, content=b"x" * limit)
        too_large = await http.post(path, content=b"x" * (limit + 1))

    assert str(limit) == fits.text
    assert (413, "body_too_large") == (too_large.status_code, too_large.json()["code"])


async def test_a_body_that_does_not_say_its_length_is_counted():
    async def chunks():
        for _ in range(20):
            yield b"x" * 65_536

    async with client(make_app()) as http:
        answer = await http.post("/count", content=chunks())

    assert 413 == answer.status_code


async def send_raw(
    app: ASGIApp, messages: list[dict[str, object]], headers: list[tuple[bytes, bytes]], **more: object
) -> list[int]:
    """Play the server's part, so that a body may come in any way and stop in the middle."""
    statuses = []
    waiting = iter(messages)

    async def receive():
        message = next(waiting, None)
        if message is None:
            await asyncio.sleep(60)
        return message

    async def send(message):
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {"type": "http", "method": "POST", "path": "/count", "raw_path": b"/count", "query_string": b""}
    scope |= more
    await app(scope | {"headers": headers, "root_path": "", "http_version": "1.1"}, receive, send)
    return statuses


async def test_a_body_that_does_not_come_is_given_up(monkeypatch):
    monkeypatch.setattr(guards, "BODY_TIMEOUT_S_MAX", 0.05)

    statuses = await send_raw(make_app(), [{"type": "http.request", "body": b"x", "more_body": True}], [])

    assert [408] == statuses


async def test_a_body_that_the_server_has_is_taken_at_once_and_counted(monkeypatch):
    monkeypatch.setattr(guards, "BODY_TIMEOUT_S_MAX", 0.0)
    fits, too_large = ({"type": "http.request", "body": b"x" * size} for size in (9, API_BODY_BYTES_MAX + 1))

    assert [200] == await send_raw(make_app(), [fits], [], **{WHOLE: True})
    assert [413] == await send_raw(make_app(), [too_large], [], **{WHOLE: True})


@pytest.mark.parametrize("can", [True, False])
async def test_an_answer_that_the_server_can_give_at_once_is_the_same(can):
    response = Response("<ok/>", media_type="text/xml")
    written: list[bytes] = []
    messages: list[dict[str, object]] = []

    def at_once(scope, status: int, rest: bytes) -> bool:
        written.append(b"%d " % status + rest)
        return can

    async def app(scope, receive, send):
        await guards.answer(response, scope, receive, send)

    async def send(message):
        messages.append(message)

    guard = Guard(app, new_request_id=lambda: "req_7", https=True)
    scope = {"type": "http", "method": "POST", "path": "/webhooks/main", "headers": []}
    await guard(dict(scope), None, send)
    usual = [*messages]
    messages.clear()
    await guard(scope | {AT_ONCE: at_once}, None, send)

    lines = [b"%b: %b\r\n" % header for header in usual[0]["headers"]]
    head, _, body = written[0].partition(b"\r\n\r\n")
    assert (200, sorted(lines)) == (usual[0]["status"], sorted((head.removeprefix(b"200 ") + b"\r\n").splitlines(True)))
    assert b"<ok/>" == body == usual[1]["body"]
    assert ([] if can else usual) == messages


async def test_a_body_that_lies_about_its_length_is_not_read_beyond_the_limit():
    chunk = {"type": "http.request", "body": b"x" * API_BODY_BYTES_MAX, "more_body": True}

    statuses = await send_raw(make_app(), [chunk, chunk], [(b"content-length", b"10")])

    assert [413] == statuses


async def test_a_client_that_leaves_gets_no_answer_and_no_error():
    messages = [{"type": "http.request", "body": b"x", "more_body": True}, {"type": "http.disconnect"}]

    assert [] == await send_raw(make_app(), messages, [])


@pytest.mark.parametrize(
    ("path", "limit"), [("/webhooks/main", "WEBHOOKS_AT_ONCE_MAX"), ("/count", "OTHERS_AT_ONCE_MAX")]
)
async def test_more_at_once_than_there_is_room_for_comes_back_later(monkeypatch, path, limit):
    monkeypatch.setattr(guards, limit, 3)
    whole = asyncio.Event()

    under_way = 0

    async def receive_later(request: Request) -> Response:
        nonlocal under_way
        await request.body()
        under_way += 1
        await whole.wait()
        return PlainTextResponse("taken")

    app = guarded([Route(path, receive_later, methods=["POST"]), Route("/healthz", count_bytes)])
    async with client(app) as http:
        waiting = [asyncio.create_task(http.post(path)) for _ in range(3)]
        for _ in range(100):
            await asyncio.sleep(0.001 if under_way < 3 else 0)
        refused = await http.post(path)
        alive = await http.get("/healthz")
        whole.set()
        answers = [(await answer).status_code for answer in waiting]
        again = await http.post(path)

    assert (503, "unavailable", "1") == (refused.status_code, refused.json()["code"], refused.headers["retry-after"])
    assert [200, 200, 200] == answers
    assert (200, 200) == (alive.status_code, again.status_code)


async def test_bodies_that_come_byte_by_byte_keep_no_webhook_out(monkeypatch):
    monkeypatch.setattr(guards, "WEBHOOKS_AT_ONCE_MAX", 1)
    begun: asyncio.Queue[None] = asyncio.Queue()
    go_on = asyncio.Event()

    async def trickle() -> AsyncIterator[bytes]:
        yield b"x"
        begun.put_nowait(None)
        await go_on.wait()

    async with client(make_app()) as http:
        slow = [asyncio.create_task(http.post("/webhooks/main", content=trickle())) for _ in range(3)]
        for _ in slow:
            await asyncio.wait_for(begun.get(), 20)
        quick = await http.post("/webhooks/main", content=b"whole")
        go_on.set()
        late = [(await answer).status_code for answer in slow]

    assert 200 == quick.status_code
    assert [200] * 3 == late
