# SPDX-License-Identifier: GPL-3.0-or-later

"""What is declared of the ReShare tenant of a library that is withdrawn, and of one that is enabled again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
#: The variables that decide.
_STATE, _AGAIN, _WAITS, _FORMER = (
    *("enable_reshare_state", "enable_reshare_again", "reshare_settings_waits"),
    "enable_reshare_former",
)


def of_withdrawal(values: Values, declared: Configuration, stops: Mapping[str, Configuration]) -> Configuration:
    """The declared configuration of a tenant, with the stops of the library while it is withdrawn, and afterwards with what they replaced, where nothing
    else is declared.

    stops: by their codes. One of which nobody knows what it replaced is left to reshare.wms.withdraw. Raises AnsibleError.
    """
    former, withdrawn = _withdrawal(values)
    for code, replaced in former.items():
        stop = stops.get(code) or {}
        declared = (
            overridden(declared, stop)
            if withdrawn
            else overridden(replaced if stop and isinstance(replaced, Mapping) else {}, declared)
        )
    return declared


def _withdrawal(values: Values) -> tuple[Mapping[str, Configuration], bool]:
    """What the stops replaced, and whether the library is withdrawn."""
    disabled = (values.get(_STATE) or "enabled") != "enabled"
    options = {name: values.get(name) for name in ("wms_record_dir", "wms_registry_id")}
    if not record_dir(options):
        return values.get(_FORMER) or {}, disabled
    library = str(values["inventory_hostname"])
    content = None
    with suppress(TaskError):
        # An error in the record is that of the tasks that use it.
        content = record_file(library, options).withdrawn()
    if content is None or content.withdrawal is None:
        return {}, disabled
    again = library in names(values.get(_AGAIN)) and not values.get(_WAITS)
    return content.withdrawal.former, disabled or not again


def overridden(base: Configuration, over: Configuration) -> Configuration:
    """Both configurations of a tenant. Where both have a field of an object, that of the second one counts."""
    return {kind: _of_kind(kind, base.get(kind), over.get(kind)) for kind in {**base, **over}}


def _of_kind(kind: str, base: Any, over: Any) -> Any:
    if not base or not over:
        return over or base
    if isinstance(over, Mapping) and isinstance(base, Mapping):
        return {**base, **over}
    if not all(
        isinstance(several, list) and all(isinstance(one, Mapping) for one in several) for several in (base, over)
    ):
        # Of a shape that the module refuses.
        return [base, over]
    found = [dict(one) for one in over]
    keys = _IDENTITIES[kind]
    # The own entry can be named by its slug and by its symbol; only that one has lending flags (reshare.md 0.2).
    taken = {name for one in over for name in one} if kind == DIRECTORY_ENTRY.plural else set()
    for one in base:
        if same := _first(two for two in found if all(str(two.get(key)) == str(one.get(key)) for key in keys)):
            same |= {**one, **same}
        else:
            found.append({name: value for name, value in one.items() if name in keys or name not in taken})
    return found


def _first(objects: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    return next(iter(objects), None)
