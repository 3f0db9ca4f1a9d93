# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""The fixed words in results, which are never masked: playbooks and the report depend on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .._core.checks import FAIL, LATER, PASS, UNKNOWN, WAIVED
from .._core.errors import CODES
from .._core.fields import ListOf, Schema, Section
from .._core.objects import Kind
from .arguments import Arguments

#: The keys of results, including Ansible's own and nested ones, and the values of those with a fixed set of values.
_RESULTS = {
    "action", "after", "ansible_facts", "ansible_job_id", "answered", "archived_files", "at", "before", "by",
    "candidates", "changed", "changes", "checks", "code", "collection_type_rule", "configuration", "confirmed",
    "created", "declared", "detail", "diff", "discarded", "exception", "failed", "failed_checks", "failure",
    "fields", "finished", "format", "found", "hold_limits", "imported_files", "impossible", "interfaces", "invocation", "key", "kind",
    "left_behind", "left_over", "library", "loan_limits", "module_args", "module_stderr", "module_stdout", "modules", "msg",
    "name", "names", "near", "no_answer", "object", "other_files", "partners", "path", "pending",
    "pickup_locations", "problems", "questions", "rc", "read_back", "readable", "ready", "reason", "recorded",
    "refused", "remark", "remarks", "remedy", "removed", "repeated", "resolutions", "results_file", "rows",
    "sandbox", "since", "started", "status", "stderr", "stdout", "step", "title", "unassigned_files",
    "unknown_checks", "updated", "value", "waiting", "warnings", "what", "withdrawn", "without_effect",
    "wms2_lacks", "worksheet",
    # Of plans.
    "applies", "approved_by", "different", "done", "fingerprint", "made", "new", "now", "plan", "planned", "reshare_tenant", "system",
    "wms_registry_id",
}  # fmt: skip


def words(arguments: Arguments, kinds: Iterable[Kind]) -> frozenset[str]:
    """The fixed words of a task: of all results, of its options, and of its kinds of objects."""
    ours = {*_RESULTS, *CODES, PASS, FAIL, UNKNOWN, WAIVED, LATER, *_options(arguments)}
    for kind in kinds:
        ours |= {kind.name, kind.plural, *_fields(kind.record)}
    return frozenset(ours)


def _options(arguments: Arguments) -> Iterator[str]:
    for name, option in arguments.items():
        yield name
        yield from _options(option.get("options", {}))


def _fields(record: Schema) -> Iterator[str]:
    for field in record:
        yield field.name
        if isinstance(field.value, (Section, ListOf)):
            yield from _fields(field.value.record)
