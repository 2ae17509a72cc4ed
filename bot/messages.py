"""Messages that the business itself asks for, through the API or the shell: made, refused, or only judged.

Like everything that goes out they are composed in one place (`bot.outbox.compose`) and sent by the outbox.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.analytics.calendar import Calendar
from bot.compliance.blast import Blast, at_any_time, blast
from bot.compliance.gate import Verdict
from bot.compliance.hours import CAP_SPAN, SOLICITING, Timing
from bot.compliance.standing import Suppression
from bot.compliance.wall import WallTime
from bot.events import ChannelKind, Json, MessageClass, MessageStatus
from bot.inbox.acquaint import acquaint
from bot.inbox.house import House
from bot.inbox.people import meet
from bot.links import Short, Shortener
from bot.outbox.agreed import Agreed, look_up
from bot.outbox.compose import Saying, compose, dlt_template, judge, no_way
from bot.outbox.lanes import broken_channels
from bot.outbox.timing import place_of, timing_of
from bot.phone import is_valid
from bot.providers.channel import Channel
from bot.routing import Choice, Wanted
from bot.routing.pool import Picked, is_news, pick
from bot.routing.words import explain, warnings
from bot.store import contacts, conversations, events, soliciting, views
from bot.store import links as link_store
from bot.store import messages as store
from bot.store.contacts import Contact
from bot.store.conversations import Conversation
from bot.store.dialect import notify
from bot.store.events import LogEntry
from bot.store.links import Link
from bot.store.messages import Message
from bot.store.parts import hold
from bot.store.views import MessageView
from bot.text import HIDDEN, offenders

OFFENDERS_SHOWN_MAX: Final = 5
NOT_FILLED_IN: Final = "not_filled_in"
"""Why a message is refused whose text names something that is not known of the person."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who wanted a message, and what its text was made of."""

    by: str
    """The id of the API key, or the command."""
    template: str | None = None
    """None if the text was sent as it stood."""
    data: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What shall be said to whom, through which channel; None where the routes are to choose."""

    to: str
    """E.164."""
    channel: Channel | None
    saying: Saying
    origin: Origin | None = None
    local_time: WallTime | None = None
    """When it shall go, by the person's own clock; not before `saying.send_at`."""
    short: bool = False
    """Whether short links stand in the place of long ones."""
    problem: str | None = None
    """Why its text cannot be filled in for this person: then it is written as refused."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would become of a draft, and what it would cost."""

    encoding: str
    units: int
    segments: int
    verdict: str
    """send, hold or refuse."""
    reason: str | None
    not_before: datetime | None
    warnings: tuple[str, ...]
    channel: str
    sender: str
    route: str
    """Why it is this channel and this number."""


