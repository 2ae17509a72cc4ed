"""What operators are told of one process: is it ready, is it keeping up, what is stuck, and why.

    Lookout ─► Look ─┬─► readiness    for load balancers           /readyz
       database      └─► figures ─┐
    Metrics ──────────────────────┴─► exposition    for Prometheus  /metrics

However many ask, the database is looked at once a second, and less often the longer a look takes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.library import FlowLibrary
from bot.metrics import Metrics
from bot.store.db import Database
from bot.watch.figures import Place, figures, flow_states
from bot.watch.look import Look, Lookout
from bot.watch.ready import Readiness, readiness
from bot.world import World

__all__ = ["Look", "Readiness", "Watch"]


class Watch:
    """Everything that can be asked from outside about how it goes."""

    def __init__(
        self,
        database: Database,
        world: World,
        metrics: Metrics,
        library: FlowLibrary,
        channels: Collection[str],
        turn_ages: Callable[[], Mapping[str, float]],
        sessions: Callable[[], Mapping[str, str]] = dict,
        queues: Collection[str] = (),
    ) -> None:
        """`turn_ages` says for how long the turn under way of each loop has lasted; `sessions`, who is bound."""
        self._database = database
        self._world = world
        self._metrics = metrics
        self._library = library
        self._channels = channels
        self._turn_ages = turn_ages
        self._sessions = sessions
        self._queues = queues
        self._lookout = Lookout(database, world)

    async def readiness(self) -> Readiness:
        """Say whether this process should be given more to do, and else why not."""
        look = await self._lookout.look()
        return readiness(look, self._metrics.spool(), self._turn_ages(), self._world.now(), self._sessions())

    async def exposition(self) -> bytes:
        """Write down every figure the way Prometheus reads it."""
        file, folder = self._database.file, self._database.state_folder
        place = Place(flow_states(self._library), self._channels, file, folder, self._queues)
        asked = CollectorRegistry()
        asked.register(_Asked(figures(await self._lookout.look(), self._metrics.spool(), place, self._world.now())))
        return generate_latest(self._metrics.registry) + generate_latest(asked)


class _Asked(Collector):
    """Figures that are only true now, for a registry that lives as long."""

    def __init__(self, figures: Iterable[Metric]) -> None:
        self._figures = list(figures)

    def collect(self) -> Iterable[Metric]:
        return self._figures
