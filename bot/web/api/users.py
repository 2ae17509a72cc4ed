"""`/v1/users`: who works here, as what, with which conversations, and where they are signed in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field, StrictBool, StringConstraints

from bot.accounts import Role
from bot.accounts.links import LinkKind
from bot.accounts.people import EMAIL_CHARS_MAX, NAME_CHARS_MAX, Refused
from bot.accounts.team import CAPACITY_MAX, QUEUE_CHARS_MAX, QUEUES_MAX, Invited
from bot.keys import Scope
from bot.store.logins import Login
from bot.store.users import User as Kept
from bot.web.api.bodies import Name, Strict
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.whose import caller_of, refusal, user_of
from bot.web.letters import send_link
from bot.web.problem import Problem

Email = Annotated[str, StringConstraints(min_length=3, max_length=EMAIL_CHARS_MAX)]
FullName = Annotated[str, StringConstraints(min_length=1, max_length=NAME_CHARS_MAX)]
Queue = Annotated[str, StringConstraints(min_length=1, max_length=QUEUE_CHARS_MAX, strip_whitespace=True)]


# ── what is asked ───────────────────────────────────────────────────────────────────────────────────────────────────


class NewUser(Strict):
    """Somebody who is to work here."""

    email: Email = Field(examples=["mia@example.com"])
    name: FullName | None = Field(None, description="Else the address up to its `@`", examples=["Mia"])
    role: Role = Role.AGENT


class UserChange(Strict):
    """What is to be different; what is not named stays. All of it happens, or nothing."""

    name: FullName | None = None
    timezone: Name | None = Field(None, examples=["Europe/Paris"])
    role: Role | None = Field(None, description="They sign in again")
    capacity: int | None = Field(None, ge=0, le=CAPACITY_MAX, description="Open conversations assigned to them at most")
    queues: list[Queue] | None = Field(None, max_length=QUEUES_MAX, description="Those they answer; none for all")
    status: Literal["online", "away"] | None = Field(None, description="Only to who is online work is assigned")
    disabled: StrictBool | None = Field(None, description="true: out, from the next click on; false: in again")


class Unlocking(Strict):
    """What is forgotten besides how often they were wrong."""

    factor: StrictBool = Field(False, description="Also their second factor, for who has lost it")


# ── what is answered ────────────────────────────────────────────────────────────────────────────────────────────────


class User(BaseModel):
    """Somebody who works here."""

    id: str
    email: str
    name: str
    role: str = Field(examples=list(Role))
    timezone: str
    status: str = Field(examples=["online", "away"])
    capacity: int
    queues: list[str]
    two_factor: bool
    created_at: datetime
    seen_at: datetime | None
    disabled_at: datetime | None

    @classmethod
    def of(cls, kept: Kept) -> User:
        """Show somebody."""
        return cls(**shown(kept))


class UserList(BaseModel):
    """Everybody by name, disabled ones last."""

    data: list[User]


class UserWithLink(User):
    """Somebody, and the link that lets them in once, which is shown this once."""

    link: str = Field(examples=["https://sms.example.com/console/invitation/…"])
    kind: str = Field(examples=["invitation", "reset"])
    mailed: bool = Field(description="Whether it was sent to them; else somebody has to hand it over")


class UserSession(BaseModel):
    """A browser in which somebody is signed in."""

    id: str
    address: str
    browser: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, login: Login) -> UserSession:
        """Show one."""
        return cls(**{name: getattr(login, name) for name in cls.model_fields})


class UserSessionList(BaseModel):
    """Where somebody is signed in, the latest used first."""

    data: list[UserSession]


class EndedSessions(BaseModel):
    """They are signed out."""

    ended: int


# ── what is done ────────────────────────────────────────────────────────────────────────────────────────────────────


async def list_users(call: Call[BaseModel]) -> UserList:
    """List who works here, and who did."""
    return UserList(data=[User.of(user) for user in await call.runtime.accounts.people.all()])


async def get_user(call: Call[BaseModel]) -> User:
    """Show somebody, by id or e-mail address."""
    return User.of(await _user(call))


async def invite_user(call: Call[NewUser]) -> UserWithLink:
    """Make an account, and the link by which its owner chooses a password."""
    given = call.given
    try:
        invited = await call.runtime.accounts.team.invite(given.email, given.name or "", given.role, caller_of(call))
    except Refused as error:
        raise refusal(error) from None
    return await _with_link(call, invited, LinkKind.INVITATION)


async def change_user(call: Call[UserChange]) -> User:
    """Change what somebody is called, may do, or is assigned; keep them out, or let them in again."""
    user = await _user(call)
    values = {name: value for name, value in call.given.model_dump(exclude_unset=True).items() if value is not None}
    try:
        return User.of(await call.runtime.accounts.team.change(user.id, values, caller_of(call)))
    except Refused as error:
        raise refusal(error) from None


async def give_user_link(call: Call[BaseModel]) -> UserWithLink:
    """Make another link: an invitation for who was never here, else one to choose a new password.

    Older ones are void.
    """
    user = await _user(call)
    kind = LinkKind.INVITATION if user.seen_at is None else LinkKind.RESET
    try:
        invited = await call.runtime.accounts.team.link(user.id, kind, caller_of(call))
    except Refused as error:
        raise refusal(error) from None
    return await _with_link(call, invited, kind)


async def unlock_user(call: Call[Unlocking]) -> User:
    """Forget how often somebody gave a wrong password."""
    user = await _user(call)
    await call.runtime.accounts.team.unlock(user.id, caller_of(call), factor=call.given.factor)
    return User.of(await _user(call))


async def list_user_sessions(call: Call[BaseModel]) -> UserSessionList:
    """List the browsers in which somebody is signed in."""
    user = await _user(call)
    return UserSessionList(data=[UserSession.of(login) for login in await call.runtime.accounts.sessions.of(user.id)])


async def end_user_sessions(call: Call[BaseModel]) -> EndedSessions:
    """Sign somebody out everywhere."""
    user = await _user(call)
    return EndedSessions(ended=await call.runtime.accounts.sessions.end_all(user.id, caller_of(call)))


async def end_user_session(call: Call[BaseModel]) -> EndedSessions:
    """Sign somebody out in one browser."""
    user, session = await _user(call), call.path["session"]
    if not await call.runtime.accounts.sessions.end_one(user.id, session, caller_of(call)):
        raise Problem("not_found", f"they have no session `{session}`", param="session")
    return EndedSessions(ended=1)


def _endpoint(method: str, path: str, handler: Any, answer: Any, status: int = 200, **more: Any) -> Endpoint:
    problems = (*(("not_found",) if path else ()), *more.pop("problems", ()))
    scope = more.pop("scope", Scope.ADMIN)
    path = f"/v1/users{path}"
    return Endpoint(
        method=method, path=path, scope=scope, handler=handler, answers={status: answer}, problems=problems, **more
    )


_ONE: Final = "/{user}"
_CAN_REFUSE: Final = ("refused",)
ENDPOINTS: Final = (
    _endpoint("GET", "", list_users, UserList, scope=Scope.READ),
    _endpoint("POST", "", invite_user, UserWithLink, 201, body=NewUser),
    _endpoint("GET", _ONE, get_user, User, scope=Scope.READ),
    _endpoint("PATCH", _ONE, change_user, User, body=UserChange, problems=_CAN_REFUSE),
    _endpoint("POST", f"{_ONE}/link", give_user_link, UserWithLink, problems=_CAN_REFUSE),
    _endpoint("POST", f"{_ONE}/unlock", unlock_user, User, body=Unlocking),
    _endpoint("GET", f"{_ONE}/sessions", list_user_sessions, UserSessionList),
    _endpoint("DELETE", f"{_ONE}/sessions/{{session}}", end_user_session, EndedSessions),
    _endpoint("DELETE", f"{_ONE}/sessions", end_user_sessions, EndedSessions),
)


def shown(kept: Kept) -> dict[str, Any]:
    """What is shown of somebody: nothing that proves who they are."""
    return kept._asdict() | {"two_factor": kept.factor_at is not None}


async def _user(call: Call[Any]) -> Kept:
    return await call.runtime.database.run(user_of, call.path["user"])


async def _with_link(call: Call[Any], invited: Invited, kind: LinkKind) -> UserWithLink:
    mailed = await send_link(call.runtime, invited.user, kind, invited.link)
    link = f"{call.runtime.public_url}{invited.link}"
    return UserWithLink(**shown(invited.user), link=link, kind=kind.value, mailed=mailed)
