"""Somebody who is logged in at a running Handup."""

import http.client
import json
from typing import Any

from running import Failed, require

# What the demo university has.
PASSWORD = "handup-demo-2026"

Json = Any


class Person:
    """One person with one connection; not for several threads."""

    def __init__(self, address: str, login: str) -> None:
        self._connection = http.client.HTTPConnection(address, timeout=30)
        self._token: str | None = None
        session = self.call(
            "POST", "/api/v1/sessions", {"login": login, "password": PASSWORD, "transport": "bearer"}
        )
        self._token = session["access_token"]

    def try_to(
        self, method: str, path: str, body: Json = None, more_headers: dict[str, str] | None = None
    ) -> tuple[int, Json]:
        """Status and body of the answer. An error of the connection is the caller's to judge."""
        headers = {"Accept": "application/json", **self.bearer(), **(more_headers or {})}
        if body is not None:
            headers["Content-Type"] = "application/json"
        self._connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = self._connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None

    def call(
        self, method: str, path: str, body: Json = None, more_headers: dict[str, str] | None = None
    ) -> Json:
        """The body of the answer, which must be a success."""
        status, answer = self.try_to(method, path, body, more_headers)
        require(200 <= status < 300, f"{method} {path} answered {status}: {answer}")
        return answer

    def close(self) -> None:
        self._connection.close()

    def bearer(self) -> dict[str, str]:
        """The header that says who this is."""
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def lab(self) -> str:
        """Path of the only lab."""
        labs = self.call("GET", "/api/v1/labs")["labs"]
        if len(labs) != 1:
            raise Failed(f"one lab was expected: {labs}")
        return f"/api/v1/labs/{labs[0]['id']}"
