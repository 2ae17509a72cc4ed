"""Why a message is what it is: who wanted it, what it was made of, what the rules said, and what became of it.

    message ─► log entry that said it ─► replay ─► template and what it named
            ├► decision of the rules, with its grounds
            ├► the person's record of consent until then
            └► reports of the provider

Everything is read from what was kept at the time. Nothing is judged anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from bot.engine.turn import Spoken
from bot.errors import TemplateError
from bot.events import ErrorClass, Json, MessageStatus
from bot.flow.render import compile_text
from bot.replaying import Replayed, Said, replay_conversation
from bot.sealing import HIDDEN, Sealer, shown
from bot.store import contacts, events, receipts, settings, views
from bot.store.events import Logged
from bot.store.receipts import KeptReceipt
from bot.store.views import ConsentView, MessageView


class Wanted(StrEnum):
    """Who wanted a message."""

    FLOW = "flow"
    BUSINESS = "business"
    """Through the API or the shell."""
    AGENT = "agent"
    """Somebody wrote it to the conversation: an agent, or a program in their place."""
    LAW = "law"
    """It answers STOP, START or HELP."""
    UNKNOWN = "unknown"
    """The log does not hold it, or not any more."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What made us write it."""

    wanted: Wanted
    entry: int | None = None
    """The number of the log entry that tells of it."""
    at: datetime | None = None
    by: str | None = None
    """The API key or command, or who wrote it."""
    request: str | None = None
    flow: str | None = None
    version: str | None = None
    state: str | None = None
    """The question or state that said it."""
    line: int | None = None
    """Where the template stands in the file of its flow; counts from 1."""
    event: Mapping[str, Json] | None = None
    """What set it off: a reply, a silence, a start."""
    template: str | None = None
    inputs: Mapping[str, Json] | None = None
    """What the template named, and with which values."""
    same: bool | None = None
    """Whether a replay of the conversation says the same again; None where there is nothing to replay."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """All that can be said about one message."""

    message: MessageView
    cause: Cause
    decision: Mapping[str, Json] | None
    """What the rules said about it last, if more than that it may go."""
    consent: Sequence[ConsentView]
    """What the person had asked for until it was written, the latest first."""
    receipts: Sequence[KeptReceipt]

    @property
    def verdict(self) -> str:
        """The whole of it in one sentence."""
        return f"{_OUTCOMES.get(MessageStatus(self.message.status), self.message.status)}{self._because()}."

    def _because(self) -> str:
        reason = (self.decision or {}).get("reason") or self.message.error
        words = _REASONS.get(str(reason), reason)
        return f", because {words}" if words else ""


def reason_in_words(reason: str) -> str | None:
    """What one of our own reasons means, as it follows "because"; None for a provider's."""
    return _REASONS.get(reason)


def why(conn: Connection, message_id: str, sealer: Sealer | None = None) -> Reasons | None:
    """Explain a message; None if there is none of this id.

    `sealer` opens for a replay what is kept encrypted. It is not shown: dots stand for it.
    """
    message = views.message_by_id(conn, message_id)
    if message is None:
        return None
    secret = settings.find(conn, settings.PERSON_SECRET)
    person = contacts.person_key(bytes.fromhex(secret), message.recipient) if secret else ""
    return Reasons(
        message=replace(message, text=shown(message.text)),
        cause=_cause(conn, message, sealer),
        decision=views.decision(conn, message_id),
        consent=views.consents(conn, person, until=message.created_at),
        receipts=receipts.of_message(conn, message_id),
    )


def _cause(conn: Connection, message: MessageView, sealer: Sealer | None) -> Cause:
    log = events.of_conversation(conn, message.conversation_id)
    entry = next((entry for entry in log if message.id in _said(entry)), None)
    if entry is None:
        return Cause(Wanted.UNKNOWN)
    data = entry.data
    if entry.kind == "asked":
        inputs = data["data"]
        return Cause(
            Wanted.BUSINESS, entry.seq, entry.at, data["by"], data["request"], template=data["template"], inputs=inputs
        )
    if entry.kind == "replied":
        return Cause(Wanted.AGENT, entry.seq, entry.at, by=str(data["actor"]["name"] or data["actor"]["id"]))
    if entry.session_id is None:
        event: dict[str, Json] = {name: data[name] for name in ("verdict", "source", "text") if name in data}
        return Cause(Wanted.LAW, entry.seq, entry.at, event=event)
    return _of_flow(entry, replay_conversation(conn, message.conversation_id, sealer=sealer).entries, message.id)


