# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the page about the consortium over time. It needs no library, so it has no module to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..module_utils._core.errors import ValidationError
from ..module_utils._core.files import absolute, differing, replace
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._comparison.results import dump
from ..plugin_utils._fleet import fleet_page, history, run_files


class ActionModule(ControllerAction):
    """The action plugin of fleet_report."""

    ARGUMENTS = {
        "src": {"type": "path", "required": True},
        "dest": {"type": "path", "required": True},
        "title": {"type": "str"},
    }

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        source, shown = absolute(given["src"]), absolute(given["dest"]).with_suffix(".html")
        runs, left_out = run_files.read(source, datetime.now(UTC))
        omitted = [asdict(one) for one in left_out]
        if not runs:
            found = "; ".join(f"{one['file']} {one['reason']}" for one in omitted[: fleet_page.MOST])
            raise ValidationError(f"{source} contains no report or drift file{f': {found}' if found else ''}")
        data = history.fleet(runs, left_out)
        other = shown.with_suffix(".json")
        if other in {source / run.file for run in runs}:
            raise ValidationError(f"{other} is the file of a run. Choose another name for the page")
        texts: dict[Path, str | None] = {other: dump(data), shown: fleet_page.html(data, given["title"], other.name)}
        return {
            "changed": bool(differing(texts)) if self._task.check_mode else replace(texts),
            "page": str(shown),
            "json": str(other),
            "summary": fleet_page.headline(data),
            "states": data["states"],
            "links": data["links"],
            "runs": len(runs),
            "left_out": omitted,
        }
