"""Verifications: made, sent again, checked once. Every method runs inside one transaction of the caller's.

create ─► pending ─► check: right ─► approved        a code is good for one number, purpose and nonce
             │   └──► wrong five times ─► failed      and for one check that finds it right
             └─► another one for the same ─► canceled; its time over ─► expired
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.config import Settings
from bot.events import MessageClass, MessageStatus
from bot.inbox.house import House
from bot.limits import (
    CLOCK_SKEW_S_MAX,
    CODE_CHECKS_MAX,
    CODE_DIGITS_MAX,
    CODE_DIGITS_SAFE,
    CODE_GUESSES_A_DAY,
    CODE_SENDS_MAX,
    STRANGERS_PAUSE_S,
    STRANGERS_RETURN_S,
    STRANGERS_WAIT_S,
    STRANGERS_WITHIN_S,
    VERIFICATION_LOOKS,
    WRONG_CODES_PER_NUMBER_A_DAY,
)
from bot.messages import Draft, Messages, Origin
from bot.metrics import Metrics
from bot.outbox.compose import Saying
from bot.store import contacts
from bot.store import messages as outbox
from bot.store import verifications as store
from bot.store.verifications import Tally, Verification
from bot.verifications import words
from bot.verifications.asked import Asked, Checked, State, TooManyLooks
from bot.verifications.codes import RUNGS, bound, draw, rung_of, slips
from bot.verifications.names import everybody, is_test, number_of, own, sender_of
from bot.verifications.rules import (
    DAY,
    HOUR,
    MOMENT,
    WEEK,
    Blocked,
    Case,
    Number,
    Past,
    Reason,
    Ruling,
    is_stormed,
    judge,
    look_at,
    pause_after,
)
from bot.verifications.strangers import LANES, Lanes
from bot.world import World

SKEW: Final = timedelta(seconds=CLOCK_SKEW_S_MAX)
"""So far another process's clock may be ahead. A code from further in the future is void: the clock was set back."""


_NOBODY: Final = Asked(to="", purpose="")


