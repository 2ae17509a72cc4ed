"""Send one case again and show it: python -m tests.fuzz telnyx 4711"""

from __future__ import annotations

import asyncio
import sys

from tests.fuzz.cases import Cases
from tests.fuzz.door import open_door


async def main(name: str, number: int) -> None:
    """Send it; whatever the application logs is shown too."""
    case = Cases(name)[number]
    async with open_door() as door:
        answer = await door.knock(case)
        rows = await door.take()
    print(f"{case.what}, {'signed' if case.signed else 'not signed'}, in {case.pieces} pieces")
    print(f"{case.request.method} {case.request.url}")
    for header in (*case.more_headers, *case.request.headers.items()):
        print("  {}: {}".format(*map(ascii, header)))
    print(f"  {len(case.request.body)} bytes: {case.request.body[:2_000]!r}")
    print(f"{answer.status} {answer.body!r} {answer.error or ''}")
    for row in rows:
        print(f"stored: {row.kind} {row.contact!a} {row.payload!a}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
