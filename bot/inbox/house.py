"""What deciding needs to know about the deployment, in one value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.engine.route import Library
from bot.events import Json
from bot.providers.base import Channel


@dataclass(frozen=True)
class House:
    """The flows that are live, the numbers we have, and who we are."""

    library: Callable[[], Library]
    channels: Mapping[str, Channel]
    business: Mapping[str, Json]
    """As templates see it."""
    secret: bytes
    """Keys what is kept about phones that may have to be forgotten."""
    new_id: Callable[[str], str]
    new_seed: Callable[[], int]
    understands: bool = False
    """Whether there is an `understand` action."""
