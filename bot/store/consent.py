"""The append-only ledger of consent: each row's hash covers the row before, so that none goes missing unseen.

    row_hash = SHA-256(all that is not about the person, a salted digest of what is, the hash of the row before)

So what is about a person can be erased and the chain still verifies; that it was erased is a record itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, RowMapping, insert, select, update

from bot.compliance.standing import EVERYTHING, Kind, Wish
from bot.events import Json
from bot.store.dialect import among, lock
from bot.store.tables import consent_event

FIRST = "0" * 64
FORMAT: Final = 2
"""The rule by which hashes are made now. The first one covered everything directly."""
ROWS_A_LOOK: Final = 1000


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """Who opted out or in, when, and what proves it."""

    id: str
    person: str
    contact_id: str
    kind: str
    """One of `standing.Kind`."""
    source: str
    """Who or what understood it: keyword, phrase, provider, carrier, clarification, agent, api, import or flow."""
    channel: str
    text: str
    evidence: str
    confirmation_id: str | None
    at: datetime
    scope: str = EVERYTHING
    consent_type: str | None = None
    occurred_at: datetime | None = None
    honoured_at: datetime | None = None
    source_url: str | None = None
    form: str | None = None
    keyword: str | None = None
    disclosure: str | None = None
    disclosure_version: str | None = None
    action: str | None = None
    ip: str | None = None
    user_agent: str | None = None
    identity: str | None = None
    actor: str | None = None
    details: Mapping[str, Json] = field(default_factory=dict)
    """reason, asked, heard by whose carrier, what was on the wire, what was erased."""
    salt: str | None = None
    """Random, so that nobody finds by trying what was erased."""

    @property
    def wish(self) -> Wish:
        """What of it decides."""
        return Wish(
            Kind(self.kind),
            self.source,
            self.at,
            self.scope,
            self.id,
            self.confirmation_id is not None,
            self.details.get("reason"),
            self.details.get("asked"),
            self.details.get("channel", ""),
        )


def disclosure_version(disclosure: str | None) -> str | None:
    """Name a disclosure by what it says."""
    return None if disclosure is None else hashlib.sha256(disclosure.encode()).hexdigest()


def add(conn: Connection, events: Sequence[ConsentEvent]) -> None:
    """Append to the chain."""
    if not events:
        return
    lock(conn, ["consent"])  # one chain: whoever appends next has to see the end of it
    previous = _last_hash(conn)
    rows = []
    for event in events:
        row = asdict(event) | {"format": FORMAT, "previous_hash": previous}
        row["disclosure_version"] = disclosure_version(event.disclosure)
        row["personal_hash"] = _personal_hash(row)
        row["row_hash"] = previous = _row_hash(row)
        rows.append(row)
    conn.execute(insert(consent_event), rows)


def _last_hash(conn: Connection) -> str:
    query = select(consent_event.c.row_hash).order_by(consent_event.c.seq.desc()).limit(1)
    return conn.execute(query).scalar_one_or_none() or FIRST


# ── hashes ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_FIRST_RULE: Final = (
    "person",
    "contact_id",
    "kind",
    "source",
    "channel",
    "text",
    "evidence",
    "confirmation_id",
    "at",
)
_EMPTIED: Final = ("contact_id", "text", "evidence")
_FORGOTTEN: Final = (
    "source_url",
    "form",
    "keyword",
    "disclosure",
    "disclosure_version",
    "action",
    "ip",
    "user_agent",
    "identity",
    "salt",
)
_PERSONAL: Final = (*_EMPTIED, *_FORGOTTEN)
_LASTING: Final = (
    "format",
    "id",
    "person",
    "kind",
    "scope",
    "consent_type",
    "source",
    "channel",
    "confirmation_id",
    "at",
    "occurred_at",
    "honoured_at",
    "actor",
    "details",
    "personal_hash",
)

Row = Mapping[str, Any] | RowMapping


def _row_hash(row: Row) -> str:
    names = _FIRST_RULE if row["format"] == 1 else _LASTING
    return _digest({**_said(row, names), "previous": row["previous_hash"]})


def _personal_hash(row: Row) -> str:
    return _digest(_said(row, _PERSONAL))


def _said(row: Row, names: Sequence[str]) -> dict[str, Json]:
    return {name: _plain(row[name]) for name in names}


def _plain(value: Any) -> Json:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _digest(document: Mapping[str, Json]) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


# ── verifying ───────────────────────────────────────────────────────────────────────────────────────────────────────


class Finding(NamedTuple):
    """Something about the ledger that is not as it was written."""

    seq: int
    what: str


def verify(conn: Connection) -> Iterator[Finding]:
    """Look at the whole chain and yield whatever was changed, removed, put elsewhere or erased without a record."""
    previous, last = FIRST, 0
    bare: dict[int, str] = {}
    for row in _rows(conn):
        seq = int(row["seq"])
        if row["previous_hash"] != previous:
            yield Finding(seq, _out_of_line(row, last))
        yield from (Finding(seq, what) for what in _altered(row))
        if row["erased_at"] is not None:
            bare[seq] = _digest(_left(row))
        for erased, left in _attested(row).items():
            if bare.get(erased) == left:
                del bare[erased]
        previous, last = row["row_hash"], seq
    yield from (Finding(seq, "what it said of the person was erased, and no record says so") for seq in bare)


def first_broken(conn: Connection) -> int | None:
    """Return the number of the first row that is not as it was written."""
    return next((finding.seq for finding in verify(conn)), None)


def _out_of_line(row: Row, last: int) -> str:
    if row["previous_hash"] == FIRST:
        return "it says that it is the first, and is not"
    if last == 0:
        return "rows before it were removed"
    return f"it does not follow row {last}: rows between them were removed, or their order was changed"


def _altered(row: Row) -> Iterator[str]:
    if row["format"] not in (1, FORMAT):
        yield f"its hash is made by rule {row['format']}, which this Parley does not know"
        return
    if row["format"] == 1 and row["erased_at"] is not None:
        return  # what is left of it is in the record of its erasure
    if row["format"] == 1 and row["id"] != f"cns_{row['seq']}":
        yield "its id was changed"
    if row["row_hash"] != _row_hash(row):
        yield "it was changed after it was written"
    elif row["format"] != 1 and row["erased_at"] is None and row["personal_hash"] != _personal_hash(row):
        yield "what it says of the person was changed after it was written"
    elif row["disclosure_version"] != disclosure_version(row["disclosure"]):
        yield "its disclosure is not the one that its version names"


def _rows(conn: Connection) -> Iterator[RowMapping]:
    """All rows in order, some at a time: a stream would keep PostgreSQL's driver from running synchronously."""
    after = 0
    query = select(consent_event).order_by(consent_event.c.seq).limit(ROWS_A_LOOK)
    while rows := conn.execute(query.where(consent_event.c.seq > after)).mappings().all():
        yield from rows
        after = rows[-1]["seq"]


