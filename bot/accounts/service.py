"""What the web and the command line use of accounts."""

from __future__ import annotations

from bot.accounts.links import Links
from bot.accounts.passwords import Passwords
from bot.accounts.people import People
from bot.accounts.sessions import Sessions
from bot.accounts.signing_in import SigningIn
from bot.config import Settings
from bot.store.db import Database
from bot.world import World


class Accounts:
    """The accounts of one deployment."""

    def __init__(self, database: Database, world: World, settings: Settings) -> None:
        self.settings = settings.console
        self.passwords = Passwords()
        self.sessions = Sessions(database, world, settings.console)
        self.people = People(database, world, settings.business.timezone)
        self.links = Links(database, world, self.sessions, self.people)
        self.signing_in = SigningIn(database, self.people, self.sessions, self.passwords)
