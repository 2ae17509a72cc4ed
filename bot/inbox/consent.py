"""STOP, START and HELP, and what may have meant STOP: before any flow, in one transaction with all that follows.

Each of these functions adds a record to the ledger and lets the person stand as the records add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from re import fullmatch
from typing import Final

from bot.compliance.replies import reply
from bot.compliance.standing import CONSENT_TYPES, EVERYTHING, UNSURE, VOID, Kind, after, is_out
from bot.events import Json, MessageClass
from bot.inbox.turn import Turn
from bot.limits import PROGRAM_PATTERN
from bot.outbox.compose import Saying
from bot.phone import is_e164_shape
from bot.store.clean import storable
from bot.store.consent import ConsentEvent
from bot.store.contacts import Contact
from bot.store.inbound import Kind as Inbound
from bot.text import fold

CONFIRM_AGAIN_AFTER = timedelta(hours=24)
ASK_WITHIN = timedelta(minutes=5)
"""So soon after a STOP the one text that confirms it may also ask whether it was meant of everything."""
ANSWERED_WITHIN = timedelta(days=7)
"""What comes later answers something else."""
FLAG: Final = "consent_review"
"""The label of a conversation in which somebody may have meant STOP."""
UNASKED: Final = frozenset({"wrong_number", "deceased"})
"""Whoever reads that is not whom we meant: an agent looks after it, and nobody is asked."""
ANSWERS: Final = frozenset({"keep", "keep them", "carry on", "continue"})
"""What a person answers who did not mean everything."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a wish."""

    source: str
    """keyword, phrase, provider, carrier, clarification, agent, api, import or flow: who or what understood it."""
    text: str = ""
    """The person's own words, or the carrier's."""
    id: str = ""
    """The provider's id of the text, or our id of the message that the carrier refused."""
    keyword: str | None = None
    scope: str = ""
    occurred_at: datetime | None = None
    consent_type: str | None = None
    source_url: str | None = None
    form: str | None = None
    disclosure: str | None = None
    action: str | None = None
    ip: str | None = None
    user_agent: str | None = None
    identity: str | None = None
    actor: str | None = None
    channel: str | None = None
    """Where it was said, if not on the channel of the row: `web`, `paper`, …"""


def opt_out(turn: Turn, evidence: Evidence, *, confirm: bool) -> None:
    """Note the wish, end what runs, take back what is queued and scheduled, and confirm once."""
    known = turn.person.suppression
    if evidence.scope:
        said = _say(turn, "left", program=evidence.scope) if confirm else None
        record(turn, Kind.OUT, evidence, said)
        return
    for channel in list(turn.person.sessions):
        turn.stop(channel, "opted_out")
    turn.silenced = True
    confirmed_at = known.confirmed_at if known is not None and known.everything else None
    if not confirm or (confirmed_at is not None and turn.now - confirmed_at < CONFIRM_AGAIN_AFTER):
        record(turn, Kind.OUT, evidence)
        return
    program = None if is_out(known) or turn.now - turn.row.received_at >= ASK_WITHIN else turn.person.program
    if program is None:
        record(turn, Kind.OUT, evidence, _say(turn, "out"))
        return
    record(turn, Kind.OUT, evidence, _say(turn, "which", program=program), asked=program)


def opt_in(turn: Turn, evidence: Evidence, *, confirm: bool, heard: bool = False) -> None:
    """Let the person be texted again, as before they opted out, and say so.

    `heard`: the carrier understood it as well, and blocks them no longer.
    """
    said = _say(turn, "in") if confirm else None
    record(turn, Kind.IN, evidence, said, **({"channel": turn.row.channel} if heard else {}))
    _resume(turn)


def help_out(turn: Turn, text: str, *, confirm: bool) -> None:
    """Say who we are and how to stop, whoever asks and whenever; the flow does not notice."""
    turn.note("consent", verdict="help", text=text, said=_say(turn, "help") if confirm else None)


def review(turn: Turn, evidence: Evidence, reason: str, *, ask: bool) -> None:
    """Let proactive texts wait until it is known what was meant: ask once, and show it to an agent.

    The conversation goes on: what the person asks for themself they get.
    """
    known = turn.person.suppression
    if is_out(known):
        return
    conversation = turn.conversation
    labels = list(dict.fromkeys([*conversation.labels, FLAG]))
    turn.change_conversation(conversation, labels=labels, status="open", unread=max(1, conversation.unread))
    asked = known is not None and known.asked_at is not None
    asks = ask and not asked and reason not in UNASKED and is_e164_shape(turn.row.contact)  # never a machine
    said = _say(turn, "unclear") if asks else None
    record(turn, Kind.REVIEW, evidence, said, reason=reason, **({"asked": UNSURE} if asks else {}))


def is_answer(turn: Turn, text: str) -> bool:
    """Whether a text answers what we asked back."""
    known = turn.person.suppression
    if known is None or known.asked_at is None or fold(text) not in ANSWERS:
        return False
    return turn.now - known.asked_at <= ANSWERED_WITHIN