class Verifications:
    """Makes codes and checks them."""

    def __init__(self, house: House, messages: Messages, world: World, settings: Settings, metrics: Metrics) -> None:
        self._house = house
        self._messages = messages
        self._world = world
        self._settings = settings.verifications
        self._business = settings.business
        self._metrics = metrics

    # ── asking for a code ───────────────────────────────────────────────────────────────────────────────────────────

    def create(self, conn: Connection, asked: Asked) -> Verification:
        """Send somebody a code, and void the one that they may have for the same purpose; raise `Blocked` if not."""
        now = self._world.now()
        ruling = self._ruling(conn, asked, asked.length or self._settings.code_length)
        before = store.pending(conn, asked.to, asked.purpose)
        if before is not None:
            self._void(conn, before)
        template = asked.template or words.template(
            asked.brand or self._business.name, asked.language or self._business.language, self._settings.domain
        )
        ttl_s = asked.ttl_s or self._settings.ttl_s
        made = Verification(
            id=self._world.new_id("ver"),
            phone=asked.to,
            purpose=asked.purpose,
            status=State.PENDING,
            digest="",
            sealed=None,
            length=ruling.length,
            ttl_s=ttl_s,
            template=template,
            channel=asked.channel.name if asked.channel else None,
            sender=asked.sender,
            reference=asked.reference,
            owner=asked.owner,
            ip=asked.ip,
            account=asked.account,
            created_at=now,
            sent_at=now,
            expires_at=now + timedelta(seconds=ttl_s),
            resends_at=now,
        )
        code = draw(made.length, self._world.entropy)
        made = self._with_code(made, code, asked.nonce)
        made = self._sent(conn, made, code, asked, ruling)
        store.add(conn, made)
        return made

    def resend(self, conn: Connection, id: str, asked: Asked = _NOBODY) -> Verification | None:
        """Send a code again: a new one, or the same within the time that the settings allow; None for an unknown id.

        `asked` says who asks now (`ip`, `nonce`, `owner`, `request_id`).
        """
        now = self._world.now()
        known = store.find(conn, id)
        if known is None:
            return None
        asked = self._again(known, asked)
        ruling = self._ruling(conn, asked, known.length)
        known = store.find(conn, id) or known  # as it is now that nobody else decides about the number
        if self.state(known) is not State.PENDING:
            raise self._blocked(Reason.OVER)
        if known.sends >= CODE_SENDS_MAX:
            raise self._blocked(Reason.RESENDS)
        self._take_back(conn, known)
        repeats = now < known.sent_at + timedelta(seconds=self._settings.repeat_within_s)
        if repeats and known.sealed is not None:
            code = str(self._house.passcodes.open(known.sealed, known.id))
            changed = known
        else:
            length = max(known.length, ruling.length)
            code = draw(length, self._world.entropy)
            ends = now + timedelta(seconds=known.ttl_s)
            fresh = known._replace(length=length, sent_at=now, expires_at=ends, attempts=0, guesses=0)
            changed = self._with_code(fresh, code, asked.nonce)
        changed = self._sent(conn, changed, code, asked, ruling)
        store.renew(conn, changed)
        return changed

    def _again(self, known: Verification, asked: Asked) -> Asked:
        channel = self._house.channels.get(known.channel) if known.channel else None
        return Asked(
            to=known.phone,
            purpose=known.purpose,
            nonce=asked.nonce,
            ip=asked.ip or known.ip,
            account=known.account,
            human=asked.human,
            channel=channel,
            sender=known.sender,
            owner=asked.owner or known.owner,
            request_id=asked.request_id,
            reference=known.reference,
        )

    def _void(self, conn: Connection, before: Verification) -> None:
        store.cancel(conn, before.id)
        self._take_back(conn, before)

    def _take_back(self, conn: Connection, before: Verification) -> None:
        """A text with the code before that still waits would only mislead."""
        if before.message_id is not None:
            outbox.cancel(conn, before.message_id)

    def _with_code(self, given: Verification, code: str, nonce: str) -> Verification:
        passcodes = self._house.passcodes
        value = bound(given.id, given.phone, given.purpose, nonce, code)
        repeatable = self._settings.repeat_within_s > 0
        sealed = passcodes.seal(code, given.id) if repeatable else None
        return given._replace(digest=passcodes.digest(value), sealed=sealed)

    def _sent(self, conn: Connection, given: Verification, code: str, asked: Asked, ruling: Ruling) -> Verification:
        """Write the text, and count it; whoever counts last within the day's segments is the last to send."""
        now = self._world.now()
        saying = Saying(
            words.fill(given.template, code),
            MessageClass.OTP,
            sender=given.sender,
            expires_at=given.expires_at,
            reference=given.reference,
            request_id=asked.request_id,
            asked_for=self._settings.after_stop,
        )
        origin = Origin(asked.owner, given.template)
        message = self._messages.create(conn, [Draft(given.phone, asked.channel, saying, origin)])[0]
        spent = 0 if message.status == MessageStatus.REFUSED else message.segments
        self._count(conn, given, Tally(sends=1, segments=spent))
        if store.counted(conn, *everybody(given.purpose), now - DAY).segments > self._settings.segments_per_day:
            raise self._blocked(Reason.SPENT, int(HOUR.total_seconds()))
        store.add_text(conn, given, sender_of(asked, given.purpose, ruling.lane), now)
        texts = [text for text in store.texts(conn, "phone", given.phone, now - HOUR) if not text.approved]
        self._metrics.passcodes_sent.labels(message.channel).inc()
        pause = pause_after(max(1, len(texts)))
        return given._replace(sends=given.sends + 1, message_id=message.id, resends_at=now + pause)

    # ── whether it may be sent ──────────────────────────────────────────────────────────────────────────────────────

    def _ruling(self, conn: Connection, asked: Asked, length: int) -> Ruling:
        now, home = self._world.now(), self._business.country
        case = Case(number_of(asked.to), Past(), self._settings, home, now, asked.human)
        try:
            look_at(case)
            case = replace(case, past=self._past(conn, case.number, asked))
            ruling = judge(case, length)
            if ruling.tries:
                store.hold(conn, ["strangers"])  # of those who ask at this moment one shows who they are
                case = replace(case, past=replace(case.past, lanes=self._lanes(conn, asked)))
                ruling = judge(case, length)
            return ruling
        except Blocked as blocked:
            self._metrics.passcodes_blocked.labels(blocked.reason.value).inc()
            if blocked.reason is Reason.STRANGERS:
                blocked.waits = self._waits(asked)
            raise

    def note(self, conn: Connection, blocked: Blocked) -> None:
        """Note who was told to wait, so that it is seen when they come back; the transaction that said so is undone."""
        now = self._world.now()
        if blocked.waits and store.waits_since(conn, blocked.waits, _too_long_ago(now)) is None:
            store.wait(conn, blocked.waits, now)

    def _waits(self, asked: Asked) -> str:
        """Name who asked without saying it: a number, from a network."""
        return self._person(f"{asked.to} {sender_of(asked, asked.purpose).network}")

    def _past(self, conn: Connection, number: Number, asked: Asked) -> Past:
        """Read what has happened so far, while nobody else decides about the same."""
        now, sender, all_of_them = self._world.now(), sender_of(asked, asked.purpose), everybody(asked.purpose)
        unused = now - timedelta(seconds=STRANGERS_WAIT_S)
        names = [asked.to, sender.block, f"ip {sender.address}", f"account {sender.account}"]
        store.hold(conn, [name for name in names if not name.endswith(" None")])
        return Past(
            texts=store.texts(conn, "phone", asked.to, now - DAY),
            of_address=store.texts(conn, "ip", sender.address, now - HOUR) if sender.address else (),
            of_account=store.texts(conn, "account", sender.account, now - HOUR) if sender.account else (),
            of_block=store.texts(conn, "block", sender.block, now - WEEK),
            wrong=store.wrong_codes(conn, asked.to, now - DAY, tests=is_test(asked.purpose)),
            proven=store.known(conn, self._person(own(asked.purpose, asked.to))),
            of_key=store.counted(conn, "key", asked.owner, now - HOUR),
            of_country=store.counted(conn, "country", number.country or "", now - DAY),
            of_network=store.of_network(conn, sender.network, now - WEEK, unused) if sender.network else (),
            lanes=Lanes(texts={}) if is_test(asked.purpose) else self._lanes(conn, asked),
            lately=store.counted(conn, *all_of_them, now - MOMENT),
            today=store.counted(conn, *all_of_them, now - DAY),
            guesses={rung: store.guessed(conn, own(asked.purpose, str(rung)), now - DAY) for rung in RUNGS},
        )

    def _lanes(self, conn: Connection, asked: Asked) -> Lanes:
        now = self._world.now()
        since, unused = now - timedelta(seconds=STRANGERS_WITHIN_S), now - timedelta(seconds=STRANGERS_WAIT_S)
        return Lanes(
            texts={lane: store.of_lane(conn, lane, since, unused) for lane in LANES},
            open={lane: store.open_in(conn, lane, unused) for lane in LANES},
            tried_at=store.tried_at(conn, LANES, now - timedelta(seconds=STRANGERS_PAUSE_S)),
            refused_at=store.waits_since(conn, self._waits(asked), _too_long_ago(now)),
        )

    def _blocked(self, reason: Reason, retry_after_s: int | None = None) -> Blocked:
        self._metrics.passcodes_blocked.labels(reason.value).inc()
        return Blocked(reason, retry_after_s)

    # ── checking ────────────────────────────────────────────────────────────────────────────────────────────────────

    def check(self, conn: Connection, id: str, code: str, *, purpose: str, nonce: str = "", to: str = "") -> Checked:
        """Compare a code. An id that never was is answered, in as much time, like one whose time is over."""
        now, passcodes = self._world.now(), self._house.passcodes
        seen = store.find(conn, id)
        phone = seen.phone if seen is not None else ""
        store.hold(conn, [phone])
        known = store.find(conn, id)
        digest = known.digest if known is not None else passcodes.digest(b"")
        about = (id, to or phone, purpose, nonce)
        right = passcodes.is_digest_of(digest, bound(*about, code))
        length = known.length if known is not None else CODE_DIGITS_SAFE
        slipped = [passcodes.is_digest_of(digest, bound(*about, meant)) for meant in slips(code, length)]
        guess = not right and not any(slipped)
        stormed = is_stormed(store.counted(conn, *everybody(purpose), now - MOMENT))
        void = stormed and (known is None or known.length < CODE_DIGITS_MAX)
        allowed = (
            store.wrong_codes(conn, phone, now - DAY, tests=is_test(purpose)) < WRONG_CODES_PER_NUMBER_A_DAY
            and not void
        )
        if allowed and known is not None and self._is_open(known):
            void = not self._charge(conn, known)
            allowed = not void
        spent = allowed and store.spend(
            conn, id, digest, now, right=right, guess=guess, checks_max=CODE_CHECKS_MAX, skew=SKEW
        )
        if spent and known is not None:
            self._learn(conn, known, right=right)
            forgiven = 1 + known.guesses if right else 0 if guess else 1
            store.guess(conn, own(known.purpose, str(rung_of(known.length))), -forgiven, now)
        after = store.find(conn, id)
        if after is None or known is None:
            return Checked(State.EXPIRED)
        result = "right" if spent and right else "wrong" if spent else "void"
        self._metrics.passcodes_checked.labels(result).inc()
        state = self.state(after)
        if state is State.PENDING and void:
            return Checked(State.EXPIRED)
        if state is not State.PENDING:
            return Checked(state, valid=spent and right)
        left = CODE_CHECKS_MAX - after.attempts
        left = min(
            left, WRONG_CODES_PER_NUMBER_A_DAY - store.wrong_codes(conn, phone, now - DAY, tests=is_test(purpose))
        )
        return Checked(state if left > 0 else State.FAILED, attempts_left=max(0, left))

    def _learn(self, conn: Connection, known: Verification, *, right: bool) -> None:
        store.learn(conn, self._person(own(known.purpose, known.phone)), self._world.now(), right=right)
        if right:
            store.approve_texts(conn, known.id)
        self._count(conn, known, Tally(approved=1) if right else Tally(failed=1))

    def _is_open(self, known: Verification) -> bool:
        return self.state(known) is State.PENDING and known.attempts < CODE_CHECKS_MAX

    def _charge(self, conn: Connection, known: Verification) -> bool:
        """Take a check from what everybody may guess in a day; False if nothing is left of it, whatever was typed.

        It is taken before anything is compared, so that of two at the same moment the second sees the first. Whoever
        has the code, or as good as has it, gets it back.
        """
        now, rung = self._world.now(), rung_of(known.length)
        room = own(known.purpose, str(rung))
        store.guess(conn, room, 1, now)
        if store.guessed(conn, room, now - DAY) <= CODE_GUESSES_A_DAY[rung]:
            return True
        store.guess(conn, room, -1, now)
        return False

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def get(self, conn: Connection, id: str) -> Verification | None:
        """Return one; raise `TooManyLooks` where somebody asks all the time."""
        now = self._world.now()
        known = store.find(conn, id)
        if known is None:
            return None
        recently = known.looked_from is not None and now - known.looked_from < timedelta(seconds=60)
        counts = (known.looks_now if recently else 0, known.looks, known.looks)
        for (span_s, most), looks in zip(VERIFICATION_LOOKS, counts, strict=True):
            if looks >= most and (span_s == 60 or now - known.created_at < timedelta(seconds=span_s)):
                raise TooManyLooks(Reason.NUMBER, min(span_s, 3_600))
        store.look(conn, id, now)
        return known

    def state(self, given: Verification) -> State:
        """How far one is by now."""
        now = self._world.now()
        over = now >= given.expires_at or now < given.sent_at - SKEW
        return State.EXPIRED if given.status == State.PENDING and over else State(given.status)

    # ── helpers ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _count(self, conn: Connection, given: Verification, more: Tally) -> None:
        names = [everybody(given.purpose), ("key", given.owner)]
        if not is_test(given.purpose):
            names.append(("country", number_of(given.phone).country or ""))
        store.count(conn, names, more, self._world.now())

    def _person(self, phone: str) -> str:
        return contacts.person_key(self._house.secret, phone)


def _too_long_ago(now: datetime) -> datetime:
    """Who was told to wait before that has not come back."""
    return now - timedelta(seconds=STRANGERS_RETURN_S[1])
