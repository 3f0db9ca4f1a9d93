# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation that all modules for the screens of OCLC Service Configuration have in common."""

from __future__ import annotations


class ModuleDocFragment:
    """How the screens are reached and what an option means; and the option ``other_settings`` as a part."""

    DOCUMENTATION = r"""
options: {}
notes:
  - Needs O(wms_configuration_url), O(wms_registry_id), O(wms_key) and O(wms_secret). The key must be allowed the scope
    C(configuration) at that service.
  - OCLC publishes no API for the screens of OCLC Service Configuration. What is written is written to the configuration
    service at O(wms_configuration_url), and reaches OCLC's production only as far as that service carries it there.
  - Only options that are mentioned are compared and written. An option that is not mentioned leaves its field as it is; an
    option that is set to V(null) clears its field.
  - Other objects are named as staff see them on the screen, upper and lower case included. A name that does not exist is an
    error that lists similar names. In check mode it is a warning, since an earlier task may be what makes it.
  - If somebody else changes the same object at the same moment, it is read and compared again, up to five times, and
    never overwritten.
"""

    OTHER_SETTINGS = r"""
options:
  other_settings:
    description:
      - Fields of the screen that have no option of their own here, because their labels or values could not be seen in
        OCLC's public pages. It is a dictionary of the label exactly as the screen has it, and one plain value.
      - Only the labels that are given are compared and written. A label that is set to V(null) is cleared, and V(null)
        for the whole option clears all of them.
    type: dict
"""
