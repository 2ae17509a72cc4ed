"""What the console keeps in a browser: a token, and for a moment what the next page is to say.

The token is of a session, or, before somebody has signed in, of nothing but the form on the screen. Over https the
names begin with `__Host-`: a browser takes them from this very host only, and sends them nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from bot.accounts import tokens

NAME: Final = "parley"
SAID_S: Final = 60
AWAY_S: Final = 600
SAID_CHARS_MAX: Final = 400


class Cookies:
    """The cookies of one request."""

    def __init__(self, request: Request, *, secure: bool, entropy: Callable[[int], bytes]) -> None:
        prefix = "__Host-" if secure else ""
        names = (f"{prefix}{NAME}{part}" for part in ("", "-form", "-said", "-away"))
        self._session, self._form, self._said, self._away = names
        self._secure = secure
        self._entropy = entropy
        self.session = request.cookies.get(self._session, "")
        self._form_token = request.cookies.get(self._form, "")
        self._fresh = ""
        self.said = self._read(request.cookies.get(self._said, ""))
        self._told = self._said in request.cookies
        kept, _, wanted = request.cookies.get(self._away, "").partition("/")
        self.left = kept, unquote(wanted)
        """What the browser took along to the identity provider, and where it wants to go afterwards."""

    @property
    def csrf(self) -> str:
        """What a form has to bring back: only a page that was made for this browser knows it."""
        if not (self.session or self._form_token or self._fresh):
            self._fresh = tokens.draw(self._entropy)
        return tokens.derive(self.session or self._form_token or self._fresh, "form")

    def knows(self, csrf: str) -> bool:
        """Whether a form brought back what it was given."""
        return bool(csrf and (self.session or self._form_token)) and tokens.same(csrf, self.csrf)

    def sign_in(self, response: Response, token: str, seconds: int) -> None:
        """Give the browser a session's token; what is said from here on is for that session."""
        self.session = token
        self._set(response, self._session, token, seconds)
        self._clear(response, self._form)

    def sign_out(self, response: Response) -> None:
        """Take it away."""
        self._clear(response, self._session)

    def say(self, response: Response, text: str) -> None:
        """Let the next page say something, once."""
        key = tokens.derive(self.session or self._form_token, "said")
        text = text[:SAID_CHARS_MAX]
        self._set(response, self._said, f"{quote(text, safe='')}.{tokens.derive(key, text)}", SAID_S)

    def leave(self, response: Response, kept: str, wanted: str) -> None:
        """Let the browser take something along to the identity provider."""
        self._set(response, self._away, f"{kept}/{quote(wanted, safe='')}", AWAY_S)

    def come_back(self, response: Response) -> None:
        """It has served its purpose."""
        self._clear(response, self._away)

    def finish(self, response: Response) -> None:
        """Keep what this page was the first to need, and forget what it has told."""
        if self._fresh:
            self._set(response, self._form, self._fresh, None)
        if self._told and response.status_code < 300:
            self._clear(response, self._said)

    def _read(self, kept: str) -> str:
        """What is to be said, if it was us who said so, to this browser."""
        quoted, _, proof = kept.rpartition(".")
        text = unquote(quoted)
        key = tokens.derive(self.session or self._form_token, "said")
        return text if quoted and tokens.same(proof, tokens.derive(key, text)) else ""

    def _set(self, response: Response, name: str, value: str, seconds: int | None) -> None:
        response.set_cookie(name, value, max_age=seconds, path="/", secure=self._secure, httponly=True, samesite="lax")

    def _clear(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self._secure, httponly=True, samesite="lax")
