# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads worksheets of the collection, and writes the confirmations that their pages would make."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..configuration import strict

_LARGEST_PAGE, _MOST_STEPS = 50_000_000, 2000
_LONGEST_REMARK = 500
_DATA = re.compile(rb'<script type="application/json" id="sheet">(.*?)</script>', re.DOTALL)

Text = Annotated[str, Field(max_length=10_000)]


class Unusable(Exception):
    """A worksheet that is not followed."""


class _Part(BaseModel):
    model_config = ConfigDict(strict=True)


class Row(_Part):
    """A row of a map after the change. before: its cells now, if they change. where: its place in words, blank if it stays there."""

    mark: str
    cells: list[Text]
    before: list[Text] | None = None
    where: Text = ""


class Table(_Part):
    """The change of a map. rows: those after the change. gone: those that are removed."""

    columns: list[Text]
    rows: list[Row]
    gone: list[list[Text]]


class Step(_Part):
    """A step. declares: the change by kind, with the names of fields that the configuration service has. confirmed: by whom, if it waits for
    an approval."""

    name: Text
    digest: Text
    title: Text
    asked: list[Text]
    declares: Annotated[dict[str, Any], Field(min_length=1, max_length=1)]
    table: Table | None = None
    confirmed: dict[str, Any] | None = None


class Group(_Part):
    """The steps on a screen."""

    steps: list[Step]


class Sheet(_Part):
    """A worksheet. library: the host, which is also the beginning of the name of the confirmation."""

    library: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,200}$")]
    registry_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    record: Text
    rehearsal: bool | None
    digest: Text
    groups: list[Group]
    last: list[Group]

    @property
    def steps(self) -> list[Step]:
        """The steps that nobody has confirmed, in their order."""
        return [step for group in (*self.groups, *self.last) for step in group.steps if step.confirmed is None]


def read(path: Path) -> Sheet:
    """The worksheet in a page. Raises Unusable if it is none, or not one of a rehearsal."""
    try:
        with path.open("rb") as file:
            page = file.read(_LARGEST_PAGE + 1)
    except OSError as fault:
        raise Unusable(f"{path} cannot be read: {fault.strerror}") from None
    found = _DATA.search(page) if len(page) <= _LARGEST_PAGE else None
    if found is None:
        raise Unusable(f"{path} is not a worksheet")
    try:
        sheet = Sheet.model_validate(strict.loads(found[1]))
    except ValidationError as fault:
        where = ".".join(map(str, fault.errors()[0]["loc"]))
        raise Unusable(f"{path} is not a worksheet that this release can follow: {where}") from None
    except (ValueError, RecursionError):
        raise Unusable(f"{path} is damaged") from None
    if sheet.rehearsal is not True:
        raise Unusable(f"{path} is not for a rehearsal: only a person may follow it, in WMS")
    if len(sheet.steps) > _MOST_STEPS:
        raise Unusable(f"{path} has more than {_MOST_STEPS} steps")
    return sheet


def confirm(sheet: Sheet, inbox: Path, by: str, refused: dict[str, str]) -> Path:
    """Write the confirmation of all steps. refused: why steps could not be done, by name."""
    steps = [
        {
            "step": step.name,
            "digest": step.digest,
            "answer": "impossible" if step.name in refused else "done",
            "remark": refused[step.name][:_LONGEST_REMARK] if step.name in refused else None,
            "asked": step.asked,
            "source": "answer",
        }
        for step in sheet.steps
    ]
    content = {
        **{"format": "reshare.wms confirmation", "version": 1, "library": sheet.library},
        **{"registry_id": sheet.registry_id, "record": sheet.record, "rehearsal": sheet.rehearsal},
        **{"worksheet": sheet.digest, "by": by, "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())},
        **{"remark": None, "steps": steps},
    }
    path = inbox / f"{sheet.library}.confirmation.json"
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content, indent=1), encoding="utf-8")
    part.replace(path)
    return path