# ── erasing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def pseudonymise(conn: Connection, person: str, *, at: datetime, actor: str) -> int:
    """Erase what the ledger says of a person beyond their wishes; return of how many rows.

    A record of it is appended, which names the rows and what is left of them, lest anybody erases evidence behind the
    ledger's back.
    """
    lock(conn, ["consent"])
    query = select(consent_event).where(consent_event.c.person == person, consent_event.c.erased_at.is_(None))
    rows = conn.execute(query.order_by(consent_event.c.seq)).mappings().all()
    said = [row["seq"] for row in rows if row["kind"] != Kind.ERASED]
    if not said:
        return 0
    values = {**dict.fromkeys(_EMPTIED, ""), **dict.fromkeys(_FORGOTTEN), "erased_at": at}
    conn.execute(update(consent_event).where(among(consent_event.c.seq, said)).values(values))
    left = {str(row["seq"]): _digest(_left(row)) for row in rows if row["seq"] in said}
    add(conn, [_of_erasure(person, at, actor, left, _last_hash(conn))])
    return len(said)


def _of_erasure(person: str, at: datetime, actor: str, left: Mapping[str, str], previous: str) -> ConsentEvent:
    """Nothing in this record is about the person, so that it has nothing to erase later."""
    id = f"cns_{_digest({'person': person, 'previous': previous})[:26]}"
    return ConsentEvent(id, person, "", Kind.ERASED, "agent", "", "", "", None, at, actor=actor, details={"rows": left})


def _left(row: Row) -> dict[str, Json]:
    """What an erasure leaves of a row, hash and all."""
    return _said(row, (*_LASTING, "previous_hash", "row_hash"))


def _attested(row: Row) -> dict[int, str]:
    if row["kind"] != Kind.ERASED or row["format"] == 1:
        return {}
    return {int(seq): left for seq, left in row["details"].get("rows", {}).items()}


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class Kept(NamedTuple):
    """A record as it is in the ledger."""

    seq: int
    event: ConsentEvent
    previous_hash: str
    row_hash: str
    erased_at: datetime | None


_NAMES: Final = tuple(ConsentEvent.__slots__)


def of_persons(conn: Connection, persons: Collection[str]) -> dict[str, list[Kept]]:
    """Return all records of these persons, in the ledger's order."""
    found: dict[str, list[Kept]] = {person: [] for person in persons}
    query = select(consent_event).where(among(consent_event.c.person, persons)).order_by(consent_event.c.seq)
    for row in conn.execute(query).mappings() if persons else ():
        found[row["person"]].append(_kept(row))
    return found


def latest(conn: Connection, limit: int, *, before: int | None = None, person: str | None = None) -> list[Kept]:
    """Return the last records, the newest first: of everybody, or of one person; `before` is a number."""
    query = select(consent_event).order_by(consent_event.c.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(consent_event.c.seq < before)
    if person is not None:
        query = query.where(consent_event.c.person == person)
    return [_kept(row) for row in conn.execute(query).mappings()]


def by_ids(conn: Connection, ids: Collection[str]) -> dict[str, Kept]:
    """Return the records that have these ids."""
    query = select(consent_event).where(among(consent_event.c.id, ids))
    return {row["id"]: _kept(row) for row in conn.execute(query).mappings()} if ids else {}


def _kept(row: RowMapping) -> Kept:
    event = ConsentEvent(**{name: row[name] for name in _NAMES})
    return Kept(row["seq"], event, row["previous_hash"], row["row_hash"], row["erased_at"])
