"""What the web and the command line use of accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.accounts.guessing import Guessing
from bot.accounts.links import Links
from bot.accounts.own import Own
from bot.accounts.passwords import Passwords
from bot.accounts.people import People
from bot.accounts.provider import Provider
from bot.accounts.sessions import Sessions
from bot.accounts.signing_in import SigningIn
from bot.accounts.team import Team
from bot.config import Settings
from bot.egress import Egress
from bot.sealing import Sealer
from bot.store.db import Database
from bot.world import World

CALLBACK: Final = "/console/oidc/callback"
"""Where the identity provider sends a browser back to; to be told to it."""


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
        egress: Egress | None = None,
    ) -> None:
        """`secret` keys the names of whose attempts are counted; `sealer` keeps the secrets of second factors.

        By `egress` the identity provider is asked, if the settings name one.
        """
        self.settings = settings.console
        self.oidc = settings.oidc
        self.provider = None
        if settings.oidc.issuer and egress is not None:
            public = settings.business.public_url or f"http://{settings.server.host}:{settings.server.port}"
            self.provider = Provider(settings.oidc, egress, world, f"{public}{CALLBACK}")
        passwords, guessing = Passwords(), Guessing(secret)
        self.people = people = People(database, world, settings.business.timezone)
        self.sessions = sessions = Sessions(database, world, settings.console)
        self.signing_in = SigningIn(database, world, people, sessions, passwords, guessing, sealer)
        self.own = Own(
            database, world, people, sessions, passwords, guessing, self.signing_in, sealer, settings.business.name
        )
        self.links = Links(database, world, sessions, people, passwords, guessing, settings.business.name)
        self.team = Team(database, world, people, self.links, guessing, passwords, settings.business.name)
