# SPDX-License-Identifier: GPL-3.0-or-later

"""Warnings that repeat a value of a result for people. Programs use the value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SANDBOX = "This run used the rehearsal sandbox, not the systems of OCLC or ReShare."


def result_warnings(result: Mapping[str, Any]) -> list[str]:
    """The warnings that follow from the values of a result alone."""
    # The same texts for all libraries, so that Ansible shows each once.
    sandbox = [_SANDBOX] if result.get("sandbox") is True else []
    # Only for results of declarations: those about received files have pending steps too.
    pending = result.get("pending") is True and result.get("worksheet") and "declared" in result
    return [*sandbox, *([_pending(result)] if pending else [])]


def _pending(result: Mapping[str, Any]) -> str:
    folder = str(result["worksheet"]).rpartition("/")[0]
    return (
        f"Worksheets in {folder} have pending steps. Complete them, import the confirmations (reshare.wms.receive), "
        f"and run this again.{_LINK if _waits(result) else ''}"
    )


_LINK = " The step that enables the link follows then."


def _waits(result: Mapping[str, Any]) -> bool:
    """Whether the step that enables the link follows the pending ones: not if the link is live, if the library is withdrawn, or if it is one of
    them."""
    asked = {step.get("kind") for step in result["pending_steps"]}
    return "live" in result and not result["live"] and not result.get("withdrawn") and "ill_settings" not in asked
