# SPDX-License-Identifier: GPL-3.0-or-later

"""The account of a run as metrics for Prometheus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from .run_document import WOULD, YES, Data
from .states import STATES


def metrics(document: Data) -> str:
    """The metrics in the text format of Prometheus."""
    libraries = sorted(document["libraries"].items())
    finished = datetime.fromisoformat(document["finished"]).timestamp()
    lines = [
        *_metric("finished_timestamp_seconds", "The time of the run's end.", [("", repr(finished))]),
        *_metric("libraries", "The number of libraries of the run.", [("", str(len(libraries)))]),
        *_metric(
            "sandbox", "1 for a rehearsal with the sandbox, 0 otherwise.", [("", str(int(document["sandbox"] == YES)))]
        ),
        *_metric(
            "library_state",
            "1 for the state of the library, 0 for the others.",
            (
                (f"{_label('library', name)},{_label('state', state)}", str(int(library["state"] == state)))
                for name, library in libraries
                for state in STATES
            ),
        ),
        *_metric(
            "library_reason",
            "1 for each reason of the state of the library.",
            (
                (f"{_label('library', name)},{_label('reason', reason)}", "1")
                for name, library in libraries
                for reason in library["reasons"]
            ),
        ),
    ]
    numbers = {
        "drift": ("objects that differ from the inventory", {name: _differing(library) for name, library in libraries}),
        "pending": ("pending steps and questions", {name: len(library["pending"]) for name, library in libraries}),
    }
    for key, (text, counts) in numbers.items():
        values = ((_label("library", name), str(count)) for name, count in counts.items())
        lines += _metric(f"library_{key}_objects", f"The number of {text}.", values)
    return "\n".join(lines) + "\n"


def _differing(library: Data) -> int:
    return sum(change["status"] == WOULD for change in library["changes"])


def _metric(name: str, text: str, values: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"# HELP reshare_wms_{name} {text}"
    yield f"# TYPE reshare_wms_{name} gauge"
    for labels, value in values:
        yield f"reshare_wms_{name}{f'{{{labels}}}' if labels else ''} {value}"


def _label(name: str, value: str) -> str:
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'{name}="{escaped}"'
