# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads worksheets and questionnaires of the collection, and writes the files that their pages would make."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..configuration import strict

#: The maximum size of a page in bytes, and of each of its lists.
_LARGEST_PAGE, _MOST = 50_000_000, 2000
_LONGEST_REMARK = 500
_DATA = re.compile(rb'<script type="application/json" id="sheet">(.*?)</script>', re.DOTALL)

Text = Annotated[str, Field(max_length=10_000)]


class Unusable(Exception):
    """A worksheet that is not followed, or a questionnaire that is not answered."""


class _SheetPart(BaseModel):
    model_config = ConfigDict(strict=True)


class RowChange(_SheetPart):
    """A row of a map after the change. before: its cells now, if they change. where: its place in words, blank if it stays there."""

    mark: str
    cells: list[Text]
    before: list[Text] | None = None
    where: Text = ""


class Table(_SheetPart):
    """The change of a map. rows: the rows after the change. gone: the rows that are removed."""

    columns: list[Text]
    rows: list[RowChange]
    gone: list[list[Text]]


class Step(_SheetPart):
    """A step. declares: the change by kind, with the names of fields that the configuration service has. confirmed: by whom, if it waits for
    an approval."""

    name: Text
    digest: Text
    title: Text
    asked: list[Text]
    declares: Annotated[dict[str, Any], Field(min_length=1, max_length=1)]
    table: Table | None = None
    confirmed: dict[str, Any] | None = None


class StepGroup(_SheetPart):
    """The steps on a screen."""

    steps: Annotated[list[Step], Field(max_length=_MOST)]


class Page(_SheetPart):
    """A page of a library. library: the host, which is also the beginning of the name of the file that is sent back."""

    what: ClassVar[str]

    library: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,200}$")]
    registry_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    record: Text
    rehearsal: bool | None

    def send_back(self, inbox: Path, name: str, by: str | None, content: dict[str, Any]) -> Path:
        """Write the file that is sent back. name: the name of its format. by: the person, by default the librarian of the library."""
        signed = {
            **{"format": f"reshare.wms {name}", "version": 1, "library": self.library, "registry_id": self.registry_id},
            **{"record": self.record, "rehearsal": self.rehearsal, "by": by or f"The librarian of {self.library}"},
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }
        path = inbox / f"{self.library}.{name}.json"
        part = path.with_suffix(".part")
        part.write_text(json.dumps({**signed, **content}, indent=1), encoding="utf-8")
        part.replace(path)
        return path


class Sheet(Page):
    """A worksheet."""

    what = "worksheet"

    digest: Text
    groups: Annotated[list[StepGroup], Field(max_length=_MOST)]
    last: Annotated[list[StepGroup], Field(max_length=_MOST)]

    @property
    def steps(self) -> list[Step]:
        """The steps that nobody has confirmed, in their order."""
        return [step for group in (*self.groups, *self.last) for step in group.steps if step.confirmed is None]


class AskedField(_SheetPart):
    """A field that is asked for. name: with dots for a field within a field."""

    name: Text


class Question(_SheetPart):
    """A question. name: the kind, and the name of the object if there are several. columns: of a map, which is asked for as a whole."""

    name: Text
    columns: list[Any] | None
    fields: Annotated[list[AskedField], Field(max_length=_MOST)]


class QuestionGroup(_SheetPart):
    """The questions about a screen."""

    questions: Annotated[list[Question], Field(max_length=_MOST)]


class Questionnaire(Page):
    """A questionnaire about the existing configuration, or an audit of it."""

    what = "questionnaire"

    groups: Annotated[list[QuestionGroup], Field(max_length=_MOST)]

    @property
    def questions(self) -> list[Question]:
        """All questions, in their order."""
        return [question for group in self.groups for question in group.questions]


def read[P: Page](path: Path, shape: type[P]) -> P:
    """The worksheet or questionnaire in a page. Raises Unusable if the page has none, or is not from a rehearsal."""
    try:
        with path.open("rb") as file:
            page = file.read(_LARGEST_PAGE + 1)
    except OSError as fault:
        raise Unusable(f"{path} cannot be read: {fault.strerror}") from None
    found = _DATA.search(page) if len(page) <= _LARGEST_PAGE else None
    if found is None:
        raise Unusable(f"{path} is not a {shape.what}")
    try:
        sheet = shape.model_validate(strict.loads(found[1]))
    except ValidationError as fault:
        where = ".".join(map(str, fault.errors()[0]["loc"]))
        raise Unusable(f"{path} is not a {shape.what} that this release can follow: {where}") from None
    except (ValueError, RecursionError):
        raise Unusable(f"{path} is damaged") from None
    if sheet.rehearsal is not True:
        raise Unusable(f"{path} is not for a rehearsal: only a person may follow it, in WMS")
    return sheet


def confirm(sheet: Sheet, inbox: Path, by: str | None, refused: dict[str, str]) -> Path:
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
    return sheet.send_back(inbox, "confirmation", by, {"worksheet": sheet.digest, "remark": None, "steps": steps})
