"""What this process counts for Prometheus. How far the pipeline is behind is not counted but asked: see `bot.watch`.

Labels are names of ours (channels of the settings, kinds, classes of errors), never phones, texts or codes of others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter as Counted
from collections.abc import Callable, Collection
from datetime import datetime
from typing import NamedTuple

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
)

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_LONG_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)

# a line more for each counter, to say when the process began, which is said once already
disable_created_metrics()  # type: ignore[no-untyped-call]


class Spooled(NamedTuple):
    """What was accepted while the database was away, and is not in it yet."""

    bytes: int = 0
    since: datetime | None = None
    """When the first of it came in."""
    writable: bool = True
    """Whether more can be put there."""
    refused_bytes: int = 0
    """What the database will never take, and was set aside."""


class ManyHistogram(Histogram):
    """A histogram for what is told of a whole batch at once."""

    def observe_all(self, amounts: Collection[float]) -> None:
        """Count each of them; what is counted alike is counted together."""
        self._sum.inc(sum(amounts))
        for place, count in Counted(bisect_left(self._upper_bounds, amount) for amount in amounts).items():
            self._buckets[place].inc(count)


class Metrics:
    """The counters of one process, in a registry of their own so that two of them can live in one test.

    What somebody else knows is read from him when it is asked for: `gauge.labels(name).set_function(read)`.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.labels: dict[str, tuple[str, ...]] = {}
        """Of each metric that has some."""
        ProcessCollector(registry=self.registry)
        self.build = Info("parley_build", "Which Parley this process is", registry=self.registry)
        self.spool: Callable[[], Spooled] = Spooled
        """Whoever keeps a spool says here what is in it."""
        self._count_what_comes_in()
        self._count_what_goes_out()
        self._count_work()

    def _count_what_comes_in(self) -> None:
        self.webhook_seconds = self._histogram(
            "parley_webhook_seconds", "How long providers wait for our answer", "channel"
        )
        self.spooled = self._counter("parley_inbound_spooled", "Rows put into the spool, because the database was away")
        self.webhooks_refused = self._counter(
            "parley_webhooks_refused", "Provider requests that were not taken", "channel", "code"
        )
        self.accepted = self._counter(
            "parley_inbound_accepted", "Rows made durable in the inbox, repetitions included", "kind"
        )
        self.accept_waiting = self._gauge("parley_accept_waiting", "Rows in memory that wait for their commit")
        self.processed = self._counter("parley_inbound_processed", "Rows taken out of the inbox", "kind", "result")
        self.failures = self._counter("parley_inbound_failures", "Why rows were parked", "kind", "error")
        self.inbound_seconds = self._histogram(
            "parley_inbound_seconds", "From taking a row in to having processed it", "kind", buckets=_LONG_SECONDS
        )
        self.exchanges_left_out = self._counter(
            "parley_exchanges_left_out", "Exchanges with providers that were not kept to be looked at", "code"
        )
        self.receipts = self._counter("parley_receipts", "What carriers report", "channel", "status")
        self.listed = self._counter(
            "parley_opt_out_list_entries",
            "People on a carrier's own list of opt-outs: `known`, `recorded` from now on, `blocked` there alone, "
            "`outdated`",
            "channel",
            "result",
        )
        self.list_failures = self._counter(
            "parley_opt_out_list_failures", "Pages of such a list that could not be read", "channel"
        )

    def _count_what_goes_out(self) -> None:
        self.sends_refused = self._counter(
            "parley_sends_refused", "API requests that were sent away because too much waits to go out"
        )
        self.sends = self._counter("parley_sends", "Calls to providers that are over", "channel", "result")
        self.send_wait_seconds = self._histogram(
            "parley_send_wait_seconds", "From being due to being put on the wire", "channel", buckets=_LONG_SECONDS
        )
        self.send_seconds = self._histogram("parley_send_seconds", "How long providers take", "channel")
        self.channel_rate = self._gauge("parley_channel_rate", "Messages a second that are allowed", "channel")
        self.channel_calls = self._gauge("parley_channel_calls", "Calls of this process under way", "channel")
        self.channel_paused_seconds = self._gauge(
            "parley_channel_paused_seconds",
            "For how long this process will send nothing on it",
            "channel",
        )
        self.channel_up = self._gauge(
            "parley_channel_up", "Whether the last call worked: 0 while a channel is tried with care", "channel"
        )
        self.channel_broken = self._gauge(
            "parley_channel_broken", "Whether it failed so often in a row that its fallback stands in", "channel"
        )
        self.channel_bound = self._gauge(
            "parley_channel_bound",
            "Whether this process holds the session of it, where the provider is spoken to over one",
            "channel",
        )
        self.passcodes_sent = self._counter("parley_passcodes_sent", "Texts with a code that were written", "channel")
        self.passcodes_checked = self._counter(
            "parley_passcodes_checked",
            "Codes that came back: `right`, `wrong`, or `void` whatever they were",
            "result",
        )
        self.passcodes_blocked = self._counter("parley_passcodes_blocked", "Passcodes that were not sent", "reason")
        self.actions = self._counter("parley_actions", "Calls, actions and e-mails that are over", "kind", "result")
        self.action_seconds = self._histogram("parley_action_seconds", "How long they take", "kind")

        self._count_what_is_told()

    def _count_what_is_told(self) -> None:
        self.webhook_calls = self._counter("parley_webhook_out_calls", "Calls of the business's webhooks", "result")
        self.webhook_call_seconds = self._histogram("parley_webhook_out_seconds", "How long those take")
        self.webhooks_disabled = self._counter(
            "parley_webhooks_out_disabled", "Webhooks of the business that were disabled, to be looked at", "reason"
        )
        self.facts_untold = self._counter("parley_facts_untold", "Facts that could not be told, and were left out")

    def watch_channel(
        self,
        name: str,
        rate: float,
        *,
        calls: Callable[[], float],
        paused_s: Callable[[], float],
        up: Callable[[], bool],
        broken: Callable[[], bool],
    ) -> None:
        """Let whoever sends on a channel be asked about it at every scrape."""
        self.channel_rate.labels(name).set(rate)
        self.channel_calls.labels(name).set_function(calls)
        self.channel_paused_seconds.labels(name).set_function(paused_s)
        self.channel_up.labels(name).set_function(up)
        self.channel_broken.labels(name).set_function(broken)

    def _count_work(self) -> None:
        self.commit_seconds = self._histogram(
            "parley_commit_seconds", "How long whole transactions take, waiting for the database included", "stage"
        )
        self.turn_seconds = self._histogram("parley_turn_seconds", "How long turns take that find work", "loop")
        self.turn_failures = self._counter(
            "parley_turn_failures", "Turns that failed, to be tried again", "loop", "error"
        )
        self.work = self._counter("parley_work", "What turns found to do", "loop")
        self.turn_age_seconds = self._gauge(
            "parley_turn_age_seconds", "For how long the turn under way has lasted", "loop"
        )

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        self.labels[name] = labels
        return Counter(name, meaning, labels, registry=self.registry)

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        self.labels[name] = labels
        return Gauge(name, meaning, labels, registry=self.registry)

    def _histogram(self, name: str, meaning: str, *labels: str, buckets: tuple[float, ...] = _SECONDS) -> ManyHistogram:
        self.labels[name] = labels
        return ManyHistogram(name, meaning, labels, registry=self.registry, buckets=buckets)
