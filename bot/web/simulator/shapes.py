"""What the page sends: an event, and the conversation to which it happens."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, JsonValue

from bot.limits import INBOUND_TEXT_CHARS_MAX
from bot.web.api.bodies import Name, Strict

URL_CHARS_MAX: Final = 4_000
WallClock = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$")]


class StartEvent(Strict):
    """Enter the flow; `text` is what the customer wrote to enter it, if that is how."""

    type: Literal["start"]
    inputs: dict[str, JsonValue] = Field(default_factory=dict, max_length=100)
    text: str | None = Field(None, max_length=INBOUND_TEXT_CHARS_MAX)


class ReplyEvent(Strict):
    """The customer writes."""

    type: Literal["reply"]
    text: str = Field(max_length=INBOUND_TEXT_CHARS_MAX)


class PlainEvent(Strict):
    """Something that needs no more words; `silence` skips to the next timer."""

    type: Literal["silence", "undelivered", "agent_closed"]


class ResultEvent(Strict):
    """The API that the flow called answers, or, with `error`, does not."""

    type: Literal["result"]
    status: int = Field(0, ge=0, le=599)
    body: JsonValue = None
    error: str | None = Field(None, max_length=200)
    request: str = Field("", max_length=URL_CHARS_MAX)
    """What was called, for the test that the conversation can be saved as."""


AnyEvent = StartEvent | ReplyEvent | PlainEvent | ResultEvent


class StepRequest(Strict):
    """An event for a conversation; without `session` a new one, with `contact`, at `begins` on the contact's clock."""

    flow: Name
    event: AnyEvent = Field(discriminator="type")
    session: dict[str, JsonValue] | None = None
    contact: dict[str, JsonValue] = Field(default_factory=dict, max_length=100)
    begins: WallClock | None = None
