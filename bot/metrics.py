"""What this process counts for Prometheus. How far the pipeline is behind is not counted but asked of the database."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counters of one process, in a registry of their own so that two of them can live in one test."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.accepted = Counter(
            "parley_inbound_accepted",
            "Rows made durable in the inbox, repetitions included",
            ["kind"],
            registry=self.registry,
        )
        self.spooled = Counter(
            "parley_inbound_spooled",
            "Rows made durable in the spool because the database was away",
            registry=self.registry,
        )
        self.spool_bytes = Gauge("parley_spool_bytes", "Size of this process's spool", registry=self.registry)
        self.webhooks_refused = Counter(
            "parley_webhooks_refused",
            "Provider requests that left no trace",
            ["channel", "code"],
            registry=self.registry,
        )
        self.processed = Counter(
            "parley_inbound_processed", "Rows taken out of the inbox", ["kind", "result"], registry=self.registry
        )
        self.sends = Counter(
            "parley_sends", "Calls to providers that are over", ["channel", "result"], registry=self.registry
        )
        self.send_seconds = Histogram(
            "parley_send_seconds", "How long providers take", ["channel"], registry=self.registry, buckets=_SECONDS
        )
        self.commit_seconds = Histogram(
            "parley_commit_seconds",
            "How long whole transactions take, waiting for the database's thread included",
            ["stage"],
            registry=self.registry,
            buckets=_SECONDS,
        )
