# SPDX-License-Identifier: GPL-3.0-or-later

"""The accounts of runs, as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from support.file_schemas import conforming


def account(path: Path) -> dict[str, Any]:
    """The account of a run, which conforms to its schema."""
    return conforming("run", json.loads(path.read_text(encoding="utf-8")))


def accounts(folder: Path) -> list[dict[str, Any]]:
    """The accounts of the runs in a folder, the oldest first: their names begin with the time."""
    return [account(path) for path in sorted(folder.glob("2*.json"))]


def states(found: dict[str, Any]) -> dict[str, str | None]:
    """The state of each library in an account."""
    return {name: one["state"] for name, one in found["libraries"].items()}
