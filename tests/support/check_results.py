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


def problems_of(result: dict[str, Any], name: str) -> list[tuple[str, str | None]]:
    """The reasons why a check did not pass, each with its code and object: its problems, or the errors that decided it."""
    check = check_named(result, name)
    return [(one["code"], one.get("object")) for one in [*check["problems"], *errors_of(check)]]


def errors_of(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The single errors of a failed result or check, as data."""
    failure = result["failure"]
    return [] if failure is None else failure.get("parts", [failure])
