"""Rows of verifications, and what their budgets are kept by. Whoever decides about a number holds its name first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import Connection, and_, bindparam, case, func, insert, literal, null, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.limits import NETWORK_KNOWN, STRANGERS_SEEN
from bot.store.dialect import POSTGRESQL, constant, lock, shares
from bot.store.tables import passcode, proven, tally, verification

TALLY_SPAN: Final = timedelta(minutes=10)
Whose = Literal["phone", "block", "ip", "account"]
_PENDING = constant("pending")
TESTED: Final = "test "
"""How the purpose of what a test key makes begins: what becomes of it says nothing about people."""


class Verification(NamedTuple):
    """Somebody who shall prove that a number is theirs. For the columns see `VerificationRow`."""

    id: str
    phone: str
    purpose: str
    status: str
    digest: str
    sealed: str | None
    length: int
    ttl_s: int
    template: str
    channel: str | None
    sender: str | None
    reference: str | None
    owner: str
    ip: str | None
    account: str | None
    created_at: datetime
    sent_at: datetime
    expires_at: datetime
    resends_at: datetime
    sends: int = 0
    attempts: int = 0
    failures: int = 0
    guesses: int = 0
    looks: int = 0
    looks_now: int = 0
    looked_from: datetime | None = None
    message_id: str | None = None
    used_at: datetime | None = None


class Text(NamedTuple):
    """A text with a code that went out."""

    phone: str
    at: datetime
    approved: bool


class Proven(NamedTuple):
    """What is known of a number."""

    approved_at: datetime | None = None
    failures: int = 0
    failed_at: datetime | None = None


class Tally(NamedTuple):
    """How much there was within some time."""

    sends: int = 0
    segments: int = 0
    approved: int = 0
    failed: int = 0


_COLUMNS = [verification.c[name] for name in Verification._fields]


def hold(conn: Connection, names: Collection[str]) -> None:
    """Let nobody else decide about these numbers, addresses and accounts until the transaction ends."""
    lock(conn, [f"passcode {name}" for name in names])


# ── verifications ───────────────────────────────────────────────────────────────────────────────────────────────────


_FIND = select(*_COLUMNS).where(verification.c.id == bindparam("id"))
_FIND_PENDING = select(*_COLUMNS).where(
    verification.c.phone == bindparam("phone"),
    verification.c.purpose == bindparam("purpose"),
    verification.c.status == _PENDING,
)


def find(conn: Connection, id: str) -> Verification | None:
    """Return one."""
    row = conn.execute(_FIND, {"id": id}).one_or_none()
    return None if row is None else Verification(*row)


def pending(conn: Connection, phone: str, purpose: str) -> Verification | None:
    """Return the one of this number and purpose that is not over; its time may be."""
    row = conn.execute(_FIND_PENDING, {"phone": phone, "purpose": purpose}).one_or_none()
    return None if row is None else Verification(*row)


def add(conn: Connection, given: Verification) -> None:
    """Keep a new one."""
    conn.execute(insert(verification), given._asdict())


def cancel(conn: Connection, id: str) -> None:
    """Another one takes its place: no code of it is of any use from now on."""
    where = and_(verification.c.id == id, verification.c.status == _PENDING)
    conn.execute(update(verification).where(where).values(status="canceled", sealed=None))


def renew(conn: Connection, given: Verification) -> bool:
    """Keep what another text changes: the code, its time, and how often there was one; False if it is over by now."""
    names = ("digest", "sealed", "attempts", "guesses", "sends", "sent_at", "expires_at", "resends_at", "message_id")
    where = and_(verification.c.id == given.id, verification.c.status == _PENDING)
    values = {name: getattr(given, name) for name in names}
    return conn.execute(update(verification).where(where).values(values)).rowcount == 1


def spend(
    conn: Connection,
    id: str,
    digest: str,
    now: datetime,
    *,
    right: bool,
    guess: bool,
    checks_max: int,
    skew: timedelta,
) -> bool:
    """Use up one check of a code, and with the right one the code itself; False if there was nothing to use up.

    One statement decides, whoever else checks at this moment: of many right checks one gets True, and what is compared
    after the last allowed attempt is told to nobody.
    """
    living = and_(
        verification.c.id == id,
        verification.c.digest == digest,
        verification.c.status == _PENDING,
        verification.c.used_at.is_(None),
        verification.c.attempts < checks_max,
        verification.c.expires_at > now,
        verification.c.sent_at <= now + skew,
    )
    worn_out = verification.c.attempts + 1 >= checks_max
    values: dict[Any, Any] = {"attempts": verification.c.attempts + 1}
    if right:
        values |= {"status": "approved", "used_at": now, "sealed": None}
    else:
        values |= {
            "failures": verification.c.failures + 1,
            "guesses": verification.c.guesses + int(guess),
            "failed_at": now,
            "status": case((worn_out, "failed"), else_=verification.c.status),
            "sealed": case((worn_out, null()), else_=verification.c.sealed),
        }
    return conn.execute(update(verification).where(living).values(values)).rowcount == 1


def look(conn: Connection, id: str, now: datetime) -> None:
    """Count that somebody asked about it."""
    begins = or_(verification.c.looked_from.is_(None), verification.c.looked_from <= now - timedelta(minutes=1))
    values = {
        "looks": verification.c.looks + 1,
        "looks_now": case((begins, 1), else_=verification.c.looks_now + 1),
        "looked_from": case((begins, literal(now, verification.c.looked_from.type)), else_=verification.c.looked_from),
    }
    conn.execute(update(verification).where(verification.c.id == id).values(values))


_WRONG_CODES = select(func.coalesce(func.sum(verification.c.failures), 0)).where(
    verification.c.phone == bindparam("phone"),
    verification.c.failed_at > bindparam("since"),
    verification.c.purpose.startswith(TESTED) == bindparam("tests"),
)


def wrong_codes(conn: Connection, phone: str, since: datetime, *, tests: bool) -> int:
    """Count the wrong codes for a number: all of each verification of which the last one is not older."""
    return int(conn.execute(_WRONG_CODES, {"phone": phone, "since": since, "tests": tests}).scalar_one())


# ── what the budgets are kept by ────────────────────────────────────────────────────────────────────────────────────


class Sender(NamedTuple):
    """From where a code was asked for, and for which block."""

    block: str
    address: str | None
    network: str | None
    account: str | None
    lane: int


def add_text(conn: Connection, given: Verification, sender: Sender, now: datetime) -> None:
    """Note that a text goes out."""
    row = {
        "verification_id": given.id,
        "at": now,
        "phone": given.phone,
        "block": sender.block,
        "ip": sender.address,
        "account": sender.account,
        "network": sender.network,
        "lane": sender.lane,
        "approved": False,
    }
    conn.execute(insert(passcode), row)


def approve_texts(conn: Connection, verification_id: str) -> None:
    """Note that the texts of a verification led to something."""
    conn.execute(update(passcode).where(passcode.c.verification_id == verification_id).values(approved=True))


_TEXTS = {
    name: select(*(passcode.c[field] for field in Text._fields))
    .where(passcode.c[name] == bindparam("value"), passcode.c.at > bindparam("since"))
    .order_by(passcode.c.at.desc())
    for name in ("phone", "block", "ip", "account")
}


def texts(conn: Connection, name: Whose, value: str, since: datetime) -> list[Text]:
    """Return the texts to a number or a block, for an address or an account; the newest first."""
    return [Text(*row) for row in conn.execute(_TEXTS[name], {"value": value, "since": since})]


_SETTLED = or_(passcode.c.approved, passcode.c.at <= bindparam("until"))
_NEWEST = select(*(passcode.c[field] for field in Text._fields)).order_by(passcode.c.at.desc())
_OF_NETWORK = _NEWEST.where(
    passcode.c.network == bindparam("network"), passcode.c.at > bindparam("since"), _SETTLED
).limit(NETWORK_KNOWN)
_OF_LANE = _NEWEST.where(passcode.c.lane == bindparam("lane"), passcode.c.at > bindparam("since"), _SETTLED).limit(
    STRANGERS_SEEN
)
_OPEN_IN = select(func.count()).where(
    passcode.c.lane == bindparam("lane"), passcode.c.at > bindparam("since"), passcode.c.approved.is_(False)
)
_TRIED_AT = select(func.max(passcode.c.at)).where(
    passcode.c.lane.in_(bindparam("lanes", expanding=True)),
    passcode.c.at > bindparam("since"),
    passcode.c.approved.is_(False),
)


def of_network(conn: Connection, network: str, since: datetime, until: datetime) -> list[Text]:
    """Return the newest texts for a network that were used, or were not by `until`."""
    return [Text(*row) for row in conn.execute(_OF_NETWORK, {"network": network, "since": since, "until": until})]


def of_lane(conn: Connection, lane: int, since: datetime, until: datetime) -> list[Text]:
    """Return the newest texts to strangers of a lane that were used, or were not by `until`."""
    given = {"lane": lane, "since": since, "until": until}
    return [Text(*row) for row in conn.execute(_OF_LANE, given)]


def open_in(conn: Connection, lane: int, since: datetime) -> int:
    """Count the texts to strangers of a lane that may still be used."""
    return int(conn.execute(_OPEN_IN, {"lane": lane, "since": since}).scalar_one())


def tried_at(conn: Connection, lanes: Collection[int], since: datetime) -> datetime | None:
    """Return when a stranger was last sent a code that was not used, not yet at least."""
    last: datetime | None = conn.execute(_TRIED_AT, {"lanes": list(lanes), "since": since}).scalar_one()
    return last


_WAITS_SINCE = select(func.min(tally.c.begins_at)).where(
    tally.c.scope == constant("waits"), tally.c.name == bindparam("name"), tally.c.begins_at > bindparam("since")
)


def waits_since(conn: Connection, name: str, since: datetime) -> datetime | None:
    """Return when somebody was first told to wait, by the keyed name of a number and a network."""
    first: datetime | None = conn.execute(_WAITS_SINCE, {"name": name, "since": since}).scalar_one()
    return first


def wait(conn: Connection, name: str, now: datetime) -> None:
    """Note that somebody was told to wait."""
    row = {"scope": "waits", "name": name, "begins_at": now, "sends": 0, "segments": 0, "approved": 0, "failed": 0}
    conn.execute(_insert(conn, tally).values(row).on_conflict_do_nothing())


_KNOWN = select(*(proven.c[name] for name in Proven._fields)).where(proven.c.person == bindparam("person"))


def known(conn: Connection, person: str) -> Proven:
    """Return what is known of a number, by its keyed name."""
    row = conn.execute(_KNOWN, {"person": person}).one_or_none()
    return Proven() if row is None else Proven(*row)


def learn(conn: Connection, person: str, now: datetime, *, right: bool) -> None:
    """Note that a code of somebody was right, which forgives the wrong ones before it, or wrong."""
    made = _insert(conn, proven).values(
        person=person, approved_at=now if right else None, failures=0 if right else 1, failed_at=None if right else now
    )
    changed = {"approved_at": now, "failures": 0} if right else {"failures": proven.c.failures + 1, "failed_at": now}
    conn.execute(made.on_conflict_do_update(index_elements=["person"], set_=changed))


def _counting(made: Any) -> Any:
    """Insert a tally, or add to it."""
    added = {field: tally.c[field] + made.excluded[field] for field in Tally._fields}
    return made.on_conflict_do_update(index_elements=["scope", "name", "begins_at"], set_=added)


_COUNT = {"sqlite": _counting(sqlite.insert(tally)), POSTGRESQL: _counting(postgresql.insert(tally))}


def count(conn: Connection, names: Iterable[tuple[str, str]], more: Tally, now: datetime) -> None:
    """Add to tallies, by scope and name; in one order, so that no two wait for each other."""
    begins_at = now - timedelta(seconds=now.timestamp() % TALLY_SPAN.total_seconds())
    row = {"begins_at": begins_at.replace(microsecond=0), **more._asdict()}
    rows = [{"scope": scope, "name": name, **row} for scope, name in sorted(set(names))]
    conn.execute(_COUNT[conn.dialect.name], rows)


_COUNTED = select(*(func.coalesce(func.sum(tally.c[field]), 0) for field in Tally._fields)).where(
    tally.c.scope == bindparam("scope"), tally.c.name == bindparam("name"), tally.c.begins_at > bindparam("since")
)


def counted(conn: Connection, scope: str, name: str, since: datetime) -> Tally:
    """Sum up a tally over what began after `since` or went on then."""
    given = {"scope": scope, "name": name, "since": since - TALLY_SPAN}
    return Tally(*map(int, conn.execute(_COUNTED, given).one()))


def guessed(conn: Connection, name: str, since: datetime) -> int:
    """Count the guesses of everybody at codes of one length, of which one's own may be the last."""
    return counted(conn, "guesses", name, since).failed


def guess(conn: Connection, name: str, more: int, now: datetime) -> None:
    """Count guesses at codes of one length, or take some back; until the transaction ends nobody else counts there."""
    if more:
        count(conn, [("guesses", name)], Tally(failed=more), now)


def _insert(conn: Connection, table: Any) -> Any:
    """Both databases can insert or change, and SQLAlchemy says it once for each."""
    return postgresql.insert(table) if shares(conn) else sqlite.insert(table)
