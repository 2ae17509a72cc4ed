"""What all tables are made with."""

from __future__ import annotations

from sqlalchemy import Index, Table, text
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING
metadata = SQLModel.metadata

KEEP_COUNTING = {"sqlite_autoincrement": True}
"""A sequence number is never given twice, not even after the newest rows are gone."""


def partial(name: str, *columns: str, where: str, server: str | None = None, unique: bool = False) -> Index:
    """Make an index of the rows that are searched for, and of no others; `server` is what PostgreSQL has to be told."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(server or where))


def core_table(model: type[SQLModel]) -> Table:
    """Return the Core table of a model; mypy does not see the attribute that SQLAlchemy adds."""
    return metadata.tables[str(model.__tablename__)]
