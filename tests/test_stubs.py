"""What stands for other people's systems: which stub answers which call, and with what."""

from __future__ import annotations

import pytest

from bot.events import CallAction, CallHttp, Result
from bot.stubs import address_of, answer_to

GET = CallHttp("1", "GET", "https://a.example/orders?id=7&all=[1]")
DO = CallAction("1", "find", {"people": 2})


@pytest.mark.parametrize(("call", "address"), [(GET, f"GET {GET.url}"), (DO, "do find")])
def test_an_address(call, address):
    assert address == address_of(call)


@pytest.mark.parametrize(
    ("call", "stubs", "expected"),
    [
        (GET, {f"GET {GET.url}": {"x": 1}}, Result("1", 200, {}, {"x": 1})),
        (GET, {"GET https://a.example/*": 5}, Result("1", 200, {}, 5)),
        (GET, {"*": {"status": 404}}, Result("1", 404)),
        (GET, {"*": {"status": "503", "headers": {"a": "b"}, "body": "x"}}, Result("1", 503, {"a": "b"}, "x")),
        (GET, {"*": {"body": []}}, Result("1", 200, {}, [])),
        (GET, {"*": {"status": "late"}}, Result("1", 200, {}, {"status": "late"})),
        (GET, {"POST *": 1}, Result("1", error=f"nothing answers GET {GET.url} here")),
        (DO, {"do find": {"status": 404}}, Result("1", 200, {}, {"status": 404})),
        (DO, {"do find": {"error": "full"}}, Result("1", error="full")),
        (DO, {"do find": {"error": "full", "more": 1}}, Result("1", 200, {}, {"error": "full", "more": 1})),
        (DO, {"*": 1}, Result("1", error="nothing answers do find here")),
        (None, {"*": 1}, Result("1", error="the call was made before; its answer is not known here")),
    ],
)
def test_an_answer(call, stubs, expected):
    assert expected == answer_to("1", call, stubs)
