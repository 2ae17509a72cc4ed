"""What may be wrong with a request: with its bytes, with the fields of a form, with a document of JSON.

Every function draws from the generator it is given and from nothing else, so that a seed makes the same damage again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final
from urllib.parse import quote_from_bytes

Pairs = list[tuple[str, str]]
"""Fields, with a character for each byte."""

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
CONTENT_TYPES: Final = (
    FORM,
    JSON,
    "application/x-www-form-urlencoded; charset=utf-16",
    "APPLICATION/JSON; Charset=UTF-8",
    "application/json; charset=\x00",
    "multipart/form-data; boundary=b",
    "multipart/form-data; boundary=",
    "multipart/form-data",
    'multipart/form-data; boundary="b',
    "multipart/form-data; boundary=" + "b" * 300,
    "text/xml",
    "text/plain",
    "\xfcnknown",
    ";",
    "",
)
WORDS: Final = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "a\nb",
    "\r\nX-Injected: 1",
    "0",
    "-1",
    "1e999",
    "NaN",
    "null",
    "true",
    "[object Object]",
    "9" * 400,
    "0" * 5_000,
    "x" * 201,
    "x" * 20_000,
    "\u0662\u0663",
    "\uff11\uff12",
    "\u00b2",
    "+",
    "++14155550101",
    "14155550101",
    "+1 (415) 555-0101",
    "\u202e\u2066",
    "\ufeffSTOP",
    "STOP",
    "\U0001f44d\U0001f3fd",
    "\u0627\u0644",
    "\ud83d",
    "\udc4d\ud83d",
    "\uffff",
    "e\u0301" * 50,
    "' OR 1=1 --",
    "{{ 7 * 7 }}",
    "%s%n%00",
    "../../etc/passwd",
    "<script>",
    "brand_new",
    "https://foo.bar/a.jpg",
    "javascript:alert(1)",
)
BITS: Final = (
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xef\xbb\xbf",
    b"%",
    b"%%",
    b"%zz",
    b"%00",
    b"%FF",
    b"%u0041",
    b"+",
    b"&",
    b"&&&=",
    b"=",
    b";",
    b'"',
    b"\\",
    b"\\u",
    b"\\ud800",
    b"\\u0000",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"1e999",
    b"NaN",
    b"--b\r\n",
    b"--b--",
    b"\r\n\r\n",
)
NUMBERS: Final = (0, -1, 1, 7, 40_300, 2**31, 2**53, 2**63, 2**64, -(2**63), 10**40, 0.5, -0.0, 1e308)
DEPTHS: Final = (3, 50, 500, 1_100, 8_000, 30_000)
_DEEP: Final = "<deep>"
_NAN: Final = (float("nan"), float("inf"))
_FIELDS_TOO_MANY: Final = 101
_BODY_TOO_LARGE: Final = 65_537


def word(rng: Random) -> str:
    """Some text that is hardly ever sent."""
    if rng.random() < 0.8:
        return rng.choice(WORDS)
    return "".join(
        chr(rng.choice((rng.randrange(128), rng.randrange(0x3000), rng.randrange(0x110000)))) for _ in "12345678"
    )


def octets(rng: Random) -> str:
    """The same as it stands in a form: a character for each byte, not always of UTF-8."""
    raw = word(rng).encode("utf-8", "surrogatepass") if rng.random() < 0.8 else rng.randbytes(rng.randrange(30))
    return raw.decode("latin-1")


# ── bytes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def damaged(rng: Random, raw: bytes) -> bytes:
    """Change some bytes, or cut, double, mix up whole pieces."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        at = rng.randrange(len(raw) + 1)
        end = min(len(raw), at + rng.choice((1, 1, 2, 5, 20, 200)))
        match rng.randrange(7):
            case 0:
                raw = raw[:at] + rng.choice(BITS) + raw[at:]
            case 1:
                raw = raw[:at] + rng.choice(BITS) + raw[end:]
            case 2:
                raw = raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :]
            case 3:
                raw = raw[:at] + raw[end:]
            case 4:
                raw = raw[:end] + raw[at:]
            case 5:
                raw = raw[:at]
            case _:
                raw = raw[at:end] + raw[:at] + raw[end:]
    return raw


def hostile(rng: Random) -> bytes:
    """A body that was made to hurt."""
    return rng.choice(_HOSTILE)(rng)


