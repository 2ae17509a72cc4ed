"""What people may ask for about themselves: to see all that is kept of them, to be forgotten, and not to be kept long.

erase     every table, the spool and the database's files          docs/privacy.md lists what lies where
export    the same tables, as one document
retention what was kept for long enough goes by itself
idle      whoever is not heard of for long goes, too
"""

from __future__ import annotations

from bot.privacy.erase import Eraser, NotYet
from bot.privacy.export import Exporter
from bot.privacy.idle import Idle
from bot.privacy.retain import Retention

__all__ = ["Eraser", "Exporter", "Idle", "NotYet", "Retention"]
