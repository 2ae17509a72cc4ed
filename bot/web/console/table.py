"""Every page of the console: a module of pages is added here, and nowhere else."""

from __future__ import annotations

from typing import Final

from bot.web.console import (
    account,
    analytics,
    api_keys,
    audiences,
    audit,
    broadcast_writing,
    broadcasts,
    canned,
    consent,
    contacts,
    flows,
    front,
    inbox,
    live,
    oidc,
    passwords,
    security,
    sign_in,
    team,
    thread,
    thread_acts,
    webhooks,
)
from bot.web.console.page import Page

PAGES: Final[tuple[Page, ...]] = (
    *front.PAGES,
    *sign_in.PAGES,
    *passwords.PAGES,
    *oidc.PAGES,
    *inbox.PAGES,
    *account.PAGES,
    *security.PAGES,
    *team.PAGES,
    *api_keys.PAGES,
    *webhooks.PAGES,
    *audit.PAGES,
    *live.PAGES,
    *analytics.PAGES,
    *thread.PAGES,
    *thread_acts.PAGES,
    *contacts.PAGES,
    *canned.PAGES,
    *flows.PAGES,
    *audiences.PAGES,
    *broadcast_writing.PAGES,
    *broadcasts.PAGES,
    *consent.PAGES,
    *front.NOWHERE,  # behind all others
)
