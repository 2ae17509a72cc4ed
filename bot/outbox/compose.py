"""From what shall be said to a message as it is written: counted, checked, refused with a reason if it may not go.

Pure. Every outgoing message is made here, whoever says it: a flow, the API, or the answer to STOP.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from bot.compliance.gate import PAUSED, SEND, Verdict, gate
from bot.compliance.hours import Spent, Timing
from bot.compliance.standing import Suppression, bars
from bot.events import Json, MessageClass, MessageStatus
from bot.limits import MESSAGE_CHARS_MAX
from bot.providers.channel import Channel
from bot.routing import Choice
from bot.routing.pool import Picked, lane_of, only
from bot.routing.routes import How as Chosen
from bot.store.messages import Message

INDIA: Final = "+91"
"""How numbers begin that are reached by registered texts only."""


class Saying(NamedTuple):
    """What shall be said, and by whom."""

    text: str
    message_class: MessageClass
    media: Sequence[str] = ()
    session_id: str | None = None
    state: str | None = None
    sender: str | None = None
    """Instead of the channel's own number."""
    send_at: datetime | None = None
    expires_at: datetime | None = None
    reference: str | None = None
    request_id: str | None = None
    flow: str | None = None
    dlt_template_id: str | None = None
    """As what the text is registered in India: an id, or a name of the channel's `dlt_templates`."""
    secret: bool = False
    """Whether something sensitive is in it."""
    program: str | None = None
    """Which of the business's programmes it belongs to."""
    asked_for: bool = False
    """Whether the person has just asked for it elsewhere: then it passes an opt-out from before."""


def compose(
    saying: Saying,
    *,
    id: str,
    conversation_id: str,
    recipient: str,
    channel: Channel,
    suppressed: Suppression | None,
    now: datetime,
    bulk: bool = False,
    answers: bool = False,
    hours: Timing | None = None,
    picked: Picked | None = None,
    choice: Choice | None = None,
    content: Verdict | None = None,
    agreed: bool = True,
) -> Message:
    """Make the message. Refused ones are written too, so that nothing disappears without a word.

    One of a `bulk` lets answers and single messages go first; so does marketing, which nobody waits for unless it
    `answers` what the person has just written. `picked` is the number that the person knows, where the channel has
    several, and `choice` what chose the channel. `content` refuses the text for what it speaks of. `agreed` is false
    for marketing to which a consent has to be recorded, and is not.
    """
    template = dlt_template(saying, channel)
    urgent = not bulk and (answers or saying.message_class is not MessageClass.MARKETING)
    no_way_to_it = no_way(saying, channel, recipient, template, choice)
    verdict = no_way_to_it or judge(
        saying,
        suppressed=suppressed,
        channel=channel.name,
        unasked=not urgent,
        hours=hours,
        content=content,
        agreed=agreed,
    )
    cost = channel.cost(saying.text)
    picked = (picked or only(channel.number)).or_asked(saying.sender)
    refused = verdict.decision == "refuse"
    held_later = SEND if verdict.reason == PAUSED else verdict  # whether it waits is decided when it is due
    return Message(
        id=id,
        conversation_id=conversation_id,
        channel=channel.name,
        sender=picked.number,
        recipient=recipient,
        message_class=saying.message_class,
        text=saying.text,
        media=list(saying.media),
        encoding=cost.encoding,
        units=cost.units,
        segments=cost.count,
        status=MessageStatus.REFUSED if refused else MessageStatus.QUEUED,
        due_at=None if refused else max(filter(None, (now, saying.send_at, until(verdict, saying.expires_at)))),
        provider=channel.provider.name,
        created_at=now,
        session_id=saying.session_id,
        state=saying.state,
        error=verdict.reason if refused else None,
        expires_at=saying.expires_at,
        reference=saying.reference,
        request_id=saying.request_id,
        program=saying.program,
        urgent=urgent,
        decision=_decision(held_later, way_facts(channel, picked, choice)),
        lane=lane_of(channel, picked.number),
        dlt_template_id=template,
    )


def _decision(verdict: Verdict, way: dict[str, Json]) -> dict[str, Json] | None:
    """What the rules said, and why it goes this way, if there is anything to explain about either."""
    if not way:
        return verdict.grounds
    return {"decision": verdict.decision, **(verdict.grounds or {}), "route": way}


def way_facts(channel: Channel, picked: Picked, choice: Choice | None) -> dict[str, Json]:
    """Say what chose the channel and the number; nothing where there was no choice."""
    facts: dict[str, Json] = {} if choice is None or choice.how is not Chosen.ROUTE else choice.facts
    if channel.numbers:
        facts |= picked.facts
    if channel.registration:
        facts["registration"] = dict(channel.registration)
    return facts


def dlt_template(saying: Saying, channel: Channel) -> str | None:
    """Find out as what a text is registered in India: what was asked for, else what the settings say of it."""
    if saying.dlt_template_id is not None:
        return channel.dlt_templates.get(saying.dlt_template_id, saying.dlt_template_id)
    if not channel.dlt_templates:
        return None
    state = (saying.state or "").rpartition("/")[2]  # an inner flow names itself before its points
    flow, first = saying.flow or "", state.partition(".")[0]
    places = (f"{flow}.{state}", f"{flow}.{first}", flow, saying.message_class.value)
    return next((channel.dlt_templates[place] for place in places if place in channel.dlt_templates), None)


def no_way(
    saying: Saying, channel: Channel, recipient: str, template: str | None, choice: Choice | None
) -> Verdict | None:
    """Refuse what this channel could not bring to the person; None if it could."""
    if choice is not None and choice.refusal is not None:
        return Verdict("refuse", choice.refusal)
    if (saying.dlt_template_id is None and channel.dlt_entity_id is None) or not recipient.startswith(INDIA):
        return None
    if not channel.provider.carries_dlt:
        return Verdict("refuse", "dlt_not_carried")
    if channel.dlt_entity_id is None:
        return Verdict("refuse", "dlt_entity_missing")
    if template is None and saying.message_class is not MessageClass.CONSENT:
        return Verdict("refuse", "dlt_template_missing")
    return None


def until(verdict: Verdict, expires_at: datetime | None) -> datetime | None:
    """When to look again at what is held: what expires before it may go is given up as soon as it does."""
    if verdict.not_before is None or expires_at is None:
        return verdict.not_before
    return min(verdict.not_before, expires_at)


def judge(
    saying: Saying,
    *,
    suppressed: Suppression | None,
    channel: str,
    unasked: bool,
    hours: Timing | None = None,
    caps: Spent | None = None,
    content: Verdict | None = None,
    agreed: bool = True,
) -> Verdict:
    """Decide whether this may be said. A text that is too long is refused, never cut: the end may be what matters.

    What is held until it is known what the person meant is written all the same, and asked about when it is due.
    """
    if not saying.text and not saying.media:
        return Verdict("refuse", "empty")
    if len(saying.text) > MESSAGE_CHARS_MAX:
        return Verdict("refuse", "too_long")
    asked_for = saying.asked_for
    found = bars(
        suppressed, program=saying.program, channel=channel, unasked=unasked, asked_for=asked_for, agreed=agreed
    )
    verdict = gate(saying.message_class, **found._asdict(), hours=hours, caps=caps)
    return verdict if content is None or verdict.decision == "refuse" else content