class Messages:
    """The business's own messages. Every method runs inside one transaction of the caller's."""

    def __init__(self, house: House, now: Callable[[], datetime], shortener: Shortener | None = None) -> None:
        self._house = house
        self._now = now
        self._shortener = shortener
        self._calendar = Calendar(str(house.business.get("timezone") or "UTC"))

    def create(self, conn: Connection, drafts: Sequence[Draft]) -> list[MessageView]:
        """Write messages, queued or refused, in the order of the drafts."""
        return views.messages_by_ids(conn, [row.id for row in self.write(conn, drafts, bulk=len(drafts) > 1)])

    def write(self, conn: Connection, drafts: Sequence[Draft], *, bulk: bool) -> list[Message]:
        """Write messages as `create` does; of a `bulk` they let answers go first, also where it is only one of it."""
        hold(conn, {draft.to for draft in drafts})
        now = self._now()
        people = acquaint(conn, self._house, {draft.to for draft in drafts}, now)
        drafts = [self._at_their_time(draft, people[draft.to], now) for draft in drafts]
        choices = self._choices(conn, drafts, now)
        threads = self._threads(conn, people, drafts, choices, now)
        suppressed = self._suppressed(conn, people)
        agreed = self._agreed(conn, drafts, suppressed)
        made: list[Link] = []
        day = self._calendar.day(now)
        rows: list[Message] = []
        for draft, choice in zip(drafts, choices, strict=True):
            thread = threads[people[draft.to].id, choice.channel.name]
            id = self._house.new_id("msg")
            saying, links = self._shortened(draft)
            row = compose(
                saying,
                id=id,
                conversation_id=thread.conversation.id,
                recipient=draft.to,
                channel=choice.channel,
                suppressed=suppressed.get(draft.to),
                now=now,
                bulk=bulk,
                picked=thread.picked,
                choice=choice,
                hours=self._timing(draft, people[draft.to], now),
                content=self._content(draft, people[draft.to]),
                agreed=not self._lacks(draft, agreed),
            )
            counted_on = None if row.status is MessageStatus.REFUSED else day
            made += link_store.of_new(links, id, now, counted_on, saying.request_id)
            rows.append(row._replace(error_detail=draft.problem) if row.error == NOT_FILLED_IN else row)
        rows = [self._secretly(row) for row in rows]
        store.add(conn, rows)
        link_store.add(conn, made)
        events.add(conn, [_asked(draft, row) for draft, row in zip(drafts, rows, strict=True)])
        notify(conn, "outbox")
        return rows

    def _secretly(self, row: Message) -> Message:
        """The text of a passcode is encrypted until it is sent, and then gone.

        Where there is no carrier it could only be read here, by who tries things out: there it stays.
        """
        if row.message_class is not MessageClass.OTP or self._house.channels[row.channel].provider.local:
            return row
        waits = row.due_at is not None
        return row._replace(text=self._house.passcodes.seal(row.text, row.id) if waits else HIDDEN)

    def forecast(self, conn: Connection, drafts: Sequence[Draft]) -> list[Forecast]:
        """Say what would become of drafts, and write nothing."""
        now, phones = self._now(), {draft.to for draft in drafts}
        drafts = self._at_their_times(conn, drafts, now)
        drafts = [replace(draft, saying=self._shortened(draft)[0]) for draft in drafts]
        choices = self._choices(conn, drafts, now)
        pools = [choice.channel.name for choice in choices if choice.channel.is_pool]
        known = conversations.numbers(conn, phones, pools) if pools else {}
        suppressed, senders = self._suppressed(conn, phones), self._house.router.senders
        judged = self._judged(conn, drafts, choices, suppressed, now)
        forecasts = []
        for draft, choice, verdict in zip(drafts, choices, judged, strict=True):
            place = (draft.to, choice.channel.name)
            picked = pick(choice.channel, known.get(place), draft.to, new=place not in known)
            forecast = _forecast(draft, choice, picked, verdict)
            ways = warnings(choice.channel, forecast.sender, draft.to, senders, now.date())
            forecasts.append(replace(forecast, warnings=(*forecast.warnings, *ways)))
        return forecasts

    def blast(self, conn: Connection, drafts: Sequence[Draft]) -> Blast:
        """Reckon how long drafts of one class would take all together; those who opted out get none."""
        now = self._now()
        drafts = self._at_their_times(conn, drafts, now)
        suppressed = self._suppressed(conn, {draft.to for draft in drafts})
        going = [draft for draft in drafts if not _is_barred(draft, suppressed.get(draft.to))]
        used = {choice.channel.name: choice.channel for choice in self._choices(conn, going or drafts, now)}
        rate = sum(channel.rate * len(channel.pool) for channel in used.values())
        at = _begins(drafts[0], now)
        if drafts[0].saying.message_class not in SOLICITING:
            return at_any_time(len(going), rate, at)
        known = contacts.find(conn, {draft.to for draft in going})
        places = [place_of(known.get(draft.to) or meet(draft.to, "", now)) for draft in going]
        return blast(places, self._house.hours, rate, at)

    def _shortened(self, draft: Draft) -> tuple[Saying, list[Short]]:
        """Put in the links that only this message has."""
        if not draft.short or self._shortener is None:
            return draft.saying, []
        text, links = self._shortener.shorten(draft.saying.text)
        return draft.saying._replace(text=text), links

    def _at_their_times(self, conn: Connection, drafts: Sequence[Draft], now: datetime) -> Sequence[Draft]:
        asked = {draft.to for draft in drafts if draft.local_time is not None}
        if not asked:
            return drafts
        known = contacts.find(conn, asked)
        return [self._at_their_time(draft, known.get(draft.to) or meet(draft.to, "", now), now) for draft in drafts]

    def _at_their_time(self, draft: Draft, contact: Contact, now: datetime) -> Draft:
        """Turn a time on the person's own clock into a moment; whose clock nobody knows has the business's."""
        if draft.local_time is None:
            return draft
        zones = place_of(contact).zones or (str(self._house.business.get("timezone") or "UTC"),)
        send_at = draft.local_time.moment(zones, _begins(draft, now))
        return replace(draft, saying=draft.saying._replace(send_at=send_at))

    def _judged(
        self,
        conn: Connection,
        drafts: Sequence[Draft],
        choices: Sequence[Choice],
        suppressed: Mapping[str, Suppression],
        now: datetime,
    ) -> list[Verdict]:
        """Decide about drafts, with what their people have had of late."""
        asked = {draft.to for draft in drafts if draft.saying.message_class in SOLICITING}
        known, sent = contacts.find(conn, asked), soliciting.sent(conn, asked, now - CAP_SPAN)
        agreed = self._agreed(conn, drafts, suppressed)
        verdicts = []
        for draft, choice in zip(drafts, choices, strict=True):
            timing = caps = content = None
            if draft.to in asked:
                contact = known.get(draft.to) or meet(draft.to, "", now)
                content = self._content(draft, contact)
                timing = self._timing(draft, contact, now)
                caps = self._house.hours.spent(place_of(contact), _begins(draft, now), sent.get(draft.to, ()))
            unasked = len(drafts) > 1 or draft.saying.message_class is MessageClass.MARKETING
            known_of, name = suppressed.get(draft.to), choice.channel.name
            verdicts.append(
                judge(
                    draft.saying,
                    suppressed=known_of,
                    channel=name,
                    unasked=unasked,
                    hours=timing,
                    caps=caps,
                    content=content,
                    agreed=not self._lacks(draft, agreed),
                )
            )
        return verdicts

    def _agreed(self, conn: Connection, drafts: Sequence[Draft], suppressed: Mapping[str, Suppression]) -> Agreed:
        """Look up what those agreed to who are to get marketing, where that has to be recorded."""
        phones = {draft.to for draft in drafts if draft.saying.message_class in SOLICITING}
        asked = {contacts.person_key(self._house.secret, phone): suppressed.get(phone) for phone in phones}
        return look_up(conn, asked, recorded=self._house.consent_recorded)

    def _lacks(self, draft: Draft, agreed: Agreed) -> bool:
        if draft.saying.message_class not in SOLICITING:
            return False
        return agreed.lacks(contacts.person_key(self._house.secret, draft.to), draft.saying.program)

    def _content(self, draft: Draft, contact: Contact) -> Verdict | None:
        if draft.problem is not None:
            return Verdict("refuse", NOT_FILLED_IN)
        return self._house.content(draft.saying.message_class, draft.saying.text, contact)

    def _timing(self, draft: Draft, contact: Contact, now: datetime) -> Timing | None:
        return timing_of(contact, draft.saying.message_class, self._house.hours, _begins(draft, now))

    def warnings(self, row: MessageView) -> list[str]:
        """Say what may come in the way of a message that was written."""
        channel = self._house.channels[row.channel]
        return list(warnings(channel, row.sender, row.recipient, self._house.router.senders, self._now().date()))

    def _choices(self, conn: Connection, drafts: Sequence[Draft], now: datetime) -> list[Choice]:
        """Find the channel of each draft: the one that was named, or what the routes say."""
        house = self._house
        routed = house.router.routes and any(draft.channel is None for draft in drafts)
        broken = broken_channels(conn, house.channels) if routed else ()
        channels = {draft.channel.name: draft.channel for draft in drafts if draft.channel is not None}
        named = {name: Choice(channel) for name, channel in channels.items()}
        return [
            named[draft.channel.name] if draft.channel else house.choose(_wanted(draft), now, broken)
            for draft in drafts
        ]

    def _threads(
        self,
        conn: Connection,
        people: Mapping[str, Contact],
        drafts: Sequence[Draft],
        choices: Sequence[Choice],
        now: datetime,
    ) -> dict[tuple[str, str], _Thread]:
        """Find the conversations of drafts, or begin them, each with the number of ours that the person hears from."""
        found = conversations.find(conn, [person.id for person in people.values()])
        known = {(thread.contact_id, thread.channel): thread for thread in found}
        threads: dict[tuple[str, str], _Thread] = {}
        new, changed = [], []
        for draft, choice in zip(drafts, choices, strict=True):
            place = (people[draft.to].id, choice.channel.name)
            if place in threads:
                continue
            conversation = known.get(place)
            picked = _picked(draft, choice.channel, conversation)
            if conversation is None:
                conversation = Conversation(self._house.new_id("cnv"), *place, now, now, number=picked.number)
                new.append(conversation)
            elif is_news(picked, conversation.number):
                changed.append(conversation._replace(number=picked.number))
            threads[place] = _Thread(conversation, picked)
        conversations.add(conn, new)
        conversations.save(conn, changed)
        return threads

    def _suppressed(self, conn: Connection, phones: set[str] | Mapping[str, Contact]) -> dict[str, Suppression]:
        persons = {contacts.person_key(self._house.secret, phone): phone for phone in phones}
        return {persons[person]: known for person, known in contacts.suppressed(conn, list(persons)).items()}


