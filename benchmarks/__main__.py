"""`make bench`: what checking and a step cost, then the whole way a text goes, beside this machine's limits."""

from __future__ import annotations

from benchmarks import check_cost, end_to_end, proof_cost, step_cost

if __name__ == "__main__":
    check_cost.main()
    print()
    step_cost.main()
    proof_cost.main()
    print()
    end_to_end.main()
