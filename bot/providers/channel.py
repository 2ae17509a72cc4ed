"""What a deployment sends from: an account at a provider, with one number, a name, or a pool of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bot.compliance.senders import SenderKind, kind_of
from bot.events import ChannelKind
from bot.text import Segments, segments

if TYPE_CHECKING:
    from bot.providers.base import Provider


@dataclass(frozen=True)
class Channel:
    """Our senders at one provider: one number or name, or a pool of numbers."""

    name: str
    provider: Provider
    number: str
    """The first one of a pool."""
    rate: float = 1.0
    """Messages a second, from each number."""
    fallback: str | None = None
    opt_out_reply: Literal["engine", "provider"] = "engine"
    """Who confirms STOP, START and HELP."""
    numbers: tuple[str, ...] = ()
    """Every number, where there are several."""
    dlt_entity_id: str | None = None
    """As whom we are registered in India."""
    dlt_templates: Mapping[str, str] = field(default_factory=dict, hash=False)
    """As what our texts are registered there: by flow and state, flow, class, or a name that the API may use."""
    registration: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Brand and campaign of a 10DLC number in the United States, as our settings know them."""

    @property
    def one_way(self) -> bool:
        """Whether nobody can reply, and so nobody can write STOP either."""
        return kind_of(self.number) is SenderKind.NAME

    def cost(self, text: str) -> Segments:
        """Count what a text costs here: segments are a matter of SMS, any other kind takes a message as one."""
        return segments(text) if self.provider.kind is ChannelKind.SMS else Segments("UTF-8", len(text), 1)

    @property
    def pool(self) -> tuple[str, ...]:
        """Every sender, the first one first."""
        return self.numbers or (self.number,)

    @property
    def is_pool(self) -> bool:
        """Whether there is a choice."""
        return len(self.numbers) > 1
