# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation shared by the modules for the lending tables and the directory of a ReShare tenant."""


class ModuleDocFragment:
    """Notes on the connection; as parts, with notes on options, notes on lookups in WMS, and notes on settings."""

    _NOTES = r"""
notes:
  - Requires O(reshare_url), O(reshare_tenant), O(reshare_username) and O(reshare_password).
  - ReShare has no locking. An object is read again directly before it is changed. If it was changed concurrently, it is compared again, up
    to five times. A change between this reading and the write cannot be detected.
"""

    NOTES: str = (
        _NOTES
        + r"""  - Only options that are set are compared and written. An option that is not set leaves its field unchanged. An option set to V(null)
    clears its field.
"""
    )

    DOCUMENTATION: str = "options: {}" + _NOTES
    FIELDS: str = "options: {}" + NOTES

    LOOKUP = r"""
options: {}
notes:
  - If O(wms_configuration_url) is set, looking up objects in WMS also requires O(wms_registry_id), O(wms_key) and O(wms_secret). The key
    requires the scope C(configuration) at that service.
  - If a referenced object does not exist in WMS, the task fails and lists similar names. In check mode this is a warning, because an
    earlier task may create the object. Without O(wms_configuration_url), references are not looked up.
"""

    SETTINGS = r"""
options: {}
notes:
  - If C(borrower_check), C(check_out_item), C(check_in_item) or C(accept_item) is V(none) or blank, ReShare reports calls to the library
    system as successful but sends nothing. Therefore such a value is rejected.
  - For settings, the account requires permissions to read and to change them, and from mod-rs 2.19 also C(rs.settings.getsection.all)
    (contained in C(rs.settings.read) and C(rs.settings.write)). Without it, ReShare returns an empty or partial list with a success status.
    The task detects such a list and fails, because the list is not reliable.
  - ReShare creates its settings when its request module is enabled. This collection sets their values, and never creates or removes
    settings. A key that does not exist in the tenant is an error. The reason is an older mod-rs, or a section that is hidden by a feature
    flag. A key that exists more than once is also an error, because it is not certain which setting ReShare uses.
  - If C(loggingZ3950Responder) is enabled, ReShare stores URLs that contain the WSKey and its secret, and the task issues a warning.
  - Values of secret settings are never shown. A diff shows only that such a value changes.
"""
