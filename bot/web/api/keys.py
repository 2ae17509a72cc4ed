"""`/v1/keys`: with what programs call this."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from pydantic import BaseModel, Field, StrictBool, StringConstraints

from bot.accounts.people import NAME_CHARS_MAX, Refused, readable_name
from bot.keys import Key, Scope
from bot.web.api.bodies import Strict
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.whose import caller_of, refusal
from bot.web.problem import Problem

KeyName = Annotated[str, StringConstraints(min_length=1, max_length=NAME_CHARS_MAX)]


class NewKey(Strict):
    """What another key may do."""

    name: KeyName = Field(description="What it is for", examples=["shop"])
    scopes: list[Scope] = Field(min_length=1, max_length=3, description="None that this key has not itself")
    test: StrictBool = Field(False, description="What it sends stays within the house")


class ApiKey(BaseModel):
    """A key, without what makes it one."""

    id: str
    name: str
    scopes: list[str]
    test: bool
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, key: Key) -> ApiKey:
        """Show one."""
        known = {name: getattr(key, name) for name in cls.model_fields if name != "scopes"}
        return cls(scopes=sorted(key.scopes), **known)


class ApiKeyList(BaseModel):
    """All of them, the oldest first."""

    data: list[ApiKey]


class NewApiKey(BaseModel):
    """A key, which is shown this once."""

    key: str = Field(examples=["parley_…"])
    name: str
    scopes: list[str]
    test: bool


class RevokedKey(BaseModel):
    """It is of no use any more."""

    id: str
    revoked: bool = True


async def list_keys(call: Call[BaseModel]) -> ApiKeyList:
    """List the keys, also those that are revoked."""
    return ApiKeyList(data=[ApiKey.of(key) for key in await call.runtime.keys.list()])


async def create_key(call: Call[NewKey]) -> NewApiKey:
    """Make another key. It is in the answer and shown this once, and may do nothing that this one may not."""
    given, runtime = call.given, call.runtime
    lacking = sorted(set(given.scopes) - call.key.scopes)
    if lacking:
        detail = f"this key has no scope `{lacking[0]}` itself, and so can give it to none"
        raise Problem("forbidden", detail, hint=f"`parley key create --scopes {lacking[0]}`, or Settings › API keys")
    try:
        name = readable_name(given.name)
    except Refused as error:
        raise refusal(error) from None
    scopes = sorted(set(given.scopes))
    plain = await runtime.keys.create(scopes, name, test=given.test)
    await runtime.accounts.team.note("key.created", name, caller_of(call), scopes=scopes, test=given.test)
    return NewApiKey(key=plain, name=name, scopes=list(scopes), test=given.test)


async def revoke_key(call: Call[BaseModel]) -> RevokedKey:
    """Make a key useless from the next request on. One may revoke oneself."""
    id = call.path["key"]
    if not await call.runtime.keys.revoke(id):
        raise Problem("not_found", f"no living key has the id `{id}`", param="key")
    await call.runtime.accounts.team.note("key.revoked", id, caller_of(call))
    return RevokedKey(id=id)


ENDPOINTS: Final = (
    Endpoint(method="GET", path="/v1/keys", scope=Scope.ADMIN, handler=list_keys, answers={200: ApiKeyList}),
    Endpoint(
        method="POST",
        path="/v1/keys",
        scope=Scope.ADMIN,
        handler=create_key,
        body=NewKey,
        answers={201: NewApiKey},
    ),
    Endpoint(
        method="DELETE",
        path="/v1/keys/{key}",
        scope=Scope.ADMIN,
        handler=revoke_key,
        answers={200: RevokedKey},
        problems=("not_found",),
    ),
)
