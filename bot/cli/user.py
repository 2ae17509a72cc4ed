"""`parley user`: those who work in the console."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import typer

from bot.accounts import CLI, Accounts, Role
from bot.accounts.links import LinkKind
from bot.accounts.people import Refused
from bot.cli.console import Exit, Failed, say, show, show_json, show_table
from bot.cli.database import open_database
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.config import Settings
from bot.privacy.keys import make_sealer
from bot.store import settings as kept
from bot.store.users import User
from bot.suggest import did_you_mean
from bot.world import World

SECRET_BYTES = 32
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="What they sign in with.")]

app = new_app(
    help="Say who works in the console.",
    examples=(
        ("parley user add ana@example.com --name Ana --role agent", "prints a link to choose a password"),
        ("parley user list", "who there is"),
        ("parley user passwd ana@example.com", "asks for a new password"),
        ("parley user link ana@example.com", "prints a link that signs her in, once"),
    ),
)


@command(app, ("parley user add ana@example.com --role supervisor", "prints a link to choose a password"))
def add(
    email: Email,
    name: Annotated[str, typer.Option(metavar="TEXT", help="How colleagues see them; else from the address.")] = "",
    role: Annotated[str, typer.Option(metavar="ROLE", help="viewer, agent, supervisor or admin.")] = "agent",
) -> None:
    """Make an account and print the link by which its owner chooses a password."""
    wanted, settings = _role(role), read_settings()

    async def work(accounts: Accounts) -> str:
        return (await accounts.team.invite(email, name, wanted, CLI)).link

    show(_address(settings) + asyncio.run(_with_accounts(settings, work)))
    say("the link works once, for three days; hand it over")


@command(app, ("parley user list", ""), ("parley user list --json", "for a program"), name="list")
def list_users(json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """List everybody who has an account."""
    people = asyncio.run(_with_accounts(read_settings(), lambda accounts: accounts.people.all()))
    if json:
        show_json([_plain(user) for user in people])
    else:
        show_table(("email", "name", "role", "state", "2nd factor", "seen"), [_row(user) for user in people])


@command(
    app,
    ("parley user passwd ana@example.com", "asks for the new password"),
    ("parley user passwd ana@example.com < file", "the first line of it"),
)
def passwd(email: Email) -> None:
    """Set somebody's password; it is asked for, or read from a pipe, and never an argument. Ends their sessions."""
    password = _ask_password()

    async def work(accounts: Accounts) -> None:
        user = await _find(accounts, email)
        await accounts.team.set_password(user.id, password, CLI)

    asyncio.run(_with_accounts(read_settings(), work))
    say(f"the password of {email} is changed, and they are signed out everywhere")


@command(app, ("parley user link ana@example.com", "for who cannot sign in"))
def link(email: Email) -> None:
    """Print a link that signs somebody in: once, and within an hour. Their second factor is asked for all the same."""
    settings = read_settings()

    async def work(accounts: Accounts) -> str:
        return (await accounts.team.link((await _find(accounts, email)).id, LinkKind.LOGIN, CLI)).link

    show(_address(settings) + asyncio.run(_with_accounts(settings, work)))


@command(app, ("parley user role ana@example.com admin", ""))
def role(
    email: Email, role: Annotated[str, typer.Argument(metavar="ROLE", help="viewer, agent, supervisor or admin.")]
) -> None:
    """Let somebody do more, or less. They sign in again."""
    wanted = _role(role)

    async def work(accounts: Accounts) -> None:
        await accounts.team.change_role((await _find(accounts, email)).id, wanted, CLI)

    asyncio.run(_with_accounts(read_settings(), work))
    say(f"{email} is {wanted.value} now")


@command(app, ("parley user disable ana@example.com", ""))
def disable(email: Email) -> None:
    """Keep somebody out, from their next click on."""

    async def work(accounts: Accounts) -> None:
        await accounts.team.disable((await _find(accounts, email)).id, CLI)

    asyncio.run(_with_accounts(read_settings(), work))
    say(f"{email} is signed out everywhere and cannot come back; undo it with: parley user enable {email}")


@command(app, ("parley user enable ana@example.com", ""))
def enable(email: Email) -> None:
    """Let somebody in again who was disabled."""

    async def work(accounts: Accounts) -> None:
        await accounts.team.enable((await _find(accounts, email)).id, CLI)

    asyncio.run(_with_accounts(read_settings(), work))
    say(f"{email} can sign in again")


@command(
    app,
    ("parley user unlock ana@example.com", "after wrong passwords"),
    ("parley user unlock ana@example.com --factor", "the phone with the app is gone"),
)
def unlock(
    email: Email,
    factor: Annotated[bool, typer.Option("--factor", help="Also remove the second factor.")] = False,
) -> None:
    """Forget how often somebody was wrong, so that they can try again at once."""

    async def work(accounts: Accounts) -> None:
        await accounts.team.unlock((await _find(accounts, email)).id, CLI, factor=factor)

    asyncio.run(_with_accounts(read_settings(), work))
    say(f"{email} can try again" + (", without a second factor" if factor else ""))


async def _with_accounts(settings: Settings, work: Any) -> Any:
    async with _accounts(settings) as accounts:
        try:
            return await work(accounts)
        except Refused as error:
            raise Failed(str(error)) from error


@asynccontextmanager
async def _accounts(settings: Settings) -> AsyncIterator[Accounts]:
    world = World.real()
    async with open_database(settings) as database:
        secret = await database.run(kept.keep, kept.PERSON_SECRET, world.entropy(SECRET_BYTES).hex())
        sealer = make_sealer(settings.privacy, database, world.entropy)
        yield Accounts(database, world, settings, secret=lambda: bytes.fromhex(secret), sealer=lambda: sealer)


async def _find(accounts: Accounts, email: str) -> User:
    user = await accounts.people.find_by_email(email)
    if user is None:
        known = [each.email for each in await accounts.people.all()]
        raise Failed(f"nobody has the address `{email}`, {did_you_mean(email, known) or 'see: parley user list'}")
    return user


def _ask_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("New password", hide_input=True, confirmation_prompt=True, err=True))


def _role(text: str) -> Role:
    if text.lower() not in list(Role):
        raise Failed(f"no role is called `{text}`, {did_you_mean(text, list(Role)) or ', '.join(Role)}", Exit.USAGE)
    return Role(text.lower())


def _address(settings: Settings) -> str:
    return settings.business.public_url or f"http://{settings.server.host}:{settings.server.port}"


def _state(user: User) -> str:
    return "disabled" if user.disabled_at else "invited" if user.seen_at is None else user.status


def _plain(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "state": _state(user),
        "second_factor": user.factor_at is not None,
        "created_at": user.created_at.isoformat(),
        "seen_at": user.seen_at.isoformat() if user.seen_at else None,
    }


def _row(user: User) -> tuple[str, ...]:
    seen = f"{user.seen_at:%Y-%m-%d %H:%M}Z" if user.seen_at else "-"
    return user.email, user.name, user.role, _state(user), "on" if user.factor_at else "-", seen
