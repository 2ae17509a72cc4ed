"""The audit log in words: each kind of deed, and how its details read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

DEEDS: Final[Mapping[str, str]] = {
    "sign_in.password": "Signed in with a password",
    "sign_in.link": "Signed in by a link",
    "sign_in.invitation": "Accepted the invitation",
    "sign_in.reset": "Chose a new password by a link",
    "sign_in.oidc": "Signed in with the identity provider",
    "sign_in.oidc_refused": "Was not let in from the identity provider",
    "sign_in.code": "Gave the code of the second factor",
    "sign_in.recovery_code": "Used a recovery code",
    "sign_in.refused": "Was refused: wrong address or password",
    "sign_in.code_refused": "Was refused: wrong code",
    "session.signed_out": "Signed out",
    "session.ended": "Ended a session",
    "session.others_ended": "Ended all other sessions",
    "session.all_ended": "Ended all sessions",
    "user.added": "Added a user",
    "user.profile": "Changed a name or time zone",
    "user.email": "Changed an e-mail address",
    "user.password": "Changed a password",
    "user.proof_refused": "Gave a wrong password before a change",
    "user.role": "Changed a role",
    "user.work": "Changed capacity or queues",
    "user.status": "Changed online or away",
    "user.disabled": "Disabled a user",
    "user.enabled": "Let a user in again",
    "user.unlocked": "Unlocked a user",
    "factor.added": "Added a second factor",
    "factor.removed": "Removed the second factor",
    "factor.recovery_codes": "Made new recovery codes",
    "link.given": "Made a link",
    "key.created": "Made an API key",
    "key.revoked": "Revoked an API key",
    "broadcast.made": "Made a broadcast",
    "webhook.created": "Added a webhook",
    "webhook.changed": "Changed a webhook",
    "webhook.enabled": "Enabled a webhook",
    "webhook.disabled_by_hand": "Disabled a webhook",
    "webhook.rotated": "Gave a webhook another secret",
    "webhook.deleted": "Deleted a webhook",
    "broadcast.begun": "Began a broadcast",
    "broadcast.paused": "Paused a broadcast",
    "broadcast.resumed": "Let a broadcast go on",
    "broadcast.canceled": "Canceled a broadcast",
    "contact.exported": "Took out all that is kept of a person",
    "contact.erased": "Erased a person",
    "audience.kept": "Kept an audience",
    "audience.removed": "Removed an audience",
    "audit.exported": "Exported the audit log",
}
"""Kind → what was done. A test finds whoever writes down a deed that is not here."""

GROUPS: Final = (
    ("sign_in.", "Signing in"),
    ("session.", "Sessions"),
    ("factor.", "Second factors"),
    ("user.", "Users"),
    ("link.", "Links"),
    ("key.", "API keys"),
    ("webhook.", "Webhooks"),
    ("broadcast.", "Broadcasts"),
    ("contact.", "People's data"),
    ("audience.", "Audiences"),
    ("audit.", "Audit log"),
)
"""What the page can be narrowed to: the beginnings of kinds."""


def deed(kind: str) -> str:
    """What was done."""
    return DEEDS.get(kind, kind)


def details(data: Mapping[str, Any]) -> str:
    """`role: agent, before: viewer`."""
    return ", ".join(f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in data.items())


def _plain(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return " ".join(map(str, value)) or "all"
    return str(value)
