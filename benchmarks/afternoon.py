"""The bot that a developer writes in an afternoon: the baseline that Parley is measured against.

    webhook ─► check the signature ─► session: load, `transitions`, save, commit ─► POST the reply ─► session: sent

It is meant to be good of its kind: each part is used as its own documentation shows, the state change and the reply are
one transaction, a text that is posted twice is answered once, and one client with its pool serves every request. What
it does not have is what the afternoon did not leave time for: batches, an outbox that survives a crash, a lean pool.

It speaks Parley's loopback on both sides, so that `load.py` drives it and takes its replies:

    AFTERNOON_DATABASE=sqlite:///bot.db AFTERNOON_CARRIER=http://127.0.0.1:9000/messages \\
        uvicorn --factory benchmarks.afternoon:configured_app
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import create_engine, event, make_url, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from transitions import Machine

NUMBER = "+15550100000"
SECRET = b"loopback"
CHOICES = {"1": "billing", "2": "broken", "3": "other"}
WORDS = {"billing": "billing", "bill": "billing", "broken": "broken", "error": "broken", "other": "other"}


# ── what is kept ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Base(DeclarativeBase):
    pass


class Conversation(Base):
    """A person, and the model of the state machine: `transitions` finds its conditions and callbacks here."""

    __tablename__ = "conversation"

    phone: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    topic: Mapped[str | None]
    order: Mapped[str | None]

    answer = ""

    def chose(self, text: str) -> bool:
        return text.strip() in CHOICES or text.strip().lower() in WORDS

    def chose_broken(self, text: str) -> bool:
        return self.chose(text) and self._choice(text) == "broken"

    def names_an_order(self, text: str) -> bool:
        return re.search(r"\b\d{5}\b", text) is not None

    def note_topic(self, text: str) -> None:
        self.topic = self._choice(text)

    def note_order(self, text: str) -> None:
        self.order = re.findall(r"\b\d{5}\b", text)[0]

    def on_enter_topic(self, text: str) -> None:
        self.topic = self.order = None
        self.answer = "What can we help you with?\n1. Billing\n2. Something is broken\n3. Something else"

    def on_enter_order(self, text: str) -> None:
        self.answer = "What is your order number? It has 5 digits."

    def on_enter_noted(self, text: str) -> None:
        self.answer = f"Order {self.order} is noted. We will write to you." if self.order else "We will write to you."

    def _choice(self, text: str) -> str:
        return CHOICES.get(text.strip()) or WORDS[text.strip().lower()]


class Message(Base):
    """A text, in or out."""

    __tablename__ = "message"

    id: Mapped[str] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(index=True)
    direction: Mapped[str]
    text: Mapped[str]
    status: Mapped[str]
    carrier_id: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC).replace(tzinfo=None))


# ── the conversation ──────────────────────────────────────────────────────────────────────────────────────────────────

machine = Machine(
    model=None,
    states=["new", "topic", "order", "noted"],
    initial="new",
    transitions=[
        {"trigger": "hear", "source": ["new", "noted"], "dest": "topic"},
        {"trigger": "hear", "source": "topic", "dest": "order", "conditions": "chose_broken", "before": "note_topic"},
        {"trigger": "hear", "source": "topic", "dest": "noted", "conditions": "chose", "before": "note_topic"},
        {"trigger": "hear", "source": "topic", "dest": "="},
        {"trigger": "hear", "source": "order", "dest": "noted", "conditions": "names_an_order", "before": "note_order"},
        {"trigger": "hear", "source": "order", "dest": "="},
    ],
)


def receive(session: Session, text: dict[str, str]) -> Message | None:
    """Keep a text, let it move its conversation, and keep the reply; nothing if we have the text already."""
    if session.scalar(select(Message).where(Message.carrier_id == text["id"])):
        return None
    phone = text["from"]
    conversation = session.get(Conversation, phone, with_for_update=True)
    if conversation is None:
        conversation = Conversation(phone=phone, state="new")
        session.add(conversation)
    machine.add_model(conversation, initial=conversation.state)
    conversation.hear(text["text"])  # type: ignore[attr-defined] # `add_model` has just put it there
    machine.remove_model(conversation)
    session.add(_message(phone, "in", text["text"], "received", carrier_id=text["id"]))
    reply = _message(phone, "out", conversation.answer, "queued")
    session.add(reply)
    return reply


def settle(session: Session, message_id: str, status: str, carrier_id: str | None) -> None:
    """Note what became of a reply."""
    message = session.get_one(Message, message_id)
    message.status = status
    message.carrier_id = carrier_id


def _message(phone: str, direction: str, text: str, status: str, carrier_id: str | None = None) -> Message:
    return Message(id=str(uuid4()), phone=phone, direction=direction, text=text, status=status, carrier_id=carrier_id)


# ── the server ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Sqlite:
    """In this thread, which is the fastest way to it."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)
        event.listen(self._engine, "connect", lambda connection, _: connection.execute("PRAGMA journal_mode=WAL"))
        self._sessions = sessionmaker(self._engine, expire_on_commit=False)

    async def run(self, work: Callable[..., Any], *args: Any) -> Any:
        """Call a function with a session, commit, and give back what it gave."""
        with self._sessions.begin() as session:
            return work(session, *args)

    async def close(self) -> None:
        """Close its connections."""
        self._engine.dispose()