def _nested(rng: Random) -> bytes:
    opening, closing = rng.choice(((b"[", b"]"), (b'{"a":', b"}"), (b'[{"results":', b"}]")))
    depth = min(rng.choice(DEPTHS), _BODY_TOO_LARGE // len(opening))
    return opening * depth + rng.choice((b"", b"1", b'"a"')) + closing * rng.choice((0, depth))


_HOSTILE: Final[Sequence[Callable[[Random], bytes]]] = (
    _nested,
    lambda rng: rng.randbytes(rng.randrange(400)),
    lambda rng: bytes([rng.randrange(256)]) * rng.choice((1, 100, 5_000, _BODY_TOO_LARGE)),
    lambda rng: b"&".join(b"a%d=%d" % (n, n) for n in range(rng.choice((_FIELDS_TOO_MANY, 500, 2_000)))),
    lambda rng: (
        rng.choice((b"&", b"a=", b"a&", b"%", b"=&", b"--b\r\n", b"\r\n", b"9", b"Q")) * rng.choice((50, 20_000))
    ),
    lambda rng: b'{"a":' + b"9" * rng.choice((20, 400, 5_000, 60_000)) + b"}",
    lambda rng: multipart(rng, [(word(rng), octets(rng)) for _ in range(rng.choice((1, 5, _FIELDS_TOO_MANY)))]),
    lambda rng: b"{" + b",".join(b'"id":"%d"' % n for n in range(rng.choice((2, 3_000)))) + b"}",
    lambda rng: json.dumps([word(rng), rng.choice(NUMBERS), None]).encode(),
    lambda _: b"",
)


# ── forms ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def changed_pairs(rng: Random, pairs: Pairs) -> Pairs:
    """Change, drop, double, rename, mix up and add fields."""
    changed = list(pairs)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        at = rng.randrange(len(changed)) if changed else 0
        name, value = changed[at] if changed else ("", "")
        match rng.randrange(9 if changed else 1):
            case 0:
                changed.insert(at, (octets(rng), octets(rng)))
            case 1 | 2 | 3:
                changed[at] = (name, octets(rng))
            case 4:
                changed.insert(rng.randrange(len(changed) + 1), (name, rng.choice((value, octets(rng)))))
            case 5:
                del changed[at]
            case 6:
                changed[at] = (rng.choice((name.lower(), name.upper(), f"{name}[]", f" {name}", octets(rng))), value)
            case 7:
                changed[at] = (name, rng.choice(changed)[1])
            case _:
                rng.shuffle(changed)
    return changed


def form(rng: Random, pairs: Pairs) -> bytes:
    """Write a form; some programs escape next to nothing."""
    safe = rng.choice(("", "", "", "/:+@ \x00{}[]\"'"))
    return "&".join(f"{_quoted(name, safe)}={_quoted(value, safe)}" for name, value in pairs).encode("latin-1")


def _quoted(text: str, safe: str) -> str:
    return quote_from_bytes(text.encode("latin-1", "replace"), safe)


def multipart(rng: Random, pairs: Pairs) -> bytes:
    """Write the same in parts, between lines of `--b`; now and then one is a file, or the end is missing."""
    more = rng.choice(("", "", "", '; filename="a"'))
    head = '--b\r\nContent-Disposition: form-data; name="{}"' + more + "\r\n\r\n"
    parts = [(head.format(name) + value + "\r\n").encode("utf-8", "surrogatepass") for name, value in pairs]
    return b"".join(parts) + rng.choice((b"--b--\r\n", b"--b--\r\n", b"--b", b""))


# ── documents ───────────────────────────────────────────────────────────────────────────────────────────────────────


def changed_document(rng: Random, document: Any) -> Any:
    """Put something else in some places, or leave them out. The document is changed itself."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        places = _places(document)
        if not places or rng.random() < 0.02:
            document = rng.choice((_value(rng), [document], [document] * 50, {"data": document}))
            continue
        where, at = rng.choice(places)
        match rng.randrange(8):
            case 0:
                del where[at]
            case 1 if isinstance(where, dict):
                where[word(rng)] = where.pop(at)
            case 2 if isinstance(where, list):
                where.extend(where[at] for _ in range(rng.choice((1, 30))))
            case 3:
                where[at] = rng.choice(places)[1]
            case 4:
                where[at] = rng.choice(([], {}, [where[at]], {"value": where[at]}))
            case _:
                where[at] = _value(rng)
    return document


def document(rng: Random, value: Any) -> bytes:
    """Write JSON; some programs write what no other can read."""
    text = json.dumps(value, ensure_ascii=rng.random() < 0.5)
    if _DEEP in text:
        depth = rng.choice(DEPTHS)
        text = text.replace(f'"{_DEEP}"', "[" * depth + "]" * depth)
    if rng.random() < 0.05 and text.startswith("{"):
        text = "{" + rng.choice(('"id":null,', '"status":"x",', '"from":[],', '"":0,')) + text[1:]
    return text.encode("utf-8", "surrogatepass")


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with every key or position in it."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        inside = waiting.pop()
        if isinstance(inside, dict | list):
            keys = list(inside) if isinstance(inside, dict) else range(len(inside))
            found += [(inside, key) for key in keys]
            waiting += [inside[key] for key in keys]
    return found


def _value(rng: Random) -> Any:
    kind = rng.random()
    if kind < 0.5:
        return word(rng)
    if kind < 0.7:
        return rng.choice(NUMBERS)
    if kind < 0.8:
        return rng.choice((None, True, False))
    if kind < 0.83:
        return rng.choice(_NAN)
    if kind < 0.86:
        return _DEEP
    return rng.choice(([], {}, [None], [word(rng)], {"id": word(rng)}, {word(rng): [0]}, [[]] * 20))
