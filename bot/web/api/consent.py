"""`/v1/consent`: what a text means for somebody's consent."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, Field

from bot.compliance.screen import classify
from bot.keys import Scope
from bot.limits import INBOUND_TEXT_CHARS_MAX
from bot.web.api.bodies import Strict
from bot.web.api.endpoint import Call, Endpoint


class TextToClassify(Strict):
    """What somebody wrote."""

    text: str = Field(max_length=INBOUND_TEXT_CHARS_MAX)


class Classified(BaseModel):
    """What it means: STOP, START, HELP, something for a person to read, or nothing of the kind."""

    verdict: str = Field(examples=["out", "in", "help", "review", "none"])
    matched_by: str | None = Field(examples=["keyword", "phrase"])


async def classify_text(call: Call[TextToClassify]) -> Classified:
    """Say whether a text asks to opt out, in or for help. Nothing is stored."""
    found = classify(call.given.text)
    return Classified(verdict=found.verdict, matched_by=found.matched_by)


ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/consent/classify",
        scope=Scope.READ,
        handler=classify_text,
        body=TextToClassify,
        answers={200: Classified},
    ),
)
