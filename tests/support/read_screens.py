# SPDX-License-Identifier: GPL-3.0-or-later

"""Screens as the assistant reads them, without a browser: for the tests of their import. Each input has its label and a control with its value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Fields, Kind
from ansible_collections.reshare.wms.plugins.module_utils._screens.inputs import cell
from ansible_collections.reshare.wms.plugins.module_utils._screens.patches import Patch, digest, id_of, text_of
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE

BY_PLURAL = {kind.plural: kind for kind in DECLARABLE}
BY_NAME = {kind.name: kind for kind in DECLARABLE}
ADAMS, BAKER = "100101", "100201"
ORIGIN = "https://worldcat.org"
AT = "2026-11-25T09:00:00Z"


def drawn(kind: Kind, fields: Fields) -> list[tuple[str, str]]:
    """The inputs of an object and the texts that are drawn there, in order. Lists of entries are not read."""
    return [(one.name, one.value.text(value)) for one, value in kind.schema.inputs_in(fields) if not one.value.columns]


def row(kind: Kind, given: Fields) -> list[tuple[str, str]]:
    """The cells of a row."""
    return [(one.name, cell(given, one)) for one in kind.columns]


def taught(
    name: str,
    *screens: Sequence[tuple[str, str]],
    library: str = BAKER,
    by: str = "Alex Roe",
    at: str = AT,
    **more: Any,
) -> Patch:
    """The patch of a person who taught a screen of a kind. screens: the values that were there."""
    facts = {(one, text): None for screen in screens for one, text in screen}
    return identified(
        {
            "format": "reshare.wms screen",
            "version": 1,
            "meaning": 1,
            "says": "taught",
            **{"at": at, "by": by, "library": library, "origin": ORIGIN, "language": "en", "object": "another one"},
            **{"kind": name, "face": "edit", "elements": [], "values": [_fact(*one) for one in facts]},
            **more,
        }
    )


def _fact(name: str, text: str) -> dict[str, Any]:
    return {"input": name, "state": [["text", [], [text]]], "value": text}


def identified(patch: dict[str, Any]) -> Patch:
    """A patch with its ID."""
    return {**patch, "id": id_of(patch)}


class Screens:
    """The screens in a file. patches: those that were known before; they are not sent. seen: whether the values count as seen on the screen, since another
    library has taught two values of each input; otherwise, this library teaches each screen with the file."""

    def __init__(self, library: str = ADAMS, seen: bool = True):
        self._library, self._seen = library, seen
        self.captures: list[dict[str, Any]] = []
        self.readings: list[dict[str, Any]] = []
        self.sent: list[Patch] = []
        self.known: list[Patch] = []

    @property
    def member(self) -> dict[str, Any]:
        """The member of a file."""
        sent = [{name: value for name, value in one.items() if name != "id"} for one in self.sent]
        return {"captures": self.captures, "readings": self.readings, "patches": sent}

    def show(self, kind: Kind, fields: Fields, at: str = AT, pages: int = 0) -> Screens:
        """Add the screen of an object, or of a map. pages: the rows on each of its pages; 0 for all on one."""
        if not kind.columns:
            self._add(kind, drawn(kind, fields), None, at, None)
            return self
        rows = [row(kind, one) for one in fields["rows"]]
        size = pages or len(rows) or 1
        for first in range(0, len(rows), size):
            part = rows[first : first + size]
            count = {"first": first + 1, "last": first + len(part), "total": len(rows)}
            self._add(kind, [], part, at, count)
        return self

    def show_all(self, configuration: Mapping[str, Any], at: str = AT, whole: bool = False) -> Screens:
        """Add the screens of the objects of a configuration, as a module takes it. whole: other fields are blank."""
        for plural, given in configuration.items():
            kind = BY_PLURAL[plural]
            blank = dict.fromkeys(kind.schema.names) if whole and not kind.columns else {}
            for fields in kind.declared_objects(kind.declare(given)):
                self.show(kind, {**blank, **fields}, at)
        return self

    def _add(
        self,
        kind: Kind,
        values: Sequence[tuple[str, str]],
        rows: Sequence[Sequence[tuple[str, str]]] | None,
        at: str,
        count: Mapping[str, int] | None,
    ) -> None:
        items: list[dict[str, Any]] = []
        if count is not None:
            items.append(
                {"is": "text", "text": f"{count['first']} - {count['last']} of {count['total']}", "zone": "around"}
            )
        cells = [[_value(items, *one) for one in cells] for cells in rows or ()]
        placed = [_value(items, *one) for one in values]
        facts = [*values, *(one for part in rows or () for one in part)]
        patch = self._patch(kind, facts, at)
        capture = {
            **{"format": "reshare.wms capture", "version": 2, "meaning": 1, "at": at, "title": kind.label},
            **{"address": f"{ORIGIN}/{self._library}/{kind.name}", "language": "en", "items": items},
        }
        self.captures.append(capture)
        self.readings.append(
            {
                **{"format": "reshare.wms reading", "version": 1, "at": at, "library": self._library, "origin": ORIGIN},
                **{"kind": kind.name, "face": "edit", "capture": digest(capture), "patches": [patch["id"]]},
                **{
                    "values": placed,
                    "rows": None if rows is None else [{"cells": one} for one in cells],
                    "count": count,
                },
            }
        )

    def _patch(self, kind: Kind, facts: Sequence[tuple[str, str]], at: str) -> Patch:
        if not self._seen:
            patch = taught(kind.name, facts, library=self._library, by="Jane Doe", at=at, object=_name(kind, facts))
            self.sent.append(patch)
            return patch
        others = [(name, "something else") for name, _text in facts]
        patch = taught(kind.name, facts, others)
        self.known.append(patch)
        return patch


def _name(kind: Kind, facts: Sequence[tuple[str, str]]) -> str:
    return dict(facts).get(kind.identity_fields[0], "") if kind.identity_fields else ""


def _value(items: list[dict[str, Any]], name: str, text: str) -> dict[str, Any]:
    items.append({"is": "text", "text": name, "zone": "form"})
    items.append({"is": "control", "kind": "text", "name": name, "drawn": [text], "zone": "form"})
    return {"input": name, "items": [len(items) - 1], "texts": [text], "value": text}


def store_patches(record_dir: Path, patches: Iterable[Patch]) -> None:
    """Put patches into the folder of known screens."""
    for one in patches:
        name, text = text_of(one)
        path = record_dir / "screens" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(text, encoding="utf-8")
