"""Every page of the console: a module of pages is added here, and nowhere else."""

from __future__ import annotations

from typing import Final

from bot.web.console import front, inbox, sign_in
from bot.web.console.page import Page

PAGES: Final[tuple[Page, ...]] = (
    *front.PAGES,
    *sign_in.PAGES,
    *inbox.PAGES,
    *front.NOWHERE,  # behind all others
)
