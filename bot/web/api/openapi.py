"""The OpenAPI 3.1 document, made from the same `Endpoint` values as the routes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

import bot
from bot.keys import Scope
from bot.web.api.endpoint import EPOCH, IDEMPOTENCY_KEY, PROBLEM_JSON, Endpoint, File
from bot.web.api.samples import body_of, samples_of
from bot.web.problem import KINDS

REFERENCE: Final = "#/components/schemas/{model}"
BELOW: Final = ("invalid_request", "head_too_large", "internal_error", "unavailable")
"""What may also be answered by what every request passes before it is known for whom it is: never in a dialect."""
EVERYWHERE: Final = (*BELOW, "unauthorized", "forbidden", "rate_limited", "timed_out", "body_too_large")
WITH_QUERY: Final = ("unknown_field", "missing_field", "invalid_field")
WITH_BODY: Final = ("invalid_json", "unsupported_media_type", *WITH_QUERY)
WITH_KEY: Final = ("in_progress", "idempotency_mismatch")

_ABOUT: Final = (
    "Send texts, start conversations, report events, and try a flow without sending anything. "
    "Times are RFC 3339 in UTC, of the years 1900 to 2199; numbers E.164. "
    "Lists are read by cursor: pass `next` as `after`. "
    "Expect new members in answers and new values of `status`."
)
_PROBLEM: Final = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "param", "hint", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "examples": list(KINDS)},
        "detail": {"type": "string"},
        "param": {"type": ["string", "null"]},
        "hint": {"type": ["string", "null"]},
        "request_id": {"type": "string"},
    },
}
_D7_PROBLEM: Final = {
    "type": "object",
    "required": ["detail"],
    "properties": {
        "detail": {
            "anyOf": [
                {
                    "type": "object",
                    "required": ["code", "message"],
                    "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
                },
                {"type": "string", "description": "Of a resend that comes too soon"},
            ]
        }
    },
}
_IDEMPOTENCY_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Repeat a request under the same key and it has its effect once; kept for seven days.",
    "schema": {"type": "string", "pattern": f"^({IDEMPOTENCY_KEY.pattern})$"},
}

_IF_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "description": "The epoch of the conversation as you saw it; 412 with the one it is at if who speaks has changed.",
    "schema": {"type": "string", "pattern": f"^({EPOCH.pattern})$", "examples": ['"3"']},
}


def document(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """Describe every endpoint."""
    schemas = {"Problem": _PROBLEM, "D7Problem": _D7_PROBLEM}
    schemas |= models_json_schema(list(_models(endpoints)), ref_template=REFERENCE)[1].get("$defs", {})
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Parley", "version": bot.__version__, "description": _ABOUT, "license": {"name": "MIT"}},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "bearerFormat": "parley_…"}},
        },
    }


def codes(endpoint: Endpoint) -> tuple[str, ...]:
    """Every code of a problem that an endpoint may answer."""
    body = WITH_BODY if endpoint.body else WITH_QUERY
    key = WITH_KEY if endpoint.idempotent else ()
    epoch = ("stale",) if endpoint.guarded else ()
    return tuple(dict.fromkeys([*EVERYWHERE, *body, *key, *epoch, *endpoint.problems]))


def _models(endpoints: Sequence[Endpoint]) -> Iterator[tuple[type[BaseModel], JsonSchemaMode]]:
    for endpoint in endpoints:
        for answer in endpoint.answers.values():
            if issubclass(answer, BaseModel):
                yield answer, "serialization"
        if endpoint.body:
            yield endpoint.body, "validation"


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    summary, _, description = inspect.cleandoc(endpoint.handler.__doc__ or "").partition("\n")
    operation: dict[str, Any] = {
        "operationId": endpoint.handler.__name__,
        "summary": summary,
        "description": " ".join([*description.split(), *_of_test_keys(endpoint)]),
        "tags": [_tag(endpoint)],
        "security": [{"key": [endpoint.scope.value]}],
        "parameters": list(_parameters(endpoint)),
        "responses": _responses(endpoint),
    }
    operation["x-codeSamples"] = samples_of(endpoint)
    if endpoint.deprecated is not None:
        operation["deprecated"] = True
    if endpoint.body:
        content = _json(endpoint.body)
        content["application/json"]["example"] = body_of(endpoint)
        if endpoint.upload:
            content["multipart/form-data"] = _parts(endpoint.body, *endpoint.upload)
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _of_test_keys(endpoint: Endpoint) -> Iterator[str]:
    if endpoint.scope is not Scope.READ:
        yield "A test key may call it: what it sends stays in the house." if endpoint.tests else "Not for test keys."


def _parts(body: type[BaseModel], json: str, file: str) -> dict[str, Any]:
    """A body in two parts: the JSON, without what the file is."""
    about = f"What `{file}` of the JSON body would be, as a file in UTF-8"
    return {
        "schema": {
            "type": "object",
            "properties": {
                json: {"$ref": REFERENCE.format(model=body.__name__)},
                file: {"type": "string", "contentMediaType": "text/csv", "description": about},
            },
            "required": [json, file],
            "additionalProperties": False,
        },
        "encoding": {json: {"contentType": "application/json"}, file: {"contentType": "text/csv"}},
    }


def _tag(endpoint: Endpoint) -> str:
    return endpoint.path.split("/")[2] if endpoint.dialect is PROBLEM_JSON else "d7"


def _parameters(endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", endpoint.path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    if endpoint.query:
        schema = endpoint.query.model_json_schema(ref_template=REFERENCE)
        for name, property_ in schema["properties"].items():
            required = name in schema.get("required", ())
            yield {"name": name, "in": "query", "required": required, "schema": property_}
    if endpoint.idempotent:
        yield _IDEMPOTENCY_KEY
    if endpoint.guarded:
        yield _IF_MATCH


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    responses: dict[str, Any] = {
        str(status): {"description": inspect.cleandoc(model.__doc__ or ""), "content": _content(endpoint, model)}
        for status, model in endpoint.answers.items()
    }
    for media_type in endpoint.files:
        responses[str(endpoint.status)]["content"][media_type] = {"schema": {"type": "string"}}
    for status, names in _by_status(endpoint).items():
        titles = "; ".join(f"`{name}`: {KINDS[name].title}" for name in names)
        responses[str(status)] = {"description": titles, "content": _problem_content(endpoint, names)}
    return responses


def _by_status(endpoint: Endpoint) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for code in codes(endpoint):
        found.setdefault(endpoint.dialect.status(code), []).append(code)
    return dict(sorted(found.items()))


def _problem_content(endpoint: Endpoint, names: Sequence[str]) -> dict[str, Any]:
    dialects = [endpoint.dialect, *([PROBLEM_JSON] if set(BELOW) & set(names) else [])]
    return {it.media_type: {"schema": {"$ref": REFERENCE.format(model=it.schema)}} for it in dialects}


def _content(endpoint: Endpoint, model: type[BaseModel] | type[File]) -> dict[str, Any]:
    table = {"text/csv": {"schema": {"type": "string"}}} if endpoint.table else {}
    return _json(model) | table


def _json(model: type[BaseModel] | type[File]) -> dict[str, Any]:
    if issubclass(model, File):
        return {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    return {"application/json": {"schema": {"$ref": REFERENCE.format(model=model.__name__)}}}
