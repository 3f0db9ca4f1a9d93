# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Confirmations: a person's answers about manual steps, checked against the pending steps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .._core.errors import Faults, ValidationError, candidates, quoted, similar
from .._core.objects import AboutObject, Kind
from .._record.content import CONFIRMED, DISCARDED, IMPOSSIBLE, READ_BACK, SEEN, Event, Reason
from .._record.record_store import RecordStore
from .._record.sources import ANSWER, CAPTURE, Attribution, Source
from .._record.steps import Step, steps
from . import received
from .captures import SeenFields, Shown
from .comparison import as_known, contradictions, not_shown
from .received import Imported, RejectedFile, Remark, Signed, Skipped


@dataclass(frozen=True)
class StepAnswer:
    """A person's answer for one step.

    step: its name. digest: of the requested change, None without a worksheet. impossible: the reason why it cannot be done;
    None if it was done. asked: the requested change, in sentences. source: how the person knows that it was done, CAPTURE or ANSWER.
    """

    step: str
    digest: str | None
    impossible: str | None = None
    remark: str | None = None
    asked: tuple[str, ...] = ()
    source: str = ANSWER


def parse(file: received.SubmittedFile) -> list[StepAnswer]:
    """The answers in a confirmation file that was checked."""
    return [_answer(one) for one in file.content["steps"]]


def apply(
    store: RecordStore,
    kinds: Sequence[Kind],
    signed: Signed,
    answers: Iterable[StepAnswer],
    evidence: Shown | None = None,
) -> Imported:
    """Move completed steps from pending to confirmed, and store the reasons of the others. evidence: what the captures of the file show.

    Raises RejectedFile, before anything changes, if an answer does not match the pending steps, or contradicts objects that
    can be read, or its captures.
    """
    # Objects that can be read take precedence over answers.
    for kind in kinds:
        store.look(kind)
    pending = {step.key: step for step in steps(kinds, store)}
    current, skipped = _judged(store, pending, signed, answers)
    taken = Imported(skipped=skipped)
    done = [step for step, answer in current if answer.impossible is None]
    _refuse_contradiction(store, done, signed)
    _refuse_other_evidence(current, evidence or {}, signed)
    _refuse_early(pending.values(), [] if store.approval else done, done, signed)
    for step, answer in current:
        _take(store, step, answer, signed, taken, (evidence or {}).get((step.kind.plural, step.identity)))
    if signed.remark and (taken.confirmed or taken.impossible):
        taken.remarks.append(Remark(signed.attribution, signed.remark))
    return taken


def _judged(
    store: RecordStore, pending: Mapping[str, Step], signed: Signed, answers: Iterable[StepAnswer]
) -> tuple[list[tuple[Step, StepAnswer]], list[Skipped]]:
    """The answers that count, with their steps, and those without effect. Raises RejectedFile if an answer is outdated."""
    known = {event.step for event in store.content.history if event.step}
    read_back = {event.object for event in store.content.history if event.event == READ_BACK}
    taken_before = {(event.step, event.attribution) for event in store.content.history}
    skipped: list[Skipped] = []
    current: list[tuple[Step, StepAnswer]] = []
    problems: dict[str, str] = {}
    for answer in {answer.step: answer for answer in answers}.values():
        if len(problems) == received.MOST_OUTDATED:
            break
        step = pending.get(answer.step)
        if (answer.digest, signed.attribution) in taken_before:
            skipped.append(Skipped(signed.source, answer.step, "this answer was imported before", True))
        elif step is None and answer.impossible is None and answer.step in read_back:
            # An ordinary tick: OCLC, which shows the change, was asked before the file was read.
            continue
        elif reason := _without_effect(store, step, answer, signed.attribution, known):
            skipped.append(Skipped(signed.source, answer.step, reason))
        elif step is None or answer.digest not in (None, step.digest):
            problems[_outdated(answer, step, pending)] = answer.step if step is None else step.title
        elif signed.attribution.at[:10] < step.change.since:
            problems[f"it is older than {step.title}, which was asked for on {step.change.since}"] = step.title
        else:
            current.append((step, answer))
    if problems:
        named = [*problems, *(["perhaps others"] if len(problems) == received.MOST_OUTDATED else [])]
        raise RejectedFile(
            f"{signed.source} does not match the pending steps: {'; '.join(named)}. The file was not imported. Send the "
            "library the current worksheet; unchanged ticks are kept",
            received.OUTDATED,
            next(iter(problems.values())) if len(problems) == 1 else None,
        )
    return current, skipped


