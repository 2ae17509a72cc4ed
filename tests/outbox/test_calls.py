"""What a worker may have on the wire at the same time."""

from __future__ import annotations

import pytest

from bot.exchanges import Exchanges
from bot.limits import SEND_BATCH_ROWS_MAX
from bot.metrics import Metrics
from bot.outbox.calls import Calls
from bot.outbox.wire import Wire
from bot.providers.channel import Channel
from bot.providers.loopback import Loopback, LoopbackSettings
from bot.store.db import Database
from bot.tracing import OFF
from bot.world import World

NUMBERS = ("+15550100000", "+15550100001", "+15550100002")


class Narrow(Wire):
    """Has room for so many."""

    def __init__(self, room: int | None) -> None:
        self._room = room

    @property
    def room(self) -> int | None:
        return self._room


@pytest.mark.parametrize(
    ("numbers", "room", "expected"),
    [
        (NUMBERS[:1], None, {"main": SEND_BATCH_ROWS_MAX}),
        (NUMBERS[:1], 10, {"main": 10}),
        (NUMBERS, None, dict.fromkeys(("main", *(f"main {one}" for one in NUMBERS)), SEND_BATCH_ROWS_MAX // 2)),
    ],
    ids=["one number has all connections", "a window is smaller", "each of several has half of them"],
)
def test_how_many_calls_begin_at_once(numbers, room, expected):
    world, metrics, connections = World.real(), Metrics(), []

    def wire(channel, count):
        connections.append(count)
        return Narrow(room)

    channels = {"main": Channel("main", Loopback(LoopbackSettings()), numbers[0], numbers=numbers)}
    exchanges = Exchanges(Database("sqlite://"), channels, world, metrics)
    calls = Calls(channels, world, metrics, OFF, wire, lambda: None, exchanges)

    assert [SEND_BATCH_ROWS_MAX] == connections
    assert expected == {name: lane.slot(world.monotonic()).free for name, lane in calls.lanes.items()}
