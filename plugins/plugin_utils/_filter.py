# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the class that Ansible looks for in the file of a filter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def filter_module(**filters: Callable[..., Any]) -> type:
    """The class FilterModule of a file with these filters."""
    return type("FilterModule", (), {"filters": lambda self: filters})