def _take(
    store: RecordStore, step: Step, answer: StepAnswer, signed: Signed, taken: Imported, shown_by: SeenFields | None
) -> None:
    content, attribution = store.content, signed.attribution
    remark = answer.remark or signed.remark
    if answer.impossible is None:
        seen = _seen(step, shown_by)
        event = CONFIRMED if not_shown(step, seen) else SEEN
        # A capture of a map shows the other rows too.
        there = seen if step.kind.columns and event == SEEN else step.wanted
        with store.learning(step.kind, step.identity, attribution):
            content.confirm(step.kind, step.identity, there, Source(ANSWER, attribution), step.change.fields or ())
            if shown_by is not None and there is not None:
                shown_by.credit(content, step, attribution.by, {name: there[name] for name in step.change.fields or ()})
        content.history.append(Event(attribution, event, f"{step.title} {step.action}", step.key, remark, step.digest))
        taken.confirmed.append(step)
    else:
        changes = content.pending[step.kind.plural]
        changes[step.identity] = replace(step.change, impossible=Reason(answer.impossible, attribution))
        content.history.append(
            Event(attribution, IMPOSSIBLE, f"{step.title} could not be {step.action}", step.key, answer.impossible)
        )
        taken.impossible.append(step)
        taken.remarks.append(Remark(attribution, answer.impossible, step))


def _without_effect(
    store: RecordStore, step: Step | None, answer: StepAnswer, attribution: Attribution, known: Collection[str]
) -> str | None:
    """Why an answer has no effect, if the record has a later or better one. known: the digests of earlier steps."""
    if step is None:
        return "it is already confirmed" if answer.digest in known else None
    if step.change.confirmed is not None and store.approval:
        return "it is already confirmed, and waits for approval"
    if _sent_back_later(step, answer, attribution):
        return "it was sent back later"
    if answer.digest in (None, step.digest) and _superseded(step, answer, attribution):
        return "the record has a reason of the same or a later time"
    return None


def _superseded(step: Step, answer: StepAnswer, attribution: Attribution) -> bool:
    """Whether the record has a reason for this step with the same or a later time."""
    earlier = step.change.impossible
    return answer.impossible is not None and earlier is not None and earlier.attribution.at >= attribution.at


def _sent_back_later(step: Step, answer: StepAnswer, attribution: Attribution) -> bool:
    """Whether the step was sent back after this answer. The digest of a later answer contains the time of that."""
    back = step.change.sent_back
    return back is not None and answer.digest not in (None, step.digest) and attribution.at <= back.attribution.at


def discard(
    store: RecordStore, kinds: Sequence[Kind], names: Sequence[str], attribution: Attribution
) -> list[AboutObject]:
    """Discard pending changes. A run that still declares them requests them again.

    names: as for ``chosen``. Returns the steps.
    """
    dropped: list[AboutObject] = []
    for step in chosen(steps(kinds, store), names):
        store.content.pending[step.kind.plural].pop(step.identity)
        store.content.history.append(Event(attribution, DISCARDED, f"{step.title} no longer requested", step.key))
        dropped.append(step)
    return dropped


def chosen(pending: Sequence[Step], names: Sequence[str]) -> list[Step]:
    """The steps with those titles or keys; ``all`` means every step on the worksheet, without steps that go live while
    others are pending. Raises ValidationError for a name that is not pending."""
    if list(names) == ["all"]:
        return [step for step in pending if not step.goes_live] or list(pending)
    found, faults = [], Faults()
    for name in names:
        step = next((one for one in pending if name in (one.title, one.key)), None)
        if step is None:
            titles = [one.title for one in pending]
            text = f"no pending step is named '{name}'. {similar(name, titles)}"
            faults.note(ValidationError(text, about=name, meant=candidates(name, titles)))
        elif step not in found:
            found.append(step)
    faults.report()
    return found


