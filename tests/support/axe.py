# SPDX-License-Identifier: GPL-3.0-or-later

"""axe-core, the checker of accessibility, in a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from support.environment import BUILD

#: From npm, with the bundler of the assistant.
SCRIPT = BUILD / "node/node_modules/axe-core/axe.min.js"
_RUN = """
axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`)))
"""


def violations(evaluate: Callable[[str], Any]) -> list[str]:
    """What axe-core does not accept in a page. evaluate: returns the value of an expression in the page, after its promise is fulfilled."""
    evaluate(f"globalThis.axe ? 0 : (() => {{ {SCRIPT.read_text(encoding='utf-8')} }})()")
    found: list[str] = evaluate(_RUN)
    return found
