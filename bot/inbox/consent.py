"""STOP, START and HELP: before any flow, in one transaction with everything that follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.compliance.replies import reply
from bot.events import MessageClass
from bot.inbox.turn import Turn
from bot.outbox.compose import Saying
from bot.store.consent import ConsentEvent
from bot.store.contacts import Suppression

CONFIRM_AGAIN_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a wish."""

    source: str
    """keyword, phrase, provider or carrier: who or what understood it."""
    text: str
    """The person's own words, or the carrier's."""
    id: str
    """The provider's id of the text, or our id of the message that the carrier refused."""


def opt_out(turn: Turn, evidence: Evidence, *, confirm: bool) -> None:
    """Note the wish, end what runs, take back what is queued and scheduled, and confirm once."""
    for channel in list(turn.person.sessions):
        turn.stop(channel, "opted_out")
    turn.silenced = True
    known = turn.person.suppression or Suppression(evidence.source, turn.now, None)
    confirmation = None
    if confirm and (known.confirmed_at is None or turn.now - known.confirmed_at >= CONFIRM_AGAIN_AFTER):
        confirmation = _say(turn, "out")
        known = known._replace(confirmed_at=turn.now)
    turn.person = turn.person._replace(suppression=known)
    _prove(turn, "out", evidence, confirmation)


def opt_in(turn: Turn, evidence: Evidence, *, confirm: bool) -> None:
    """Let the person be texted again, and say so."""
    turn.person = turn.person._replace(suppression=None)
    _prove(turn, "in", evidence, _say(turn, "in") if confirm else None)


def help_out(turn: Turn, text: str, *, confirm: bool) -> None:
    """Say who we are and how to stop, whoever asks and whenever; the flow does not notice."""
    turn.note("consent", verdict="help", text=text, said=_say(turn, "help") if confirm else None)


def _say(turn: Turn, verdict: str) -> str:
    text = reply(verdict, language=turn.context(turn.row.channel).language, business=turn.house.business)
    return turn.say(Saying(text, MessageClass.CONSENT)).id


def _prove(turn: Turn, kind: str, evidence: Evidence, confirmation: str | None) -> None:
    turn.consent.append(
        ConsentEvent(
            person=turn.person.key,
            contact_id=turn.person.contact.id,
            kind=kind,
            source=evidence.source,
            channel=turn.row.channel,
            text=evidence.text,
            evidence=evidence.id,
            confirmation_id=confirmation,
            at=turn.now,
        )
    )
    turn.note("consent", verdict=kind, source=evidence.source, text=evidence.text, said=confirmation)
