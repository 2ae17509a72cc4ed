"""Requests to us, which whoever sends them repeats until they are answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import Connection

from bot.desk.acts import Acts
from bot.desk.errors import DeskError
from bot.desk.work import Done
from bot.events import MessageClass
from bot.inbox import NewInbound
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.runtime import Runtime
from bot.web.api.once import Claim, Once

Act = Callable[[Acts, Connection], Done]
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
    spooled: bool = False
    """Whether it may have waited in the file of one process when it was answered."""

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


@dataclass(eq=False)
class DeskAct(Post):
    """An agent does something, under an idempotency key."""

    act: Act | None = None
    text: str = ""
    """What is written to the customer, if it is that."""
    answers: set[bytes] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)

    async def arrive(self, runtime: Runtime, once: Once) -> None:
        """See `Post`; as the endpoint of the API does it."""
        act = self.act
        assert act is not None

        def work(conn: Connection) -> Told:
            return Told(id=act(runtime.desk.acts, conn).message or "")

        try:
            async with runtime.desk.room:
                answer = await once.run(Claim("desk", self.name, self.name), 200, work)
        except DeskError as error:
            self.refused.append(f"{type(error).__name__}: {error}")
            return
        self.answers.add(answer.content)
        runtime.wake()
