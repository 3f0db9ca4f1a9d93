# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation shared by all modules for the screens of OCLC Service Configuration."""


class ModuleDocFragment:
    """Notes on the connection and on options, for other fragments, too; as parts, the option ``other_settings``, and the same with the name of a policy."""

    NOTES = r"""
seealso:
  - module: reshare.wms.circulation_configuration
  - name: Set up integration (Integration with ReShare)
    description: OCLC's page on setting up a library for ReShare.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Integrations_with_WorldShare_Circulation/Integration_with_ReShare/Set_up_integration
notes:
  - Requires O(wms_registry_id), and either O(wms_record_dir), or O(wms_configuration_url) with O(wms_key) and O(wms_secret). The key requires
    the scope C(configuration) at the configuration service.
  - OCLC publishes no API for the screens of OCLC Service Configuration. Changes are written to the configuration service at
    O(wms_configuration_url). They reach OCLC's production system only if that service transfers them.
  - Only options that are set are compared and written. An option that is not set leaves its field unchanged. An option set to V(null)
    clears its field.
  - Refer to other objects by their names on the screen. Names are case-sensitive. If a name does not exist, the task fails and lists
    similar names. In check mode this is a warning, because an earlier task may create the object.
  - If the same object is changed concurrently, it is read and compared again, up to five times. Concurrent changes are never overwritten.
"""

    DOCUMENTATION: str = "options: {}" + NOTES

    _OTHER_SETTINGS: str = r"""
  other_settings:
    description:
      - Fields of the screen that have no option in this module, because their labels or values are not documented by OCLC. A dictionary of
        labels and scalar values. The label must be exactly as on the screen.
      - Only labels that are set are compared and written. A label set to V(null) is cleared. V(null) for the whole option clears all
        labels.
    type: dict
"""

    OTHER_SETTINGS: str = "options:" + _OTHER_SETTINGS
    POLICY: str = (
        r"""
options:
  name:
    description:
      - Field "Policy Name".
    type: str
    required: true"""
        + _OTHER_SETTINGS
    )
