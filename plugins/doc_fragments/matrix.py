# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of matrices: tables in which every row that matches counts."""

from __future__ import annotations


class ModuleDocFragment:
    """``exact``, and that order has no meaning."""

    DOCUMENTATION = r"""
options:
  exact:
    description:
      - Whether O(rows) are all that the matrix is to hold. Every other row is then removed. It is refused without any row to be
        present. Each row must then be given in full, and the rows are put in the order in which they are given.
      - If V(false), the task looks after its own rows only. Rows that it does not declare are never changed or removed.
    type: bool
    default: false
notes:
  - A row is known by what it selects (patron type, material format and locations, as far as the matrix has them). A task that
    declares a row with the same ones changes the result where that row stands; a new row goes to the end.
  - The order of rows has no meaning here, so there is no precedence to state.
"""
