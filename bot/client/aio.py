"""The client for programs with an event loop: `AsyncParley`.

async with AsyncParley("https://sms.example.com", "parley_…") as parley:
    sent = await parley.send("+15550100001", "Hello")
"""

from __future__ import annotations

from asyncio import sleep
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import httpx

from bot.client import calls
from bot.client.calls import Call, M
from bot.client.models import (
    Contact,
    Conversation,
    Delivery,
    Done,
    Event,
    Forecast,
    Message,
    Model,
    Page,
    Queued,
    Webhook,
)
from bot.client.wire import TIMEOUT_S, pause_s, request_of, result_of

T = TypeVar("T", bound=Model)


class AsyncParley:
    """Calls the API of one server with one key. What may be made again safely is, with pauses, a few times."""

    def __init__(self, address: str, token: str, http: httpx.AsyncClient | None = None) -> None:
        """`http` is a client of the caller's own, with its proxies, certificates and time-outs."""
        self._address = address
        self._token = token
        self._http = http or httpx.AsyncClient(timeout=TIMEOUT_S)

    async def __aenter__(self) -> AsyncParley:
        """Keep connections for as long as the block lasts."""
        return self

    async def __aexit__(self, *error: object) -> None:
        """Drop them."""
        await self.close()

    async def close(self) -> None:
        """Drop the connections."""
        await self._http.aclose()

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Any = None,
        idempotency_key: str | None = None,
    ) -> dict[str, Any]:
        """Make any call of the API that has no method here."""
        return (await self._make(calls.other(method, path, query or {}, body, idempotency_key))).model_dump()

    async def _make(self, call: Call[M]) -> M:
        attempt = 0
        while True:
            attempt += 1
            try:
                answer: httpx.Response | httpx.TransportError = await self._http.send(
                    request_of(call, self._address, self._token)
                )
            except httpx.TransportError as error:
                answer = error
            pause = pause_s(call, answer, attempt)
            if pause is None:
                break
            await sleep(pause)
        if isinstance(answer, httpx.TransportError):
            raise answer
        return result_of(call, answer)

    async def _all(self, page: Callable[[str | None], Call[Page[T]]]) -> AsyncIterator[T]:
        after: str | None = None
        while True:
            found = await self._make(page(after))
            for item in found.data:
                yield item
            after = found.next
            if after is None:
                return

    async def send(self, to: str, text: str, *, idempotency_key: str | None = None, **more: Any) -> Message:
        """Send a text. `more` are the other fields of the API: `send_at`, `reference`, `class`, …"""
        return await self._make(calls.send(to, text, idempotency_key, more))

    async def send_many(
        self, recipients: Sequence[Mapping[str, Any]], text: str, *, idempotency_key: str | None = None, **more: Any
    ) -> Page[Message]:
        """Send a text to several people: `[{"to": …, "data": {…}}]`."""
        return await self._make(calls.send_many(recipients, text, idempotency_key, more))

    async def foresee(self, to: str, text: str, **more: Any) -> Forecast:
        """Say what would become of a text and what it would cost; send nothing."""
        return await self._make(calls.foresee(to, text, more))

    async def message(self, id: str) -> Message:
        """Show a message and what became of it."""
        return await self._make(calls.message(id))

    async def cancel(self, id: str) -> Message:
        """Take back a message that has not been sent yet."""
        return await self._make(calls.cancel(id))

    async def start_flow(
        self,
        flow: str,
        to: str,
        inputs: Mapping[str, Any] | None = None,
        *,
        channel: str | None = None,
        idempotency_key: str | None = None,
    ) -> Queued:
        """Start a flow with somebody."""
        return await self._make(calls.start_flow(flow, to, inputs or {}, idempotency_key, channel))

    async def report(
        self,
        name: str,
        to: str,
        data: Mapping[str, Any] | None = None,
        *,
        channel: str | None = None,
        idempotency_key: str | None = None,
    ) -> Queued:
        """Report an event: every flow that waits for it starts."""
        return await self._make(calls.report(name, to, data or {}, idempotency_key, channel))

    async def contact(self, id: str) -> Contact:
        """Show a person, by id or by phone."""
        return await self._make(calls.contact(id))

    async def put_contact(self, phone: str, **more: Any) -> Contact:
        """Make a person known, or change what is known: `name`, `fields`, `tags`, …"""
        return await self._make(calls.put_contact(phone, more))

    async def conversation(self, id: str) -> Conversation:
        """Show a conversation."""
        return await self._make(calls.conversation(id))

    async def create_webhook(self, url: str, events: Sequence[str] = (), description: str = "") -> Webhook:
        """Let an address be told what happens; its `secret` is in the answer, this once."""
        return await self._make(calls.create_webhook(url, events, description))

    async def webhooks(self) -> Page[Webhook]:
        """List the webhooks."""
        return await self._make(calls.webhooks())

    async def rotate_webhook(self, id: str, overlap_hours: int = 24) -> Webhook:
        """Give a webhook another secret."""
        return await self._make(calls.rotate_webhook(id, overlap_hours))

    async def delete_webhook(self, id: str) -> Done:
        """Delete a webhook."""
        return await self._make(calls.delete_webhook(id))

    async def replay_webhook(self, id: str, since: datetime, only: str = "failed") -> Done:
        """Tell a webhook once more what it did not hear, or with `all` everything."""
        return await self._make(calls.replay_webhook(id, since, only))

    def messages(self, *, to: str | None = None, limit: int = 50) -> AsyncIterator[Message]:
        """Every message, the newest first; pages are fetched as they are needed."""
        return self._all(lambda after: calls.messages(to, after, limit))

    def contacts(self, *, limit: int = 50) -> AsyncIterator[Contact]:
        """Every person, those met first at the top."""
        return self._all(lambda after: calls.contacts(after, limit))

    def conversations(self, view: str = "all", *, limit: int = 50) -> AsyncIterator[Conversation]:
        """Every conversation of a view, those heard last at the top."""
        return self._all(lambda after: calls.conversations(view, after, limit))

    def deliveries(self, id: str, *, status: str | None = None, limit: int = 50) -> AsyncIterator[Delivery]:
        """Everything that a webhook was told, or is to be told, the newest first."""
        return self._all(lambda after: calls.deliveries(id, status, after, limit))

    async def activity(
        self,
        *types: str,
        after: str | None = None,
        since: datetime | None = None,
        limit: int = 200,
        follow_s: float | None = None,
    ) -> AsyncIterator[Event]:
        """Everything that happened after an event, oldest first; keep the `id` of the last one to come back with.

        With `follow_s` it never ends: when there is nothing more, it looks again after so many seconds.
        """
        while True:
            found = await self._make(calls.activity(types, since, after, limit))
            for event in found.data:
                yield event
                after = event.id
            if found.next is None:
                if follow_s is None:
                    return
                await sleep(follow_s)
