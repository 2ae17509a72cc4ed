"""The database, whichever it is: whole transactions, each one function.

    rows = await database.run(inbound.pending, 200)       # BEGIN … COMMIT around one synchronous function

The functions are synchronous and take the connection first; they are written once for both databases.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigError
from bot.store.dialect import POSTGRESQL
from bot.store.postgres import Postgres
from bot.store.sqlite import Sqlite

P = ParamSpec("P")
T = TypeVar("T")

STATE_FOLDER = Path("parley-state")


class Database:
    """One process's access to the database."""

    def __init__(self, url: str, state: Path | None = None) -> None:
        """`state` is the folder for what a process keeps beside the database; without it a place is chosen."""
        self._backend = _backend(url)
        self._state = state

    @property
    def shown(self) -> str:
        """The database's name for people: without a password."""
        return self._backend.shown

    @property
    def shared(self) -> bool:
        """Whether any number of workers may run on it, on any number of machines."""
        return isinstance(self._backend, Postgres)

    @property
    def file(self) -> Path | None:
        """Where the data lies, if that is a file."""
        return self._backend.file if isinstance(self._backend, Sqlite) else None

    @property
    def state_folder(self) -> Path | None:
        """Where a process keeps what has to outlive it but not in the database; None for a database in memory."""
        if self._state is not None:
            return self._state
        if self.shared:
            return STATE_FOLDER
        return None if self.file is None else self.file.with_name(self.file.name + "-state")

    async def open(self, *, worker: bool = False, upgrade: bool = True) -> None:
        """Connect, and bring the schema up to date.

        A worker on SQLite claims the exclusive right to process and send; a second one on the same file is refused.
        """
        try:
            if isinstance(self._backend, Postgres):
                await self._backend.open(upgrade=upgrade)
            else:
                await self._backend.open(worker=worker, upgrade=upgrade)
        except BaseException:
            await self.close()
            raise

    async def run(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function as one transaction: everything it wrote is on the disk when this returns, or nothing is.

        Raises `DatabaseAway` if the database cannot do its work now; on PostgreSQL the outcome of the transaction is
        unknown then, if the connection was lost while it committed.
        """
        return await self._backend.run(work, *args, **kwargs)

    async def look(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function that only reads, beside what is being written: a long look does not hold up a text."""
        if isinstance(self._backend, Sqlite):
            return await self._backend.look(work, *args, **kwargs)
        return await self._backend.run(work, *args, **kwargs)

    def listen(self, on_news: Callable[[str], None]) -> None:
        """Call `on_news` with whatever `dialect.notify` tells, in any process. With one process there is nobody."""
        if isinstance(self._backend, Postgres):
            self._backend.listen(on_news)

    async def clean_file(self) -> bool:
        """See to it that nothing deleted is left in the database's files; False if that has to be tried again later.

        PostgreSQL does it in its own time, by vacuuming.
        """
        return await self._backend.clean_file() if isinstance(self._backend, Sqlite) else True

    async def close(self) -> None:
        """Finish what runs, then disconnect."""
        await self._backend.close()


def _backend(url: str) -> Sqlite | Postgres:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigError("database.url: is not an address such as sqlite:///parley.db") from error
    match parsed.get_backend_name():
        case "sqlite":
            return Sqlite(parsed)
        case name if name == POSTGRESQL:
            return Postgres(parsed)
        case name:
            raise ConfigError(f"database.url: {name} is not known; use sqlite:/// or postgresql://")
