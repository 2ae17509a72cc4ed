"""The client: `Parley`.

with Parley("https://sms.example.com", "parley_…") as parley:
    sent = parley.send("+15550100001", "Hello")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from time import sleep
from typing import Any, Concatenate

import httpx

from bot.client import calls, calls_broadcasts, calls_desk, calls_keeping, calls_people, calls_team, calls_traffic
from bot.client.calls import Call, M, P, Paged, T, told_as_method
from bot.client.models import (
    Contact,
    Delivery,
    Done,
    Event,
    Forecast,
    Message,
    Page,
    Queued,
    Webhook,
)
from bot.client.wire import TIMEOUT_S, pause_s, request_of, result_of


def made(build: Callable[P, Call[M]]) -> Callable[Concatenate[Parley, P], M]:
    """A method that makes a call and gives what it gives."""

    def method(self: Parley, /, *args: P.args, **kwargs: P.kwargs) -> M:
        return self._make(build(*args, **kwargs))

    return told_as_method(method, build)


def listed(build: Paged[P, T]) -> Callable[Concatenate[Parley, P], Iterator[T]]:
    """A method that gives all of a list; pages are fetched as they are needed."""

    def method(self: Parley, /, *args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        return self._all(lambda after: build(after, *args, **kwargs))

    return told_as_method(method, build, "Iterator")


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

    # ── to many ───────────────────────────────────────────────────────────────────────────────────────────────────────

    create_broadcast = made(calls_broadcasts.create_broadcast)
    foresee_broadcast = made(calls_broadcasts.foresee_broadcast)
    broadcasts = listed(calls_broadcasts.broadcasts)
    broadcast = made(calls_broadcasts.broadcast)
    recipients = listed(calls_broadcasts.recipients)
    pause_broadcast = made(calls_broadcasts.pause_broadcast)
    resume_broadcast = made(calls_broadcasts.resume_broadcast)
    cancel_broadcast = made(calls_broadcasts.cancel_broadcast)
    put_audience = made(calls_broadcasts.put_audience)
    audiences = listed(calls_broadcasts.audiences)
    audience = made(calls_broadcasts.audience)
    delete_audience = made(calls_broadcasts.delete_audience)

    # ── people ────────────────────────────────────────────────────────────────────────────────────────────────────────

    contacts = listed(calls_people.contacts)
    change_contact = made(calls_people.change_contact)
    import_contacts = made(calls_people.import_contacts)
    erase_contact = made(calls_people.erase_contact)
    export_contact = made(calls_people.export_contact)
    merge_contacts = made(calls_people.merge_contacts)
    part_contact = made(calls_people.part_contact)
    block_contact = made(calls_people.block_contact)
    consent = made(calls_people.consent)
    add_consent = made(calls_people.add_consent)
    consent_reviews = made(calls_people.consent_reviews)
    classify = made(calls_people.classify)
    create_verification = made(calls_people.create_verification)
    verification = made(calls_people.verification)
    check_verification = made(calls_people.check_verification)
    resend_verification = made(calls_people.resend_verification)

    # ── conversations ─────────────────────────────────────────────────────────────────────────────────────────────────

    conversations = listed(calls_desk.conversations)
    conversation = made(calls_desk.conversation)
    thread = listed(calls_desk.thread)
    preview = made(calls_desk.preview)
    reply = made(calls_desk.reply)
    take_over = made(calls_desk.take_over)
    hand_back = made(calls_desk.hand_back)
    assign = made(calls_desk.assign)
    snooze = made(calls_desk.snooze)
    close_conversation = made(calls_desk.close_conversation)
    reopen_conversation = made(calls_desk.reopen_conversation)
    label = made(calls_desk.label)
    add_note = made(calls_desk.add_note)
    resume_at = made(calls_desk.resume_at)
    block = made(calls_desk.block)

    # ── what agents keep for themselves ───────────────────────────────────────────────────────────────────────────────

    marks = made(calls_keeping.marks)
    keep_draft = made(calls_keeping.keep_draft)
    mark_read = made(calls_keeping.mark_read)
    mark_unread = made(calls_keeping.mark_unread)
    mark_all_read = made(calls_keeping.mark_all_read)
    be_at = made(calls_keeping.be_at)
    present = made(calls_keeping.present)
    scheduled = made(calls_keeping.scheduled)
    views = made(calls_keeping.views)
    create_view = made(calls_keeping.create_view)
    delete_view = made(calls_keeping.delete_view)
    canned_replies = made(calls_keeping.canned_replies)
    create_canned_reply = made(calls_keeping.create_canned_reply)
    change_canned_reply = made(calls_keeping.change_canned_reply)
    delete_canned_reply = made(calls_keeping.delete_canned_reply)
    filled_replies = made(calls_keeping.filled_replies)
    notices = made(calls_keeping.notices)
    see_notices = made(calls_keeping.see_notices)
    conversation_tests = made(calls_keeping.conversation_tests)
    flow_tests = made(calls_keeping.flow_tests)
    synonym = made(calls_keeping.synonym)

    # ── who works there ───────────────────────────────────────────────────────────────────────────────────────────────

    users = made(calls_team.users)
    user = made(calls_team.user)
    invite = made(calls_team.invite)
    change_user = made(calls_team.change_user)
    give_link = made(calls_team.give_link)
    unlock_user = made(calls_team.unlock_user)
    sessions = made(calls_team.sessions)
    end_sessions = made(calls_team.end_sessions)
    end_session = made(calls_team.end_session)
    keys = made(calls_team.keys)
    create_key = made(calls_team.create_key)
    revoke_key = made(calls_team.revoke_key)
    audit = listed(calls_team.audit)
    verify_ledger = made(calls_team.verify_ledger)

    # ── what came in and went out ─────────────────────────────────────────────────────────────────────────────────────

    why = made(calls_traffic.why)
    links = made(calls_traffic.links)
    exchanges = made(calls_traffic.exchanges)
    inbound_texts = listed(calls_traffic.inbound_texts)
    inbound_text = made(calls_traffic.inbound_text)
    inbound_exchanges = made(calls_traffic.inbound_exchanges)
    inbound_medium = made(calls_traffic.inbound_medium)
    flows = made(calls_traffic.flows)
    simulate = made(calls_traffic.simulate)
    figures = made(calls_traffic.figures)
    webhook = made(calls_traffic.webhook)
    change_webhook = made(calls_traffic.change_webhook)
    test_webhook = made(calls_traffic.test_webhook)
    delivery = made(calls_traffic.delivery)
    replay_delivery = made(calls_traffic.replay_delivery)
