# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The checks in a result of preflight_info."""

from __future__ import annotations

from typing import Any


def check_named(result: dict[str, Any], name: str) -> dict[str, Any]:
    """The check with that name."""
    assert result.get("msg") is None
    (found,) = [one for one in result["checks"] if one["name"] == name]
    return found


def unpassed_checks(result: dict[str, Any], *but: str) -> dict[str, str]:
    """The results of the checks that did not pass."""
    assert result.get("msg") is None
    return {
        one["name"]: one["status"] for one in result["checks"] if one["status"] != "pass" and one["name"] not in but
    }
