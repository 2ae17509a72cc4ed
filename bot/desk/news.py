"""Tells whoever watches the inbox that there is something new in it, and when no more will come."""

from __future__ import annotations

from collections.abc import Callable


class News:
    """A bell, for as many as want to hear it. What is new they look up."""

    def __init__(self) -> None:
        self._hear: Callable[[], None] | None = None
        self._leave: Callable[[], None] | None = None
        self.over = False

    def watch(self, hear: Callable[[], None], leave: Callable[[], None]) -> None:
        """Call `hear` when there is something new, and `leave` when the process is about to end."""
        self._hear, self._leave = hear, leave

    def tell(self) -> None:
        """There is something new."""
        if self._hear is not None:
            self._hear()

    def end(self) -> None:
        """The process is about to end: nobody should wait for more."""
        self.over = True
        if self._leave is not None:
            self._leave()