class Postgresql:
    """Through SQLAlchemy's asyncio extension, so that texts do not wait for each other's round trips."""

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"))
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)

    async def run(self, work: Callable[..., Any], *args: Any) -> Any:
        """Call a function with a session, commit, and give back what it gave."""
        async with self._sessions.begin() as session:
            return await session.run_sync(work, *args)

    async def close(self) -> None:
        """Close its connections."""
        await self._engine.dispose()


def open_database(url: str) -> Sqlite | Postgresql:
    """Either, by its address."""
    return Sqlite(url) if url.startswith("sqlite") else Postgresql(url)


def make_app(url: str, carrier: str, client: httpx.AsyncClient | None = None) -> Starlette:
    """The bot on a database, replying by POST to the carrier's address."""
    client = client or httpx.AsyncClient()
    database = open_database(url)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await database.run(lambda session: Base.metadata.create_all(session.connection()))
        async with client:
            yield
        await database.close()

    async def webhook(request: Request) -> Response:
        body = await request.body()
        signature = "sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(signature, request.headers.get("x-parley-signature", "")):
            return Response(status_code=401)
        reply = await database.run(receive, await request.json())
        if reply is not None:
            await send(reply)
        return Response()

    async def send(reply: Message) -> None:
        document = {"id": reply.id, "from": NUMBER, "to": reply.phone, "text": reply.text}
        try:
            response = await client.post(carrier, json=document)
            response.raise_for_status()
        except httpx.HTTPError:
            await database.run(settle, reply.id, "failed", None)
        else:
            await database.run(settle, reply.id, "sent", response.json()["id"])

    return Starlette(routes=[Route("/webhooks/main", webhook, methods=["POST"])], lifespan=lifespan)


def configured_app() -> Starlette:
    """The bot as the environment says."""
    return make_app(os.environ["AFTERNOON_DATABASE"], os.environ["AFTERNOON_CARRIER"])


def start_afternoon(port: int, carrier_port: int, database: str) -> subprocess.Popen[bytes]:
    """The bot as a process of its own, under the same server settings as Parley."""
    command = [sys.executable, "-m", "uvicorn", "--factory", "benchmarks.afternoon:configured_app", "--port", str(port)]
    options = ["--loop", "uvloop", "--http", "httptools", "--log-level", "warning", "--no-access-log"]
    where = {"AFTERNOON_DATABASE": database, "AFTERNOON_CARRIER": f"http://127.0.0.1:{carrier_port}/messages"}
    return subprocess.Popen([*command, *options], env=os.environ | where)
