"""Every endpoint has a method in both clients, and what the client reads is what the server says.

Whoever adds an endpoint adds a line to one of the `calls_….py` and to both clients, or a reason to `WITHOUT`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final, get_args, get_origin

import httpx
import pytest
from pydantic import BaseModel, RootModel

from bot.client import AsyncParley, Parley, ParleyError
from bot.client.calls import Call
from bot.client.models import Done, Page
from bot.client.models_traffic import Figures, Medium
from bot.client.wire import result_of
from bot.web.api.table import ENDPOINTS

WITHOUT: Final[Mapping[str, str]] = {
    "POST /messages/v1/send": "for programs that speak D7's language, which has a library of its own",
    "GET /report/v1/message-log/{request_id}": "as above",
    "POST /verify/v1/otp/send-otp": "as above",
    "POST /verify/v1/otp/resend-otp": "as above",
    "POST /verify/v1/otp/verify-otp": "as above",
    "GET /verify/v1/report/{otp_id}": "as above",
}
"""Endpoints that have no method, each with the reason. `request` reaches them all the same."""
FIGURES: Final = ("delivery", "flows", "agents", "optouts", "unmatched", "engagement", "links")
ROUTES: Final = {
    f"{endpoint.method} {endpoint.path}": re.compile(re.sub(r"{\w+}", "[^/]+", endpoint.path)) for endpoint in ENDPOINTS
}
ONCE: Final = {("Webhook", "secret")}
"""Said in the answer alone that makes it."""
LOOSE: Final = (Done, Figures, Medium)
"""Models that say little on purpose."""


class Recorder(httpx.BaseTransport):
    """A server that has nothing, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.calls: list[Call[Any]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path}")
        return httpx.Response(404, json={"code": "not_found", "detail": "nothing"})


def given(name: str, parameter: inspect.Parameter) -> Any:
    """Something of the kind that a parameter wants."""
    wanted = str(parameter.annotation)
    for kind, value in (("Sequence", []), ("Mapping", {}), ("datetime", datetime(2026, 3, 6, tzinfo=UTC)), ("int", 1)):
        if kind in wanted:
            return value
    return name


def arguments(method: Any) -> list[list[Any]]:
    """What to call a method with."""
    wanted = [
        (name, parameter)
        for name, parameter in inspect.signature(method).parameters.items()
        if name != "self"
        and parameter.default is inspect.Parameter.empty
        and parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]
    if method.__name__ == "figures":
        return [[what] for what in FIGURES]
    return [[given(name, parameter) for name, parameter in wanted]]


def asked_by(name: str) -> tuple[list[str], list[Call[Any]]]:
    """The routes that a method leads to, and the calls that it makes."""
    recorder, calls = Recorder(), []

    class Told(Parley):
        def _make(self, call: Call[Any]) -> Any:
            calls.append(call)
            return super()._make(call)

    client = Told("http://server.test", "key", httpx.Client(transport=recorder))
    for values in arguments(getattr(Parley, name)):
        with suppress(ParleyError):
            next(iter(getattr(client, name)(*values)))
    return [route_of(asked) for asked in recorder.asked], calls


def route_of(asked: str) -> str:
    method, path = asked.split(" ")
    fitting = [route for route, pattern in ROUTES.items() if route.startswith(f"{method} ") and pattern.fullmatch(path)]
    return min(fitting, key=lambda route: route.count("{"), default=asked)


METHODS: Final = [
    name
    for name, _ in inspect.getmembers(Parley, inspect.isfunction)
    if not name.startswith("_") and name not in ("close", "request")
]
ASKED: Final = {name: asked_by(name) for name in METHODS}


def test_every_endpoint_has_a_method():
    reached = {route for routes, _ in ASKED.values() for route in routes}

    assert set() == set(ROUTES) - reached - set(WITHOUT), "add a method to both clients, or a reason to WITHOUT"
    assert set() == reached - set(ROUTES), "a method asks for what no endpoint is"
    assert set() == set(WITHOUT) - set(ROUTES) | set(WITHOUT) & reached, "WITHOUT names what has a method or is none"


@pytest.mark.parametrize("name", METHODS)
def test_a_method_says_what_it_does(name):
    assert getattr(Parley, name).__doc__.partition("\n")[0].endswith((".", "…", "`")), name
    assert "Call[" not in str(inspect.signature(getattr(Parley, name)))


def fields_of(model: type[BaseModel]) -> dict[str, Any]:
    return {
        field.serialization_alias or field.alias or name: field.annotation for name, field in model.model_fields.items()
    }


def may_be_none(annotation: Any) -> bool:
    return type(None) in get_args(annotation)


def answers_of(route: str) -> list[type[BaseModel]]:
    [endpoint] = [one for one in ENDPOINTS if f"{one.method} {one.path}" == route]
    found: list[type[BaseModel]] = []
    for answer in endpoint.answers.values():
        found += get_args(answer.model_fields["root"].annotation) if issubclass(answer, RootModel) else [answer]
    return found


@pytest.mark.parametrize("name", METHODS)
def test_the_client_reads_what_the_server_says(name):
    """Each field of a model of the client is one of the server's; a list is held against what it is a list of."""
    routes, calls = ASKED[name]
    for route, call in zip(routes, calls, strict=True):
        gives = call.gives
        if gives in LOOSE:
            continue
        answers = [fields_of(answer) for answer in answers_of(route)]
        if get_origin(gives) is Page or issubclass(gives, Page):
            gives = gives.__pydantic_generic_metadata__["args"][0]
            answers = [fields_of(get_args(answer["data"])[0]) for answer in answers if "data" in answer]
        wanted = {alias: kind for alias, kind in fields_of(gives).items() if (gives.__name__, alias) not in ONCE}
        [answer] = [answer for answer in answers if wanted.keys() <= answer.keys()] or [{}]

        assert set() == wanted.keys() - answer.keys(), gives.__name__
        assert [] == [
            alias for alias, kind in wanted.items() if may_be_none(answer[alias]) and not may_be_none(kind)
        ], f"{gives.__name__} does not know that these may be null"


def test_both_clients_reach_the_same():
    assert set(METHODS) == {
        name
        for name, _ in inspect.getmembers(AsyncParley, inspect.isfunction)
        if not name.startswith("_") and name not in ("close", "request")
    }


def test_a_medium_is_bytes_with_what_they_are_said_to_be():
    call = Call("GET", "/v1/inbound/x/media/0", Medium)
    answer = httpx.Response(200, content=b"\x89PNG", headers={"content-type": "image/png"})

    assert Medium(content=b"\x89PNG", media_type="image/png") == result_of(call, answer)
