"""The document says what the routes do: both come from one table, and this compares what came of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from starlette.routing import Route

from bot.web.api.docs import render_page
from bot.web.api.openapi import codes, document
from bot.web.api.samples import body_of
from bot.web.api.table import ENDPOINTS
from bot.web.problem import KINDS
from tests.web.harness import Api

DOCUMENT = document(ENDPOINTS) | {"servers": [{"url": "http://127.0.0.1:8000"}]}
OPERATIONS = [
    pytest.param(operation, id=operation["operationId"])
    for methods in DOCUMENT["paths"].values()
    for operation in methods.values()
]


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_every_reference_leads_somewhere():
    for reference in references(DOCUMENT):
        assert reference.removeprefix("#/components/schemas/") in DOCUMENT["components"]["schemas"]


def test_it_is_json_of_version_3_1():
    assert "3.1.0" == json.loads(json.dumps(DOCUMENT))["openapi"]


def test_it_is_valid_by_the_specifications_own_schema():
    """The schema of OpenAPI 3.1 as its authors publish it; and that it finds what is wrong."""
    wrong = DOCUMENT | {"paths": {"/x": {"get": {"parameters": [{"name": 1}]}}}}

    assert [] == [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(DOCUMENT)]
    assert [] != list(OPENAPI_31_VALIDATOR.iter_errors(wrong))


@pytest.mark.parametrize("endpoint", [it for it in ENDPOINTS if it.body], ids=lambda it: it.handler.__name__)
def test_the_example_of_a_body_is_one(endpoint):
    endpoint.body.model_validate(body_of(endpoint))


def test_every_operation_has_a_name_of_its_own():
    names = [operation["operationId"] for methods in DOCUMENT["paths"].values() for operation in methods.values()]

    assert len(ENDPOINTS) == len(names) == len(set(names))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_is_explained(operation):
    assert operation["summary"].endswith(".")
    assert operation["security"]
    assert {"401", "403"} & set(operation["responses"])


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: f"{endpoint.method} {endpoint.path}")
def test_every_code_is_in_the_table(endpoint):
    assert set(codes(endpoint)) <= set(KINDS)


def test_what_a_test_key_may_call_is_said():
    told = {
        endpoint.handler.__name__: DOCUMENT["paths"][endpoint.path][endpoint.method.lower()]["description"]
        for endpoint in ENDPOINTS
    }

    assert told["create_broadcast"].endswith("A test key may call it: what it sends stays in the house.")
    assert told["put_contact"].endswith("Not for test keys.")
    assert "test key" not in told["list_messages"]


def test_a_body_that_may_come_in_parts_says_which():
    content = DOCUMENT["paths"]["/v1/broadcasts"]["post"]["requestBody"]["content"]
    parts = content["multipart/form-data"]

    assert {"application/json", "multipart/form-data"} == set(content)
    assert content["application/json"]["schema"] == parts["schema"]["properties"]["broadcast"]
    assert {"broadcast": "application/json", "csv": "text/csv"} == {
        name: encoding["contentType"] for name, encoding in parts["encoding"].items()
    }


def test_path_parameters_are_described():
    for path, methods in DOCUMENT["paths"].items():
        for operation in methods.values():
            described = {entry["name"] for entry in operation["parameters"] if entry["in"] == "path"}
            assert set(re.findall(r"{(\w+)}", path)) == described


async def test_the_routes_are_those_of_the_document(app):
    served = {
        (route.path, method)
        for route in app.routes
        if isinstance(route, Route) and re.match(r"/(v1|messages|report|verify)/", route.path)
        for method in (route.methods or set()) - {"HEAD"}
    }

    assert {(path, method.upper()) for path, methods in DOCUMENT["paths"].items() for method in methods} == served


async def test_it_is_served_to_everybody(api: Api):
    answer = await api.http.get("/openapi.json")

    assert "application/json" == answer.headers["content-type"]
    assert DOCUMENT["paths"] == answer.json()["paths"]
    assert [{"url": "http://public.test"}] == answer.json()["servers"]


# ── the page ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Links(HTMLParser):
    """Collects ids, and everything that a page refers to or loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.scripts = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.ids |= {value for name, value in attrs if name == "id" and value}
        self.links |= {str(named[name]) for name in ("href", "src") if named.get(name)}
        self.scripts += tag == "script"
        assert "style" not in named
        assert not [name for name in named if name.startswith("on")]


def test_the_page_loads_nothing_from_elsewhere():
    links = Links(render_page(DOCUMENT))

    assert {"data:,", "/docs.css", "/openapi.json"} == {link for link in links.links if not link.startswith("#")}
    assert 0 == links.scripts


def test_the_page_leads_to_every_operation_and_every_error():
    links = Links(render_page(DOCUMENT))
    names = {operation["operationId"] for methods in DOCUMENT["paths"].values() for operation in methods.values()}

    assert names | set(KINDS) <= links.ids
    assert {link.removeprefix("#") for link in links.links if link.startswith("#")} <= links.ids


async def test_page_and_style_are_served(api: Api):
    page, style = await api.http.get("/docs"), await api.http.get("/docs.css")

    assert (200, "text/html; charset=utf-8") == (page.status_code, page.headers["content-type"])
    assert (200, "text/css; charset=utf-8") == (style.status_code, style.headers["content-type"])
    assert "Idempotency-Key" in page.text
    assert "recipients[].to" in page.text
