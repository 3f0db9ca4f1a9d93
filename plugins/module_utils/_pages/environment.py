# SPDX-License-Identifier: GPL-3.0-or-later

"""Self-contained web pages: no other file, no network. The same data always give the same text."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

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

#: In every locale.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

#: Characters that the URL standard keeps in such an address as long as it has no query: of a question mark on, it escapes more. So the capture tool stays
#: below the limit of Firefox (65,536 characters). Chromium escapes more of them, and has no such limit.
_IN_ADDRESS = " !\"$&'()*+,/:;<=>@[\\]^`{|}~"
#: The ends of lines of a bundle, except those in texts, which its template literals begin or end with.
_LINE_END = re.compile(r"\\\n|(?<!`)\n(?!`)")
#: One that stands for the space between two words.
_SPACE = re.compile(r"(?<=[\w$])\n(?=[\w$])")
#: The notice of a bundle, of which the address has the license only.
_NOTICE, _LICENSE = re.compile(r"\A/\*.*?\*/", re.DOTALL), "/*reshare.wms,GPL-3.0-or-later*/"


def environment(more: Mapping[str, str] | None = None) -> jinja2.Environment:
    """The templates of this package, and more by their names. A page extends ``frame.html``."""
    made = jinja2.Environment(
        loader=jinja2.DictLoader({**ASSETS, **(more or {})}),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["counted"] = counted
    code = _NOTICE.sub(_LICENSE, _LINE_END.sub("", _SPACE.sub(" ", ASSETS["capture_tool.js"])))
    # As the value of an attribute: what an apostrophe or a bracket would become is not needed there.
    address = quote(code, safe=_IN_ADDRESS).replace("&", "&amp;").replace('"', "&#34;")
    made.globals["bookmarklet"] = f"javascript:{address}"
    made.policies["json.dumps_kwargs"] = {"sort_keys": False, "separators": (",", ":")}
    return made


def _visible(value: Any) -> Any:
    """The output of an expression in a page: escaped, unless it is markup already."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def render(template: jinja2.Template, *, style: str, script: str, **more: Any) -> str:
    """A page with its own style and script."""
    early = ASSETS["early.js"]
    closed = f"(() => {{\n{ASSETS['look.js']}{script}}})();"  # with names of its own
    page = template.render(
        style=f"\n{ASSETS['look.css']}{style}{ASSETS['print.css']}",
        early=early,
        script=closed,
        policy=_policy(early, closed),
        **more,
    )
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