def keep(turn: Turn, evidence: Evidence) -> None:
    """They did not mean everything: take back what was more than they meant."""
    known = turn.person.suppression
    if known is None or known.asked is None:
        return
    if not known.everything:
        reconfirm(turn, evidence, confirm=True)
        return
    program = known.asked
    record(turn, Kind.IN, evidence)
    record(turn, Kind.OUT, replace(evidence, scope=program), _say(turn, "left", program=program))


def agree_by_flow(turn: Turn, before: Contact) -> None:
    """A flow that sets `contact.consent` to yes, upon an answer, has asked for it: that is recorded as consent.

    What was shown is added when it is written: all that the flow had said by then.
    """
    fields, was = turn.person.contact.fields, before.fields
    if fields.get("consent") != "yes" or all(fields.get(name) == was.get(name) for name in _AGREED_BY):
        return
    moved = next((entry for entry in turn.log if entry.kind == "step"), None)
    if turn.row.kind != Inbound.MESSAGE or moved is None:
        return  # nobody said yes to anything
    given = str(fields.get("consent_type") or "express")
    evidence = Evidence(
        "flow",
        turn.row.payload["text"],
        turn.row.payload["id"],
        scope=_program_of(fields),
        consent_type=given if given in CONSENT_TYPES else "express",
        form=str(moved.data["flow"]),
        disclosure=str(fields["consent_text"]) if fields.get("consent_text") else None,
        action="answered a text",
    )
    record(turn, Kind.IN, evidence, session=moved.session_id)
    _resume(turn)


def _program_of(fields: Mapping[str, Json]) -> str:
    named = str(fields.get("consent_program") or "")
    return named if fullmatch(PROGRAM_PATTERN, named) else EVERYTHING


_AGREED_BY: Final = ("consent", "consent_at", "consent_text", "consent_type", "consent_program")
"""The fields of a contact by which a flow says what was agreed to."""


def reconfirm(turn: Turn, evidence: Evidence, *, confirm: bool = False) -> None:
    """They want to be texted as before."""
    record(turn, Kind.RECONFIRM, evidence, _say(turn, "kept") if confirm else None)
    _resume(turn)


def void(turn: Turn, evidence: Evidence) -> None:
    """The number is somebody else's by now: what was agreed to holds no longer."""
    record(turn, Kind.VOID, evidence, reason=VOID)


def block(turn: Turn, evidence: Evidence, channel: str) -> None:
    """A carrier still blocks one of our numbers although the person came back otherwise: only that number is out."""
    record(turn, Kind.BLOCK, evidence, channel=channel)


def record(
    turn: Turn, kind: Kind, evidence: Evidence, confirmation: str | None = None, **details: Json
) -> ConsentEvent:
    """Add to the ledger, and let the person stand as it says from now on."""
    house = turn.house
    event = ConsentEvent(
        id=house.new_id("cns"),
        person=turn.person.key,
        contact_id=turn.person.contact.id,
        kind=kind,
        source=evidence.source,
        channel=evidence.channel or turn.row.channel,
        text=storable(evidence.text),
        evidence=storable(evidence.id),
        confirmation_id=confirmation,
        at=turn.now,
        scope=evidence.scope,
        consent_type=evidence.consent_type,
        occurred_at=evidence.occurred_at or turn.row.received_at,
        honoured_at=turn.now,
        source_url=storable(evidence.source_url),
        form=storable(evidence.form),
        keyword=storable(evidence.keyword),
        disclosure=storable(evidence.disclosure),
        action=storable(evidence.action),
        ip=storable(evidence.ip),
        user_agent=storable(evidence.user_agent),
        identity=storable(evidence.identity),
        actor=storable(evidence.actor),
        details=details,
        salt=house.new_id("slt"),
    )
    turn.consent.append(event)
    turn.person = turn.person._replace(suppression=after(turn.person.suppression, event.wish))
    if turn.row.channel in turn.person.conversations:
        turn.note("consent", verdict=kind, source=evidence.source, text=event.text, said=confirmation, record=event.id)
    return event


def _resume(turn: Turn) -> None:
    """It is known what was meant: what was held goes on, and nobody need look any more."""
    turn.resumed = True
    for channel, conversation in turn.person.conversations.items():
        turn.freed.add(channel)
        if FLAG in conversation.labels:
            labels = [label for label in conversation.labels if label != FLAG]
            turn.change_conversation(conversation, labels=labels)


def _say(turn: Turn, verdict: str, *, program: str | None = None) -> str:
    language = turn.context(turn.row.channel).language
    text = reply(verdict, language=language, business=turn.house.business, program=program)
    expires_at = turn.row.received_at + ASK_WITHIN if verdict == "which" else None
    return turn.say(Saying(text, MessageClass.CONSENT, expires_at=expires_at)).id
