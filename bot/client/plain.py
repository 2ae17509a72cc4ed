"""The client: `Parley`.

with Parley("https://sms.example.com", "parley_…") as parley:
    sent = parley.send("+15550100001", "Hello")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from time import sleep
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


class Parley:
    """Calls the API of one server with one key. What may be made again safely is, with pauses, a few times."""

    def __init__(self, address: str, token: str, http: httpx.Client | None = None) -> None:
        """`http` is a client of the caller's own, with its proxies, certificates and time-outs."""
        self._address = address
        self._token = token
        self._http = http or httpx.Client(timeout=TIMEOUT_S)

    def __enter__(self) -> Parley:
        """Keep connections for as long as the block lasts."""
        return self

    def __exit__(self, *error: object) -> None:
        """Drop them."""
        self.close()

    def close(self) -> None:
        """Drop the connections."""
        self._http.close()

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Any = None,
        idempotency_key: str | None = None,
    ) -> dict[str, Any]:
        """Make any call of the API that has no method here."""
        return (self._make(calls.other(method, path, query or {}, body, idempotency_key))).model_dump()

    def _make(self, call: Call[M]) -> M:
        attempt = 0
        while True:
            attempt += 1
            try:
                answer: httpx.Response | httpx.TransportError = self._http.send(
                    request_of(call, self._address, self._token)
                )
            except httpx.TransportError as error:
                answer = error
            pause = pause_s(call, answer, attempt)
            if pause is None:
                break
            sleep(pause)
        if isinstance(answer, httpx.TransportError):
            raise answer
        return result_of(call, answer)

    def _all(self, page: Callable[[str | None], Call[Page[T]]]) -> Iterator[T]:
        after: str | None = None
        while True:
            found = self._make(page(after))
            yield from found.data
            after = found.next
            if after is None:
                return

    def send(self, to: str, text: str, *, idempotency_key: str | None = None, **more: Any) -> Message:
        """Send a text. `more` are the other fields of the API: `send_at`, `reference`, `class`, …"""
        return self._make(calls.send(to, text, idempotency_key, more))

    def send_many(
        self, recipients: Sequence[Mapping[str, Any]], text: str, *, idempotency_key: str | None = None, **more: Any
    ) -> Page[Message]:
        """Send a text to several people: `[{"to": …, "data": {…}}]`."""
        return self._make(calls.send_many(recipients, text, idempotency_key, more))

    def foresee(self, to: str, text: str, **more: Any) -> Forecast:
        """Say what would become of a text and what it would cost; send nothing."""
        return self._make(calls.foresee(to, text, more))

    def message(self, id: str) -> Message:
        """Show a message and what became of it."""
        return self._make(calls.message(id))

    def cancel(self, id: str) -> Message:
        """Take back a message that has not been sent yet."""
        return self._make(calls.cancel(id))

    def start_flow(
        self,
        flow: str,
        to: str,
        inputs: Mapping[str, Any] | None = None,
        *,
        channel: str | None = None,
        idempotency_key: str | None = None,
    ) -> Queued:
        """Start a flow with somebody."""
        return self._make(calls.start_flow(flow, to, inputs or {}, idempotency_key, channel))

    def report(
        self,
        name: str,
        to: str,
        data: Mapping[str, Any] | None = None,
        *,
        channel: str | None = None,
        idempotency_key: str | None = None,
    ) -> Queued:
        """Report an event: every flow that waits for it starts."""
        return self._make(calls.report(name, to, data or {}, idempotency_key, channel))

    def contact(self, id: str) -> Contact:
        """Show a person, by id or by phone."""
        return self._make(calls.contact(id))

    def put_contact(self, phone: str, **more: Any) -> Contact:
        """Make a person known, or change what is known: `name`, `fields`, `tags`, …"""
        return self._make(calls.put_contact(phone, more))

    def conversation(self, id: str) -> Conversation:
        """Show a conversation."""
        return self._make(calls.conversation(id))

    def create_webhook(self, url: str, events: Sequence[str] = (), description: str = "") -> Webhook:
        """Let an address be told what happens; its `secret` is in the answer, this once."""
        return self._make(calls.create_webhook(url, events, description))

    def webhooks(self) -> Page[Webhook]:
        """List the webhooks."""
        return self._make(calls.webhooks())

    def rotate_webhook(self, id: str, overlap_hours: int = 24) -> Webhook:
        """Give a webhook another secret."""
        return self._make(calls.rotate_webhook(id, overlap_hours))

    def delete_webhook(self, id: str) -> Done:
        """Delete a webhook."""
        return self._make(calls.delete_webhook(id))

    def replay_webhook(self, id: str, since: datetime, only: str = "failed") -> Done:
        """Tell a webhook once more what it did not hear, or with `all` everything."""
        return self._make(calls.replay_webhook(id, since, only))

    def messages(self, *, to: str | None = None, limit: int = 50) -> Iterator[Message]:
        """Every message, the newest first; pages are fetched as they are needed."""
        return self._all(lambda after: calls.messages(to, after, limit))

    def contacts(self, *, limit: int = 50) -> Iterator[Contact]:
        """Every person, those met first at the top."""
        return self._all(lambda after: calls.contacts(after, limit))

    def conversations(self, view: str = "all", *, limit: int = 50) -> Iterator[Conversation]:
        """Every conversation of a view, those heard last at the top."""
        return self._all(lambda after: calls.conversations(view, after, limit))

    def deliveries(self, id: str, *, status: str | None = None, limit: int = 50) -> Iterator[Delivery]:
        """Everything that a webhook was told, or is to be told, the newest first."""
        return self._all(lambda after: calls.deliveries(id, status, after, limit))

    def activity(
        self,
        *types: str,
        after: str | None = None,
        since: datetime | None = None,
        limit: int = 200,
        follow_s: float | None = None,
    ) -> Iterator[Event]:
        """Everything that happened after an event, oldest first; keep the `id` of the last one to come back with.

        With `follow_s` it never ends: when there is nothing more, it looks again after so many seconds.
        """
        while True:
            found = self._make(calls.activity(types, since, after, limit))
            for event in found.data:
                yield event
                after = event.id
            if found.next is None:
                if follow_s is None:
                    return
                sleep(follow_s)
