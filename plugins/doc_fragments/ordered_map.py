# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of maps: tables in which the first row that matches decides."""

from __future__ import annotations


class ModuleDocFragment:
    """Where rows are placed, and ``exact``."""

    DOCUMENTATION = r"""
options:
  exact:
    description:
      - Whether O(rows) are all that the map is to hold, in the order in which they are given. Every other row is then
        removed. It is refused without any row to be present.
      - Each row must then be given in full, and its precedence does not place it.
      - If V(false), the task looks after its own rows only. Rows that it does not declare are never changed, moved or removed.
    type: bool
    default: false
notes:
  - A row is known by what it selects (patron type, material format and locations, as far as the map has them). A task that
    declares a row with the same ones changes the result where that row stands.
  - Rows are placed by precedence, since the first row that matches wins and others write rows into the same map. The
    precedence is the sum of what a row names, 8 for a shelving location, 4 for a holding location, 2 for a patron type and 1
    for a material format, or the number given as O(rows[].precedence). A row of only V(All) has 0.
  - A declared row is to stand above every row of lower precedence. If it does, it is not moved. If it does not, or is new,
    it goes directly above the topmost row of lower precedence, or to the end where there is none.
  - Rows of equal precedence keep their order. Where two of them match the same item, the task warns, since only their order
    decides then. The task also warns of a row that can never apply because one above it catches all that it matches.
  - A precedence stated with O(rows[].precedence) is kept with the row, so that it holds for every task that places rows in
    the map. A row that gets another precedence is placed anew.
"""
