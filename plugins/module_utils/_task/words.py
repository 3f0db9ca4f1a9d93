# SPDX-License-Identifier: GPL-3.0-or-later

"""The fixed words in results, which are never masked: playbooks and the report depend on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .._core.checks import FAIL, LATER, PASS, PROBLEMS, UNKNOWN, WAIVED
from .._core.errors import CODES
from .._core.fields import Schema
from .._core.objects import Kind
from .arguments import Arguments

#: The keys of results, including nested ones and Ansible's own, and the values of keys with a fixed set of values.
_RESULTS = {
    "accepted", "account", "account_blocked", "account_differs", "account_expires", "account_missing", "accounts",
    "action", "after", "again", "alternatives", "ansible_facts", "ansible_job_id", "answer", "answered",
    "applies", "approved", "approved_by", "archived_files", "assumptions", "at", "audit", "barcode", "before",
    "blank", "blocked", "borrowing", "by", "candidates", "capture", "captures", "case", "certain", "changed",
    "changes", "checkouts", "checks", "code", "collection_type_rule", "column", "configuration", "confirmed",
    "contact", "count", "created", "current_loans", "days", "declared", "detail", "diff",
    "differences", "different", "differs", "direction", "directory", "discarded", "display_name", "document",
    "done", "due", "earlier", "early", "email", "error", "events", "evidence", "exception", "expectations",
    "expected", "expires", "failed", "failed_checks", "failure", "field", "fields", "file", "files", "findings",
    "fingerprint", "finished", "first", "format", "former", "found", "future", "hold_limits", "home_branch", "how", "id",
    "identity", "ill_settings_in_place", "imported", "imported_files", "impossible", "incomplete", "institution_name", "institutions",
    "inventory", "invocation", "key", "kind", "knowledge", "known_screens", "label", "last", "last_answer",
    "later_changes", "left_behind", "left_over", "lending", "library", "live", "lms_location_code", "loan",
    "loan_limits", "loan_policy", "loans", "longer_period", "made", "managed", "map", "matched", "material_format",
    "material_formats", "meaning", "message", "module_args", "module_stderr", "module_stdout", "modules", "msg",
    "name", "names", "near", "new", "no_answer", "not_observed", "not_proven", "now", "number", "object", "objects", "observed",
    "oldest", "open", "other_files", "other_policy", "other_record", "other_version", "outdated", "overdue",
    "overview", "page", "pages", "partner", "partners", "parts", "path", "patron_changes", "patron_type",
    "patron_types", "patrons", "pending", "pending_steps", "permission", "pickup_locations", "plan", "planned",
    "policy_content", "problem", "problems", "questionnaire", "questionnaires", "questions", "rc", "read",
    "read_back", "ready", "reason", "recorded", "refused", "rejected_files", "remark", "remarks",
    "remedy", "reminder", "reminders", "removed", "reopened", "repeated", "report", "request", "reshare_tenant", "resolutions",
    "results_file", "row", "rows", "sandbox", "says", "screen", "screens", "seen", "sent", "sent_back",
    "setting", "settings", "severity", "shorter_period", "since", "slug", "stale", "started", "state", "stated", "statement", "status",
    "stderr", "stdout", "step", "steps", "stop", "stops", "symbols", "system", "temporary_item", "title", "to", "to_except",
    "unanswered", "unassigned_files", "unknown_checks", "unreadable", "unused_rows", "updated", "value", "verdict", "version",
    "waiting_for_approval", "waits_for", "wanted", "warning", "warnings", "what", "why", "withdrawn",
    "without_effect", "wms_registry_id", "worksheet",
}  # fmt: skip


def words(arguments: Arguments, kinds: Iterable[Kind]) -> frozenset[str]:
    """The fixed words of a task: of all results, of its options, and of its kinds of objects."""
    ours = {*_RESULTS, *CODES, *PROBLEMS, PASS, FAIL, UNKNOWN, WAIVED, LATER, *_options(arguments)}
    for kind in kinds:
        ours |= {kind.name, kind.plural, *_fields(kind.schema)}
    return frozenset(ours)


def _options(arguments: Arguments) -> Iterator[str]:
    for name, option in arguments.items():
        yield name
        yield from _options(option.get("options", {}))


def _fields(schema: Schema) -> Iterator[str]:
    yield from schema.names
    for inner in schema.nested.values():
        yield from _fields(inner)
