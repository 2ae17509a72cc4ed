"""What providers report about messages: kept, folded into the message, and told to the conversation if it matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.events import FAILED, ErrorClass, MessageStatus
from bot.ids import mark as mark_of
from bot.inbox import entries
from bot.outbox.progress import reported
from bot.store import outcomes, receipts
from bot.store.dialect import lock, shares
from bot.store.inbound import NewInbound, Pending
from bot.store.outcomes import Delivery
from bot.store.receipts import KeptReceipt


def fold_reports(conn: Connection, rows: Sequence[Pending], now: datetime) -> list[NewInbound]:
    """Keep the reports in these rows and move their messages on; return what the conversations have to hear of."""
    if not rows:
        return []
    reports = [_read(row) for row in rows]
    known = _Known(conn, reports, [(row.payload.get("recipient"), row.payload.get("mark")) for row in rows])
    matched = [report._replace(message_id=known.message_id(report)) for report in reports]
    receipts.add(conn, matched)
    before = dict(known.deliveries)
    for report in matched:
        if report.message_id is not None:
            known.deliveries[report.message_id] = fold(known.deliveries[report.message_id], report)
    after = known.deliveries
    _join_waiting(conn, before, after)
    outcomes.save(conn, [after[id] for id in after if after[id] is not before[id]])
    opted_out = {report.message_id for report in matched if report.error_class is ErrorClass.OPT_OUT}
    return [entry for id in after for entry in consequences(before[id], after[id], id in opted_out, now)]


def _join_waiting(conn: Connection, before: Mapping[str, Delivery], after: dict[str, Delivery]) -> None:
    """Fold in the reports that named the provider's id alone, and came before a report told us whose that is."""
    for id, delivery in after.items():
        if delivery.provider_id is None or delivery.provider_id == before[id].provider_id:
            continue
        for report in receipts.waiting(conn, delivery.channel, [delivery.provider_id]):
            after[id] = fold(after[id], report)
        receipts.join(conn, delivery.channel, {delivery.provider_id: id})


def fold(delivery: Delivery, report: KeptReceipt) -> Delivery:
    """Move one message on by one report."""
    if delivery.provider_id is None and report.provider_id != delivery.id:
        delivery = delivery._replace(provider_id=report.provider_id)
    error = report.error_code or (report.raw_status if report.status in FAILED else None)
    return reported(delivery, report.status, error or None, report.received_at)


def consequences(before: Delivery, after: Delivery, opted_out: bool, now: datetime) -> Iterable[NewInbound]:
    """Tell the inbox what a message's fate means for its conversation. Only the inbox moves conversations."""
    if opted_out:
        yield entries.opt_out(after.home, after.recipient, after.id, after.error or "opted_out", now, after.channel)
    failed_now = after.status in FAILED and before.status not in FAILED
    if failed_now and after.session_id is not None and after.state is not None:
        yield entries.undelivered(after.home, after.recipient, after.id, after.session_id, after.state, now)


class _Known:
    """The messages that a batch of reports speaks of."""

    def __init__(
        self, conn: Connection, reports: Sequence[KeptReceipt], marks: Sequence[tuple[str | None, int | None]]
    ) -> None:
        """`marks` says of each report whose phone it is about, and what is left of our id."""
        self.deliveries: dict[str, Delivery] = {}
        self._by_provider_id: dict[tuple[str, str], str] = {}
        self._find(conn, reports)
        strange = [report for report in reports if self.message_id(report) is None]
        if strange and shares(conn):
            lock(conn, {receipts.lock_name(report.channel, report.provider_id) for report in strange})
            self._find(conn, strange)  # another process may have recorded the answer to its send in between
        found = [self._marked(conn, report, *given) for report, given in zip(reports, marks, strict=True)]
        self.deliveries |= outcomes.deliveries(conn, {id for id in found if id is not None})

    def _find(self, conn: Connection, reports: Sequence[KeptReceipt]) -> None:
        """Find the messages without touching them, then take them all in the one order that everybody keeps."""
        named = {name for report in reports for name in (report.reference, report.provider_id) if name}
        for channel, ids in _by_channel(reports).items():
            for provider_id, id in outcomes.known_as(conn, channel, ids).items():
                self._by_provider_id[channel, provider_id] = id
        self.deliveries |= outcomes.deliveries(conn, named | set(self._by_provider_id.values()))

    def _marked(self, conn: Connection, report: KeptReceipt, recipient: str | None, mark: int | None) -> str | None:
        """Find the message that was taken under an id we never heard, if there is just one that it can be."""
        if recipient is None or mark is None or self.message_id(report) is not None:
            return None
        ids = [id for id in receipts.unnamed(conn, report.channel, recipient) if mark_of(id) == mark]
        if len(ids) != 1:
            return None
        self._by_provider_id[report.channel, report.provider_id] = ids[0]
        return ids[0]

    def message_id(self, report: KeptReceipt) -> str | None:
        """Find whose report it is: by our own id if it carries one, else by the provider's. Channels do not mix."""
        for name in (report.reference, report.provider_id):
            if name in self.deliveries and report.channel in (
                self.deliveries[name].channel,
                self.deliveries[name].home,
            ):
                return name
        id = self._by_provider_id.get((report.channel, report.provider_id))
        return id if id in self.deliveries else None


def _by_channel(reports: Sequence[KeptReceipt]) -> Mapping[str, set[str]]:
    ids: dict[str, set[str]] = {}
    for report in reports:
        ids.setdefault(report.channel, set()).add(report.provider_id)
    return ids


def _read(row: Pending) -> KeptReceipt:
    payload = row.payload
    return KeptReceipt(
        channel=row.channel,
        provider_id=payload["provider_id"],
        reference=payload["reference"],
        message_id=None,
        status=MessageStatus(payload["status"]),
        raw_status=payload["raw_status"],
        error_code=payload["error_code"],
        error_class=ErrorClass(payload["error_class"]) if payload["error_class"] else None,
        received_at=row.received_at,
    )
