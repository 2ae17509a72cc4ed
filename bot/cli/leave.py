"""The end of a process: the first signal lets it finish what it began, a second one is obeyed at once.

Whatever hangs, such as an action that never returns, it is over within ten seconds. What is cut off then is as after
a crash, and the next start takes it over.
"""

from __future__ import annotations

import os
import signal
import threading
from typing import Final

EXIT_WITHIN_S: Final = 9.5
EXIT_CUT_OFF: Final = 1


def begin_to_leave() -> None:
    """Note that the process was told to end. To be called in its main thread, from the handler of the first signal."""
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, signal.SIG_DFL)
    last = threading.Timer(EXIT_WITHIN_S, os._exit, (EXIT_CUT_OFF,))
    last.daemon = True
    last.start()
