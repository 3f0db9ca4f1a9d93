# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of tables: maps, in which the first matching row applies, and matrices, in which every matching row applies."""

from .record import ModuleDocFragment as Record
from .screen import ModuleDocFragment as Screen

_PATRON_AND_FORMAT: str = r"""
      patron_policy:
        description:
          - Column "Patron Policy". The name of a Patron Type Policy, which is the name of a patron type.
        type: str
      material_format:
        description:
          - Column "Material Format", exactly as in the list on the screen, for example V(Book).
        type: str"""

_LOCATIONS: str = r"""
      holding_location:
        description:
          - Column "Holding Location". A holding code, for example V(LFMM).
        type: str
      shelving_location:
        description:
          - Column "Shelving Location". One of the shelving locations of O(rows[].holding_location), which is then required.
        type: str"""

_STATE: str = r"""
      state:
        description:
          - V(present) adds the row, or changes the row with these selectors. V(absent) removes the row with these selectors. If other columns are
            set, too, it is removed only if it has one of these values, so a row with another policy stays.
        type: str
        choices:
          - present
          - absent
        default: present"""

_SELECTORS: str = (
    Screen.NOTES
    + r"""  - A selector that is not set is V(All), and matches everything. For the material format, this is the safe value for ReShare's temporary
    items, whose format is not documented by OCLC. Material formats cannot be looked up, so a misspelt format is not detected.
"""
)

#: The beginning and the end of the documentation of a map; between them are the columns of its rows.
_MAP: str = r"""
options:
  rows:
    description:
      - The rows to manage, in any order (with O(exact=true), all rows in their order).
    type: list
    elements: dict
    required: true
    suboptions:"""
_END_OF_MAP: str = (
    _STATE
    + r"""
      precedence:
        description:
          - The row's precedence, instead of the value calculated from its selectors. V(null) resets it to the calculated value.
        type: int
  exact:
    description:
      - Whether O(rows) is the complete list of rows of the map, in this order. All other rows are then removed. At least one row must be
        present.
      - Every row must be complete, and its precedence does not affect its position.
      - If V(false), the task manages only the rows in O(rows). Other rows are never changed, moved or removed.
    type: bool
    default: false"""
    + _SELECTORS
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

#: The same of a matrix.
_MATRIX: str = r"""
options:
  rows:
    description:
      - The rows to manage (with O(exact=true), all rows).
    type: list
    elements: dict
    required: true
    suboptions:"""
_END_OF_MATRIX: str = (
    _STATE
    + r"""
  exact:
    description:
      - Whether O(rows) is the complete list of rows of the matrix. All other rows are then removed. At least one row must be present. Every
        row must be complete, and the rows are ordered as in the list.
      - If V(false), the task manages only the rows in O(rows). Other rows are never changed or removed.
    type: bool
    default: false"""
    + _SELECTORS
    + r"""  - A row is identified by its selectors (patron type, material format and locations, as far as the matrix has these columns). If a row with
    the same selectors exists, its result is changed in place. A new row is added at the end.
  - The order of rows has no meaning in a matrix, so rows have no precedence.
"""
)


def _policy(name: str, column: str) -> str:
    """The column of the policy that a row selects. name: the option, and the module of the policy. column: on the screen."""
    return rf"""
      {name}:
        description:
          - Column "{column}". The name of a {name.replace("_", " ").title()} (see M(reshare.wms.{name})).
          - Required for a new row, and for every row with O(exact=true).
        type: str"""


class ModuleDocFragment:
    """The returned table; as parts, the options and notes of each map and matrix."""

    LOAN_POLICY_MAP: str = (
        _MAP
        + _PATRON_AND_FORMAT
        + _LOCATIONS
        + _policy("loan_policy", "Loan Policy")
        + r"""
      long_overdue_policy:
        description:
          - Column "Long Overdue and Lost Policy". The name of a Long Overdue and Lost Policy (see M(reshare.wms.long_overdue_policy)). It
            can be blank.
        type: str"""
        + _END_OF_MAP
    )

    LOAN_LIMIT_MATRIX: str = (
        _MATRIX + _PATRON_AND_FORMAT + _LOCATIONS + _policy("loan_limit_policy", "Loan Limit Policy") + _END_OF_MATRIX
    )

    HOLD_LIMIT_MATRIX: str = (
        _MATRIX + _PATRON_AND_FORMAT + _policy("hold_limit_policy", "Hold Limits Policy") + _END_OF_MATRIX
    )

    HOLD_REQUEST_POLICY_MAP: str = (
        _MAP + _PATRON_AND_FORMAT + _policy("hold_request_policy", "Hold Request Policy") + _END_OF_MAP
    )

    HOLD_FULFILLMENT_POLICY_MAP: str = (
        _MAP
        + _PATRON_AND_FORMAT
        + _LOCATIONS
        + _policy("hold_fulfillment_policy", "Hold Fulfillment Policy")
        + _END_OF_MAP
    )

    HOLD_PICKUP_LOCATIONS_MAP: str = (
        _MAP
        + _LOCATIONS
        + r"""
      default_pickup_locations:
        description:
          - Column "Default Pickup Locations", with the names on the screen. The list replaces all existing values. The order has no
            meaning.
          - A branch can be selected only while it has no branch locations. A branch that gets an active pickup location is no longer valid.
        type: list
        elements: str
      alternative_pickup_locations:
        description:
          - Column "Alternate Pickup Location". OCLC's pages on Relais D2D and ZFL-Server call it "Alternative Pickup Locations". The remarks
            on O(rows[].default_pickup_locations) also apply.
        type: list
        elements: str"""
        + _END_OF_MAP
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
