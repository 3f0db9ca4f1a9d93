# SPDX-License-Identifier: GPL-3.0-or-later

"""The findings of a first contact as a self-contained web page, with the look of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import jinja2

from ...module_utils._pages.environment import render
from .._account._assets import ASSETS
from .._account.run_page import templates
from .assessment import FILE, STATES, headline


def html(document: Mapping[str, Any], library: str, warnings: Sequence[str]) -> str:
    """The page. document, warnings: of the module first_contact. Raises ValueError, with the end of a sentence, if document has another format."""
    FILE.check(document)
    assumptions: Sequence[Mapping[str, Any]] = document["assumptions"]
    return render(
        _environment().get_template("first_contact.html"),
        style=ASSETS["first_contact.css"],
        script="",
        title=f"First contact: {library}",
        headline=headline(document),
        warnings=warnings,
        document=document,
        **{state: [entry for entry in assumptions if entry["state"] == state] for state in STATES},
    )


@cache
def _environment() -> jinja2.Environment:
    return templates()
