"""Part of `make soak`: flows that chance has written, each driven by random events."""

from __future__ import annotations

from tests.engine.authors import write_flows
from tests.engine.driving import Drive, library_of
from tests.soak.table import Ran, tell


def drive_flows(flows: int, events: int) -> Ran:
    """Drive so many flows, of which the checker refuses some, by so many events each."""
    ran, driven, ended = Ran(0), 0, 0
    for seed in range(flows):
        library = library_of(write_flows(seed))
        if library is None:
            continue
        drive = Drive(library, "main", seed)
        ran.faults += [f"flow {seed}: {mishap}" for mishap in drive.go(events)]
        ran.size, driven, ended = ran.size + drive.steps, driven + 1, ended + drive.ended
        if driven % 20 == 0:
            tell(f"flows: {driven} driven by {ran.size} events, {ended} sessions ended, {len(ran.faults)} mishaps")
    return ran
