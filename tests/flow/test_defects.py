"""Mutation test: a defect of every kind, at every place of the shipped flows, is found on its line."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.flow.check import check_sources
from bot.flow.load import load
from tests.flow.defects import KINDS, seeds_of
from tests.flow.samples import SHIPPED

pytestmark = pytest.mark.no_cover  # a thousand flows through the same lines
SOURCES = {f"flows/{name}.yaml": source for name, source in SHIPPED.items()}
SEEDS = [(path, seed) for path, source in SOURCES.items() for seed in seeds_of(load(source, path)[0])]


def found(path, seed):
    """The codes and lines that the checker reports for a seed."""
    sources = {**SOURCES, path: seed.source} if seed.together else {path: seed.source}
    return [(it.code, it.span.line, it.path) for it in check_sources(sources)[1]]


@pytest.mark.parametrize("kind", KINDS)
def test_each_defect_is_found_on_its_line_and_not_drowned_in_its_consequences(kind):
    missed, noisy = [], []
    for path, seed in SEEDS:
        if seed.kind != kind:
            continue
        findings = found(path, seed)
        places = {line for code, line, file in findings if code in seed.codes and (file == path or 0 in seed.lines)}
        if not places & seed.lines and not (0 in seed.lines and places):
            missed.append((path, sorted(seed.lines), findings))
        if len(findings) > 15:
            noisy.append((path, len(findings)))

    assert [] == missed
    assert [] == noisy


def test_there_are_enough_defects_of_enough_kinds():
    counts = Counter(seed.kind for _, seed in SEEDS)

    assert set(KINDS) == set(counts), "a kind finds no place in any shipped flow"
    assert len(KINDS) >= 60
    assert sum(counts.values()) >= 1_000


def test_no_seed_is_the_flow_itself():
    assert [] == [seed.kind for path, seed in SEEDS if seed.source == SOURCES[path]]
