# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The labels by which screens and inputs are recognised: those of the specs, and more from the variable wms_screen_labels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Any

from .._core.errors import ValidationError, similar
from .._core.fields import Schema
from .._core.objects import Kind
from .._core.values import DOT, Input
from .screen_words import CUT, DASHES, LONGEST_LABEL, MAYBE_NO_CHOICE, NO_CHOICE

#: The key of wms_screen_labels with the texts of a drop-down that mean that nothing is chosen.
BLANK = "blank"

_MAYBE_NO_CHOICE = re.compile(MAYBE_NO_CHOICE)
#: The ends of labels that are no part of the name: marks, and words for required fields.
_MARKS, _ENDINGS = " :*?", ("(required)", "(optional)")


def plain(text: str) -> str:
    """A label for comparison: without upper case, invisible characters, repeated white space, and marks at its end."""
    seen = "".join(
        one for one in unicodedata.normalize("NFKC", text[:LONGEST_LABEL]) if unicodedata.category(one) != "Cf"
    )
    words = " ".join(seen.split()).casefold().rstrip(_MARKS)
    while words.endswith(_ENDINGS):
        words = words[: words.rindex("(")].rstrip(_MARKS)
    return words


def is_cut_off(text: str) -> bool:
    """Whether the screen shows only the beginning of a text."""
    return text.rstrip().endswith(CUT)


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", plain(text)).strip()


class ScreenLabels:
    """The labels of all screens.

    given: more labels, by the name of a kind: ``screen``, a list, and ``fields``, lists by the name of an input or section; ``blank``, a list.
    Raises ValidationError for unknown names.
    """

    def __init__(self, kinds: Sequence[Kind], given: Mapping[str, Any] | None = None):
        self._more = _checked(kinds, {} if given is None else given)
        #: The library's own texts of a drop-down that mean that nothing is chosen.
        self.blank = frozenset(self._more.get(BLANK, ()))
        self._blank = {plain(text) for text in self.blank}
        self.known: Mapping[str, frozenset[str]] = {}

    def names(self, kind: Kind) -> set[str]:
        """The names of the screen of a kind."""
        return {kind.screen.rpartition(" > ")[2], kind.label, *self._more.get(kind.name, {}).get("screen", ())}

    def screens(self, kind: Kind) -> set[str]:
        """The (plain) names of the screen of a kind."""
        return {plain(name) for name in self.names(kind)}

    def of(self, kind: Kind, one: Input) -> set[str]:
        """The (plain) labels of an input."""
        return {plain(label) for label in (one.label, *self._fields(kind, one.name))}

    def section(self, kind: Kind, one: Input) -> set[str]:
        """The (plain) labels of the section of an input; none outside of sections."""
        if one.section is None:
            return set()
        return {plain(label) for label in (one.section, *self._fields(kind, one.name.partition(DOT)[0]))}

    def is_blank(self, text: str) -> bool:
        """Whether a drop-down with this text has nothing chosen."""
        words = _words(text)
        return words in NO_CHOICE or plain(text) in self._blank or not text.strip(DASHES)

    def is_mark(self, text: str) -> bool:
        """Whether a text is a mark or word for nothing, without being listed as one."""
        return bool(text.strip()) and self.is_blank(text) and plain(text) not in self._blank

    def knowing(self, names: Mapping[str, Iterable[str]]) -> ScreenLabels:
        """The same labels, and the names of known objects, by the name of their kind: such a text is a name."""
        found = copy(self)
        found.known = {kind: frozenset(those) for kind, those in names.items()}
        return found

    def is_unclear(self, text: str, kind: str = "") -> bool:
        """Whether a text of a drop-down can be the name of something, or mean that nothing is chosen."""
        may_be_none = _MAYBE_NO_CHOICE.search(_words(text)) is not None
        return may_be_none and not self.is_blank(text) and text.strip() not in self.known.get(kind, ())

    def _fields(self, kind: Kind, name: str) -> Sequence[str]:
        labels: Sequence[str] = self._more.get(kind.name, {}).get("fields", {}).get(name, ())
        return labels

    def data(self, kind: Kind, one: Input) -> dict[str, Any]:
        """The labels of an input for a page, whose script compares them in the same way."""
        labels = [one.label, *self._fields(kind, one.name)]
        outer = one.name.partition(DOT)[0]
        section = [] if one.section is None else [one.section, *self._fields(kind, outer)]
        return {"labels": labels, "section": section}


def _checked(kinds: Sequence[Kind], given: Any) -> dict[str, Any]:
    by_name = {kind.name: kind for kind in kinds}
    problems = list(_problems(by_name, given))
    if problems:
        raise ValidationError(*(f"wms_screen_labels: {problem}" for problem in problems))
    return dict(given)


def _problems(by_name: Mapping[str, Kind], given: Any) -> Iterator[str]:
    if not isinstance(given, Mapping):
        yield "write a dictionary of kinds, such as loan_policy"
        return
    for name, more in given.items():
        if name == BLANK:
            yield from _texts(BLANK, more)
        elif name not in by_name:
            yield f"'{name}' is not a kind. {similar(str(name), [*by_name, BLANK])}"
        elif not isinstance(more, Mapping) or set(more) - {"screen", "fields"}:
            yield f"{name}: write a dictionary of screen and fields"
        elif not isinstance(more.get("fields") or {}, Mapping):
            yield f"{name}.fields: write a dictionary of fields and their labels"
        else:
            yield from _texts(f"{name}.screen", more.get("screen", []))
            for field, labels in (more.get("fields") or {}).items():
                yield from _unknown(by_name[name], name, str(field))
                yield from _texts(f"{name}.fields.{field}", labels)


def _unknown(kind: Kind, name: str, field: str) -> Iterator[str]:
    known = {one.name for one in (*kind.schema.inputs(), *kind.schema)}
    if field not in known and not any(field.startswith(start) for start in _free(kind.schema)):
        yield f"{name}.fields: '{field}' is not a field. {similar(field, sorted(known))}"


def _free(schema: Schema, prefix: str = "") -> Iterator[str]:
    """How the names of inputs for free fields begin."""
    for field in schema:
        if field.value.is_free:
            yield f"{prefix}{field.name}{DOT}"
        elif field.value.schema is not None:
            yield from _free(field.value.schema, f"{prefix}{field.name}{DOT}")


def _texts(where: str, given: Any) -> Iterator[str]:
    if not isinstance(given, list) or not all(isinstance(one, str) and one.strip() for one in given):
        yield f"{where}: write a list of labels"


#: The labels of the specs alone.
SPEC_LABELS = ScreenLabels(())
