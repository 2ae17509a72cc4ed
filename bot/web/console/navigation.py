"""The places of the console, in the order in which they stand in its navigation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """A place that everything else can be reached from."""

    name: str
    path: str
    id: str
    """What a page of this place calls itself (`active`), and what its picture is called."""
    role: Role = Role.VIEWER


NAVIGATION: Final = (
    Entry("Inbox", "/console/inbox", "inbox"),
    Entry("Contacts", "/console/contacts", "contacts"),
    Entry("Flows", "/console/flows", "flows"),
    Entry("Broadcasts", "/console/broadcasts", "broadcasts", Role.SUPERVISOR),
    Entry("Analytics", "/console/analytics", "analytics"),
    Entry("Consent", "/console/consent", "consent", Role.SUPERVISOR),
    Entry("Settings", "/console/settings", "settings"),
)
SETTINGS: Final = (
    Entry("Your account", "/console/settings/account", "account"),
    Entry("Security", "/console/settings/security", "security"),
    Entry("Canned replies", "/console/settings/canned", "canned", Role.AGENT),
    Entry("Team", "/console/settings/team", "team", Role.SUPERVISOR),
    Entry("API keys", "/console/settings/keys", "keys", Role.ADMIN),
    Entry("Webhooks", "/console/settings/webhooks", "webhooks", Role.ADMIN),
    Entry("Audit log", "/console/settings/audit", "audit", Role.ADMIN),
)
"""The pages under Settings."""
