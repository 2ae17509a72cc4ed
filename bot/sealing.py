"""Values that nobody may see, kept as AES-256-GCM and shown as dots: answers that a flow marks `sensitive`.

    sealed:3fa94b10:8Xk…        which key, then nonce and ciphertext

What a token is for goes into it as well, so that none of them opens in the place of another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import BotError, ConfigError
from bot.text import HIDDEN

__all__ = ["HIDDEN", "SEALED", "CannotOpen", "CannotSeal", "Sealer", "is_sealed", "key_beside", "shown"]

SEALED: Final = "sealed"
"""The key of a document under which the part of it lies that nobody may see."""
KEY_FILE: Final = "privacy.key"
KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_TOKEN: Final = re.compile(r"sealed:([0-9a-f]{8}):([A-Za-z0-9_-]{38,})")
_INFO: Final = b"parley sensitive answers"
_INFO_OF_DIGESTS: Final = b"parley passcodes"


class CannotOpen(BotError):
    """It was sealed with a key that is not here, or for another place."""


class CannotSeal(BotError):
    """There is no key, and why."""


class Sealer:
    """Seals with the first key, and opens with any."""

    def __init__(self, keys: Callable[[], Iterable[bytes]], entropy: Callable[[int], bytes], missing: str = "") -> None:
        """`keys` are asked for when they are needed. Where there are none, `missing` says why, and what to do."""
        self._keys = keys
        self._entropy = entropy
        self.missing = missing

    def also(self, key: bytes) -> Sealer:
        """Open whatever this one opens, and seal with another key only where this one has none."""
        return Sealer(lambda: (*self._known, key), self._entropy)

    @cached_property
    def _known(self) -> tuple[bytes, ...]:
        return tuple(self._keys())

    @cached_property
    def _ciphers(self) -> Mapping[str, AESGCM]:
        return {_name(key): AESGCM(key) for key in map(_derived, self._known)}

    @cached_property
    def _digesters(self) -> Mapping[str, bytes]:
        return {_name(_derived(key)): _derived(key, _INFO_OF_DIGESTS) for key in self._known}

    @property
    def name(self) -> str:
        """What the key is called that seals from now on; blank if there is none."""
        return "" if self.missing else next(iter(self._ciphers), "")

    @property
    def older(self) -> tuple[str, ...]:
        """What the other keys are called, which only open."""
        return tuple(name for name in self._ciphers if name != self.name)

    def renewed(self, text: str, places: Iterable[str]) -> tuple[str, tuple[str, ...]]:
        """Seal anew whatever of a text is sealed with another key for one of these places; the rest stays as it is.

        Returns also the names of keys that are not here.
        """
        unknown: list[str] = []
        tried = tuple(places)

        def renew(found: re.Match[str]) -> str:
            token, name = found[0], found[1]
            if name == self.name:
                return token
            if name not in self._ciphers:
                unknown.append(name)
                return token
            for place in tried:
                try:
                    return self.seal(self.open(token, place), place)
                except CannotOpen:
                    continue
            return token  # somebody wrote what only looks like one

        return _TOKEN.sub(renew, text), tuple(unknown)

    def seal(self, value: Any, place: str) -> str:
        """Encrypt plain JSON for a place."""
        if self.missing or not self._ciphers:
            raise CannotSeal(self.missing or "there is no key for sensitive answers")
        name, cipher = next(iter(self._ciphers.items()))
        nonce = self._entropy(_NONCE_BYTES)
        sealed = nonce + cipher.encrypt(nonce, orjson.dumps(value), place.encode())
        return f"sealed:{name}:{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"

    def open(self, token: str, place: str) -> Any:
        """Decrypt what was sealed for this place."""
        found = _TOKEN.fullmatch(token)
        cipher = self._ciphers.get(found[1]) if found else None
        if found is None or cipher is None:
            raise CannotOpen("it is encrypted, and its key is not here: set privacy.key or privacy.previous_key")
        sealed = base64.urlsafe_b64decode(found[2] + "=" * (-len(found[2]) % 4))
        try:
            return orjson.loads(cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode()))
        except InvalidTag as error:
            raise CannotOpen("it is encrypted for another place, or was changed") from error

    def digest(self, value: bytes) -> str:
        """What tells whether a value is the same again; without the key nobody can try out which it was."""
        if self.missing or not self._digesters:
            raise CannotSeal(self.missing or "there is no key to keep passcodes by")
        name, key = next(iter(self._digesters.items()))
        return f"{name}:{hmac.digest(key, value, 'sha256').hex()}"

    def is_digest_of(self, digest: str, value: bytes) -> bool:
        """Compare, in the same time whatever the answer; with a key that is not here it is never the same."""
        name = digest.partition(":")[0]
        key = self._digesters.get(name, b"")
        made = f"{name}:{hmac.digest(key, value, 'sha256').hex()}"
        return hmac.compare_digest(made.encode(), digest.encode()) and bool(key)

    def text(self, kept: str, place: str) -> str:
        """A text as it was written; whatever is not a token for this place is the text itself."""
        if not kept.startswith("sealed:"):
            return kept
        try:
            return str(self.open(kept, place))
        except CannotOpen:
            if is_sealed(kept) and kept.split(":")[1] not in self._ciphers:
                raise
            return kept

    def document(self, kept: Mapping[str, Any], place: str) -> Mapping[str, Any]:
        """A document with what nobody may see in it."""
        if not is_sealed(str(kept.get(SEALED, ""))):
            return kept
        opened: Mapping[str, Any] = self.open(kept[SEALED], place)
        return {**{name: value for name, value in kept.items() if name != SEALED}, **opened}


def is_sealed(text: str) -> bool:
    """Whether this is the shape of a token."""
    return _TOKEN.fullmatch(text) is not None


def shown(text: str) -> str:
    """A text for those who may not see what is sensitive in it."""
    return HIDDEN if text.startswith("sealed:") and is_sealed(text) else text


def key_beside(folder: Path, entropy: Callable[[int], bytes]) -> bytes:
    """Return the key in the state folder; made now, for its owner's eyes only, if there is none."""
    path = folder / KEY_FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            fresh = path.with_name(f".{KEY_FILE}-{entropy(4).hex()}")
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
                made.write(entropy(KEY_BYTES).hex().encode())
                made.flush()
                os.fsync(made.fileno())
            try:
                os.link(fresh, path)  # whoever was quicker is right
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_bytes().strip()
    except OSError as error:
        raise ConfigError(
            f"the key of sensitive answers cannot be kept in {path}: {error.strerror}; set privacy.key instead"
        ) from error


def _derived(key: bytes, info: bytes = _INFO) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, None, info).derive(key)


def _name(key: bytes) -> str:
    return hashlib.sha256(b"name of " + key).hexdigest()[:8]
