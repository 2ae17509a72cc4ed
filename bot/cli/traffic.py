"""What happens between people, Parley and providers, gathered from where it is kept: each thing once, and in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import Connection

from bot.events import ErrorClass, MessageClass, MessageStatus
from bot.logs import escape, mask_phones
from bot.phone import mask
from bot.sealing import shown
from bot.store import traffic
from bot.store.dialect import shares
from bot.store.traffic import Call, Marks, Report, Text, Written

ROWS_A_LOOK: Final = 200
LOOK_BACK: Final = 100
"""Where several processes write, a number may show later than the next: so many are looked at again."""

SOON: Final = timedelta(seconds=3)
"""So long a text is waited for until it is processed. Before, nobody knows whether it is one that nobody may see."""

_DIGIT = re.compile(r"\d")
_FAILED: Final = frozenset(
    {MessageStatus.UNDELIVERED, MessageStatus.FAILED, MessageStatus.REJECTED, MessageStatus.EXPIRED}
)
_WHAT_NOW: Final[dict[str, str]] = {
    "bad_signature": "is the channel's secret right, and is business.public_url what the provider calls? "
    "parley provider connect shows both",
    "invalid_payload": "it is signed, but no request of this provider's: is another service set to this address?",
    "unavailable": "the database and the spool could not take it; the provider comes again. See parley doctor",
    ErrorClass.PERMANENT: "it is not tried again",
    ErrorClass.RETRYABLE: "it is tried again",
    ErrorClass.THROTTLED: "it is tried again, later; channels.NAME.rate sets the pace",
    ErrorClass.OPT_OUT: "the person opted out at the provider, and gets nothing more",
    ErrorClass.AUTH: "are the credentials right? parley provider connect --check asks the provider; the channel pauses",
    ErrorClass.CREDIT: "the account at the provider is out of credit; the channel pauses",
    ErrorClass.UNKNOWN: "nobody knows yet whether it arrived; it is looked into",
    "opted_out": "the person sent STOP, and only a START of theirs changes that",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, with phones masked."""

    at: datetime
    channel: str
    kind: str
    """text, send, query, media, report, refused (a webhook) or message (that was not sent by a call)."""
    who: str
    text: str
    id: str | None
    """Of the message or text, as `parley exchanges` takes it."""
    good: bool
    result: str
    detail: str = ""
    status: int | None = None
    took_ms: int | None = None
    what_now: str | None = None


class _Numbered(Protocol):
    @property
    def seq(self) -> int: ...


class Follower:
    """Looks again and again, and tells what is new."""

    def __init__(self, marks: Marks, in_process: Collection[str]) -> None:
        """`in_process` are the channels whose messages never leave the process, so that no call tells of them."""
        self._first, self._marks = marks, marks
        self._seen = [set[int](), set[int](), set[int](), set[int]()]
        self._in_process = in_process

    def look(self, conn: Connection) -> tuple[list[Happening], bool]:
        """Return what happened since the last look, and whether there is still more of it."""
        readers: tuple[Callable[[Connection, int, int], Sequence[_Numbered]], ...] = (
            traffic.texts_after,
            traffic.calls_after,
            traffic.reports_after,
            traffic.messages_after,
        )
        back = LOOK_BACK if shares(conn) else 0
        found: list[Happening] = []
        marks, more = list(self._marks), False
        for number, read in enumerate(readers):
            mark, seen = marks[number], self._seen[number]
            rows = _ready(read(conn, max(mark - back, self._first[number]), ROWS_A_LOOK + back))
            more = more or len(rows) == ROWS_A_LOOK + back
            for row in rows:
                if row.seq not in seen:
                    found += self._told(row)
            marks[number] = max([mark, *(row.seq for row in rows)])
            self._seen[number] = {row.seq for row in rows}
        self._marks = Marks(*marks)
        return sorted(found, key=lambda one: one.at), more

    def _told(self, row: object) -> Iterator[Happening]:
        match row:
            case Text():
                yield _of_text(row)
            case Call():
                yield _of_call(row)
            case Report():
                yield _of_report(row)
            case Written() if row.status == MessageStatus.REFUSED or row.channel in self._in_process:
                yield _of_message(row)


def _ready(rows: Sequence[_Numbered]) -> Sequence[_Numbered]:
    """Leave what is about to be processed, and all that follows, for the next look."""
    recently = datetime.now(UTC) - SOON
    for number, row in enumerate(rows):
        if isinstance(row, Text) and not row.processed and row.received_at > recently:
            return rows[:number]
    return rows


def _of_text(row: Text) -> Happening:
    if not row.processed:
        waits = "(waits to be processed)"
        return Happening(row.received_at, row.channel, "text", mask(row.sender), waits, f"in_{row.seq}", True, "")
    said = " ".join([row.text, *(f"[medium {number}]" for number in range(len(row.media)))])
    return Happening(row.received_at, row.channel, "text", mask(row.sender), _plain(said), f"in_{row.seq}", True, "")


def _of_call(row: Call) -> Happening:
    exchange = row.exchange
    if exchange.kind == "webhook":
        return Happening(
            exchange.at,
            exchange.channel,
            "refused",
            "",
            "",
            None,
            False,
            exchange.result,
            _plain(exchange.detail),
            exchange.status,
            exchange.took_ms,
            _what_now(exchange.result, exchange.channel),
        )
    return Happening(
        exchange.at,
        exchange.channel,
        exchange.kind,
        mask(row.recipient or ""),
        _said(row.text or "", row.message_class) if exchange.kind == "send" else "",
        exchange.about,
        exchange.result in ("taken", "answered"),
        exchange.result,
        _plain(exchange.detail),
        exchange.status,
        exchange.took_ms,
        _what_now(exchange.result, exchange.channel) if exchange.kind == "send" else None,
    )


def _of_report(row: Report) -> Happening:
    said = row.raw_status if row.raw_status and row.raw_status != row.status else ""
    detail = " ".join(filter(None, [said, f"code {row.error_code}" if row.error_code else ""]))
    good = row.status not in _FAILED
    who = mask(row.recipient) if row.recipient else ""
    return Happening(
        row.at, row.channel, "report", who, "", row.message_id, good, row.status, _plain(detail), what_now=None
    )


def _of_message(row: Written) -> Happening:
    refused = row.status == MessageStatus.REFUSED
    result = f"refused: {row.error}" if refused else "stays in this process"
    text, now = _said(row.text, row.message_class), _what_now(row.error or "", row.channel)
    return Happening(
        row.at, row.channel, "message", mask(row.recipient), text, row.id, not refused, result, what_now=now
    )


def _what_now(result: str, channel: str) -> str | None:
    return _WHAT_NOW[result].replace("NAME", channel) if result in _WHAT_NOW else None


def _said(text: str, message_class: str | None) -> str:
    """A passcode is for one person's eyes, and what is kept encrypted for nobody's."""
    return _plain(_DIGIT.sub("•", text) if message_class == MessageClass.OTP else shown(text))


def _plain(text: str) -> str:
    return escape(mask_phones(text.replace("\r", "").replace("\n", " ⏎ ")))
