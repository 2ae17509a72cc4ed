"""A process of its own that checks one code again and again: `python -m tests.verifications.checker URL STATE ID CODE`.

It waits for the file `STATE/go`, so that several begin at the same moment, and prints how often it was told yes, and
how often a wrong code was really compared.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.config import load_settings
from bot.runtime import Runtime
from bot.verifications import State

CHECKS = 50


async def main(url: str, state: str, id: str, code: str) -> None:
    flows = Path(state) / "no-flows"
    flows.mkdir(exist_ok=True)
    settings = load_settings(
        environ={
            "PARLEY_DATABASE__URL": url,
            "PARLEY_DATABASE__STATE": state,
            "PARLEY_FLOWS__PATH": str(flows),
            "PARLEY_PRIVACY__KEY": "the same for every process",
            "PARLEY_LOG__LEVEL": "error",
        }
    )
    runtime = Runtime(settings)
    await runtime.start(worker=False)
    try:
        (Path(state) / f"ready-{runtime.world.new_id('run')}").touch()
        while not (Path(state) / "go").exists():  # noqa: ASYNC110 - it is another process that says so
            await asyncio.sleep(0.005)
        check = runtime.verifications.check
        answers = await asyncio.gather(
            *(runtime.database.run(check, id, code, purpose="login") for _ in range(CHECKS)),
        )
    finally:
        await runtime.stop()
    yes = sum(answer.valid for answer in answers)
    compared = sum(answer.state is State.PENDING for answer in answers)
    sys.stdout.write(f"{yes} {compared}\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
