# SPDX-License-Identifier: GPL-3.0-or-later

"""The declared configuration of the ReShare tenant of a library that is withdrawn, or enabled again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from ...module_utils._core.errors import TaskError
from ...module_utils._reshare.objects.directory_entries import DIRECTORY_ENTRY
from ...module_utils._reshare.tenant_catalogue import DECLARABLE
from .._inventory.selection import names
from .._variables.library_record import record_dir, record_file
from .._variables.variable_values import Values
from .merging import Configuration

_IDENTITIES = {kind.plural: kind.identity_fields for kind in DECLARABLE}


def of_withdrawal(values: Values, declared: Configuration, stops: Mapping[str, Any]) -> Configuration:
    """The declared configuration of a tenant, with the stops while the library is withdrawn, and afterwards with the values that they replaced, unless
    others are declared.

    stops: by their codes, as in roles/reshare_settings/vars. A stop is left to reshare.wms.withdraw if it is not known what it replaced. Raises AnsibleError.
    """
    former, withdrawn = _withdrawal(values)
    for code, replaced in former.items():
        stop = stops.get(code, {}).get("configuration")
        if stop and withdrawn:
            declared = _overridden(declared, stop)
        elif stop and isinstance(replaced, Mapping):
            declared = _overridden(replaced, declared)
    return declared


def _withdrawal(values: Values) -> tuple[Mapping[str, Configuration], bool]:
    """What the stops replaced, and whether the library is withdrawn."""
    disabled = (values.get("enable_reshare_state") or "enabled") != "enabled"
    options = {name: values.get(name) for name in ("wms_record_dir", "wms_registry_id")}
    if not record_dir(options):
        return values.get("enable_reshare_former") or {}, disabled
    # An error in the record is left to the tasks that use it.
    with suppress(TaskError):
        library = str(values["inventory_hostname"])
        content = record_file(library, options).withdrawn()
        again = library in names(values.get("enable_reshare_again")) and not values.get("reshare_settings_waits")
        if content and content.withdrawal:
            return content.withdrawal.former, disabled or not again
    return {}, disabled


def _overridden(base: Configuration, over: Configuration) -> Configuration:
    """Both configurations combined. If both have a field of an object, the second one's applies."""
    return {kind: _of_kind(kind, base.get(kind), over.get(kind)) for kind in {**base, **over}}


def _of_kind(kind: str, base: Any, over: Any) -> Any:
    if not base or not over:
        return over or base
    if isinstance(over, Mapping) and isinstance(base, Mapping):
        return {**base, **over}
    if not all(isinstance(items, list) and all(isinstance(row, Mapping) for row in items) for items in (base, over)):
        # The module refuses this shape.
        return [base, over]
    keys, rows = _IDENTITIES[kind], [dict(row) for row in over]
    # The library's own entry can be named by its slug and by its symbol; only this entry has lending flags (reshare.md 0.2).
    taken = {name for row in over for name in row} if kind == DIRECTORY_ENTRY.plural else set()
    for base_row in base:
        same = [other for other in rows if all(str(other.get(key)) == str(base_row.get(key)) for key in keys)]
        for other in same:
            other |= {**base_row, **other}
        if not same:
            rows.append({name: value for name, value in base_row.items() if name in keys or name not in taken})
    return rows
