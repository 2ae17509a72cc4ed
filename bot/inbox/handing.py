"""Who speaks in a conversation, and how that changes. Pure: a conversation in, the one that it becomes out.

    bot ──handoff──► person (waited for) ──taken──► person (held) ──freed──► bot
     └──────────────────────taken──────────────────────▲
    nobody came: person (waited for) ──given up──► bot

Each of these raises the epoch: what was decided under another counts no longer.
"""

from __future__ import annotations

from datetime import datetime

from bot.store.conversations import BOT, PERSON, Conversation


def handed_off(conversation: Conversation, now: datetime) -> Conversation:
    """A flow asks for a person, and is silent until one has come."""
    return conversation._replace(
        handler=PERSON,
        epoch=conversation.epoch + 1,
        handed_at=now,
        taken_at=None,
        answered_at=None,
        bot_paused_until=None,
        escalated_at=None,
    )


def taken(conversation: Conversation, assignee: str | None, now: datetime) -> Conversation:
    """Somebody takes it: from the bot, from the queue, or from somebody else."""
    waited = conversation.handler == PERSON
    return conversation._replace(
        handler=PERSON,
        epoch=conversation.epoch + 1,
        status="open",
        assignee=assignee,
        handed_at=conversation.handed_at if waited else now,
        taken_at=now,
        answered_at=conversation.answered_at if waited else None,
        snoozed_until=None,
        bot_paused_until=None,
        closed_at=None,
    )


def freed(conversation: Conversation) -> Conversation:
    """Whoever held it lets the bot go on."""
    return conversation._replace(
        handler=BOT,
        epoch=conversation.epoch + 1,
        taken_at=None,
        needs_reply_since=None,
        bot_paused_until=None,
    )


def given_up(conversation: Conversation) -> Conversation:
    """Nobody came, and the flow goes on without."""
    return freed(conversation)._replace(assignee=None)


def closed(conversation: Conversation, now: datetime) -> Conversation:
    """It is over, until they write again."""
    return given_up(conversation)._replace(status="closed", closed_at=now, snoozed_until=None, unread=0)


def heard(conversation: Conversation, number: str | None, now: datetime) -> Conversation:
    """The customer writes, which opens whatever was closed or put away."""
    return conversation._replace(
        last_at=now,
        number=number,
        status="open",
        unread=conversation.unread + (conversation.handler == PERSON),
        snoozed_until=None,
        closed_at=None,
    )


def waiting(conversation: Conversation, now: datetime) -> Conversation:
    """The customer waits for a person, if not since earlier already."""
    return conversation._replace(needs_reply_since=conversation.needs_reply_since or now)
