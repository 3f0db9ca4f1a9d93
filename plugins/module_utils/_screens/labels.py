# SPDX-License-Identifier: GPL-3.0-or-later

"""The labels by which screens and inputs are recognised: those of the specs, and more from the variable wms_screen_labels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import lru_cache
from typing import Any

from .._core.errors import ValidationError, similar
from .._core.fields import Schema
from .._core.objects import Kind
from .._core.values import DOT, LINES, FieldType, Input
from .words.limits import LONGEST_AROUND, LONGEST_LABEL
from .words.value_words import (
    ABSENT,
    ARROW,
    CODE,
    CODED,
    CUT,
    DASHES,
    MAYBE_ALL,
    MAYBE_NO_CHOICE,
    NO_CHOICE,
    REMARK,
    UNSET,
)

#: The keys of wms_screen_labels with the texts of a drop-down that mean that nothing is chosen, with those that are names though they look
#: like the former, and with the texts of a screen that say nothing against its values.
TEXTS = BLANK, NAMES, NOTES = "blank", "names", "notes"
#: The keys of a kind: headings of its screen, headings of parts of it, and the labels of its inputs.
LISTS = SCREEN, PARTS = "screen", "parts"
FIELDS = "fields"

_NO_CHOICE, _MAYBE_NO_CHOICE, _MAYBE_ALL, _CODE, _ABSENT, _UNSET, _REMARK, _ARROW, _CUT = map(
    re.compile, (NO_CHOICE, MAYBE_NO_CHOICE, MAYBE_ALL, CODE, ABSENT, UNSET, REMARK, ARROW, CUT)
)
#: The ends of labels that are no part of the name: the sign of a help text, marks, and words for required fields.
_SIGNS = re.compile(r"(?<=[^ ]) ?[\u24d8\u2139]\ufe0f?\Z")
#: Before a label: the sign of a required field, and the triangle that folds what is below a heading.
_FOLDS = " *\u2217\u2304\u2731\u229e\u229f\u25b2\u25b6\u25b8\u25ba\u25bc\u25be"
_MARKS, _ENDINGS = " :*?\u2022\u2217\u2731", ("(required)", "(optional)", " required")
#: Two words for one thing in a label: *Alternate/Alternative Pickup Locations*.
_EITHER = re.compile(r"(\w+)/(\w+)")


def plain(text: str) -> str:
    """A label for comparison: without upper case, invisible characters, repeated white space, and marks at its ends."""
    return _plain(text[:LONGEST_LABEL])


# Each screen is compared with the labels of all.
@lru_cache(maxsize=1 << 13)
def _plain(text: str) -> str:
    seen = "".join(
        one for one in unicodedata.normalize("NFKC", _SIGNS.sub("", text)) if unicodedata.category(one) != "Cf"
    )
    words = " ".join(seen.split()).casefold().lstrip(_FOLDS).rstrip(_MARKS).replace("(s)", "s")
    while ending := next((one for one in _ENDINGS if words.endswith(one)), None):
        words = words.removesuffix(ending).rstrip(_MARKS)
    return words


def is_cut_off(text: str) -> bool:
    """Whether the screen shows only the beginning of a text, or of a list: *Main, Annex +2*."""
    return _CUT.search(text) is not None


def is_beginning(text: str) -> bool:
    """Whether the assistant has cut a text that is no value: nobody knows how it goes on."""
    return len(text) > LONGEST_AROUND // 2 and text.endswith("\u2026")


def is_missing(text: str) -> bool:
    """Whether a text can be there in the place of one that is missing."""
    return _ABSENT.search(words_of(text)) is not None


def is_unset(text: str) -> bool:
    """Whether a text can say that there is no value, and nothing else."""
    return _UNSET.search(words_of(text)) is not None


def words_of(text: str) -> str:
    """The words of a label or text, with one space between them."""
    return re.sub(r"[\W_]+", " ", plain(text)).strip()


class ScreenLabels:
    """The labels of all screens.

    given: more labels, by the name of a kind: ``screen`` and ``parts``, lists, and ``fields``, lists by the name of an input or section; ``blank`` and
    ``names``, lists. library, registry_id: its name for people, and the number of its institution, which say nothing against the values of
    a screen. Raises ValidationError for unknown names.
    """

    def __init__(
        self,
        kinds: Sequence[Kind],
        given: Mapping[str, Any] | None = None,
        library: str | None = None,
        registry_id: str | None = None,
    ):
        self._kinds = kinds
        #: The names of the library.
        self.library = {library} if library else set()
        if registry_id:
            self.library |= {f"{word} {registry_id}" for word in ("institution", "Institution", "Registry ID")}
        self.known: Mapping[str, frozenset[str]] = {}
        self._use(_checked(kinds, {} if given is None else given, "wms_screen_labels"))

    def _use(self, labels: Mapping[str, Any]) -> None:
        self._more = labels
        texts = {key: labels.get(key, ()) for key in TEXTS} | {NOTES: self.notes}
        self._plain = {key: frozenset(map(plain, some)) for key, some in texts.items()}

    def stated(self, given: Mapping[str, Any], where: str = "labels") -> ScreenLabels:
        """The same labels, and more that persons stated beside captures, in the same shape. What these labels say of a text counts. where: the others
        stand, for messages. Raises ValidationError as the class does."""
        found = copy(self)
        found._use(_joined(self._more, _checked(self._kinds, given, where)))
        return found

    @property
    def entries(self) -> list[tuple[str, str]]:
        """The labels that are not those of the specs, as entries."""
        return list(entries(self._more))

    @property
    def blank(self) -> list[str]:
        """The library's own texts of a drop-down that mean that nothing is chosen."""
        return sorted(self._more.get(BLANK, ()))

    @property
    def own_names(self) -> list[str]:
        """The texts that somebody stated to be names."""
        return sorted(self._more.get(NAMES, ()))

    @property
    def notes(self) -> list[str]:
        """The texts that say nothing against the values of a screen: those that somebody stated, and the name of the library."""
        return sorted({*self._more.get(NOTES, ()), *self.library})

    @property
    def all_screens(self) -> set[str]:
        """The (plain) names of the screens of all kinds."""
        return {name for kind in self._kinds for name in self.screens(kind)}

    @property
    def menus(self) -> list[str]:
        """The entries of the menus that lead to the screens of all kinds."""
        return sorted({entry for kind in self._kinds for entry in kind.screen_path})

    @property
    def all_known(self) -> set[str]:
        """The names of the known objects of all kinds."""
        return set().union(*self.known.values())

    @property
    def fields(self) -> dict[str, list[str]]:
        """The fields that can have more labels, by the name of a kind. One that ends with a dot is how the names of free fields begin."""
        return {kind.name: [*_fields_of(kind)] for kind in self._kinds}

    def names(self, kind: Kind) -> set[str]:
        """The names of the screen of a kind."""
        return {kind.screen_path[-1], kind.label, *self._of(kind, SCREEN)}

    def screens(self, kind: Kind) -> set[str]:
        """The (plain) names of the screen of a kind."""
        return {plain(name) for name in self.names(kind)}

    def of(self, kind: Kind, one: Input) -> set[str]:
        """The (plain) labels of an input."""
        return {plain(label) for label in self._labels(kind, one)}

    def _labels(self, kind: Kind, one: Input) -> list[str]:
        either = (_EITHER.sub(rf"\{number}", one.label) for number in (1, 2)) if _EITHER.search(one.label) else ()
        own = [written for label in (one.label, *either) for written in one.value.labels(label)]
        return [*own, *self._fields(kind, one.name)]

    def section(self, kind: Kind, one: Input) -> set[str]:
        """The (plain) labels of the section of an input; none outside of sections."""
        if one.section is None:
            return set()
        return {plain(label) for label in (one.section, *self._fields(kind, one.name.partition(DOT)[0]))}

    def parts(self, kind: Kind) -> list[str]:
        """The headings of parts of the screen of a kind, whose fields are its own."""
        return sorted(self._of(kind, PARTS))

    def is_blank(self, text: str) -> bool:
        """Whether a drop-down with this text has nothing chosen."""
        return self._is_stated(BLANK, text) or self.is_mark(text) or not text.strip()

    def is_note(self, text: str) -> bool:
        """Whether somebody stated that a text says nothing against the values of a screen."""
        return self._is_stated(NOTES, text)

    def is_mark(self, text: str) -> bool:
        """Whether a text is a mark or word for nothing, without being listed as one."""
        if not text.strip() or self._is_stated(BLANK, text) or self._is_stated(NAMES, text):
            return False
        shown = text.strip()
        is_framed = shown[0] in DASHES and shown[-1] in DASHES and is_unset(shown)
        return _NO_CHOICE.search(words_of(text)) is not None or not text.strip(DASHES) or is_framed

    def knowing(self, names: Mapping[str, Iterable[str]]) -> ScreenLabels:
        """The same labels, and the names of more known objects, by the name of their kind: such a text is a name."""
        found = copy(self)
        found.known = {
            kind: self.known.get(kind, frozenset()) | {*names.get(kind, ())} for kind in {*self.known, *names}
        }
        return found

    def is_name(self, text: str, kind: str = "") -> bool:
        """Whether something knows an object of a kind with this name, or a person stated that the text is a name."""
        return text.strip() in self.known.get(kind, ()) or self._is_stated(NAMES, text)

    def name_in(self, text: str, kind: str) -> str:
        """The name of an object of a kind in a text: of a location the known code beside its name."""
        found = _CODE.search(text.strip()) if kind in CODED and not self.is_name(text, kind) else None
        code = "" if found is None else str(found[1] or found[2])
        return code if code in self.known.get(kind, ()) else text

    def with_known_names(self, text: str, value: FieldType) -> str:
        """The text of a value, with the names of known objects in it; the entries of a list on lines."""
        kind = value.named_kind
        return "\n".join(self.entries_in(text, kind)) if value.control == LINES else self.name_in(text, kind)

    def entries_in(self, text: str, kind: str) -> list[str]:
        """The entries of a list in a text. A comma can be in a name, so it divides only names that something knows."""
        parts = (part.strip() for part in re.split(r"[;\n]", text))
        return [one for part in parts if part for one in self._known_names_in(part, kind)]

    def _known_names_in(self, text: str, kind: str) -> list[str]:
        names = [self.name_in(one.strip(), kind) for one in text.split(",")]
        is_list = not self.is_name(text, kind) and all(self.is_name(one, kind) for one in names)
        return names if is_list else [self.name_in(text, kind)]

    def can_be_nothing(self, text: str, kind: str = "") -> bool:
        """Whether a text of a drop-down can be the name of something, or mean that nothing is chosen."""
        may_be_none = _MAYBE_NO_CHOICE.search(words_of(text)) is not None
        return may_be_none and not self.is_blank(text) and not self.is_name(text, kind)

    def can_be_all(self, text: str, wildcard: Any, kind: str = "") -> bool:
        """Whether a text can mean the same as the wildcard of its column."""
        is_word = _MAYBE_ALL.search(words_of(text)) is not None
        return is_word and plain(text) != plain(str(wildcard)) and not self.is_name(text, kind)

    def has_remark(self, text: str, kind: str) -> bool:
        """Whether a text can be the known name of an object of a kind, and something else: *Faculty (draft)*, *Faculty \u2192 Student*."""
        if self.is_name(text, kind):
            return False
        starts = (text[: found.start()] for found in _REMARK.finditer(text.lower()))
        return _ARROW.search(text) is not None or any(self.is_name(start, kind) for start in starts)

    def _is_stated(self, key: str, text: str) -> bool:
        return plain(text) in self._plain[key]

    def _of(self, kind: Kind, key: str) -> Sequence[str]:
        labels: Sequence[str] = self._more.get(kind.name, {}).get(key, ())
        return labels

    def _fields(self, kind: Kind, name: str) -> Sequence[str]:
        labels: Sequence[str] = self._more.get(kind.name, {}).get(FIELDS, {}).get(name, ())
        return labels

    def data(self, kind: Kind, one: Input) -> dict[str, Any]:
        """The labels of an input for a page, whose script compares them in the same way."""
        labels = self._labels(kind, one)
        outer = one.name.partition(DOT)[0]
        section = [] if one.section is None else [one.section, *self._fields(kind, outer)]
        return {"labels": labels, "section": section}


