"""`make bench`: the cost of a step, then the whole way a text goes, beside the limits of this machine."""

from __future__ import annotations

from benchmarks import end_to_end, proof_cost, step_cost

if __name__ == "__main__":
    step_cost.main()
    proof_cost.main()
    print()
    end_to_end.main()
