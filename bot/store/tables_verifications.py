"""The tables of passcodes: what was asked for, every text that it led to, who has proved to have a number, and counts.

No code is in any of them: of each there is a keyed digest, whose key is not in the database where one is set.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.store.schema import core_table, partial
from bot.store.types import Instant, Sequence


class VerificationRow(SQLModel, table=True):
    """Somebody who shall prove that a number is theirs."""

    __tablename__ = "verification"
    __table_args__ = (
        Index("ix_verification_phone", "phone", "created_at"),
        partial("uq_verification_pending", "phone", "purpose", where="status = 'pending'", unique=True),
    )

    id: str = Field(primary_key=True)
    phone: str
    purpose: str
    """What the code is for: it is of no use for anything else."""
    status: str
    """pending, approved, failed (too many wrong codes) or canceled (another one took its place)."""
    digest: str
    """Keyed, of the code with everything that it is bound to."""
    sealed: str | None = None
    """The code itself, encrypted, where a resend may repeat it; gone once it cannot any more."""
    length: int
    ttl_s: int
    template: str
    """The text around the code."""
    channel: str | None = None
    sender: str | None = None
    reference: str | None = None
    """The business's own."""
    owner: str
    """The API key."""
    ip: str | None = None
    account: str | None = None
    attempts: int = 0
    """How often this code was checked."""
    failures: int = 0
    """How often any code of it was wrong."""
    guesses: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How often this code was wrong in a way that is no slip of the finger."""
    failed_at: datetime | None = Field(default=None, sa_type=Instant)
    sends: int = 0
    resends_at: datetime = Field(sa_type=Instant)
    """Before that it is not sent again."""
    message_id: str | None = None
    """The last text."""
    looks: int = 0
    """How often it was asked about."""
    looks_now: int = 0
    """Of these, in the minute that began at `looked_from`."""
    looked_from: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)
    sent_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class PasscodeRow(SQLModel, table=True):
    """A text with a code that went out, by which the budgets are kept."""

    __tablename__ = "passcode"
    __table_args__ = (
        Index("ix_passcode_phone", "phone", "at"),
        Index("ix_passcode_block", "block", "at"),
        partial("ix_passcode_ip", "ip", "at", where="ip IS NOT NULL"),
        partial("ix_passcode_account", "account", "at", where="account IS NOT NULL"),
        partial("ix_passcode_network", "network", "at", where="network IS NOT NULL"),
        Index("ix_passcode_lane", "lane", "at"),
        Index("ix_passcode_verification_id", "verification_id"),
    )

    seq: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    verification_id: str
    at: datetime = Field(sa_type=Instant)
    phone: str
    block: str
    """The number without its last four digits."""
    ip: str | None = None
    """An address, or the network of one where everybody has a network."""
    account: str | None = None
    network: str | None = None
    """The network of its provider, as far as addresses tell."""
    lane: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """What whoever asked had to show for themselves, as `bot/verifications/strangers.py` numbers it."""
    approved: bool = False
    """Whether its verification came to a good end."""


class ProvenRow(SQLModel, table=True):
    """What is known of a number from its verifications, under a keyed name: it outlives them."""

    __tablename__ = "proven"

    person: str = Field(primary_key=True)
    approved_at: datetime | None = Field(default=None, sa_type=Instant)
    """When somebody last proved to have it."""
    failures: int = 0
    """Wrong codes in a row, whichever verifications they were for."""
    failed_at: datetime | None = Field(default=None, sa_type=Instant)


class TallyRow(SQLModel, table=True):
    """How much there was of passcodes in ten minutes: of everybody, by country, by API key, by what was guessed.

    In the scope `waits` it is when somebody was told to wait, under a keyed name.
    """

    __tablename__ = "tally"

    scope: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    begins_at: datetime = Field(primary_key=True, sa_type=Instant)
    sends: int = 0
    segments: int = 0
    approved: int = 0
    failed: int = 0


verification = core_table(VerificationRow)
passcode = core_table(PasscodeRow)
proven = core_table(ProvenRow)
tally = core_table(TallyRow)
