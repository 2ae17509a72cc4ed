"""A simulated conversation as a test beside its flow: what the page offers to copy, line by line."""

from __future__ import annotations

import json
from typing import Final

from bot.events import Json
from bot.flow.wording import duration
from bot.simulator import BOT, Simulation
from bot.web.simulator.shapes import PlainEvent, ReplyEvent, ResultEvent, StartEvent, StepRequest

HTTP_OK: Final = 200
DO: Final = "do "


def test_lines(talk: Simulation, before: Simulation, given: StepRequest) -> Json:
    """The lines that an event adds to the parts of a test; JSON is YAML, and quotes whatever people type."""
    head, said, http, done = list[str](), list[str](), list[str](), list[str]()
    match given.event:
        case StartEvent(inputs=inputs):
            head = [
                f"- test: {talk.machine.flow.id} as simulated",
                f"  with: {_quote(inputs)}",
                f"  contact: {_quote(given.contact)}",
                f"  now: {_quote((given.begins or '').replace('T', ' '))}",
            ]
        case ReplyEvent(text=text):
            said = [f"    - me: {_quote(text)}"]
        case ResultEvent(error=error, body=body, request=request) if request.startswith(DO):
            answer = body if error is None else {"error": error}
            done = [f"    {_quote(request.removeprefix(DO))}: {_quote(answer)}"]
        case ResultEvent(error=None, status=status, body=body, request=request):
            answer = body if status == HTTP_OK else {"status": status, "body": body}
            http = [f"    {_quote(request)}: {_quote(answer)}"]
        case PlainEvent(type="silence") if talk.now > before.now:
            said = [f"    - wait: {duration(talk.now - before.now)}"]
        case PlainEvent(type="undelivered"):
            said = ["    - undelivered"]
        case PlainEvent(type="agent_closed"):
            said = ["    - agent closes"]
    said += [f"    - bot: {_quote(bubble.text)}" for bubble in talk.bubbles if bubble.who == BOT]
    ended = talk.outcome is not None and before.outcome is None
    tail = [f"  ends: {_quote(talk.outcome)}"] if ended else []
    return {"head": head, "talk": said, "http": http, "do": done, "tail": tail}


def _quote(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
