"""Who works with the server: people, keys, and what they did. Each function is a method of both clients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.client.calls import Call, Json, part_of, query_of
from bot.client.models import Done, Page
from bot.client.models_team import (
    ApiKey,
    AuditEntry,
    EndedSessions,
    NewApiKey,
    User,
    UserSession,
    UserWithLink,
    Verified,
)


def users() -> Call[Page[User]]:
    """Show who works there, and who did."""
    return Call("GET", "/v1/users", Page[User])


def user(id: str) -> Call[User]:
    """Show somebody, by id or e-mail address."""
    return Call("GET", _path(id), User)


def invite(email: str, role: str = "agent", *, name: str | None = None) -> Call[UserWithLink]:
    """Make an account; the `link` by which its owner chooses a password is in the answer, this once."""
    return Call("POST", "/v1/users", UserWithLink, body={"email": email, "role": role, "name": name})


def change_user(id: str, **changes: Any) -> Call[User]:
    """Change somebody: `name`, `timezone`, `role`, `capacity`, `queues`, `status`, `disabled`."""
    return Call("PATCH", _path(id), User, body=changes)


def give_link(id: str) -> Call[UserWithLink]:
    """Make another link for somebody; older ones are void."""
    return Call("POST", _path(id, "link"), UserWithLink)


def unlock_user(id: str, *, factor: bool = False) -> Call[User]:
    """Forget how often somebody gave a wrong password; also their second factor, for who has lost it."""
    return Call("POST", _path(id, "unlock"), User, body={"factor": factor})


def sessions(id: str) -> Call[Page[UserSession]]:
    """Show where somebody is signed in."""
    return Call("GET", _path(id, "sessions"), Page[UserSession])


def end_sessions(id: str) -> Call[EndedSessions]:
    """Sign somebody out everywhere."""
    return Call("DELETE", _path(id, "sessions"), EndedSessions)


def end_session(id: str, session: str) -> Call[EndedSessions]:
    """Sign somebody out in one browser."""
    return Call("DELETE", _path(id, f"sessions/{part_of(session)}"), EndedSessions)


def keys() -> Call[Page[ApiKey]]:
    """Show the API keys, also those that are revoked."""
    return Call("GET", "/v1/keys", Page[ApiKey])


def create_key(name: str, scopes: Sequence[str], *, test: bool = False) -> Call[NewApiKey]:
    """Make another API key, which is in the answer, this once; it may do nothing that this one may not."""
    body: Json = {"name": name, "scopes": list(scopes), "test": test}
    return Call("POST", "/v1/keys", NewApiKey, body=body)


def revoke_key(id: str) -> Call[Done]:
    """Make an API key useless from the next request on."""
    return Call("DELETE", f"/v1/keys/{part_of(id)}", Done)


def audit(after: str | None, /, *, limit: int = 50, **filters: str) -> Call[Page[AuditEntry]]:
    """Everything that was done to accounts, keys and data of people, the newest first; `filters` as in the API."""
    return Call("GET", "/v1/audit", Page[AuditEntry], query_of(after=after, limit=limit, **filters))


def verify_ledger() -> Call[Verified]:
    """Look whether the ledger of consent is as it was written."""
    return Call("POST", "/v1/consent/verify", Verified)


def _path(id: str, what: str = "") -> str:
    return f"/v1/users/{part_of(id)}" + (f"/{what}" if what else "")
