"""Letting people have it: so many a second, never more ahead than the outbox sends at once, each exactly once.

A message is written when it is about to go, in the transaction that takes the person off the list and counts against
the pace. So a pause stops at once, what is decided about a person is decided late, and answers find an empty queue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.broadcasts.moments import Moments
from bot.broadcasts.plan import Plan
from bot.broadcasts.texts import Texts
from bot.engine.asking import asks
from bot.engine.values import typed
from bot.errors import TemplateError
from bot.events import Json
from bot.flow.locale import Locale
from bot.inbox import entries
from bot.inbox.house import House
from bot.inbox.secrecy import sealed_inputs
from bot.limits import BROADCAST_BATCH_ROWS_MAX, TEMPLATE_CHARS_MAX
from bot.messages import Draft, Messages, Origin
from bot.outbox.compose import Saying
from bot.outbox.lanes import places
from bot.routing import Wanted
from bot.sealing import CannotSeal
from bot.store import broadcasts, contacts, conversations, inbound
from bot.store.broadcasts import Broadcast, Recipient
from bot.store.contacts import Contact
from bot.store.dialect import notify
from bot.store.inbound import NewInbound
from bot.store.parts import hold

BURST_S: Final = 1.0
"""What was not used of the pace is saved up for so long."""
AHEAD_S: Final = 2.0
"""So much of the channels' rate may wait in the outbox."""
AHEAD_MIN: Final = 20
ERASED: Final = "erased"


class Fed(NamedTuple):
    """What a turn came to."""

    messages: int = 0
    starts: int = 0
    postponed: int = 0
    full: bool = False
    """Whether there was more to do than one transaction takes."""

    @property
    def people(self) -> int:
        """Whose turn it was."""
        return self.messages + self.starts + self.postponed


def feed(conn: Connection, house: House, messages: Messages, given: Broadcast, plan: Plan, now: datetime) -> Fed:
    """Let the next people of a broadcast that is held have it."""
    allowed = min(_tokens(given, plan, now), _room(conn, house, plan, now), BROADCAST_BATCH_ROWS_MAX)
    due = broadcasts.due(conn, given.id, now, allowed) if allowed else []
    if not due:
        return Fed()
    ids = [one.contact_id for one in due]
    hold(conn, [contact.phone for contact in contacts.by_ids(conn, ids).values()])
    people = contacts.by_ids(conn, ids)  # again: somebody may have been erased before they were held
    going, later = _sorted(due, people, Moments(plan, house.hours, _timezone(house)), now)
    broadcasts.postpone(conn, given.id, later)
    gone = [(None, ERASED, one.place) for one in due if one.contact_id not in people]
    made = (
        _start(conn, house, given, plan, going, now)
        if plan.flow
        else _say(conn, house, messages, given, plan, going, now)
    )
    broadcasts.serve(conn, given.id, [*made, *gone])
    if plan.pace is not None and going:
        broadcasts.save(conn, given.id, spent_until=_spent(given, plan.pace, len(going), now))
    written = 0 if plan.flow else len(going)
    return Fed(written, len(going) - written, len(later) + len(gone), len(due) == BROADCAST_BATCH_ROWS_MAX)


def _sorted(
    due: Sequence[Recipient], people: Mapping[str, Contact], moments: Moments, now: datetime
) -> tuple[list[tuple[Recipient, Contact]], list[tuple[datetime, str, int]]]:
    """Divide those whose turn it is into who may have it now and who has to wait again."""
    going, later = [], []
    for one in due:
        contact = people.get(one.contact_id)
        if contact is None:
            continue
        opens_at, reason = moments.open(contact, now)
        if reason is None:
            going.append((one, contact))
        else:
            later.append((opens_at, reason, one.place))
    return going, later


# ── how many ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tokens(given: Broadcast, plan: Plan, now: datetime) -> int:
    """How many the pace allows."""
    if plan.pace is None:
        return BROADCAST_BATCH_ROWS_MAX
    return int((now - _since(given, plan.pace, now)).total_seconds() * plan.pace + 1e-6)


def _since(given: Broadcast, pace: float, now: datetime) -> datetime:
    """From when on nothing of the pace was used; a clock that was set back counts for nothing."""
    oldest = now - timedelta(seconds=max(BURST_S, 1.0 / pace))
    first = now - timedelta(seconds=1.0 / pace)
    return min(max(given.spent_until or first, oldest), now)


