"""Alembic, run from inside the process: a database is brought up to date whenever it is opened."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from bot.errors import ConfigError

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(conn: Connection) -> None:
    """Bring the schema up to what this code needs, in the caller's transaction."""
    try:
        if current(conn) != newest():
            command.upgrade(_config(conn), "head")
    except CommandError as error:
        raise ConfigError(f"the database cannot be brought up to date: {error}. Is it from a newer Parley?") from error


def downgrade(conn: Connection, revision: str) -> None:
    """Take the schema back to an older revision (`base` is an empty database), in the caller's transaction."""
    command.downgrade(_config(conn), revision)


def current(conn: Connection) -> str | None:
    """Return the revision that the database has; None for an empty one."""
    return MigrationContext.configure(conn).get_current_revision()


@cache
def newest() -> str | None:
    """Return the revision that this code needs."""
    return ScriptDirectory(str(SCRIPTS)).get_current_head()


def _config(conn: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = conn
    return config
