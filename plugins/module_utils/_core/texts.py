# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Makes texts from other systems safe to show in error messages, warnings, worksheets and reports."""

from __future__ import annotations

import re

#: Control characters, line and paragraph separators, and characters that change the direction of text. Tab and newline are kept.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with an escape sequence, such as ``\\u202e``, in place of every character that could hide or rearrange others."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HIDDEN.sub(lambda found: ascii(found[0])[1:-1], lines)


def one_line(text: str) -> str:
    """The same in one line, so that a text cannot look like several messages."""
    return visible(text).replace("\n", " ")
