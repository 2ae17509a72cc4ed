"""A database in memory for the tests of the store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine

from tests.sqlite import fill


@pytest.fixture
def conn() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        fill(connection.connection.dbapi_connection)
        yield connection
    engine.dispose()
