"""What people write to be left in peace, by language."""

from __future__ import annotations

from typing import Final

from bot.compliance.asking.de import GERMAN
from bot.compliance.asking.en import ENGLISH
from bot.compliance.asking.es import SPANISH
from bot.compliance.asking.fr import FRENCH
from bot.compliance.asking.it import ITALIAN
from bot.compliance.asking.nl import DUTCH
from bot.compliance.asking.pt import PORTUGUESE

TONGUES: Final = (ENGLISH, SPANISH, FRENCH, GERMAN, PORTUGUESE, ITALIAN, DUTCH)
