"""`make bench`: what checking and a step cost, the whole way a text goes, this machine's limits, and other frameworks.

`--no-peers` leaves the last out: they are installed for it.
"""

from __future__ import annotations

import sys

from benchmarks import (
    broadcast,
    bulk,
    check_cost,
    end_to_end,
    growth,
    limits,
    optout,
    passcodes,
    proof_cost,
    provider_cost,
    send_cost,
    stage_cost,
    step_cost,
    timers,
)
from benchmarks.peers import __main__ as peers

if __name__ == "__main__":
    check_cost.main()
    print()
    step_cost.main()
    print()
    stage_cost.main()
    print()
    proof_cost.main()
    print()
    optout.costs()
    print()
    passcodes.main()
    print()
    provider_cost.main()
    print()
    send_cost.main()
    print()
    end_to_end.main()
    print()
    growth.main()
    print()
    bulk.main()
    print()
    broadcast.main()
    print()
    timers.main()
    print()
    limits.main()
    if "--no-peers" not in sys.argv:
        print()
        peers.main()
