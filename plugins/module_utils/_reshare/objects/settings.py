# SPDX-License-Identifier: GPL-3.0-or-later

"""The settings of mod-rs as one kind (reshare.md 2.1, 2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..._core.errors import CallFailed, Faults, UnknownReference, ValidationError, candidates, quoted, similar
from ..._core.fields import Schema
from ..._core.objects import Change, CurrentObject, Declaration, DesiredObject, Fields, Identity, Kind, KindPlan
from .setting_fields import LOGS_SECRETS, METHODS, NOW, RECREATED, SETTINGS, VALUE_ONLY, Secret, beyond, is_exportable

#: Keys that every tenant has: one in a section with its own permission, and one in a section without.
ALWAYS_THERE = ("host_lms_integration", "ncip_server_address")

#: Keys whose values this collection always uses, for the checks of a tenant's owner, version and login at OCLC.
ALWAYS_USED = ("host_lms_integration", "wms_registry_id", "wms_api_key", "wms_api_secret")

#: A part of a masked secret: the same sign at least three times in a row.
_MASK = re.compile(r"([^\w\s])\1{2,}")


class SettingsKind(Kind):
    """The settings of a tenant. Only mod-rs creates their rows; this collection only sets the values."""

    def declare(self, given: Any, *, prune: bool = False) -> Declaration:
        """*given*: ``{key: value}``. None resets a setting to its default."""
        try:
            wanted = self.schema.declare(given)
        except ValidationError as fault:
            problems = (f"{self.label} {problem}" for problem in fault.problems)
            about = self.describe(fault.fields[0]) if len(fault.fields) == 1 else None
            fields = fault.fields or [self.plural]
            raise ValidationError(*problems, about=about, fields=fields, meant=fault.candidates) from None
        return Declaration(tuple(DesiredObject((key,), {"value": value}) for key, value in wanted.items()))

    def canonical(self, raw: Fields) -> Fields:
        """The canonical row. If its key is not in the catalogue, it stays as received."""
        if raw.get("key") not in self.schema.names:
            return raw
        read = self.schema[raw["key"]].value.read
        return {**raw, **{name: read(raw.get(name)) for name in ("value", "defValue")}}

    def plan(self, current: Sequence[CurrentObject], declaration: Declaration) -> KindPlan:
        plan, lacking = KindPlan(), []
        keys = [item.identity[0] for item in declaration.items]
        faults = Faults()
        for fault in self.twice([row for row in current if row.fields.get("key") in keys]):
            faults.note(fault)
        faults.report()
        for item in declaration.items:
            (key,) = item.identity
            rows = [row for row in current if row.fields.get("key") == key]
            if not rows:
                lacking.append(key)
                continue
            plan.changes += self._changes(item.identity, rows[0], item.fields["value"])
        if lacking:
            raise self._absent(lacking, current)
        plan.warnings += [*self._logged_secrets(current, declaration), *self._recreated(plan.changes)]
        return plan

    def twice(self, current: Sequence[CurrentObject]) -> Iterator[ValidationError]:
        """An error for each key that exists more than once, which mod-rs allows."""
        ids: dict[str, list[str]] = {}
        for row in current:
            ids.setdefault(str(row.fields.get("key")), []).append(row.id)
        for key, rows in ids.items():
            if len(rows) > 1:
                problem = (
                    f"{self.describe(key)} exists {len(rows)} times (ids {quoted(rows)}); which one mod-rs uses is "
                    "unknown. Remove all but one"
                )
                yield ValidationError(problem, about=self.describe(key))

    def _logged_secrets(self, current: Sequence[CurrentObject], declaration: Declaration) -> Iterator[str]:
        values = {row.fields.get("key"): row.fields.get("value") for row in current}
        values.update({item.identity[0]: item.fields["value"] for item in declaration.items})
        if values.get(LOGS_SECRETS) == "yes" and values.get("wms_api_secret"):
            yield (
                f"{LOGS_SECRETS} is on: mod-rs writes URLs that contain the WSKey and its secret to its protocol log; "
                "switch it off"
            )

    def _recreated(self, changes: Sequence[Change]) -> Iterator[str]:
        key, value = RECREATED
        if any(change.identity == (key,) and change.after and change.after["value"] != value for change in changes):
            yield (
                f"mod-rs sets {key} back to '{value}' whenever its reference data is loaded, as with an upgrade; after each of them the "
                "declared value is a difference, and has to be written again"
            )

    def _changes(self, identity: Identity, row: CurrentObject, wanted: Any) -> Iterator[Change]:
        (key,) = identity
        value, before = self.schema[key].value, effective(row.fields)
        if not value.same(before, wanted) and isinstance(value, Secret) and (mask := _MASK.search(str(before))):
            raise CallFailed(
                f"{self.describe(key)}: ReShare returns a text with '{mask[0]}' in place of the secret, so this collection can neither compare it nor read "
                "back whether it was stored. Ask the hosting provider which system masks it",
                about=self.describe(key),
            )
        if value.same(before, wanted) or (wanted is None and row.raw.get("value") is None):
            return
        after = {**row.fields, "value": wanted}
        is_hidden = isinstance(value, Secret) and before is not None
        views = {"value": NOW if is_hidden else value.show(before)}, {"value": value.show(wanted)}
        yield Change(self, identity, row, after, ("value",), *views)

    def _absent(self, keys: Sequence[str], current: Sequence[CurrentObject]) -> UnknownReference:
        there = [str(row.fields.get("key")) for row in current]
        off = [
            str(row.fields["key"])
            for row in current
            if str(row.fields.get("key", "")).endswith(".feature_flag") and row.fields.get("value") == "false"
        ]
        hint = f" Switched off by {quoted(off)}." if off else ""
        missing = " ".join(f"ReShare has no setting '{key}'. {similar(key, there)}" for key in keys)
        text = (
            f"{missing}{hint} ReShare creates its settings itself; a missing setting means an older mod-rs, or a hidden section. Ask the "
            "hosting provider for a newer mod-rs, or to switch the feature on."
        )
        parts = [UnknownReference(text, self.describe(key), meant=candidates(key, there)) for key in keys]
        return parts[0] if len(parts) == 1 else UnknownReference(text).consisting_of(parts)

    def earlier(self, change: Change) -> dict[str, Any]:
        return {change.name: (change.before_view or {})["value"]}

    def title(self, fields: Mapping[str, Any]) -> str:
        return str(fields.get("key", ""))

    def export(self, current: Sequence[CurrentObject]) -> dict[str, Any]:
        """The values that are set, without secrets."""
        values = {str(row.fields.get("key")): row.fields.get("value") for row in current}
        return {
            name: values[name]
            for name in self.schema.names
            if values.get(name) not in (None, "") and is_exportable(name, str(values[name]))
        }


SETTING = SettingsKind(
    name="reshare_setting",
    plural="settings",
    label="ReShare setting",
    screen="Settings > Resource sharing",
    identity_fields=("key",),
    # reshare.md 2.2
    schema=SETTINGS,
)


def with_unknown(keys: Iterable[str]) -> SettingsKind:
    """The settings of the catalogue, and a setting for each of these keys that is not in it."""
    unknown = [beyond(key) for key in keys if key not in SETTINGS.names]
    return replace(SETTING, schema=Schema(*SETTINGS, *unknown)) if unknown else SETTING


def pretends(key: str, value: Any) -> bool:
    """Whether this value makes mod-rs report success without a call: a method that is blank or ``none`` (reshare.md 0.4)."""
    return key in METHODS and value in (None, "none")


def refuse_pretence(declared: Mapping[str, Declaration]) -> None:
    """Raise ValidationError for a method with which mod-rs only reports success."""
    settings = declared[SETTING.name].items if SETTING.name in declared else ()
    pretending = [key for item in settings for key in item.identity if pretends(key, item.fields["value"])]
    if pretending:
        raise ValidationError(
            f"ReShare setting {quoted(pretending)} would make mod-rs report success without any call to WMS; set it to 'ncip'",
            about=SETTING.describe(pretending[0]) if len(pretending) == 1 else None,
            fields=pretending,
        )


def effective(row: Mapping[str, Any]) -> Any:
    """The effective value: the value or, unless the key is in VALUE_ONLY, the default."""
    value = row.get("value")
    if value in (None, "") and row.get("key") not in VALUE_ONLY:
        value = row.get("defValue")
    return value
