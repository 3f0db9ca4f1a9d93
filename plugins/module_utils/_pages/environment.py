# SPDX-License-Identifier: GPL-3.0-or-later

"""Self-contained web pages: no other file, no network. The same data always give the same text."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from .._core.texts import counted, visible
from ._assets import ASSETS

try:
    import jinja2
except ImportError:
    if TYPE_CHECKING:
        raise
    else:
        jinja2 = None
HAS_JINJA2 = jinja2 is not None

#: English in every locale.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def environment(more: Mapping[str, str]) -> jinja2.Environment:
    """The templates of this package. more: further ones, by their names. A page extends ``frame.html``."""
    made = jinja2.Environment(
        loader=jinja2.DictLoader({**ASSETS, **more}),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["counted"] = counted
    made.policies["json.dumps_kwargs"] = {"sort_keys": False, "separators": (",", ":")}
    return made


def _visible(value: Any) -> Any:
    """The output of an expression in a page: escaped, unless it is markup already."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def render(template: jinja2.Template, *, style: str, script: str, **more: Any) -> str:
    """A page with its own style and script."""
    early = ASSETS["early.js"]
    page = template.render(style=style, early=early, script=script, policy=_policy(early, script), **more)
    return page.lstrip()


def _policy(*scripts: str) -> str:
    """The content security policy: nothing from other hosts, and only the page's own script."""
    digests = [b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src {allowed}; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def in_words(day: date) -> str:
    """A day for people."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
