"""Looking for what a person left behind: in every byte of every file, or in every row of every table."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, select

from bot.store.tables import metadata


def in_files(folder: Path, words: Iterable[str]) -> dict[str, list[str]]:
    """File → which of these words its bytes hold, as they are or as JSON spells them; those without are left out."""
    spelled = {word: {word.encode(), json.dumps(word).strip('"').encode()} for word in words}
    found: dict[str, list[str]] = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "flows" not in file.parts:
            content = file.read_bytes()
            hits = [word for word, forms in spelled.items() if any(form in content for form in forms)]
            if hits:
                found[file.name] = hits
    return found


def in_rows(conn: Connection, words: Iterable[str]) -> dict[str, list[str]]:
    """Table → which of these words are in one of its rows."""
    found: dict[str, list[str]] = {}
    for table in metadata.sorted_tables:
        content = "\n".join(
            json.dumps(tuple(row), default=str, ensure_ascii=False) for row in conn.execute(select(table))
        )
        hits = [word for word in words if word in content or json.dumps(word).strip('"') in content]
        if hits:
            found[table.name] = hits
    return found
