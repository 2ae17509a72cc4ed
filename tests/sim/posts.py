"""Requests to us, which whoever sends them repeats until they are answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import Connection

from bot.events import MessageClass
from bot.inbox import NewInbound
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.runtime import Runtime
from bot.web.api.once import Claim, Once

Rows = Callable[[Runtime, datetime], Sequence[NewInbound]]


@dataclass(eq=False)
class Post:
    """Something for the inbox."""

    name: str
    rows: Rows = lambda _runtime, _now: ()
    key: tuple[str, str] | None = None
    """Channel and provider's id of a customer's text."""
    phone: str = ""
    posted_at: int = 0
    """Number of the happening at which it was first posted, and answered."""
    answered_at: int = 0

    async def arrive(self, runtime: Runtime, once: Once) -> None:
        """Be taken in, or raise."""
        await runtime.inbox.accept(self.rows(runtime, runtime.world.now()))


class Told(BaseModel):
    """What the business hears of a message."""

    id: str


@dataclass(eq=False)
class ApiSend(Post):
    """The business has a text sent, under an idempotency key."""

    channel: str = "main"
    text: str = ""
    message_class: MessageClass = MessageClass.TRANSACTIONAL
    answers: set[bytes] = field(default_factory=set)

    async def arrive(self, runtime: Runtime, once: Once) -> None:
        """See `Post`; as the endpoint of the API does it."""

        def send(conn: Connection) -> Told:
            draft = Draft(self.phone, runtime.channels[self.channel], Saying(self.text, self.message_class))
            (message,) = runtime.messages.create(conn, [draft])
            return Told(id=message.id)

        answer = await once.run(Claim("business", self.text, self.text), 201, send)
        self.answers.add(answer.content)
        runtime.wake()
