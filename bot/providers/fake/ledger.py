"""What the fake carrier knows to be true: the messages it took, each once."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Accepted:
    """A message that the carrier took."""

    provider: str
    id: str
    sender: str
    recipient: str
    text: str
    media: tuple[str, ...] = ()
    reference: str | None = None
    """The sender's own id, where the API carries one."""
    status_url: str | None = None


@dataclass
class Ledger:
    """Everything taken, in order, and whom the carrier will not send to."""

    accepted: list[Accepted] = field(default_factory=list)
    repeated: list[Accepted] = field(default_factory=list)
    """Sends under a key that was taken before, where the API promises not to send those again."""
    opted_out: set[str] = field(default_factory=set)
    _by_key: dict[str, Accepted] = field(default_factory=dict)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(secrets.randbits(40) << 20))

    def number(self) -> int:
        """Return a number for an id, different also from those of earlier runs."""
        return next(self._numbers)

    def find(self, key: str) -> Accepted | None:
        """Return the message that was taken under a key."""
        return self._by_key.get(key)

    def take(self, message: Accepted, key: str) -> None:
        """Record a message; under a key that is known it is only noted as repeated."""
        if key in self._by_key:
            self.repeated.append(message)
            return
        self._by_key[key] = message
        self.accepted.append(message)