def _spent(given: Broadcast, pace: float, count: int, now: datetime) -> datetime:
    return _since(given, pace, now) + timedelta(seconds=count / pace)


def _room(conn: Connection, house: House, plan: Plan, now: datetime) -> int:
    """How much more may wait in the outbox; what a flow says comes there by itself."""
    if plan.flow:
        return BROADCAST_BATCH_ROWS_MAX
    used = house.channels if plan.channel is None else {plan.channel: house.channels[plan.channel]}
    if any(channel.provider.local for channel in used.values()):
        return BROADCAST_BATCH_ROWS_MAX
    lanes = list(places(used).values())
    ahead = max(AHEAD_MIN, int(sum(lane.channel.rate for lane in lanes) * AHEAD_S))
    waiting = broadcasts.waiting_in(conn, [(lane.channel.name, lane.number) for lane in lanes], now, ahead)
    return max(0, ahead - waiting)


# ── what they get ───────────────────────────────────────────────────────────────────────────────────────────────────


def _say(
    conn: Connection,
    house: House,
    messages: Messages,
    given: Broadcast,
    plan: Plan,
    going: Sequence[tuple[Recipient, Contact]],
    now: datetime,
) -> list[tuple[str | None, str | None, int]]:
    """Write the texts; return (message, reason, place) of each."""
    if not going:
        return []
    texts = Texts(plan, house.business)
    drafts = [_draft(house, texts, given, plan, one, contact, now) for one, contact in going]
    rows = messages.write(conn, drafts, bulk=True)
    return [(row.id, row.error, one.place) for row, (one, _) in zip(rows, going, strict=True)]


def _draft(
    house: House, texts: Texts, given: Broadcast, plan: Plan, one: Recipient, contact: Contact, now: datetime
) -> Draft:
    variant, problem = plan.variants[one.variant], None
    try:
        text = texts.fill_in(one.variant, contact, one.data, now)
    except TemplateError as error:
        text, problem = variant.text[:TEMPLATE_CHARS_MAX], str(error)
    saying = Saying(
        text,
        plan.message_class,
        sender=plan.sender,
        expires_at=plan.expires_at,
        request_id=given.id,
        program=plan.program,
    )
    channel = house.channels[plan.channel] if plan.channel else None
    origin = Origin(given.created_by, variant.text, {**plan.data, **(one.data or {})})
    return Draft(contact.phone, channel, saying, origin, short=plan.short_links, problem=problem)


def _start(
    conn: Connection,
    house: House,
    given: Broadcast,
    plan: Plan,
    going: Sequence[tuple[Recipient, Contact]],
    now: datetime,
) -> list[tuple[str | None, str | None, int]]:
    """Put the starts of a flow into the inbox, where the same one is taken once; return (None, reason, place)."""
    machine = house.library().machines[plan.flow or ""]
    newest = conversations.newest_channels(conn, [contact.id for _, contact in going], list(house.channels))
    replies = asks(machine, house.library().machines)
    rows: list[NewInbound] = []
    served: list[tuple[str | None, str | None, int]] = []
    for one, contact in going:
        wanted = Wanted(contact.phone, machine.flow.message_class, replies=replies)
        channel = plan.channel or newest.get(contact.id) or house.choose(wanted, now).channel.name
        try:
            inputs = sealed_inputs(house, machine.flow.id, _inputs(house, plan, one, contact, now))
        except (ValueError, CannotSeal) as error:
            served.append((None, str(error), one.place))
            continue
        payload = entries.start_payload(machine.flow.id, inputs)
        rows.append(entries.start(channel, contact.phone, f"{given.id}:{contact.id}", payload, now))
        served.append((None, None, one.place))
    inbound.append(conn, rows)
    notify(conn, "inbox")
    return served


def _inputs(house: House, plan: Plan, one: Recipient, contact: Contact, now: datetime) -> dict[str, Json]:
    """What the flow wants to know of somebody, as its types say."""
    wanted = house.library().machines[plan.flow or ""].flow.inputs
    given = {**plan.data, **(one.data or {})}
    locale = Locale(contact.language or "en", contact.timezone or _timezone(house), contact.country or "", now)
    inputs = {}
    for name, kind in wanted.items():
        if name in given:
            try:
                inputs[name] = typed(given[name], kind.type, locale)
            except ValueError as error:
                raise ValueError(f"`{name}` {error}") from None
        elif kind.required:
            raise ValueError(f"the flow needs `{name}`")
    return inputs


def _timezone(house: House) -> str:
    return str(house.business.get("timezone") or "UTC")
