"""What sends led to, written down: the message moves on, early receipts join it, and the inbox hears what matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.errors import SendError
from bot.events import ErrorClass, MessageClass, MessageStatus, Outbound, Receipt, Sent
from bot.inbox.receipts import consequences, fold
from bot.outbox import policy
from bot.outbox.progress import accepted, given_up, lost_sight, never_left, postponed, rejected, reported, resent
from bot.providers.base import NeverReceived
from bot.providers.channel import Channel
from bot.providers.http import Request
from bot.store import inbound, receipts
from bot.store import outcomes as store
from bot.store.clean import storable
from bot.store.dialect import lock
from bot.store.inbound import NewInbound
from bot.store.outcomes import Delivery

ASKING = timedelta(seconds=30)
"""So long nobody else looks at a message about which its provider is being asked."""

_ON_THE_WAY: Final = frozenset({MessageStatus.ACCEPTED, MessageStatus.SENT})

Answer = Sent | SendError | Receipt | NeverReceived | None
"""What a send gave, or what asking about one gave (None: nothing)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A call that is over."""

    message_id: str
    attempts: int
    """The attempt it was, or that it asked about. Once there is another, only good news of this one counts."""
    answer: Answer

    @classmethod
    def of(cls, message_id: str, attempts: int, answer: Answer) -> Outcome:
        """Take an answer whose texts a provider chose: what no database keeps is taken out of them."""
        if isinstance(answer, Sent | Receipt):
            known = storable(answer.provider_id)
            answer = answer if known == answer.provider_id else replace(answer, provider_id=known)
        elif isinstance(answer, SendError):
            code, detail = storable(answer.code), storable(answer.detail)
            answer = SendError(answer.kind, code, detail, retry_after_s=answer.retry_after_s)
        return cls(message_id, attempts, answer)


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be asked about a message of unknown outcome."""

    message: Outbound
    attempts: int
    channel: Channel
    request: Request


class Here(NamedTuple):
    """What a worker knows of its own calls, whatever the database's clock says about their leases."""

    run: str
    under_way: Collection[str]
    lease: timedelta


