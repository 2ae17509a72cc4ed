"""Claiming: in one transaction decide which messages go out now, and put that on the disk before any of them does.

The requests are built here too, so that after the commit nothing stands between a claim and its first byte.

Nothing is claimed after a STOP was committed: the rows are locked first and the suppressions read then, so either they
show, or the STOP waits for these rows to take them back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from bot.compliance.gate import ASKED_FOR, PAUSED, Verdict
from bot.compliance.hours import SOLICITING, Hours
from bot.compliance.standing import Suppression, bars
from bot.errors import SendError
from bot.events import Dlt, ErrorClass, MessageClass, MessageStatus, Outbound
from bot.outbox import agreed as agreements
from bot.outbox import pace, policy
from bot.outbox.compose import INDIA, until
from bot.outbox.lanes import Place, places
from bot.outbox.pace import Grant
from bot.outbox.record import Outcome
from bot.outbox.timing import Clock
from bot.providers.channel import Channel
from bot.providers.http import Request
from bot.routing.pool import lane_of, spread
from bot.sealing import is_sealed
from bot.store import contacts, desk, lanes, messages, outcomes, paces, soliciting
from bot.store.lanes import Stray
from bot.store.messages import Queued
from bot.store.outcomes import Delivery
from bot.store.soliciting import HeldBack

LEASE_S = 30.0
"""Longer than any call may take: when it is over, the call's process is dead or stuck."""
PAUSE_LOOK = timedelta(minutes=15)
"""When to look again whether it is known what the person meant; whoever finds out releases what is held at once."""
PAUSE_MAX = timedelta(days=3)
"""Within a working day somebody should have looked; then what is held is refused, rather than sent out of place."""
BROUGHT_IN_AT_ONCE = 500
UNFIT_S = 60.0
"""When to look again whether a message that its fallback cannot take may go by its own channel."""


def _until_known(verdict: Verdict, known: Suppression, now: datetime) -> Verdict:
    """Look again now and then, for some days; whoever finds out what the person meant releases it at once."""
    last = known.at + PAUSE_MAX
    if now >= last:
        return replace(verdict, decision="refuse")
    return replace(verdict, not_before=min(now + PAUSE_LOOK, last))


class Slot(NamedTuple):
    """What one worker could begin in a lane."""

    free: int
    held: int
    """How much of the lane's rate it has in hand."""
    broken: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is to be put on the wire at once, or at least before its lease is over."""

    message_id: str
    seq: int
    channel: Channel
    lane: str
    request: Request
    attempts: int
    lease_until: float
    """Monotonic."""
    waited_s: float
    """Since it was due."""
    secret: bool = False
    """Whether its text was kept encrypted until now."""


@dataclass(slots=True)
class Claims:
    """What a claim led to."""

    clock: Clock
    """For what solicits: one for all channels, because a person's cap is one for all of them."""
    claimed: list[Claimed] = field(default_factory=list)
    unsendable: list[Outcome] = field(default_factory=list)
    """Messages that the provider could never take, known before they cost a request."""
    settled: int = 0
    """Messages that are over without a call."""
    grants: dict[str, Grant] = field(default_factory=dict)
    """What was got of the rates that the workers share."""

    def __len__(self) -> int:
        return len(self.claimed) + len(self.unsendable) + self.settled


