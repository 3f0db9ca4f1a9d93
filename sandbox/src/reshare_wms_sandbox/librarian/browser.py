# SPDX-License-Identifier: GPL-3.0-or-later

"""A browser for the screens of the sandbox in the markup ``app``: it opens screens, and sends forms as the page does."""

from __future__ import annotations

import json
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from ..configuration import strict

_LARGEST_ANSWER = 50_000_000
_PATIENCE = 60

#: A control, as the page gets it.
Control = dict[str, Any]
#: The values of a form, by name.
Sent = dict[str, list[str]]


class NotDone(Exception):
    """A screen that could not be opened or saved, with the reason for a person."""


class Unreachable(Exception):
    """There is no sandbox at that address, or it does not work."""


class Browser:
    """The browser of one library's librarian. address: of the sandbox."""

    def __init__(self, address: str, registry_id: str):
        self._address = address.rstrip("/")
        self._id = quote(registry_id)
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self._state: dict[str, Any] = {}

    def open(self, plural: str, **query: str) -> Sent:
        """Open a screen. Returns the values of its form."""
        self._state = self._get(f"/screens/{self._id}/{plural}?{urlencode({'markup': 'app', **query})}")
        return {one["name"]: sent_of(one) for one in self.controls if one["name"]}

    def save(self, sent: Sent, action: str = "save") -> None:
        """Press Save, or another button of the form. Raises NotDone if the screen says what is wrong."""
        form = self._state["form"]
        own = {"_token": form["token"], "_version": form["version"], "_action": action}
        tables = {"_table": [grid["key"] for grid in self.tables if grid["key"]]}
        body = urlencode({**own, **tables, **sent, "_end": "1"}, doseq=True).encode("ascii")
        self._state = self._get(form["send"], body)
        form = self._state["form"]
        if form["message"]:
            raise NotDone("; ".join(form["problems"]) or form["message"])

    def look_up(self) -> dict[str, Any]:
        """What is on all screens, in the format of a seed."""
        configuration: dict[str, Any] = self._get(f"/_sandbox/libraries/{self._id}/state")["configuration"]
        return configuration

    @property
    def screen(self) -> dict[str, Any]:
        """The content of the present screen."""
        found: dict[str, Any] = self._state["screen"]
        return found

    @property
    def controls(self) -> list[Control]:
        """The controls outside of tables."""
        lines = [line for section in self.screen["sections"] for line in section["lines"]]
        return [control for line in lines for control in line["controls"]]

    @property
    def tables(self) -> list[dict[str, Any]]:
        """The tables of the screen."""
        return [grid for section in self.screen["sections"] for grid in section["grids"]]

    @property
    def names(self) -> list[str]:
        """The names of the objects in a list."""
        return [row["name"] for grid in self.tables for row in grid["rows"]]

    def _get(self, path: str, body: bytes | None = None) -> dict[str, Any]:
        request = Request(self._address + path, body, {"Accept": "application/json"})  # noqa: S310  # of the person at the command line
        try:
            with self._opener.open(request, timeout=_PATIENCE) as answer:
                is_sandbox = answer.headers.get("X-Reshare-WMS-Sandbox") == "1"
                content = answer.read(_LARGEST_ANSWER)
        except HTTPError as fault:
            if fault.code >= 500 or fault.headers.get("X-Reshare-WMS-Sandbox") != "1":
                raise Unreachable(f"{self._address} answers with status {fault.code}") from None
            raise NotDone(_problem(fault)) from None
        except (URLError, OSError, HTTPException, ValueError) as fault:
            reason = getattr(fault, "reason", fault)
            raise Unreachable(
                f"there is no sandbox at {self._address} ({reason}); start it, or set its address with --sandbox"
            ) from None
        if not is_sandbox:
            raise Unreachable(f"{self._address} is not a sandbox")
        found: dict[str, Any] = strict.loads(content)
        return found


def sent_of(control: Control) -> list[str]:
    """The values that the page sends for a control."""
    values: list[str] = control["values"]
    if control["type"] == "switch":
        return ["Yes"] if values == ["Yes"] else []
    return values or ([] if control["type"] in ("choices", "radio") else [""])


def _problem(fault: HTTPError) -> str:
    try:
        return str(json.loads(fault.read(100_000))["problem"])
    except (ValueError, KeyError, TypeError):
        return f"status {fault.code}"
