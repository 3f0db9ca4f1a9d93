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
    "account_blocked", "account_differs", "account_expires", "account_missing", "accounts", "action", "after",
    "account", "ansible_facts", "ansible_job_id", "answered", "applies", "approved_by", "archived_files", "at", "barcode",
    "before", "blocked", "borrowing", "by", "candidates", "case", "certain", "changed", "changes", "checkouts", "checks", "code",
    "collection_type_rule", "column", "configuration", "confirmed", "count", "created", "declared", "detail", "diff",
    "differences", "different", "direction", "discarded", "done", "error", "events", "exception", "expectations",
    "expected", "expires", "failed", "failed_checks", "failure", "fields", "file", "files", "findings", "fingerprint",
    "finished", "first", "format", "found", "hold_limits", "home_branch", "identity", "imported_files", "impossible",
    "incomplete", "interfaces", "invocation", "key", "kind", "last", "left_behind", "left_over", "lending", "library",
    "loan", "loan_limits", "loans", "made", "map", "matched", "material_format", "material_formats", "message", "module_args",
    "module_stderr", "module_stdout", "modules", "msg", "name", "names", "near", "new", "no_answer", "now", "number",
    "object", "other_files", "other_policy", "partner", "partners", "path", "patron_type", "patron_types", "patrons",
    "pending", "permission", "pickup_locations", "plan", "planned", "problem", "problems", "questions", "rc", "read_back",
    "readable", "ready", "reason", "recorded", "refused", "remark", "remarks", "remedy", "removed", "repeated",
    "report", "reshare_tenant", "resolutions", "results_file", "row", "rows", "sandbox", "says", "severity",
    "shorter_period", "since", "started", "state", "status", "temporary_item", "stderr", "stdout", "step", "system", "title",
    "unassigned_files", "unknown_checks", "unreadable", "updated", "value", "pending_steps", "warning", "warnings", "what",
    "why", "withdrawn", "without_effect", "wms2_lacks", "wms_registry_id", "worksheet",
    "current_loans", "evidence", "imported", "inventory", "later_changes", "loan_policy", "longer_period", "not_proven",
    "patron_changes", "policy_content", "unused_rows",
    "accepted", "again", "audit", "contact", "display_name", "due", "email", "language", "last_answer", "open", "overdue", "overview", "page", "pages",
    "questionnaire", "reminder", "reminders", "sent", "steps", "to",
}  # fmt: skip


def words(arguments: Arguments, kinds: Iterable[Kind]) -> frozenset[str]:
    """The fixed words of a task: of all results, of its options, and of its kinds of objects."""
    ours = {*_RESULTS, *CODES, PASS, FAIL, UNKNOWN, WAIVED, LATER, *_options(arguments)}
    for kind in kinds:
        ours |= {kind.name, kind.plural, *_fields(kind.schema)}
    return frozenset(ours)


def _options(arguments: Arguments) -> Iterator[str]:
    for name, option in arguments.items():
        yield name
        yield from _options(option.get("options", {}))


def _fields(schema: Schema) -> Iterator[str]:
    for field in schema:
        yield field.name
        if isinstance(field.value, (Section, ListOf)):
            yield from _fields(field.value.schema)
