"""The example action against a service that speaks chat completions, over HTTP."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.actions.llm import llm_action, understand_action
from bot.actions.perform import Performer
from bot.config import LlmSettings
from bot.egress import Egress
from bot.events import CallAction
from tests import door


class Model:
    """A language model that answers what it is told to."""

    def __init__(self, answer="Hello.", status=200):
        self.answer = answer
        self.status = status
        self.asked = []

    async def complete(self, request):
        self.asked.append((request.headers.get("authorization"), await request.json()))
        message = {"role": "assistant", "content": self.answer}
        return JSONResponse({"choices": [{"message": message}]}, self.status)


@asynccontextmanager
async def served(model):
    app = Starlette(routes=[Route("/v1/chat/completions", model.complete, methods=["POST"])])
    server = door.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 (uvicorn has no event for it)
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    settings = LlmSettings(base_url=f"http://127.0.0.1:{port}/v1", model="small", api_key="secret", understand=True)
    egress = Egress(["127.0.0.1"])
    actions = {"llm": llm_action(settings), "understand": understand_action(settings)}
    try:
        yield Performer(egress, actions, None, lambda: None)
    finally:
        await egress.close()
        server.end()
        await serving


async def test_a_prompt_becomes_a_text():
    model = Model(" The parcel is late. ")
    async with served(model) as performer:
        result = await performer.perform(CallAction("1-1", "llm", {"prompt": "Summarise: it is late"}))

    ((key, body),) = model.asked
    assert ({"text": "The parcel is late."}, None) == (result.body, result.error)
    assert ("Bearer secret", "small", "Summarise: it is late") == (key, body["model"], body["messages"][1]["content"])


@pytest.mark.parametrize(
    ("model", "problem"),
    [
        (Model(status=503), "Unusable: the model answered with status 503"),
        (Model(""), "Unusable: the model gave no text"),
        (Model(None), "Unusable: the model gave no text"),
    ],
)
async def test_what_is_no_text_is_an_error(model, problem):
    async with served(model) as performer:
        result = await performer.perform(CallAction("1-1", "llm", {"prompt": "?"}))

    assert problem == result.error


@pytest.mark.parametrize(
    ("answer", "body", "problem"),
    [
        ('{"intent": "refund", "value": null}', {"intent": "refund", "value": None}, None),
        ('Sure!\n```json\n{"intent": null, "value": "3"}\n```', {"intent": None, "value": "3"}, None),
        ("I think it is a refund", None, "Unusable: the model did not answer with JSON"),
        ("{broken}", None, "Unusable: the model did not answer with JSON"),
    ],
)
async def test_a_reply_is_read(answer, body, problem):
    model = Model(answer)
    asked = {
        "text": "give it back",
        "question": "one.1",
        "expect": "choice",
        "choices": {"a": "A"},
        "intents": ["refund"],
    }
    async with served(model) as performer:
        result = await performer.perform(CallAction("1-1", "understand", {**asked, "language": "en"}))

    prompt = model.asked[0][1]["messages"][1]["content"]
    assert (body, problem) == (result.body, result.error)
    assert {"expects": "choice", "choices": {"a": "A"}, "intents": ["refund"], "language": "en"} == json.loads(
        prompt.partition("\n")[0]
    )
    assert prompt.endswith("<customer>give it back</customer>")


async def test_a_private_address_needs_the_permission_that_every_call_needs():
    settings = LlmSettings(base_url="http://127.0.0.1:9/v1", model="small")
    performer = Performer(Egress(), {"llm": llm_action(settings)}, None, lambda: None)

    result = await performer.perform(CallAction("1-1", "llm", {"prompt": "?"}))

    assert "http.allow" in result.error