class Claimer:
    """Chooses what goes out. Its methods run inside the caller's transaction."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        person_secret: bytes,
        status_url: Callable[[str, str], str | None],
        hours: Hours,
        reveal: Callable[[str, str], str] = lambda text, id: text,
        *,
        consent_recorded: bool = False,
    ) -> None:
        """`reveal` reads the texts of messages, by id, that are kept encrypted until they are sent.

        `consent_recorded`: marketing only goes to those whose consent is in the ledger.
        """
        self._consent_recorded = consent_recorded
        self._reveal = reveal
        self._channels = channels
        self._places = places(channels)
        self._person_secret = person_secret
        self._hours = hours
        self._status_url = status_url

    def claim(self, conn: Connection, slots: Mapping[str, Slot], run: str, now: datetime, lease_until: float) -> Claims:
        """Claim what the slots allow, for a run; in one order, so that no two workers wait for each other."""
        claims = Claims(Clock(self._hours, now))
        for name in sorted(slots):
            if slots[name].free > 0:
                guests = [other for other in slots if self._stand_in(other, slots) is self._places[name].channel]
                rows = self._candidates(conn, name, guests, slots, now, claims)
                self._take(
                    conn,
                    self._places[name],
                    rows[: self._allowed(conn, name, len(rows), slots[name], now, claims)],
                    run,
                    now,
                    lease_until,
                    claims,
                )
        return claims

    def expire(self, conn: Connection, names: Sequence[str], now: datetime) -> int:
        """Give up what would come too late, in lanes that nothing is claimed of."""
        found = [self._places[name] for name in names]
        return sum(messages.expire(conn, place.channel.name, now, place.number) for place in found)

    def overdue(self, conn: Connection, now: datetime, limit: int) -> list[Delivery]:
        """Return messages of any lane that are on the wire for longer than they may be."""
        return outcomes.overdue(conn, now, limit)

    def look_into(self, conn: Connection, name: str, now: datetime, limit: int) -> list[Delivery]:
        """Return the messages of a lane whose outcome is to be looked into."""
        place = self._places[name]
        return outcomes.unresolved(conn, place.channel.name, now, limit, place.number)

    def bring_in(self, conn: Connection) -> int:
        """Put what waits for numbers that a channel has no more into lanes that are there; return how much that was.

        What is on the wire, or may be, keeps the number that it went out by, and is followed in the channel's lane.
        """
        moved = 0
        for channel in self._channels.values():
            gone = [lane for lane in lanes.waiting_lanes(conn, channel.name) if lane not in ("", *channel.numbers)]
            for lane in gone:
                found = lanes.strays(conn, channel.name, lane, BROUGHT_IN_AT_ONCE)
                lanes.change(conn, [(*_another(channel, stray, lane), stray.seq) for stray in found])
                moved += len(found)
        return moved

    # ── who may go ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _stand_in(self, name: str, slots: Mapping[str, Slot]) -> Channel | None:
        """Return the channel that takes over from a broken lane: the first in the chain of fallbacks that works."""
        if not slots[name].broken:
            return None
        following = self._places[name].channel.fallback
        while following is not None and self._is_broken(self._channels[following], slots):
            following = self._channels[following].fallback
        return None if following is None else self._channels[following]

    def _is_broken(self, channel: Channel, slots: Mapping[str, Slot]) -> bool:
        return all(slots[Place(channel, number).name].broken for number in channel.numbers or ("",))

    def _candidates(
        self,
        conn: Connection,
        name: str,
        guests: Sequence[str],
        slots: Mapping[str, Slot],
        now: datetime,
        claims: Claims,
    ) -> list[Queued]:
        """Return what is due on a channel, and on those for which it stands in: up to half of its room for these."""
        free = slots[name].free
        moved: list[Queued] = []
        for guest in guests:
            waiting = self._due(conn, guest, free, now, claims)
            probe = 1 if slots[guest].free else 0  # one message tries whether the channel works again
            moved += [row for row in waiting[probe:] if not row.resends and self._is_host(name, row.recipient)]
            # of those sent again nobody is certain
        own = self._due(conn, name, free, now, claims)
        return own[: free - min(len(moved), free // 2)] + moved[: max(free // 2, free - len(own))]

    def _is_host(self, name: str, phone: str) -> bool:
        """Whether a lane is where somebody is texted from while their channel is broken: by one number only."""
        channel, number = self._places[name]
        return number == (spread(channel.pool, phone) if channel.is_pool else "")

    def _due(self, conn: Connection, name: str, limit: int, now: datetime, claims: Claims) -> list[Queued]:
        place = self._places[name]
        rows = messages.due(conn, place.channel.name, now, now - policy.PATIENCE, limit, place.number)
        fit = self._permitted(
            conn, self._without_silenced(conn, self._without_expired(conn, rows, now), now), now, claims
        )
        claims.settled += len(rows) - len(fit)
        return fit

    def _without_expired(self, conn: Connection, due: Sequence[Queued], now: datetime) -> list[Queued]:
        late = [row.seq for row in due if row.expires_at is not None and row.expires_at <= now]
        messages.settle(conn, late, MessageStatus.EXPIRED, now, "expired")
        return [row for row in due if row.seq not in late]

    def _without_silenced(self, conn: Connection, due: Sequence[Queued], now: datetime) -> list[Queued]:
        """Leave out what the bot may not say any more: what was on its way as somebody took over, and came back.

        What had never left was taken back by the takeover itself, so the usual message is not asked about.
        """
        tried = [row.seq for row in due if row.attempts]
        speakable = desk.speakable(conn, tried)
        messages.settle(conn, speakable.silenced, MessageStatus.CANCELED, now, "taken_over")
        return [row for row in due if not row.attempts or row.seq in speakable.free]

    def _permitted(self, conn: Connection, due: Sequence[Queued], now: datetime, claims: Claims) -> list[Queued]:
        """Ask again whether each may be sent: much may have happened since it was written, and time has passed."""
        keys = {row.recipient: contacts.person_key(self._person_secret, row.recipient) for row in due}
        suppressed = contacts.suppressed(conn, list(keys.values()))
        claims.clock.look_up(conn, due)
        asked_for = _asked_for(conn, [row for row in due if keys[row.recipient] in suppressed])
        solicited = {keys[row.recipient] for row in due if row.message_class in SOLICITING and not row.urgent}
        asked_of = {person: suppressed.get(person) for person in solicited}
        agreed = agreements.look_up(conn, asked_of, recorded=self._consent_recorded)
        kept = []
        held: list[HeldBack] = []
        for row in due:
            known = suppressed.get(keys[row.recipient])
            asked = row.seq in asked_for
            person, solicits = keys[row.recipient], row.message_class in SOLICITING
            lacks = solicits and agreed.lacks(person, row.program)
            found = bars(
                known,
                program=row.program,
                channel=row.channel,
                unasked=not row.urgent,
                asked_for=asked,
                agreed=not lacks,
            )
            if solicits and found.record is None:
                found = found._replace(record=agreed.record(person, row.program))
            verdict = claims.clock.verdict(row, found)
            if verdict is None:
                continue  # another worker decides about this person just now; there is another turn
            if known is not None and verdict.reason == PAUSED:
                verdict = _until_known(verdict, known, now)
            if verdict.decision == "refuse":
                messages.settle(conn, [row.seq], MessageStatus.REFUSED, now, verdict.reason, verdict.grounds)
            elif verdict.decision == "hold":
                held.append(HeldBack(until(verdict, row.expires_at) or now, claims.clock.kept(row, verdict), row.seq))
            else:
                kept.append(row)
        soliciting.hold_back(conn, held)
        return kept

    def _allowed(self, conn: Connection, name: str, wanted: int, slot: Slot, now: datetime, claims: Claims) -> int:
        """Return how many the lane's rate allows; what is missing in the hand comes from the row that all share."""
        channel = self._places[name].channel
        if wanted <= slot.held or channel.provider.local:
            return wanted
        rate = channel.rate
        granted, kept = pace.grant(paces.hold(conn, name, pace.fresh(rate, now)), rate, wanted - slot.held, now)
        if granted.tokens:
            paces.save(conn, name, kept)
        held = 0 if granted.failures else slot.held
        claims.grants[name] = Grant(held + granted.tokens, granted.wait_s, granted.failures)
        return min(wanted, held + granted.tokens)

    # ── putting it on the disk ──────────────────────────────────────────────────────────────────────────────────────

    def _take(
        self,
        conn: Connection,
        place: Place,
        rows: Sequence[Queued],
        run: str,
        now: datetime,
        lease_until: float,
        claims: Claims,
    ) -> None:
        channel = place.channel
        sending: list[Queued] = []
        unfit: list[int] = []
        for row in rows:
            if channel.provider.local:
                sending.append(row)
                continue
            try:
                request = self._build(place, row, now)
            except SendError as error:
                if row.channel == channel.name:
                    claims.unsendable.append(Outcome(row.id, row.attempts, error))
                else:
                    unfit.append(row.seq)
            else:
                waited_s = max(0.0, (now - row.due_at).total_seconds())
                attempt = row.attempts + 1
                claims.claimed.append(
                    Claimed(
                        row.id,
                        row.seq,
                        channel,
                        place.name,
                        request,
                        attempt,
                        lease_until,
                        waited_s,
                        is_sealed(row.text),
                    )
                )
                sending.append(row)
        messages.postpone(conn, unfit, now + timedelta(seconds=UNFIT_S))
        moved = [row.seq for row in sending if row.channel != channel.name]
        messages.move(conn, moved, channel.name, place.sender, channel.provider.name, place.number)
        seqs, grounds = [row.seq for row in sending], claims.clock.grounds
        soliciting.decide(conn, {seq: grounds[seq] for seq in seqs if seq in grounds})
        if channel.provider.local:
            messages.settle(conn, seqs, MessageStatus.DELIVERED, now)
            claims.settled += len(seqs)
        else:
            messages.mark_sending(conn, seqs, run, now + timedelta(seconds=LEASE_S))

    def _build(self, place: Place, row: Queued, now: datetime) -> Request:
        channel = place.channel
        sender = row.sender if row.channel == channel.name else place.sender
        status_url = self._status_url(channel.name, row.id)
        try:
            text = self._reveal(row.text, row.id)
            message = Outbound(row.id, sender, row.recipient, text, tuple(row.media), status_url, now)
            if row.recipient.startswith(INDIA):
                message = _registered(message, channel, row.dlt_template_id)
            return channel.provider.build(message)
        except SendError:
            raise
        except Exception as error:  # one message that a provider chokes on must not hold up the others
            raise SendError(ErrorClass.PERMANENT, "not_buildable", f"{type(error).__name__}: {error}") from error


def _asked_for(conn: Connection, barred: Sequence[Queued]) -> set[int]:
    """Which of these was asked for after the person had opted out. A STOP since then has taken it back, or will."""
    passcodes = [row.seq for row in barred if row.message_class == MessageClass.OTP]
    written = soliciting.written(conn, passcodes)
    return {seq for seq, made in written.items() if made.decision.get("basis") == ASKED_FOR}


def _registered(message: Outbound, channel: Channel, template_id: str | None) -> Outbound:
    """Say as what a text to India is registered; a channel that cannot say so does not stand in for one that can."""
    if channel.dlt_entity_id is not None:
        return replace(message, dlt=Dlt(channel.dlt_entity_id, template_id))
    if template_id is not None:
        detail = f"channels.{channel.name}.dlt_entity_id is not set, and it is a registered text"
        raise SendError(ErrorClass.PERMANENT, "dlt_entity_missing", detail)
    return message


def _another(channel: Channel, stray: Stray, gone: str) -> tuple[str, str]:
    """Return the lane and the sender for a message whose number is gone."""
    if stray.status != MessageStatus.QUEUED:
        return "", stray.sender
    sender = spread(channel.pool, stray.recipient) if stray.sender == gone else stray.sender
    return lane_of(channel, sender), sender
