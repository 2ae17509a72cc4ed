"""Which keys open what is kept encrypted: those of the settings, else one that is kept in the state folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from bot.config import PrivacySettings
from bot.sealing import KEY_BYTES, KEY_FILE, Sealer, key_beside
from bot.store.db import Database

NOT_SHARED: Final = "several machines may share this database, and each needs the same key: set privacy.key"


def make_sealer(settings: PrivacySettings, database: Database, entropy: Callable[[int], bytes]) -> Sealer:
    """Seal with the key of the settings, and open also with the one before and with that of the state folder.

    Where several machines share the database there is no key but that of the settings.
    """
    missing = NOT_SHARED if settings.key is None and database.shared else ""
    return Sealer(lambda: _keys(settings, database, entropy), entropy, missing)


def key_file(database: Database) -> Path | None:
    """Where a key lies that was made here; None where it lies in the memory of the process."""
    return None if database.state_folder is None else database.state_folder / KEY_FILE


def _keys(settings: PrivacySettings, database: Database, entropy: Callable[[int], bytes]) -> Iterator[bytes]:
    given = [secret.get_secret_value().encode() for secret in (settings.key, settings.previous_key) if secret]
    file = key_file(database)
    if settings.key is not None:
        yield from given
        if file is not None and file.is_file():
            yield file.read_bytes().strip()
    elif file is None:
        yield entropy(KEY_BYTES)
    elif not database.shared:
        yield key_beside(file.parent, entropy)
        yield from given
