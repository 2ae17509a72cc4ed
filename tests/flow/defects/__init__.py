"""Defects that people really make, each seeded wherever a flow has a place for it."""

from tests.flow.defects import data, document, graph, law, texts
from tests.flow.defects.seed import KINDS, Seed, seeds_of

__all__ = ["KINDS", "Seed", "data", "document", "graph", "law", "seeds_of", "texts"]
