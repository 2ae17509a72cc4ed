"""`/openapi.json`, and `/docs`: the same document as one page that loads nothing from anywhere else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.web.api.endpoint import Endpoint
from bot.web.api.openapi import document
from bot.web.problem import KINDS

HERE: Final = Path(__file__).parent
STYLE: Final = "docs.css"
_CACHED: Final = {"cache-control": "no-cache"}


def routes(endpoints: Sequence[Endpoint], public_url: str) -> list[BaseRoute]:
    """The addresses of the document and its page; both are made at the first request."""

    @cache
    def described() -> dict[str, Any]:
        return document(endpoints) | {"servers": [{"url": public_url}]}

    @cache
    def page() -> str:
        return render_page(described())

    async def openapi(request: Request) -> Response:
        return Response(json.dumps(described()), headers=_CACHED, media_type="application/json")

    async def docs(request: Request) -> Response:
        return Response(page(), headers=_CACHED, media_type="text/html")

    async def style(request: Request) -> Response:
        return Response((HERE / STYLE).read_bytes(), headers=_CACHED, media_type="text/css")

    return [Route("/openapi.json", openapi), Route("/docs", docs), Route(f"/{STYLE}", style)]


def render_page(described: Mapping[str, Any]) -> str:
    """Write the document as a page for people."""
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["ticks"] = _ticks
    server = described["servers"][0]["url"]
    tags = _by_tag(described)
    page = environment.get_template("docs.html")
    return page.render(style=STYLE, info=described["info"], tags=tags, problems=KINDS, server=server)


def _ticks(text: str | None) -> Markup:
    """Set what stands between backticks as code."""
    parts = enumerate((text or "").split("`"))
    return Markup().join(Markup("<code>{}</code>").format(part) if index % 2 else part for index, part in parts)


def _by_tag(described: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    tags: dict[str, list[dict[str, Any]]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            view = operation | {"method": method.upper(), "path": path, "body": []}
            if "requestBody" in operation:
                name = _schema_name(operation["requestBody"]["content"])
                view["body"] = list(_rows(described, name))
            tags.setdefault(operation["tags"][0], []).append(view)
    return tags


def _schema_name(content: Mapping[str, Any]) -> str:
    return str(next(iter(content.values()))["schema"]["$ref"]).rpartition("/")[2]


def _rows(described: Mapping[str, Any], name: str, prefix: str = "") -> Iterator[dict[str, Any]]:
    """The fields of a body, those of nested objects behind them."""
    schema = described["components"]["schemas"][name]
    for field, about in schema.get("properties", {}).items():
        yield {
            "name": prefix + field,
            "type": _type(about),
            "required": field in schema.get("required", ()),
            "description": about.get("description", ""),
        }
        for inner, mark in _inner(about):
            yield from _rows(described, inner, f"{prefix}{field}{mark}.")


def _inner(about: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The schemas that a field refers to, and how its path goes on."""
    for option in [about, *about.get("anyOf", ()), *about.get("oneOf", ())]:
        if "$ref" in option:
            yield option["$ref"].rpartition("/")[2], ""
        if "$ref" in option.get("items", {}):
            yield option["items"]["$ref"].rpartition("/")[2], "[]"


def _type(about: Mapping[str, Any]) -> str:
    options = [_one_type(option) for option in about.get("anyOf") or about.get("oneOf") or [about]]
    return " or ".join(option for option in options if option != "null")


def _one_type(about: Mapping[str, Any]) -> str:
    if "enum" in about:
        return ", ".join(map(str, about["enum"]))
    if "const" in about:
        return str(about["const"])
    if about.get("format") == "date-time":
        return "time"
    return {"array": "list", "string": "text"}.get(str(about.get("type")), str(about.get("type", "object")))