def _is_barred(draft: Draft, known: Suppression | None) -> bool:
    """Whether the person is to get none of this, whenever it is sent."""
    channel = draft.channel.name if draft.channel else ""
    return judge(draft.saying, suppressed=known, channel=channel, unasked=True).decision == "refuse"


def _asked(draft: Draft, row: Message) -> LogEntry:
    """Who wanted it and what it was made of, among what happened in the conversation; never the data of a passcode."""
    origin = draft.origin or Origin("")
    data = None if draft.saying.message_class is MessageClass.OTP else origin.data
    made = {"template": origin.template, "data": data}
    said: dict[str, Json] = {"said": [row.id], "by": origin.by, "request": row.request_id}
    return LogEntry(row.conversation_id, None, "asked", said | made, row.created_at)


def _begins(draft: Draft, now: datetime) -> datetime:
    return max(now, draft.saying.send_at or now)


class _Thread(NamedTuple):
    """A conversation, and the number of ours that the person hears from in it."""

    conversation: Conversation
    picked: Picked


def _picked(draft: Draft, channel: Channel, conversation: Conversation | None) -> Picked:
    """Choose the number; with whom the API begins from a certain one, that one stays."""
    known = draft.saying.sender if conversation is None else conversation.number
    if conversation is None and known not in channel.pool:
        known = None
    return pick(channel, known, draft.to, new=conversation is None)


