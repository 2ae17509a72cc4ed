"""Any flow that the checker passes can be driven by anything: nothing raises, sticks, loops or misses a name.

`make soak` does it with hundreds of flows and ten thousand events each.
"""

from __future__ import annotations

import pytest

from bot.engine.machine import compile_flow
from bot.engine.route import Library
from bot.flow.load import load
from tests.engine.authors import write_flows
from tests.engine.driving import Drive, library_of
from tests.shipped import FOLDER, SOURCES

FLOWS = 40
EVENTS = 120
SHIPPED = sorted(path.stem for path in FOLDER.glob("*.yaml") if path.suffixes == [".yaml"])
INPUTS = {"given": "x", "appointment": "2026-03-09 10:00"}


@pytest.mark.no_cover
@pytest.mark.parametrize("first", range(0, FLOWS, 10))
def test_flows_by_chance_survive_whatever_happens(first):
    driven = 0
    for seed in range(first, first + 10):
        library = library_of(write_flows(seed))
        if library is not None:
            driven += 1
            assert [] == Drive(library, "main", seed).go(EVENTS)

    assert driven >= 7, "most of them must pass the checker, or this proves little"


@pytest.mark.no_cover
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_flows_survive_whatever_happens(name, language):
    assert [] == Drive(library_of(SOURCES), name, 1, INPUTS, language).go(4 * EVENTS)


@pytest.mark.parametrize(
    ("states", "mishap"),
    [
        ("{one: [{ask: Hi?}, {say: '{{ nobody }}'}, {end: done}]}", "template: "),
        ("{one: [{ask: Hi?}, {say: Hm}]}", "lost: "),
        ("{one: [{ask: Hi?}, {go: two}], two: [{say: Hm}, {go: two}]}", "loop: "),
    ],
)
def test_what_the_checker_forbids_is_noticed(states, mishap):
    flow, _ = load(f"flow: main\nstates: {states}", "main.yaml")

    mishaps = Drive(Library({"main": compile_flow(flow)}), "main", 1).go(50)

    assert mishap in "".join(mishaps)


def test_a_seed_drives_the_same_way_again():
    library = library_of(write_flows(1))
    drives = [Drive(library, "main", 5), Drive(library, "main", 5)]
    for drive in drives:
        drive.go(100)

    assert drives[0].session == drives[1].session