def entries(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Labels as pairs of a place (``blank``, ``loan_policy.parts``, ``loan_policy.fields.loan_period``) and a text."""
    for name, more in given.items():
        if name in TEXTS:
            yield from ((name, text) for text in more)
            continue
        yield from ((f"{name}.{key}", text) for key in LISTS for text in more.get(key, ()))
        for field, labels in more.get(FIELDS, {}).items():
            yield from ((f"{name}.{FIELDS}.{field}", text) for text in labels)


def of_entries(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The labels with these places and texts, as a dictionary."""
    found: dict[str, Any] = {}
    for path, text in pairs:
        name, *rest = path.split(DOT, 2)
        at: dict[str, Any] = found
        for key in [name, *rest][:-1]:
            at = at.setdefault(key, {})
        at.setdefault([name, *rest][-1], []).append(text)
    return found


def _joined(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Labels of two sources; what the first one says of a text counts."""
    taken = {about(*entry) for entry in entries(first)}
    return of_entries([*entries(first), *(entry for entry in entries(second) if about(*entry) not in taken)])


def about(path: str, text: str) -> tuple[str, str]:
    """What an entry is about: a text means one thing, and a label one input of its screen."""
    return "" if path in (BLANK, NAMES) else path.partition(f"{DOT}{FIELDS}{DOT}")[0], plain(text)


def _checked(kinds: Sequence[Kind], given: Any, where: str) -> dict[str, Any]:
    by_name = {kind.name: kind for kind in kinds}
    problems = list(_problems(by_name, given))
    if problems:
        raise ValidationError(*(f"{where}: {problem}" for problem in problems))
    return dict(given)


def _problems(by_name: Mapping[str, Kind], given: Any) -> Iterator[str]:
    if not isinstance(given, Mapping):
        yield "write a dictionary of kinds, such as loan_policy"
        return
    for name, more in given.items():
        if name in TEXTS:
            yield from _texts(name, more)
        elif name not in by_name:
            yield f"'{name}' is not a kind. {similar(str(name), [*by_name, *TEXTS])}"
        elif not isinstance(more, Mapping) or set(more) - {*LISTS, FIELDS}:
            yield f"{name}: write a dictionary of {', '.join(LISTS)} and {FIELDS}"
        elif not isinstance(more.get(FIELDS, {}), Mapping):
            yield f"{name}.{FIELDS}: write a dictionary of fields and their labels"
        else:
            for key in LISTS:
                yield from _texts(f"{name}.{key}", more.get(key, []))
            for field, labels in more.get(FIELDS, {}).items():
                yield from _unknown(by_name[name], name, str(field))
                yield from _texts(f"{name}.fields.{field}", labels)


def _unknown(kind: Kind, name: str, field: str) -> Iterator[str]:
    known = _fields_of(kind)
    if not any(field.startswith(one) if one.endswith(DOT) else field == one for one in known):
        given = sorted(one for one in known if not one.endswith(DOT))
        yield f"{name}.fields: '{field}' is not a field. {similar(field, given)}"


def _fields_of(kind: Kind) -> dict[str, None]:
    """The names of fields and inputs, and how those of free fields begin."""
    names = [one.name for one in (*kind.schema.inputs(), *kind.schema)]
    return dict.fromkeys([*names, *_free(kind.schema)])


def _free(schema: Schema, prefix: str = "") -> Iterator[str]:
    """How the names of inputs for free fields begin."""
    for field in schema:
        if field.value.is_free:
            yield f"{prefix}{field.name}{DOT}"
    for name, inner in schema.nested.items():
        yield from _free(inner, f"{prefix}{name}{DOT}")


def _texts(where: str, given: Any) -> Iterator[str]:
    if not isinstance(given, list) or not all(isinstance(one, str) and one.strip() for one in given):
        yield f"{where}: write a list of labels"


#: The labels of the specs alone.
SPEC_LABELS = ScreenLabels(())
