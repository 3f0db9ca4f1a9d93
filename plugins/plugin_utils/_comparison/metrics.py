# SPDX-License-Identifier: GPL-3.0-or-later

"""A drift file as metrics for Prometheus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .outcomes import STATES


def metrics(document: Mapping[str, Any], finished: float) -> str:
    """The metrics in the text format of Prometheus. finished: the time of the comparison, in seconds since 1970."""
    libraries = sorted(document["libraries"].items())
    lines = [
        *_metric("finished_timestamp_seconds", "The time of the last comparison.", [("", repr(finished))]),
        *_metric("libraries", "The number of compared libraries.", [("", str(len(libraries)))]),
        *_metric("sandbox", "1 for a rehearsal with the sandbox, 0 otherwise.", [("", str(int(document["sandbox"])))]),
        *_metric(
            "library_state",
            "1 for the state of the library, 0 for the others.",
            (
                (f"{_label('library', name)},{_label('state', state)}", str(int(library["state"] == state)))
                for name, library in libraries
                for state in STATES
            ),
        ),
    ]
    for key, text in (("drift", "objects that differ from the inventory"), ("pending", "objects with a pending step")):
        values = ((_label("library", name), str(len(library[key]))) for name, library in libraries)
        lines += _metric(f"library_{key}_objects", f"The number of {text}.", values)
    return "\n".join(lines) + "\n"


def _metric(name: str, text: str, values: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"# HELP reshare_wms_drift_{name} {text}"
    yield f"# TYPE reshare_wms_drift_{name} gauge"
    for labels, value in values:
        yield f"reshare_wms_drift_{name}{f'{{{labels}}}' if labels else ''} {value}"


def _label(name: str, value: str) -> str:
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'{name}="{escaped}"'