def _wanted(draft: Draft) -> Wanted:
    saying = draft.saying
    return Wanted(draft.to, saying.message_class, chars=len(saying.text), media=len(saying.media), sender=saying.sender)


def _forecast(draft: Draft, choice: Choice, picked: Picked, verdict: Verdict) -> Forecast:
    saying, channel = draft.saying, choice.channel
    cost = channel.cost(saying.text)
    verdict = no_way(saying, channel, draft.to, dlt_template(saying, channel), choice) or verdict
    picked = picked.or_asked(saying.sender)
    return Forecast(
        encoding=cost.encoding,
        units=cost.units,
        segments=cost.count,
        verdict=verdict.decision,
        reason=verdict.reason,
        not_before=verdict.not_before or (saying.send_at if draft.local_time else None),
        warnings=tuple(_warnings(draft, channel)),
        channel=channel.name,
        sender=picked.number,
        route=explain(choice.facts | picked.facts),
    )


def _warnings(draft: Draft, channel: Channel) -> list[str]:
    found = []
    if not is_valid(draft.to):
        found.append(f"{draft.to} has the shape of a number but is not valid in any country's plan")
    cheaper = [(char, other) for _, char, other in offenders(draft.saying.text) if other is not None]
    if channel.provider.kind is not ChannelKind.SMS:
        return found  # no alphabet is dearer there
    shown = dict.fromkeys(f"`{char}` as `{other}`" for char, other in cheaper)
    if shown and all(other is not None for _, _, other in offenders(draft.saying.text)):
        spellings = ", ".join(list(shown)[:OFFENDERS_SHOWN_MAX])
        found.append(f"written with {spellings} the text would fit the GSM-7 alphabet, 160 characters a segment")
    return found
