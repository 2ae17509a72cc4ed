"""Short links on the business's own domain: which addresses in a text become one, and what they look like. Pure.

    Your table is ready: https://riverside.example/menu?utm=…   ─►   Your table is ready: https://go.example/4fT0qLm2Xa

Never a public shortener: carriers filter texts with one, because nobody can tell where it leads (CTIA, Messaging
Principles and Best Practices, May 2023, 5.3.2). Each person gets links of their own, so that a click is somebody's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

CODE_CHARS: Final = 10
"""Of 62 signs each: nobody finds another's by trying, and two are not drawn alike in the life of a business."""
TARGET_CHARS_MAX: Final = 2_000
_SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CODE: Final = re.compile(rf"[0-9A-Za-z]{{{CODE_CHARS}}}")
_LINK: Final = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_ENDINGS: Final = ".,;:!?'’)]}…"
"""What stands behind a link rather than in it; a bracket only if the link has not opened it."""
_OPENS: Final = {")": "(", "]": "[", "}": "{"}
_PREVIEW: Final = re.compile(
    r"bot\b|facebookexternalhit|facebot|preview|crawler|spider|slurp|whatsapp/|skypeuripreview|google-safety|scanner",
    re.IGNORECASE,
)
"""Who looks at links that nobody has touched: phones draw previews, and carriers look where they lead."""


class Short(NamedTuple):
    """A link as it is sent, and where it leads."""

    code: str
    target: str


class Shortener:
    """Makes links under one address."""

    def __init__(self, base: str, entropy: Callable[[int], bytes]) -> None:
        """`base` is what stands before each code, without a slash at its end."""
        self._base = base
        self._entropy = entropy

    def shorten(self, text: str) -> tuple[str, list[Short]]:
        """Put a short link in the place of every address that it makes shorter; the same address gets the same."""
        made: dict[str, Short] = {}

        def replace(found: re.Match[str]) -> str:
            target, rest = _trimmed(found[0])
            if not self._gains(target):
                return found[0]
            if target not in made:
                made[target] = Short(self._draw(), target)
            return f"{self._base}/{made[target].code}{rest}"

        return _LINK.sub(replace, text), list(made.values())

    def _gains(self, target: str) -> bool:
        ours = target.lower().startswith(f"{self._base}/".lower())
        return not ours and len(self._base) + 1 + CODE_CHARS < len(target) <= TARGET_CHARS_MAX

    def _draw(self) -> str:
        drawn = int.from_bytes(self._entropy(16), "big")
        signs = []
        for _ in range(CODE_CHARS):
            drawn, sign = divmod(drawn, len(_SIGNS))
            signs.append(_SIGNS[sign])
        return "".join(signs)


def is_code(written: str) -> bool:
    """Whether this could be the code of a link."""
    return _CODE.fullmatch(written) is not None


def is_preview(user_agent: str) -> bool:
    """Whether a program looks at the link rather than the person. No more than a guess: not all of them say so."""
    return _PREVIEW.search(user_agent) is not None


def _trimmed(link: str) -> tuple[str, str]:
    end = len(link)
    while end and link[end - 1] in _ENDINGS and not _closes(link[:end]):
        end -= 1
    return link[:end], link[end:]


def _closes(link: str) -> bool:
    opens = _OPENS.get(link[-1])
    return opens is not None and link.count(opens) >= link.count(link[-1])
