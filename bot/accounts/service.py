"""What the web and the command line use of accounts."""

from __future__ import annotations

from collections.abc import Callable

from bot.accounts.guessing import Guessing
from bot.accounts.links import Links
from bot.accounts.own import Own
from bot.accounts.passwords import Passwords
from bot.accounts.people import People
from bot.accounts.sessions import Sessions
from bot.accounts.signing_in import SigningIn
from bot.accounts.team import Team
from bot.config import Settings
from bot.sealing import Sealer
from bot.store.db import Database
from bot.world import World


class Accounts:
    """The accounts of one deployment."""

    def __init__(
        self,
        database: Database,
        world: World,
        settings: Settings,
        *,
        secret: Callable[[], bytes],
        sealer: Callable[[], Sealer],
    ) -> None:
        """`secret` keys the names of whose attempts are counted; `sealer` keeps the secrets of second factors."""
        self.settings = settings.console
        passwords, guessing = Passwords(), Guessing(secret)
        self.people = people = People(database, world, settings.business.timezone)
        self.sessions = sessions = Sessions(database, world, settings.console)
        self.signing_in = SigningIn(database, world, people, sessions, passwords, guessing, sealer)
        self.own = Own(
            database, world, people, sessions, passwords, guessing, self.signing_in, sealer, settings.business.name
        )
        self.links = Links(database, world, sessions, people, passwords, guessing, settings.business.name)
        self.team = Team(database, world, people, self.links, guessing, passwords, settings.business.name)
