# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The answers to the questions about a library: read from a file, or from a table, and recorded as found."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Optional

from .._core.errors import Faults, ValidationError, candidates, similar
from .._core.objects import AboutObject, Fields, Identity, Kind
from .._record.content import fulfils
from .._record.record_store import RecordStore
from .._record.sources import ANSWER, CAPTURE, Source, is_ahead
from .._screens.inputs import asked_inputs, nested
from . import received
from .captures import SeenFields, Shown
from .comparison import as_known, differences, missing_inputs
from .received import Imported, Remark, Signed, Skipped

#: An object in an answer: its canonical fields, None if missing. Optional: for the pylint of ansible-test.
_Found = tuple[Kind, Identity, Optional[Fields]]  # noqa: UP045


def parse(file: received.SubmittedFile) -> dict[str, Any]:
    """The answers in a file that was checked, by question, None for a missing object."""
    answers: dict[str, Any] = file.content["answers"]
    return answers


def claimed(file: received.SubmittedFile) -> set[str]:
    """The questions whose answers were seen on the screen, according to the file."""
    return {name for name, one in file.content.get("sources", {}).items() if one == CAPTURE}


def apply(
    store: RecordStore,
    kinds: Sequence[Kind],
    signed: Signed,
    answers: Mapping[str, Any],
    evidence: Shown | None = None,
    seen: Collection[str] = (),
) -> Imported:
    """Record the answers as confirmed. The later one of two answers about an object counts.

    evidence: what the captures of the file show. seen: the questions whose answers they show, according to the file.

    Raises ValidationError, before anything changes, with the first invalid answers, and with those that contradict each other,
    confirmed objects, or the captures of the file.
    """
    found: list[_Found] = []
    faults = Faults()
    for number, (name, given) in enumerate(answers.items()):
        if number - len(found) == received.MOST_INVALID:
            break
        with faults.noted():
            found.append(_read(kinds, str(name), given))
            _refuse_other_evidence(found[-1], evidence or {}, str(name) in seen)
    outcome = Imported()
    news = [one for one in found if _is_news(store, signed, one, outcome)]
    for contradiction in _contradictions(store, kinds, [_whole(store, one) for one in news]):
        faults.note(contradiction)
    try:
        faults.report()
    except ValidationError as fault:
        texts = (f"{signed.source}: {problem}" for problem in fault.problems)
        raise ValidationError(*texts, about=fault.object, fields=fault.fields, meant=fault.candidates) from None
    for one in news:
        _keep(store, signed, one, (evidence or {}).get((one[0].plural, one[1])))
        outcome.recorded.append(AboutObject(*one[:2]))
    if signed.remark and outcome.recorded:
        outcome.remarks.append(Remark(signed.attribution, signed.remark))
    return outcome


def _keep(store: RecordStore, signed: Signed, found: _Found, shown_by: SeenFields | None) -> None:
    """Record an answer that was accepted."""
    kind, identity, fields = found
    whole = _whole(store, found)[2]
    names = [*(fields or ()), *_without_input(kind, whole or {})]
    store.content.found(kind, identity, whole, Source(ANSWER, signed.attribution), signed.remark, names)
    if shown_by is not None:
        shown_by.credit(store.content, AboutObject(kind, identity), signed.attribution.by, fields or {})


def _without_input(kind: Kind, known: Fields) -> Iterator[str]:
    """The fields for which a page has no input, because none of their labels is known. They are as old as the object's answer."""
    for name in known:
        if not asked_inputs(kind.schema, {name: known[name]}):
            yield name


def _is_news(store: RecordStore, signed: Signed, found: _Found, outcome: Imported) -> bool:
    """Whether an answer is later than what is known of the object. An equal answer is: it shows that the object is still so."""
    kind, identity, _fields = found
    confirmed, about = store.content.confirmed.get(kind.plural, {}).get(identity), AboutObject(kind, identity)
    if store.approval and _completes(store, found):
        reason = "it is as its pending step asks for: confirm that step, so that a second person can approve it"
        outcome.skipped.append(Skipped(signed.source, about.key, reason))
        return False
    if confirmed is None:
        return True
    before = confirmed.latest.attribution
    repeated = (about.key, signed.attribution) in {(event.object, event.attribution) for event in store.content.history}
    if (before.at < signed.attribution.at and not repeated) or is_ahead(before.at, store.now):
        return True
    if _whole(store, found)[2] == confirmed.fields:
        return False
    reason = f"{before.by} confirmed it at {before.at}, which is not earlier than this answer"
    outcome.skipped.append(Skipped(signed.source, about.key, reason, repeated))
    return False


