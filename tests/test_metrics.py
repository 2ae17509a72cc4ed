"""What a process counts, and how others let it be asked."""

from __future__ import annotations

from prometheus_client import generate_latest

from bot.metrics import Metrics

BOUNDED = {"channel", "code", "error", "kind", "loop", "reason", "result", "stage", "status"}
"""Each has as many values as the settings or the code have names for."""


def test_labels_are_names_of_ours():
    """Not a phone, an id or a provider's own code: the number of series must not grow with the traffic."""
    assert set() == {label for labels in Metrics().labels.values() for label in labels} - BOUNDED


def test_two_processes_can_live_in_one():
    first, second = Metrics(), Metrics()
    first.accepted.labels("message").inc()

    assert 1.0 == first.registry.get_sample_value("parley_inbound_accepted_total", {"kind": "message"})
    assert None is second.registry.get_sample_value("parley_inbound_accepted_total", {"kind": "message"})


def test_a_channel_is_asked_anew_at_every_scrape():
    metrics = Metrics()
    state = {"calls": 2, "paused_s": 0.0, "up": True, "broken": False}
    metrics.watch_channel(
        "main",
        5.0,
        calls=lambda: state["calls"],
        paused_s=lambda: state["paused_s"],
        up=lambda: state["up"],
        broken=lambda: state["broken"],
    )

    def seen():
        names = ("rate", "calls", "paused_seconds", "up", "broken")
        return [metrics.registry.get_sample_value(f"parley_channel_{name}", {"channel": "main"}) for name in names]

    assert [5.0, 2.0, 0.0, 1.0, 0.0] == seen()
    state |= {"calls": 0, "paused_s": 7.5, "up": False, "broken": True}
    assert [5.0, 0.0, 7.5, 0.0, 1.0] == seen()


def test_when_a_counter_began_is_not_told():
    metrics = Metrics()
    metrics.accepted.labels("message").inc()

    assert b"_created" not in generate_latest(metrics.registry)


def test_what_is_told_together_counts_as_if_told_one_by_one():
    amounts = [0.0, 0.005, 0.0051, 0.3, 7.0, 99.0, -1.0]
    together, singly = Metrics(), Metrics()

    together.inbound_seconds.labels("message").observe_all(amounts)
    for amount in amounts:
        singly.inbound_seconds.labels("message").observe(amount)

    assert [*singly.inbound_seconds.collect()] == [*together.inbound_seconds.collect()]
