# SPDX-License-Identifier: GPL-3.0-or-later

"""HTML pages from the templates."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

_TEMPLATES = Environment(
    loader=PackageLoader(__package__), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A response with the page of a template."""
    return HTMLResponse(_TEMPLATES.get_template(template).render(**values), status)
