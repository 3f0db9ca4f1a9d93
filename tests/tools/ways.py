# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the files that a value passes: ways.py [all]

A move: a function gets or returns the value, the fields that contain it, or an object with these fields, and its caller is in another file. Measured in
check mode with a record: a loan period from the task to the record, and one that the assistant captured, from the file to the record. all: each move, too.
"""

from __future__ import annotations

import inspect
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FrameType
from typing import Any

from support import environment

environment.prepare()

# After the environment, which it reads, and before anything of the collection, for which it brings its own importer.
from ansible.plugins.loader import init_plugin_loader  # noqa: E402

init_plugin_loader()

from reshare_wms_sandbox.testing import running  # noqa: E402

from support.library import Library  # noqa: E402
from support.library_record import Record  # noqa: E402
from support.read_screens import Screens  # noqa: E402

PLUGINS = str(Path(__file__).parents[2] / "plugins") + "/"
#: A period that nothing else has, in its forms: as written and canonical.
TEXT, CANONICAL = "4321 days", {"value": 4321, "unit": "days"}
#: How deep it may be in what moves: in the fields of an object, and in an object with these fields.
DEPTH = 2
EARLIER, LATER = "2026-11-25T09:00:00Z", "2026-11-26T09:00:00Z"
MONITORING = sys.monitoring
EVENTS = MONITORING.events


def is_value(item: Any) -> bool:
    """Whether this is the period."""
    return (isinstance(item, str) and item == TEXT) or (isinstance(item, dict) and item == CANONICAL)


def carries(item: Any, depth: int = DEPTH) -> bool:
    """Whether this is the period, or contains it."""
    if is_value(item) or depth == 0:
        return is_value(item)
    members: Iterable[Any] = ()
    if isinstance(item, Mapping):
        members = item.values()
    elif isinstance(item, list | tuple):
        members = item
    elif is_dataclass(item) and not isinstance(item, type):
        members = (getattr(item, one.name, None) for one in fields(item))
    return any(carries(one, depth - 1) for one in members)


def file_of(code: CodeType) -> str | None:
    """The file of the collection with this code."""
    path = str(Path(code.co_filename).resolve())
    return path.removeprefix(PLUGINS).removeprefix("module_utils/") if path.startswith(PLUGINS) else None


class Way:
    """The moves of the value while it is watched, and the parameters that had it."""

    def __init__(self) -> None:
        self.moves: list[tuple[str, str, str]] = []
        self.parameters: set[str] = set()

    def __enter__(self) -> Way:
        MONITORING.use_tool_id(MONITORING.PROFILER_ID, "ways")
        MONITORING.register_callback(MONITORING.PROFILER_ID, EVENTS.PY_START, self._start)
        MONITORING.register_callback(MONITORING.PROFILER_ID, EVENTS.PY_RETURN, self._end)
        MONITORING.register_callback(MONITORING.PROFILER_ID, EVENTS.PY_YIELD, self._end)
        MONITORING.set_events(MONITORING.PROFILER_ID, EVENTS.PY_START | EVENTS.PY_RETURN | EVENTS.PY_YIELD)
        return self

    def __exit__(self, *_error: object) -> None:
        MONITORING.set_events(MONITORING.PROFILER_ID, 0)
        MONITORING.free_tool_id(MONITORING.PROFILER_ID)

    def _start(self, code: CodeType, _offset: int) -> Any:
        if (here := file_of(code)) is None:
            return MONITORING.DISABLE
        frame = sys._getframe(1)
        values = inspect.getargvalues(frame)
        names = [name for name in (*values.args, values.varargs, values.keywords) if name]
        carrying = [name for name in names if carries(values.locals.get(name))]
        self.parameters.update(carrying)
        if carrying:
            self._move(outer(frame), here, code)
        return None

    def _end(self, code: CodeType, _offset: int, result: Any) -> Any:
        if (here := file_of(code)) is None:
            return MONITORING.DISABLE
        if carries(result) and (caller := outer(sys._getframe(1))) is not None:
            self._move(here, caller, code)
        return None

    def _move(self, source: str | None, target: str, code: CodeType) -> None:
        if source is not None and source != target:
            self.moves.append((source, target, code.co_qualname))

    def report(self, name: str, every: bool) -> Iterable[str]:
        """The lines about it."""
        files = {file for move in self.moves for file in move[:2]}
        pairs = Counter(" ".join(sorted(move[:2])) for move in self.moves)
        yield f"{name}: {len(files)} files, {len(self.moves)} moves, {len(self.parameters)} names of parameters"
        yield f"  parameters: {', '.join(sorted(self.parameters))}"
        yield from (f"  {count:>3} {pair}" for pair, count in pairs.most_common(None if every else 6))
        if every:
            yield from (f"  {source} -> {target} ({function})" for source, target, function in self.moves)


def outer(frame: FrameType) -> str | None:
    """The file of the collection that called this one."""
    caller = frame.f_back
    while caller is not None and (found := file_of(caller.f_code)) is None:
        caller = caller.f_back
    return None if caller is None else found


def main() -> int:
    """Print both ways; the exit code."""
    with TemporaryDirectory() as folder, running("--consortium") as base:
        library = Library(base, Path(folder) / "state")
        record = Record(library, Path(folder) / "record")
        record.start()
        before, wanted = ({"loan_policies": [{"name": "Ways", "loan_period": period}]} for period in ("28 days", TEXT))
        record.run("record_import", files=[record.send_screens(Screens(library.id).show_all(before, EARLIER))])
        captured = record.send_screens(Screens(library.id).show_all(wanted, LATER))
        with Way() as declared:
            assert record.declare(check=True, **wanted)["changed"]
        with Way() as seen:
            assert record.run("record_import", True, files=[captured])["changed"]
    for name, way in (("a loan period from the task to the record", declared), ("a captured one", seen)):
        print(*way.report(name, sys.argv[1:] == ["all"]), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
