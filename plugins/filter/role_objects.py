# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The computations of the roles, as filters. Each is documented in the YAML file of its name."""

from __future__ import annotations

from typing import Any

from jinja2 import pass_context

from ..plugin_utils._filter import filter_module
from ..plugin_utils._roles.computed import FILTERS


@pass_context
def if_set(context: Any, value: Any) -> Any:
    """The value; if it is null, the option or entry that contains it is omitted."""
    return context.resolve("omit") if value is None else value


FilterModule = filter_module(if_set=if_set, **FILTERS)