def _completes(store: RecordStore, found: _Found) -> bool:
    """Whether an answer is as the pending step of its object asks for."""
    kind, identity, _fields = found
    change = store.content.pending.get(kind.plural, {}).get(identity)
    known = store.content.known(kind).get(identity)
    return change is not None and fulfils(kind, _whole(store, found)[2], change, known)


def _refuse_other_evidence(found: _Found, evidence: Shown, is_claimed: bool) -> None:
    """Raise ValidationError for an answer that captures contradict, or do not show although the file claims it (is_claimed)."""
    kind, identity, fields = found
    shown_by = evidence.get((kind.plural, identity))
    seen = as_known(kind, shown_by.seen, fields) if shown_by is not None else {}
    problems = []
    if shown_by is not None and fields is None:
        problems.append("is answered as missing, but a capture in the file shows it")
    for one in differences(kind, seen, fields) if seen and fields is not None else ():
        answered, there = one.wanted or "blank", one.seen or "blank"
        problems.append(f"is answered with {one.label} '{answered}', but its capture shows '{there}'")
    if is_claimed and (missing := missing_inputs(kind, seen, fields or {})):
        problems.append(f"is answered as seen on the screen, but no capture in the file shows {', '.join(missing)}")
    if problems:
        title = kind.described(identity)
        raise ValidationError(*(f"{title} {problem}" for problem in problems), about=title)


def _whole(store: RecordStore, found: _Found) -> _Found:
    """An object updated with an answer; the other fields stay as confirmed."""
    kind, identity, fields = found
    if fields is None:
        return found
    confirmed = store.content.confirmed.get(kind.plural, {}).get(identity)
    before = (confirmed.fields if confirmed is not None else None) or {}
    return kind, identity, kind.updated(before, as_known(kind, fields, before))


def _contradictions(store: RecordStore, kinds: Sequence[Kind], news: Sequence[_Found]) -> list[ValidationError]:
    """Contradictions: an object refers to one that is answered as missing, and one of the two answers is new."""
    known = {kind.name: kind for kind in kinds}
    there: dict[tuple[str, Identity], Fields | None] = {
        (kind.name, identity): one.fields
        for kind in kinds
        for identity, one in store.content.confirmed.get(kind.plural, {}).items()
    }
    there |= {(kind.name, identity): fields for kind, identity, fields in news}
    new = {(kind.name, identity) for kind, identity, _fields in news}
    problems: dict[str, str] = {}
    for (name, identity), fields in there.items():
        for use in known[name].uses(fields or {}):
            named = (use.kind, use.identity)
            if there.get(named, ...) is None and new & {named, (name, identity)}:
                user, missing = known[name].described(identity), known[use.kind].described(use.identity)
                text = f"{user} refers to {missing}, which is answered as missing; correct one of the two answers"
                problems[text] = missing
    return [ValidationError(text, about=missing) for text, missing in problems.items()]


def _read(kinds: Sequence[Kind], name: str, given: Any) -> _Found:
    kind, identity = _object(kinds, name)
    try:
        return kind, identity, _answered(kind, identity, given)
    except ValidationError as fault:
        raise fault.concerning(kind.described(identity)) from None


def _object(kinds: Sequence[Kind], name: str) -> tuple[Kind, Identity]:
    plural, *identity = name.split("/")
    kind = next((kind for kind in kinds if kind.plural == plural), None)
    if kind is None:
        known = [kind.plural for kind in kinds]
        text = f"'{name}' is not a kind of object. {similar(plural, known)}"
        raise ValidationError(text, about=name, meant=candidates(plural, known))
    parts = len(kind.identity_fields)
    # A name may have a slash in it.
    whole = [*identity[: parts - 1], "/".join(identity[parts - 1 :])] if parts else identity
    if len(whole) != parts or not all(whole):
        raise ValidationError(f"'{name}' is not an object: the name of a {kind.label} has {parts} parts", about=name)
    return kind, tuple(whole)


def _answered(kind: Kind, identity: Identity, given: Any) -> Fields | None:
    """The canonical fields in an answer."""
    if kind.columns:
        if not isinstance(given, list):
            raise ValidationError("write the rows of the table as a list")
        return {"rows": [kind.schema.complete(row) for row in given]}
    if given is None and kind.listed:
        return None
    if not isinstance(given, Mapping):
        raise ValidationError("write the fields as a dictionary")
    return kind.schema.declare({**nested(kind.schema, given), **kind.naming(identity)})
