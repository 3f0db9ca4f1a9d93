# SPDX-License-Identifier: GPL-3.0-or-later

"""The limits of a capture, which the assistant has as well."""

from __future__ import annotations

#: Items, the characters of a text, and of the part of one that can be a label: it bounds the work on a hostile capture.
MOST_ITEMS, LONGEST_TEXT, LONGEST_LABEL = 20_000, 10_000, 500
#: The texts around a table, and those that are no fields, in a capture. Of a longer one, it has the beginning with an ellipsis.
MOST_AROUND, LONGEST_AROUND = 50, 300
#: The longest text that the assistant takes for that of a pager.
LONGEST_PAGER = 120
