# SPDX-License-Identifier: GPL-3.0-or-later

"""Judges the answers of a file by the record: an answer counts, has no effect, or is a reason to refuse the file.

Nothing is changed, and no request is sent. Answers that close a step and answers that fill a gap differ only in what they are compared with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .._core.errors import Faults, ValidationError, quoted, similar
from .._core.objects import AboutObject, Fields, Identity, Kind
from .._record.content import CONFIRMED, FOUND, IMPOSSIBLE, NOT_FOUND, READ_BACK, SEEN, fulfils
from .._record.record_store import RecordStore
from .._record.sources import CAPTURE, Attribution, is_ahead
from .._record.steps import Step, before_live, steps
from .._wms.catalogue import DECLARABLE
from . import received
from .answers import Answer, Request
from .comparison import Difference, as_known, contradictions, differences, missing_inputs, not_shown
from .received import RejectedFile, Signed, Skipped
from .sent_screens import SeenFields, Shown


@dataclass(frozen=True)
class Accepted(AboutObject):
    """An answer that counts.

    event: of the history. step: the step that it closes; None if it fills a gap. there: the object afterwards; None if it does not exist.
    names: the fields that were learnt. stated: the answered fields, which a screen can show too. shown: what captures show of the object.
    """

    answer: Answer
    event: str
    there: Fields | None = None
    names: Sequence[str] = ()
    stated: Fields = field(default_factory=dict)
    step: Step | None = None
    shown: SeenFields | None = None


@dataclass(frozen=True)
class Known:
    """What answers are compared with. shown: what the captures of the same file show."""

    store: RecordStore
    shown: Shown

    @cached_property
    def pending(self) -> Mapping[str, Step]:
        """The pending steps, by their keys."""
        return {step.key: step for step in steps(DECLARABLE, self.store)}

    @cached_property
    def closed(self) -> set[str]:
        """The digests of steps that were closed."""
        return {event.step for event in self.store.content.history if event.step}

    @cached_property
    def read_back(self) -> set[str | None]:
        """The objects that were read from OCLC as requested."""
        return {event.object for event in self.store.content.history if event.event == READ_BACK}

    @cached_property
    def heard(self) -> set[tuple[str | None, Attribution]]:
        """The step digests and the objects about which a person has answered, each with the attribution of that answer."""
        history = self.store.content.history
        return {(name, event.attribution) for event in history for name in (event.step, event.object) if name}

    def updated(self, about: AboutObject, fields: Fields | None) -> Fields | None:
        """An object updated with stated fields; the others stay as confirmed."""
        if fields is None:
            return None
        confirmed = self.store.content.confirmed_of(about.kind).get(about.identity)
        before = (confirmed.fields if confirmed is not None else None) or {}
        return about.kind.updated(before, as_known(about.kind, fields, before))


def judge_answers(
    known: Known, signed: Signed, answers: Iterable[Answer | ValidationError]
) -> tuple[list[Accepted], list[Skipped]]:
    """Judge the answers of one file, or the errors in them. Returns the answers that count, and those without effect.

    Raises RejectedFile or ValidationError if an answer is outdated, or contradicts another one, the record, a system that can be read, or
    the captures of the file.
    """
    accepted: list[Accepted] = []
    skipped: list[Skipped] = []
    outdated: dict[str, str] = {}
    faults = Faults()
    for answer in answers:
        if len(outdated) == received.MOST_OUTDATED:
            break
        if isinstance(answer, ValidationError):
            faults.note(answer)
            continue
        about = known.pending.get(answer.key) if answer.request is not None else answer.about
        counting = None if about is None else _accepted(known, answer, about)
        if counting is not None and counting.step is None and (problems := list(_other_evidence(counting))):
            faults.note(ValidationError(*problems, about=counting.title))
        if (reason := _without_effect(known, answer, counting)) is not None:
            skipped += [Skipped(signed.source, answer.key, *reason)] if reason[0] else []
        elif problem := _outdated(known, answer):
            outdated[problem] = about.title if about is not None else answer.key
        elif counting is not None:
            accepted.append(counting)
    _refuse_outdated(outdated, signed)
    closed = [answer for answer in accepted if answer.step is not None and answer.event != IMPOSSIBLE]
    _refuse(closed, lambda step: _at_system(known, step), signed, "confirms steps, but", _RETRY)
    _refuse(closed, lambda step: "; ".join(_other_evidence(step)), signed, "contradicts its captures:", _CAPTURE_AGAIN)
    _refuse_early(known, [answer.step for answer in closed if answer.step is not None], signed)
    for contradiction in _missing_objects(known, [answer for answer in accepted if answer.step is None]):
        faults.note(contradiction)
    _refuse_invalid(signed, faults)
    return accepted, skipped


_RETRY = "A change on the screens may take some minutes to appear; retry later, or check the screen"
_CAPTURE_AGAIN = "Correct the screen and capture it again, or untick the step"


def _accepted(known: Known, answer: Answer, about: AboutObject) -> Accepted:
    kind, identity = about.kind, about.identity
    shown = known.shown.get((kind.plural, identity))
    if not isinstance(about, Step):
        there = known.updated(about, answer.fields)
        names = [*(answer.fields or ()), *_without_input(kind, there or {})]
        event = NOT_FOUND if there is None else FOUND
        return Accepted(kind, identity, answer, event, there, names, answer.fields or {}, shown=shown)
    if answer.request is not None and answer.request.impossible is not None:
        return Accepted(kind, identity, answer, IMPOSSIBLE, step=about)
    seen = _seen(about, shown)
    event = CONFIRMED if not_shown(about, seen) else SEEN
    # A capture of a map shows all its rows, not only those of the step.
    there = seen if kind.columns and event == SEEN else about.wanted
    names = list(about.change.fields or ())
    stated = {name: there[name] for name in names} if there is not None else {}
    return Accepted(kind, identity, answer, event, there, names, stated, about, shown)


def _without_input(kind: Kind, known: Fields) -> Iterator[str]:
    """The fields for which a page has no input, because none of their labels is known. They count as learnt with the answer about the object."""
    for name in known:
        if not kind.schema.inputs_in({name: known[name]}):
            yield name


def _without_effect(known: Known, answer: Answer, counting: Accepted | None) -> tuple[str, bool] | None:
    """Why an answer has no effect (empty if that is not reported), and whether it was imported before; None if it has an effect. counting: the answer as
    it would count."""
    if answer.request is None:
        return None if counting is None else _not_news(known, counting)
    step, request, attribution = known.pending.get(answer.key), answer.request, answer.source.attribution
    if (request.digest, attribution) in known.heard:
        return "this answer was imported before", True
    if step is None and request.impossible is None and answer.key in known.read_back:
        # This is normal: the change was read from OCLC before this file was imported.
        return "", False
    if step is None:
        return ("it is already confirmed", False) if request.digest in known.closed else None
    if step.change.confirmed is not None and known.store.approval:
        return "it is already confirmed, and waits for approval", False
    if _sent_back_later(step, request, attribution):
        return "it was sent back later", False
    if request.digest in (None, step.digest) and _superseded(step, request, attribution):
        return "the record has a reason of the same or a later time", False
    return None


def _superseded(step: Step, request: Request, attribution: Attribution) -> bool:
    """Whether the record has a reason for this step with the same or a later time."""
    earlier = step.change.impossible
    return request.impossible is not None and earlier is not None and earlier.attribution.at >= attribution.at


def _sent_back_later(step: Step, request: Request, attribution: Attribution) -> bool:
    """Whether the step was sent back after this answer. The digest in a later answer depends on when it was sent back."""
    back = step.change.sent_back
    return back is not None and request.digest not in (None, step.digest) and attribution.at <= back.attribution.at


def _not_news(known: Known, about: Accepted) -> tuple[str, bool] | None:
    """Like ``_without_effect``, for an answer that fills a gap: it has to be later than what is known of the object. Equal fields count too: they show
    that it is unchanged."""
    attribution, store, there = about.answer.source.attribution, known.store, about.there
    if store.approval and _completes(store, about, there):
        return "it is as its pending step asks for: confirm that step, so that a second person can approve it", False
    confirmed = store.content.confirmed_of(about.kind).get(about.identity)
    if confirmed is None:
        return None
    before, repeated = confirmed.latest.attribution, (about.key, attribution) in known.heard
    later = (before.at < attribution.at and not repeated) or is_ahead(before.at, store.now)
    if later:
        return None
    reason = f"it was confirmed at {before.at}, which is not earlier than this answer"
    return ("" if there == confirmed.fields else reason), repeated


def _completes(store: RecordStore, about: AboutObject, there: Fields | None) -> bool:
    """Whether an object is as its pending step requests."""
    change = store.content.pending_of(about.kind).get(about.identity)
    return change is not None and fulfils(
        about.kind, there, change, store.content.known(about.kind).get(about.identity)
    )


def _outdated(known: Known, answer: Answer) -> str | None:
    """Why an answer does not match the pending step that it closes."""
    step, request = known.pending.get(answer.key), answer.request
    if request is None:
        return None
    if step is None:
        return f"'{answer.key}' is not pending. {similar(answer.key, list(known.pending))}"
    if request.digest in (None, step.digest):
        old = answer.source.attribution.at[:10] < step.change.since
        return f"it is older than {step.title}, which was asked for on {step.change.since}" if old else None
    if (back := step.change.sent_back) is not None:
        return f"{step.title} was sent back at {back.attribution.at} ({back.remark})"
    now, then = set(step.asked), set(request.asked)
    gone = [line for line in request.asked if line not in now]
    new = [line for line in step.asked if line not in then]
    changes = [f"no longer asked for: {quoted(gone)}"] if gone else []
    changes += [f"asked for now: {quoted(new)}"] if new else []
    return f"{step.title} has changed since the worksheet was created ({'; '.join(changes) or 'the previous values have changed'})"


def _refuse_outdated(problems: Mapping[str, str], signed: Signed) -> None:
    """Refuse the file for problems. problems: the step of each, by text."""
    if problems:
        named = [*problems, *(["perhaps others"] if len(problems) == received.MOST_OUTDATED else [])]
        raise RejectedFile(
            f"{signed.source} does not match the pending steps: {'; '.join(named)}. {signed.rejected}. Send the "
            "library the current worksheet; unchanged ticks are kept",
            received.OUTDATED,
            next(iter(problems.values())) if len(problems) == 1 else None,
        )


def _refuse(
    closed: Sequence[Accepted], problem: Callable[[Accepted], str], signed: Signed, what: str, advice: str
) -> None:
    """Refuse the file if a step that it closes has a problem."""
    problems = {accepted.title: text for accepted in closed if (text := problem(accepted))}
    if problems:
        raise RejectedFile(
            f"{signed.source} {what} {'; '.join(problems.values())}. {signed.rejected}. {advice}",
            received.CONTRADICTED,
            next(iter(problems)) if len(problems) == 1 else None,
        )


def _at_system(known: Known, accepted: Accepted) -> str:
    """How a system contradicts a confirmed step; empty if it does not. A readable object in the requested state is no longer pending."""
    step = accepted.step
    if step is None or not known.store.readable(step.kind):
        return ""
    there = known.store.known(step.kind).get(step.identity)
    if step.wanted is None or there is None:
        return f"OCLC still has {step.title}" if step.wanted is None else f"OCLC has no {step.title}"
    fields = {name: step.kind.schema[name] for name, wanted in step.wanted.items() if there.get(name) != wanted}
    return "; ".join(
        f"{step.title} has {field.label} '{field.value.text(there.get(name)) or 'blank'}' at OCLC, not '{field.value.text(step.wanted[name])}'"
        for name, field in fields.items()
    )


def _seen(step: Step, shown: SeenFields | None) -> Fields:
    """The fields that captures show of the object of a step."""
    return {} if shown is None else as_known(step.kind, shown.seen, step.wanted, step.known)


def _other_evidence(accepted: Accepted) -> Iterator[str]:
    """How the captures contradict an answer: they show other values, or do not show what was answered as seen on the screen."""
    fields, says_seen = accepted.answer.fields, accepted.answer.source.how == CAPTURE
    wrong: Sequence[Difference] = ()
    missing: Sequence[str] = ()
    if accepted.step is not None:
        what, seen = "confirmed", _seen(accepted.step, accepted.shown)
        wrong = contradictions(accepted.step, seen)
        missing = not_shown(accepted.step, seen) if says_seen and not wrong else ()
    else:
        what, seen = "answered", {} if accepted.shown is None else as_known(accepted.kind, accepted.shown.seen, fields)
        if accepted.shown is not None and fields is None:
            yield f"{accepted.title} is answered as missing, but a capture in the file shows it"
        wrong = differences(accepted.kind, seen, fields) if seen and fields is not None else ()
        missing = missing_inputs(accepted.kind, seen, fields or {}) if says_seen else ()
    for each in wrong:
        yield f"{accepted.title} is {what} with {each.label} '{each.wanted or 'blank'}', but its capture shows '{each.seen or 'blank'}'"
    if missing:
        yield f"{accepted.title} is {what} as seen on the screen, but no capture in the file shows {', '.join(missing)}"


def _refuse_early(known: Known, done: Sequence[Step], signed: Signed) -> None:
    """Refuse to go live while other steps are pending. With approval, a confirmation alone does not end a step."""
    live = [step for step in done if step.goes_live]
    ended = [] if known.store.approval else done
    others = before_live(known.pending.values(), ended)
    if live and others:
        raise RejectedFile(
            f"{signed.source} confirms {live[0].title}, which goes live, while these steps are pending: "
            f"{', '.join(others)}. {signed.rejected}. If it is already live, set Enable to No on the screen until "
            "the other steps are done",
            received.EARLY,
            live[0].title,
        )


def _refuse_invalid(signed: Signed, faults: Faults) -> None:
    """Refuse the file for these errors, if there are any."""
    try:
        faults.report()
    except ValidationError as fault:
        texts = (f"{signed.source}: {problem}" for problem in fault.problems)
        raise ValidationError(*texts, about=fault.object, fields=fault.fields, meant=fault.candidates) from None


def _missing_objects(known: Known, news: Sequence[Accepted]) -> list[ValidationError]:
    """The errors about objects that refer to an object that is answered as missing, if one of the two answers is new."""
    kinds = {kind.name: kind for kind in DECLARABLE}
    there: dict[tuple[str, Identity], Fields | None] = {
        (kind.name, identity): confirmed.fields
        for kind in DECLARABLE
        for identity, confirmed in known.store.content.confirmed_of(kind).items()
    }
    there |= {(accepted.kind.name, accepted.identity): accepted.there for accepted in news}
    new = {(answer.kind.name, answer.identity) for answer in news}
    problems: dict[str, str] = {}
    for (name, identity), fields in there.items():
        for use in kinds[name].uses(fields or {}):
            named = (use.kind, use.identity)
            if there.get(named, ...) is None and new & {named, (name, identity)}:
                user, missing = kinds[name].described(identity), kinds[use.kind].described(use.identity)
                text = f"{user} refers to {missing}, which is answered as missing; correct one of the two answers"
                problems[text] = missing
    return [ValidationError(text, about=missing) for text, missing in problems.items()]
