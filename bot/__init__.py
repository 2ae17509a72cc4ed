"""Parley: two-way SMS conversations, written as YAML, run as state machines, handed to a person when they should be."""

__version__ = "0.1.0"
