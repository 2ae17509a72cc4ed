"""`parley worker` with a lease of a few seconds, for tests that stop it for longer than that.

python -m tests.stalling SECONDS worker                 a call lasts half as long at most
python -m tests.stalling SECONDS --stop worker          it stops itself where the first byte of its first call is next
"""

from __future__ import annotations

import os
import signal
import sys

from bot.actions import service
from bot.cli import main
from bot.outbox import claim, sender, wire
from bot.outbox.calls import Calls
from bot.outbox.claim import Claimed

_about_to_write = Calls._about_to_write
_calls = 0


def shorten_lease(lease_s: float) -> None:
    """Make the lease so long, and the time that a call may take shorter."""
    for module in (claim, sender, service):
        module.LEASE_S = lease_s
    service.RENEW_EVERY_S = lease_s / 4
    wire.CONNECT_S = wire.ANSWER_S = lease_s / 2


def stop_at_first_byte(calls: Calls, claimed: Claimed) -> None:
    """Stop like SIGSTOP, at the last moment before it is asked whose the message is."""
    global _calls
    _calls += 1
    if _calls == 1:
        os.kill(os.getpid(), signal.SIGSTOP)
    _about_to_write(calls, claimed)


if __name__ == "__main__":
    seconds, *command = sys.argv[1:]
    shorten_lease(float(seconds))
    if "--stop" in command:
        Calls._about_to_write = stop_at_first_byte
    sys.argv[1:] = [word for word in command if word != "--stop"]
    main()
