"""Stands where a vendor's client would reach the network: keeps what it sends, and answers."""

from __future__ import annotations

import json

from requests import PreparedRequest, Response, Session
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict


class Wiretap(BaseAdapter):
    """For clients that are built on requests."""

    def __init__(self, status: int, document: object) -> None:
        super().__init__()
        self.sent: list[PreparedRequest] = []
        self._status, self._body = status, json.dumps(document).encode()

    def on(self, session: Session) -> None:
        """Take all that the session sends from now on."""
        session.mount("https://", self)

    def send(self, request: PreparedRequest, *args: object, **kwargs: object) -> Response:
        self.sent.append(request)
        response = Response()
        response.status_code, response._content = self._status, self._body
        response.headers = CaseInsensitiveDict({"content-type": "application/json"})
        response.request, response.url = request, request.url
        return response

    def close(self) -> None:
        """Nothing is open."""