class Recorder:
    """Writes outcomes down. Its methods run inside the caller's transaction."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        fraction: Callable[[], float],
        at_least_once: Collection[MessageClass] = policy.AT_LEAST_ONCE,
    ) -> None:
        self._channels = channels
        self._fraction = fraction
        self._at_least_once = at_least_once

    def record(self, conn: Connection, outcomes: Sequence[Outcome], now: datetime) -> int:
        """Move messages on by what their calls gave; return how much the inbox was told."""
        if not outcomes:
            return 0
        usual = _taken_at_once(conn, outcomes, now)
        outcomes = [outcome for outcome in outcomes if outcome.message_id not in usual]
        before = store.deliveries(conn, [outcome.message_id for outcome in outcomes])
        after = dict(before)
        for outcome in outcomes:
            if outcome.message_id in after:  # else it was erased while it was on the wire
                after[outcome.message_id] = self._moved(conn, after[outcome.message_id], outcome, now)
        _join_early_reports(conn, before, after)
        opted_out = {outcome.message_id for outcome in outcomes if _says_opted_out(outcome.answer)}
        return self._save(conn, before, after, opted_out, now)

    def look_into(self, conn: Connection, unresolved: Sequence[Delivery], here: Here, now: datetime) -> list[Question]:
        """Decide about messages of unknown outcome; return what their providers are to be asked."""
        if not unresolved:
            return []
        before = {delivery.id: delivery for delivery in unresolved}
        questions = self._questions(conn, unresolved)
        asked = {question.message.id for question in questions}
        after = {
            delivery.id: delivery._replace(due_at=now + ASKING)
            if delivery.id in asked
            else self._late(conn, delivery, here, now)
            for delivery in unresolved
        }
        self._save(conn, before, after, set(), now)
        return questions

    def _questions(self, conn: Connection, unresolved: Sequence[Delivery]) -> list[Question]:
        unknown = {
            delivery.id: delivery
            for delivery in unresolved
            if delivery.unknown_at is not None and delivery.channel in self._channels
        }
        found = []
        for message in store.outbound(conn, list(unknown)) if unknown else ():
            channel = self._channels[unknown[message.id].channel]
            request = channel.provider.query(message)
            if request is not None:
                found.append(Question(message, unknown[message.id].attempts, channel, request))
        return found

    def _late(self, conn: Connection, delivery: Delivery, here: Here, now: datetime) -> Delivery:
        if delivery.unknown_at is not None:
            return self._undecided(conn, delivery, now)
        if delivery.claimed_by != here.run:
            error = SendError(ErrorClass.UNKNOWN, "lease_expired", "the call was not over in time")
            return self._lost(delivery, error, now)
        if delivery.id in here.under_way:
            return delivery._replace(leased_until=now + here.lease)
        return never_left(delivery, now)  # the commit of the claim seemed to fail, so nobody acted on it

    def _moved(self, conn: Connection, delivery: Delivery, outcome: Outcome, now: datetime) -> Delivery:
        answer = outcome.answer
        match answer:
            case Sent():
                return accepted(delivery, answer, now)
            case Receipt():
                if delivery.provider_id is None and answer.provider_id != delivery.id:
                    delivery = delivery._replace(provider_id=answer.provider_id)
                return reported(delivery, answer.status, answer.error_code, now)
            case _ if outcome.attempts != delivery.attempts:
                return delivery
            case SendError():
                return self._refused(delivery, answer, now)
            case NeverReceived():
                return resent(delivery, now, possible_duplicate=False) if delivery.unknown_at else delivery
            case _:
                return self._undecided(conn, delivery, now) if delivery.unknown_at else delivery

    def _refused(self, delivery: Delivery, error: SendError, now: datetime) -> Delivery:
        if error.kind is ErrorClass.UNKNOWN:
            return self._lost(delivery, error, now)
        if error.kind in (ErrorClass.PERMANENT, ErrorClass.OPT_OUT):
            return rejected(delivery, error)
        if policy.is_worn_out(error.kind, error.code, delivery.attempts):
            return given_up(delivery, error)
        if error.code == policy.NOT_BEGUN:
            return postponed(delivery, error, now + timedelta(seconds=policy.BACKOFF_FIRST_S))
        pause_s = max(policy.backoff_s(delivery.attempts, self._fraction()), error.retry_after_s or 0.0)
        if self._can_be_stood_in_for(delivery) and policy.is_channel_wide(error.kind, error.code):
            pause_s = 0.0  # the channel itself pauses, and by its fallback the message may go at once
        return postponed(delivery, error, now + timedelta(seconds=pause_s))

    def _can_be_stood_in_for(self, delivery: Delivery) -> bool:
        channel = self._channels.get(delivery.channel)
        return channel is not None and channel.fallback is not None

    def _lost(self, delivery: Delivery, error: SendError, now: datetime) -> Delivery:
        return lost_sight(delivery, error, now, now + policy.LOOKS[0])

    def _undecided(self, conn: Connection, delivery: Delivery, now: datetime) -> Delivery:
        """Nobody could say what became of it: send it again where that is allowed, else look later or leave it."""
        since = delivery.unknown_at or now
        channel = self._channels.get(delivery.channel)
        idempotent = channel is not None and channel.provider.idempotent
        in_time = delivery.expires_at is None or now < delivery.expires_at
        if (
            channel is not None
            and in_time
            and policy.may_resend(
                delivery.message_class,
                now - since,
                delivery.resends,
                idempotent=idempotent,
                silent=_silent(conn, delivery.channel, (delivery.doubted_at or since) - policy.RESEND_AFTER),
                at_least_once=self._at_least_once,
            )
        ):
            return resent(delivery, now, possible_duplicate=not idempotent)
        look = policy.next_look(now - since)
        return delivery._replace(due_at=None if look is None else since + look)

    def _save(
        self,
        conn: Connection,
        before: Mapping[str, Delivery],
        after: Mapping[str, Delivery],
        opted_out: set[str],
        now: datetime,
    ) -> int:
        store.save(conn, [after[id] for id in after if after[id] is not before[id]])
        store.forget_passcodes(conn, [id for id in after if _was_passcode(after[id])])
        news: list[NewInbound] = []
        for id, delivery in after.items():
            news += consequences(before[id], delivery, id in opted_out, now)
        inbound.append(conn, news)
        return len(news)


def _taken_at_once(conn: Connection, outcomes: Sequence[Outcome], now: datetime) -> Collection[str]:
    """Write down what nearly every call gives: it was taken, and no report was quicker. Return of which messages.

    Of these no more is read than that nothing has happened to them meanwhile. All are held, also those that are left.
    """
    held = store.hold(conn, [outcome.message_id for outcome in outcomes])
    calls = Counter(outcome.message_id for outcome in outcomes)
    answers = {outcome.message_id: outcome.answer for outcome in outcomes if calls[outcome.message_id] == 1}
    taken: dict[str, list[tuple[int, str, MessageStatus, str]]] = {}
    for seq, id, channel, untouched in held:
        answer = answers.get(id)
        if untouched and isinstance(answer, Sent) and answer.provider_id and answer.status in _ON_THE_WAY:
            taken.setdefault(channel, []).append((seq, answer.provider_id, answer.status, id))
    _lock(conn, {channel: [row[1] for row in rows] for channel, rows in taken.items()})
    usual: set[str] = set()
    for channel, rows in taken.items():
        waiting = {report.provider_id for report in receipts.waiting(conn, channel, [row[1] for row in rows])}
        rest = [row for row in rows if row[1] not in waiting]
        store.save_accepted(conn, [row[:3] for row in rest], now)
        usual.update(row[3] for row in rest)
    return usual


def _was_passcode(delivery: Delivery) -> bool:
    """Whether it carried a code, and nobody has to send it any more."""
    return delivery.message_class is MessageClass.OTP and delivery.due_at is None and delivery.session_id is None


def _says_opted_out(answer: Answer) -> bool:
    if isinstance(answer, SendError):
        return answer.kind is ErrorClass.OPT_OUT
    return isinstance(answer, Receipt) and answer.error_class is ErrorClass.OPT_OUT


def _silent(conn: Connection, channel: str, since: datetime) -> bool:
    """Whether a provider that reports has said nothing: a report that fits no message may be about this one."""
    return receipts.channel_reports(conn, channel) and not receipts.strays(conn, channel, since)


def _join_early_reports(conn: Connection, before: Mapping[str, Delivery], after: dict[str, Delivery]) -> None:
    """Fold in the reports that were quicker than the answer which told us the provider's id.

    A report that another process takes in at this moment finds the message, or is found here: both lock the id first.
    """
    by_channel: dict[str, dict[str, str]] = {}
    for id, delivery in after.items():
        if delivery.provider_id is not None and delivery.provider_id != before[id].provider_id:
            by_channel.setdefault(delivery.channel, {})[delivery.provider_id] = id
    _lock(conn, by_channel)
    for channel, owners in by_channel.items():
        waiting = receipts.waiting(conn, channel, list(owners))
        for report in waiting:
            id = owners[report.provider_id]
            after[id] = fold(after[id], report)
        receipts.join(conn, channel, {report.provider_id: owners[report.provider_id] for report in waiting})


def _lock(conn: Connection, provider_ids: Mapping[str, Iterable[str]]) -> None:
    """Hold the ids that providers know messages by, each on its channel."""
    lock(conn, [receipts.lock_name(channel, id) for channel, ids in provider_ids.items() for id in ids])
