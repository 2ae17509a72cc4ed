"""The parts into which people are divided, so that several workers share the inbox and nobody is decided about twice.

A worker holds some parts for one transaction. Whoever else writes a person's contact or conversation holds that
person's part too. Where one transaction runs at a time anyway, all parts are held by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from zlib import crc32

from sqlalchemy import Connection, bindparam, text

from bot.store.dialect import shares

PARTS: Final = 64
PARTS_A_BATCH_MAX: Final = 16
"""A quarter of them: what is left is for other batches, which would else wait for this transaction to end."""

_SPACE: Final = 0x5041
"""Apart from all other locks in the database."""

_CLAIM = text(
    "WITH waiting AS MATERIALIZED ("
    " SELECT number FROM generate_series(0, :parts - 1) AS number"
    " WHERE EXISTS (SELECT FROM inbound WHERE status = 'new' AND part = number)"
    " ORDER BY (number - :first + :parts) % :parts"
    ") SELECT number FROM waiting WHERE pg_try_advisory_xact_lock(:space, number) LIMIT :most"
).bindparams(parts=PARTS, space=_SPACE)
# `MATERIALIZED` keeps the lock from being tried on parts where nothing waits; `LIMIT` stops trying.

_HOLD = text("SELECT pg_advisory_xact_lock(:space, :part)").bindparams(bindparam("space", _SPACE))


def part_of(contact: str) -> int:
    """Return the part that a phone belongs to."""
    return crc32(contact.encode()) % PARTS


def claim(conn: Connection, first: int, most: int) -> list[int]:
    """Take parts in which something waits, from `first` on, until the transaction ends; never waits for anybody.

    Read what is in them in a later statement only: this one does not see what the last holder has just committed.
    """
    parameters = {"first": first, "most": min(most, PARTS_A_BATCH_MAX)}
    return [int(part) for part in conn.execute(_CLAIM, parameters).scalars()]


def hold(conn: Connection, contacts: Iterable[str]) -> None:
    """Wait until nobody else decides about these people, and keep it so until the transaction ends."""
    if shares(conn):
        for part in sorted({part_of(contact) for contact in contacts}):  # in one order, so that none wait in a circle
            conn.execute(_HOLD, {"part": part})
