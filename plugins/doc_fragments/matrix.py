# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of matrices: tables in which every matching row applies."""

from __future__ import annotations


class ModuleDocFragment:
    """The option ``exact``, and notes on the order of rows."""

    DOCUMENTATION = r"""
options:
  exact:
    description:
      - Whether O(rows) is the complete list of rows of the matrix. All other rows are then removed. At least one row must be present. Every
        row must be complete, and the rows are ordered as in the list.
      - If V(false), the task manages only the rows in O(rows). Other rows are never changed or removed.
    type: bool
    default: false
notes:
  - A row is identified by its selectors (patron type, material format and locations, as far as the matrix has these columns). If a row with
    the same selectors exists, its result is changed in place. A new row is added at the end.
  - The order of rows has no meaning in a matrix, so rows have no precedence.
"""
