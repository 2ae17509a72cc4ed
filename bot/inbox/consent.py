"""STOP, START and HELP: before any flow, in one transaction with everything that follows from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.compliance import replies
from bot.events import MessageClass
from bot.inbox.turn import Turn
from bot.outbox.compose import Saying
from bot.store.consent import ConsentEvent
from bot.store.contacts import Suppression

CONFIRM_AGAIN_AFTER = timedelta(hours=24)


def opt_out(turn: Turn, *, source: str, text: str, evidence: str, confirm: bool) -> None:
    """Note the wish, end what runs, take back what is queued and scheduled, and confirm once."""
    for channel in list(turn.person.sessions):
        turn.stop(channel, "opted_out")
    turn.silenced = True
    kept = turn.person.suppression
    confirmed_at = kept.confirmed_at if kept else None
    confirmation = None
    if confirm and (confirmed_at is None or turn.now - confirmed_at >= CONFIRM_AGAIN_AFTER):
        confirmation = _say(turn, "out")
        confirmed_at = turn.now
    suppression = Suppression(kept.source if kept else source, kept.at if kept else turn.now, confirmed_at)
    turn.person = replace(turn.person, suppression=suppression)
    _prove(turn, "out", source, text, evidence, confirmation)


def opt_in(turn: Turn, *, text: str, evidence: str, confirm: bool) -> None:
    """Let the person be texted again, and say so."""
    turn.person = replace(turn.person, suppression=None)
    _prove(turn, "in", "keyword", text, evidence, _say(turn, "in") if confirm else None)


def help_out(turn: Turn, *, text: str, confirm: bool) -> None:
    """Say who we are and how to stop, whoever asks and whenever; the flow does not notice."""
    turn.note("consent", verdict="help", text=text, said=_say(turn, "help") if confirm else None)


def _say(turn: Turn, verdict: str) -> str:
    text = replies.reply(verdict, language=turn.context(turn.row.channel).language, business=turn.house.business)
    return turn.say(Saying(text, MessageClass.CONSENT)).id


def _prove(turn: Turn, kind: str, source: str, text: str, evidence: str, confirmation: str | None) -> None:
    turn.consent.append(
        ConsentEvent(
            person=turn.person.key,
            contact_id=turn.person.contact.id,
            kind=kind,
            source=source,
            channel=turn.row.channel,
            text=text,
            evidence=evidence,
            confirmation_id=confirmation,
            at=turn.now,
        )
    )
    turn.note("consent", verdict=kind, source=source, text=text, said=confirmation)