def _said(entry: Logged) -> Sequence[str]:
    said = entry.data.get("said") or ()
    return [said] if isinstance(said, str) else said


def _of_flow(entry: Logged, replayed: Sequence[Replayed], message_id: str) -> Cause:
    said = next(_of_message(replayed, message_id), Said(None, None))
    made_of = said.made_of if said.same else None
    template = made_of.template if made_of else None
    data = entry.data
    inputs = _inputs(made_of) if made_of else None
    return Cause(
        Wanted.FLOW,
        entry.seq,
        entry.at,
        flow=made_of.flow if made_of else data["flow"],
        version=data["version"] if made_of is None or made_of.flow == data["flow"] else None,
        state=said.written.state if said.written else None,
        line=template.span.line if template and template.span.line else None,
        event=data["event"],
        template=template.source if template else None,
        inputs=dict.fromkeys(inputs, HIDDEN) if inputs and said.replayed and said.replayed.secret else inputs,
        same=said.same,
    )


def _of_message(replayed: Sequence[Replayed], message_id: str) -> Iterator[Said]:
    for one in replayed:
        yield from (said for said in one.said if said.written is not None and said.written.id == message_id)


def _inputs(made_of: Spoken) -> dict[str, Json]:
    """What the template names, and nothing else of all that it could have named."""
    if made_of.template is None:
        return {}
    try:
        named = compile_text(made_of.template.source).names
    except TemplateError:  # written in another language's catalogue, or by an older release
        return {}
    return {name: _value(made_of.names, name) for name in sorted(named)}


def _value(names: Mapping[str, Json], dotted: str) -> Json:
    """What is behind `contact.first_name`; None where nothing is."""
    value: Json = names
    for name in dotted.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def error_words(error: str) -> str:
    """Say what an error means; blank for a provider's own code, which its own documentation explains."""
    return _REASONS.get(error) or _CLASSES.get(error, "")


_CLASSES: Mapping[str, str] = {
    ErrorClass.PERMANENT: "the provider will never take it",
    ErrorClass.RETRYABLE: "the provider could not take it for long enough",
    ErrorClass.THROTTLED: "the provider let us send no faster",
    ErrorClass.OPT_OUT: "the carrier says that the person has opted out",
    ErrorClass.AUTH: "the provider does not accept the channel's credentials",
    ErrorClass.CREDIT: "the account at the provider has no credit",
    ErrorClass.UNKNOWN: "nobody knows whether the provider took it",
}

_OUTCOMES = {
    MessageStatus.QUEUED: "It waits",
    MessageStatus.SENDING: "It is being handed to the provider",
    MessageStatus.UNKNOWN: "Nobody knows yet whether the provider took it",
    MessageStatus.ACCEPTED: "The provider took it",
    MessageStatus.SENT: "The carrier has it",
    MessageStatus.DELIVERED: "It arrived",
    MessageStatus.UNDELIVERED: "It did not arrive",
    MessageStatus.FAILED: "It could not be sent",
    MessageStatus.REJECTED: "The provider refused it",
    MessageStatus.EXPIRED: "It was given up",
    MessageStatus.CANCELED: "It was taken back",
    MessageStatus.REFUSED: "We refused to send it",
}

_REASONS = {
    "opted_out": "the person has opted out",
    "opted_out_of_program": "the person has left this programme",
    "carrier_block": "the carrier of this number still blocks the person, who must text START to it",
    "no_consent": "nothing is recorded by which the person agreed to marketing",
    "number_reassigned": "the number belongs to somebody else by now",
    "paused_for_review": "the person may have meant STOP, and nobody has looked into it yet",
    "expired": "its time was over",
    "canceled": "somebody asked for that",
    "taken_over": "a person took the conversation over before it left",
    "restricted_content": "carriers refuse marketing that speaks of such things",
    "age_not_proved": "it is for adults, and the person has not given a date of birth",
    "empty": "it says nothing",
    "too_long": "it is too long for one message",
    "quiet_hours": "marketing may not come at that hour where the person may be",
    "frequency": "the person has had as much marketing as a day allows",
    "zone_unknown": "nothing says by which clock the person lives; give the contact a `timezone`",
    "no_hours": "the rules and the settings together leave no hour for it",
    "no_route": "no channel of its route can take it",
    "dlt_not_carried": "the provider has no field for the ids that India asks for",
    "dlt_entity_missing": "the channel's settings lack the `dlt_entity_id` that India asks for",
    "dlt_template_missing": "it has no registered template, and operators in India would drop it",
    "not_begun": "it was not tried in time",
    "unreachable": "the provider could not be reached",
}
