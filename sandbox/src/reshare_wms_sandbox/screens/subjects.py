# SPDX-License-Identifier: GPL-3.0-or-later

"""What a screen is about: an object, a new one, or a table. It is saved and deleted by the rules of the configuration service."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from pydantic import ValidationError

from ..configuration import store
from ..configuration.kinds import Kind, Shape
from ..configuration.problems import Problem
from ..state import Document, State

#: The maximum number of problems that a person gets.
_MOST_ERRORS = 200

#: What is wrong with fields, by their paths; blank for the whole object.
Errors = dict[str, list[str]]


@dataclass(frozen=True)
class Subject:
    """name: of an object of a list. is_new: whether it is to be created."""

    state: State
    library: str
    kind: Kind
    name: str | None = None
    is_new: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it is the list of the names of objects."""
        return self.kind.shape is Shape.OBJECTS and self.name is None and not self.is_new

    @property
    def is_table(self) -> bool:
        """Whether it is a table with all rows: a map, a matrix, or the Holding Codes Translation Table."""
        return self.kind.shape is Shape.TABLE or (self.kind.shape is Shape.ROWS and self.name is None)

    @property
    def can_be_deleted(self) -> bool:
        return self.kind.shape is Shape.OBJECTS and self.name is not None

    @property
    def exists(self) -> bool:
        """Whether there is such a screen."""
        if self.is_new:
            return self.kind.shape is Shape.OBJECTS and self.name is None
        if self.name is not None:
            return self.kind.listed and bool(self.documents)
        return True

    @cached_property
    def documents(self) -> list[Document]:
        """The documents with its fields."""
        found = [] if self.is_new else self.state.documents(self.library, self.kind.plural)
        if self.name is not None:
            return [one for one in found if one.body[self.kind.identity] == self.name][:1]
        return found

    @property
    def body(self) -> Mapping[str, Any] | None:
        """Its fields; None for a new object."""
        if self.kind.shape is Shape.ROWS and self.is_table:
            return {"rows": [one.body for one in self.documents]}
        return None if self.is_new else self.documents[0].body

    @property
    def version(self) -> str:
        """Changes with every write; blank for a new object."""
        return hashlib.sha256("".join(one.version for one in self.documents).encode()).hexdigest()[:32]

    def has(self, fields: Mapping[str, Any]) -> bool:
        """Whether these fields are saved already."""
        try:
            return not self.is_new and store.tidy(self.kind, fields) == self.body
        except ValidationError:
            return False

    def save(self, fields: Mapping[str, Any]) -> Errors:
        """Save it with these fields. Returns what is wrong; then nothing was saved."""
        try:
            if self.kind.shape is Shape.ROWS and self.is_table:
                self._save_rows(fields["rows"])
            else:
                self._save(self.documents[0] if self.documents else None, fields)
        except ValidationError as wrong:
            return _by_path((".".join(map(str, one["loc"])), _text(one)) for one in wrong.errors())
        except Problem as problem:
            return self._errors_in(problem)
        return {}

    def delete(self) -> str | None:
        """Delete it. Returns why that is not possible."""
        try:
            store.remove(self.state, self.library, self.kind, self.documents[0])
        except Problem as problem:
            return f"{problem.detail}."
        return None

    def _save(self, document: Document | None, fields: Mapping[str, Any]) -> None:
        tidied = store.tidy(self.kind, fields)
        if document is None:
            store.create(self.state, self.library, self.kind, tidied)
        else:
            store.replace(self.state, self.library, self.kind, document, tidied)

    def _save_rows(self, rows: list[dict[str, Any]]) -> None:
        if len(rows) != len(self.documents):
            raise Problem(409, "Rows of this table cannot be added or removed")
        with self.state.transaction():
            for number, (document, row) in enumerate(zip(self.documents, rows, strict=True)):
                if row == document.body:
                    continue
                try:
                    self._save(document, row)
                except (ValidationError, Problem) as fault:
                    raise _in_row(fault, number) from None

    def _errors_in(self, problem: Problem) -> Errors:
        errors = problem.more.get("errors")
        if errors:
            return _by_path((one["field"], one["message"]) for one in errors)
        # The only other problem of a new object is that its name is taken.
        return {self.kind.identity if self.is_new else "": [problem.detail]}


def _in_row(fault: ValidationError | Problem, number: int) -> Problem:
    """The same problem, with the number of the row in its paths."""
    if isinstance(fault, ValidationError):
        found = [(".".join(map(str, one["loc"])), _text(one)) for one in fault.errors()]
    else:
        found = [
            (one["field"], one["message"])
            for one in fault.more.get("errors") or [{"field": "", "message": fault.detail}]
        ]
    errors = [{"field": f"rows.{number}.{path}".rstrip("."), "message": text} for path, text in found]
    return Problem(422, "invalid", errors=errors)


def _by_path(found: Iterable[tuple[str, str]]) -> Errors:
    errors: Errors = {}
    for path, text in islice(found, _MOST_ERRORS):
        errors.setdefault(path, []).append(text)
    return errors


def _text(error: Any) -> str:
    """What is wrong, in the words of a form."""
    if error["type"] == "missing":
        return "is required"
    return str(error["msg"]).removeprefix("Value error, ")