def _refuse_contradiction(store: RecordStore, done: Sequence[Step], signed: Signed) -> None:
    # A readable object in the requested state is no longer pending.
    readable = [step for step in done if store.readable(step.kind)]
    contradictions = {
        step.title: [*_contradictions(step, store.known(step.kind).get(step.identity))] for step in readable
    }
    problems = {title: "; ".join(texts) for title, texts in contradictions.items() if texts}
    advice = "A change on the screens may take some minutes to appear; retry later, or check the screen"
    _refuse_contradicted(f"{signed.source} confirms steps, but", problems, advice)


def _refuse_other_evidence(current: Sequence[tuple[Step, StepAnswer]], evidence: Shown, signed: Signed) -> None:
    problems = {
        step.title: reason
        for step, answer in current
        if answer.impossible is None
        and (reason := _other_evidence(step, answer, _seen(step, evidence.get((step.kind.plural, step.identity)))))
    }
    advice = "Correct the screen and capture it again, or untick the step"
    _refuse_contradicted(f"{signed.source} contradicts its captures:", problems, advice)


def _refuse_contradicted(what: str, problems: Mapping[str, str], advice: str) -> None:
    """problems: by the titles of steps."""
    if problems:
        raise RejectedFile(
            f"{what} {'; '.join(problems.values())}. The file was not imported. {advice}",
            received.CONTRADICTED,
            next(iter(problems)) if len(problems) == 1 else None,
        )


def _other_evidence(step: Step, answer: StepAnswer, seen: Mapping[str, Any]) -> str:
    """What captures show of a step that is confirmed, if it is not that it was done."""
    wrong = [
        f"{step.title} is confirmed with {one.label} '{one.wanted or 'blank'}', but its capture shows '{one.seen or 'blank'}'"
        for one in contradictions(step, seen)
    ]
    missing = not_shown(step, seen) if answer.source == CAPTURE and not wrong else []
    if missing:
        return f"{step.title} is confirmed as seen on the screen, but no capture in the file shows {', '.join(missing)}"
    return "; ".join(wrong)


def _seen(step: Step, evidence: SeenFields | None) -> Mapping[str, Any]:
    """The fields of the object of a step in captures."""
    return {} if evidence is None else as_known(step.kind, evidence.seen, step.wanted, step.known)


def _contradictions(step: Step, there: Mapping[str, Any] | None) -> Iterator[str]:
    if step.wanted is None:
        yield f"OCLC still has {step.title}"
    elif there is None:
        yield f"OCLC has no {step.title}"
    else:
        for name, wanted in step.wanted.items():
            if there.get(name) != wanted:
                value = step.kind.schema[name].value
                shown = value.text(there.get(name)) or "blank"
                yield f"{step.title} has {step.kind.schema[name].label} '{shown}' at OCLC, not '{value.text(wanted)}'"


def _refuse_early(pending: Iterable[Step], ended: Sequence[Step], done: Sequence[Step], signed: Signed) -> None:
    """ended: the steps that are not pending after this confirmation."""
    live = [step for step in done if step.goes_live]
    others = [step.title for step in pending if step not in ended and not step.goes_live]
    if live and others:
        raise RejectedFile(
            f"{signed.source} confirms {live[0].title}, which goes live, while these steps are pending: "
            f"{', '.join(others)}. The file was not imported. If it is already live, set Enable to No on the screen until "
            "the other steps are done",
            received.EARLY,
            live[0].title,
        )


def _outdated(answer: StepAnswer, step: Step | None, pending: Mapping[str, Step]) -> str:
    if step is None:
        return f"'{answer.step}' is not pending. {similar(answer.step, list(pending))}"
    if (back := step.change.sent_back) is not None:
        return f"{step.title} was sent back by {back.attribution.by} at {back.attribution.at} ({back.remark})"
    now, then = set(step.asked), set(answer.asked)
    gone = [line for line in answer.asked if line not in now]
    new = [line for line in step.asked if line not in then]
    changes = [f"no longer asked for: {quoted(gone)}"] if gone else []
    changes += [f"asked for now: {quoted(new)}"] if new else []
    return f"{step.title} has changed since the worksheet was created ({'; '.join(changes) or 'the previous values have changed'})"


def _answer(one: Mapping[str, Any]) -> StepAnswer:
    remark = received.remark_of(one)
    impossible = (remark or "no reason given") if one["answer"] == "impossible" else None
    return StepAnswer(
        one["step"], one["digest"], impossible, remark, tuple(one.get("asked", ())), one.get("source", ANSWER)
    )
