"""What is done at the desk, each as one transaction of the caller's: all of it happens, or nothing.

    hold the person's part ─ hold the conversation ─ look at its epoch ─ change it ─ take back what the bot has queued
                                                                        └ one entry of the log, with who did it

Whoever decides for the bot holds the same part and the same row. So a bot message is written before a takeover, and
taken back by it, or it is not written at all. What moves a session (closing, handing back) goes on through the inbox.
"""

from __future__ import annotations

from bot.desk.keeping import Keeping
from bot.desk.speaking import Speaking


class Acts(Speaking, Keeping):
    """Everything that agents do with conversations."""
