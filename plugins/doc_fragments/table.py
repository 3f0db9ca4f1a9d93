# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of tables: maps, in which the first matching row applies, and matrices, in which every matching row applies."""

from __future__ import annotations

from ansible_collections.reshare.wms.plugins.doc_fragments.record import ModuleDocFragment as Record
from ansible_collections.reshare.wms.plugins.doc_fragments.screen import ModuleDocFragment as Screen


class ModuleDocFragment:
    """The returned table; as parts, the option ``exact`` and notes on rows, of a map and of a matrix."""

    _NOTES: str = (
        Screen.NOTES
        + r"""  - A selector that is not set is V(All), and matches everything. For the material format, this is the safe value for ReShare's temporary
    items, whose format is not documented by OCLC. Material formats cannot be looked up, so a misspelt format is not detected.
"""
    )

    MAP: str = (
        r"""
options:
  exact:
    description:
      - Whether O(rows) is the complete list of rows of the map, in this order. All other rows are then removed. At least one row must be
        present.
      - Every row must be complete, and its precedence does not affect its position.
      - If V(false), the task manages only the rows in O(rows). Other rows are never changed, moved or removed.
    type: bool
    default: false"""
        + _NOTES
        + r"""  - A row is identified by its selectors (patron type, material format and locations, as far as the map has these columns). If a row with
    the same selectors exists, its result is changed in place.
  - Rows are placed by precedence, because the first matching row applies and other tasks or people add rows to the same map. The precedence
    is the sum of the selectors of a row (8 for a shelving location, 4 for a holding location, 2 for a patron type and 1 for a material
    format), or the number in O(rows[].precedence). A row in which every selector is V(All) has precedence 0.
  - A row in O(rows) has to be above every row of lower precedence. If it is, it is not moved. Otherwise, and if it is new, it is placed
    directly above the topmost row of lower precedence, or at the end if there is no such row.
  - Rows of equal precedence keep their order. If two of them match the same item, the task issues a warning, because only their order
    decides which one applies. The task also issues a warning for a row that can never apply because a row above it matches everything that
    it matches.
  - A precedence set with O(rows[].precedence) is not on OCLC's screen. It is stored with the row, so that every task that places rows in the
    map uses it. If the precedence of a row changes, the row is placed again.
"""
    )

    MATRIX: str = (
        r"""
options:
  exact:
    description:
      - Whether O(rows) is the complete list of rows of the matrix. All other rows are then removed. At least one row must be present. Every
        row must be complete, and the rows are ordered as in the list.
      - If V(false), the task manages only the rows in O(rows). Other rows are never changed or removed.
    type: bool
    default: false"""
        + _NOTES
        + r"""  - A row is identified by its selectors (patron type, material format and locations, as far as the matrix has these columns). If a row with
    the same selectors exists, its result is changed in place. A new row is added at the end.
  - The order of rows has no meaning in a matrix, so rows have no precedence.
"""
    )

    RETURN: str = (
        Record.RETURN
        + r"""
object:
  description:
    - The whole table after the task, including rows that the task does not manage.
  returned: success
  type: dict
  contains:
    rows:
      description: The rows in their order, with the columns of O(rows).
      type: list
      elements: dict
"""
    )
