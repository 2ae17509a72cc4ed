"""Sessions as they are kept. Whoever is answered soon writes again, so what was written last need not be read."""

from __future__ import annotations

from typing import Final

import orjson

from bot.engine.session import Session
from bot.limits import SESSIONS_REMEMBERED_MAX
from bot.sealing import SEALED, Sealer
from bot.store.types import Written, dumps, loads

PLACE: Final = "session"
"""What sealed sessions are sealed for."""


class KeptSessions:
    """Writes sessions down and reads them, and remembers those it wrote by their text.

    A text is a session whoever keeps it, so nothing that another process does can make this wrong: it only finds
    another text in the database, and reads that.
    """

    def __init__(self, remembered_max: int = SESSIONS_REMEMBERED_MAX, sealer: Sealer | None = None) -> None:
        self._sealer = sealer
        self._remembered: dict[str, Session] = {}
        self._max = remembered_max

    def write(self, session: Session, *, secret: bool = False) -> Written:
        """Return what to keep; of a `secret` one nobody can read more than when it is to be woken."""
        text = self._seal(session, self._sealer) if secret and self._sealer is not None else _text(session)
        if session.outcome is None:
            self._remembered[text] = session
            if len(self._remembered) > self._max:
                del self._remembered[next(iter(self._remembered))]  # the one that was written first
        return Written(text)

    def read(self, text: str) -> Session:
        """Return what was kept. It is forgotten here, since it will be another when it is written again.

        Raises:
            ValueError: the text is not a session's.
        """
        return self._remembered.pop(text, None) or self._read(text)

    @staticmethod
    def _seal(session: Session, sealer: Sealer) -> str:
        data = session.to_json()
        return dumps({"wake_at": data["wake_at"], SEALED: sealer.seal(data, PLACE)})

    def _read(self, text: str) -> Session:
        data = loads(text)
        if self._sealer is not None and SEALED in data:
            data = self._sealer.document(data, PLACE)
        return Session.from_json(data)


def _text(session: Session) -> str:
    """Write a session down as `to_json` has it, in a quarter of the time: every text that is answered needs it."""
    try:
        return orjson.dumps(session, option=orjson.OPT_UTC_Z).decode()
    except TypeError:  # a number of more than 64 bits, half a character
        return dumps(session.to_json())
