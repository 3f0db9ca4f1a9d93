# SPDX-License-Identifier: GPL-3.0-or-later

"""A library's record with its files and its worksheet, and a librarian who completes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ansible.module_utils.common.yaml import yaml_load

from support.controller import run
from support.library import Library
from support.read_screens import Screens, store_patches

#: The types of tasks on a worksheet.
Step = dict[str, Any]

_EMBEDDED = re.compile(r'<script type="application/json" id="sheet">(.*?)</script>', re.DOTALL)

#: Times, tokens, and digests of values that differ between twins.
_PASSING = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:]{8}Z|\b[0-9a-f]{16}([0-9a-f]{16})?\b"
    # A colour or a digest can contain the number of one of the libraries.
    r"|#[0-9a-f]{6}\b|sha256-[\w+/=]+"
    # So can the styles and scripts of a page, which are the same on all pages.
    r"|<style>.*?</style>|<script>.*?</script>|javascript:[^\"]*",
    re.DOTALL,
)


@dataclass
class Record:
    """The record of a library in a record directory."""

    library: Library
    directory: Path

    @property
    def options(self) -> dict[str, Any]:
        """The options that modules need in addition to those of the library."""
        return {"wms_record_dir": str(self.directory), "wms_configuration_url": None}

    @property
    def variables(self) -> dict[str, Any]:
        """The inventory variables that differ from those of a library with a configuration service."""
        own = {**self.options, "wms_configuration_url": ...}
        return {**own, "library_options": {**self.library.options, **self.options}}

    def run(self, module: str, check: bool = False, **arguments: Any) -> dict[str, Any]:
        """Run a module. Returns its result."""
        return run(module, self.library, check, **{**self.options, **arguments})

    def start(self) -> None:
        """Start the record of a library that was configured before."""
        asked = self.run("record_questions", configuration={"loan_policies": [{"name": "Any", "loan_period": "1 day"}]})
        assert asked.get("msg") is None

    def declare(self, check: bool = False, **configuration: Any) -> dict[str, Any]:
        """Declare objects; the task has to succeed."""
        result = self.run("circulation_configuration", check, configuration=configuration)
        assert result.get("msg") is None
        return result

    def failed(self, module: str, check: bool = False, **arguments: Any) -> dict[str, Any]:
        """The result of a task that has to fail without changing the record."""
        before = self.files()
        result = self.run(module, check, **arguments)
        assert result["failed"] is True
        assert result["msg"].startswith(f"{self.library.name}: ")
        assert result["failure"]["code"] != "bug"
        assert self.files() == before
        return result

    def failure(self, module: str, check: bool = False, **arguments: Any) -> str:
        """The message of such a task."""
        return self.failed(module, check, **arguments)["msg"]

    def error(self, module: str, check: bool = False, **arguments: Any) -> tuple[str, str | None, list[str]]:
        """The code, object and fields of the error of such a task."""
        failure = self.failed(module, check, **arguments)["failure"]
        return failure["code"], failure.get("object"), failure.get("fields", [])

    def rejected(self, module: str, check: bool = False, **arguments: Any) -> list[tuple[str | None, str, str | None]]:
        """The path, reason and object of each file that such a task rejected."""
        return [
            (one["path"], one["why"], one["object"])
            for one in self.failed(module, check, **arguments)["rejected_files"]
        ]

    # Files

    @property
    def path(self) -> Path:
        return self.directory / f"{self.library.name}.yml"

    def worksheet(self, suffix: str = "html", purpose: str = "") -> Path:
        return self.directory / "worksheets" / f"{self.library.name}{purpose}.{suffix}"

    def files(self) -> dict[str, tuple[bytes, int]]:
        """All files in the record directory except locks, with their modification times."""
        found = sorted(path for path in self.directory.rglob("*") if path.is_file() and path.suffix != ".lock")
        return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}

    def comparable(self) -> dict[str, str]:
        """All files, for comparison with a twin to which the same was done at another time."""
        number = self.library.number
        found = {path.name: path.read_text(encoding="utf-8") for path in self.directory.rglob("*") if path.is_file()}
        return {
            name.replace(number, "NN"): _PASSING.sub("", text).replace(number, "NN") for name, text in found.items()
        }

    @property
    def content(self) -> dict[str, Any]:
        return yaml_load(self.path.read_text(encoding="utf-8"))

    def rewrite(self, pattern: str, new: str) -> None:
        """Replace a pattern in the file, as an editor does."""
        text, count = re.subn(pattern, new, self.path.read_text(encoding="utf-8"))
        assert count
        self.path.write_text(text, encoding="utf-8")

    def pending(self, plural: str) -> Any:
        """The pending values of a kind: a list of objects or rows, or a page."""
        found = self.content["pending"].get(plural, [])
        if isinstance(found, dict):
            return found["set"].get("rows", found["set"])
        return [one["set"] for one in found]

    def confirmed(self, plural: str) -> Any:
        """The confirmed values of a kind."""
        found = self.content["confirmed"].get(plural, [])
        if isinstance(found, dict):
            return found["fields"].get("rows", found["fields"])
        return [one["fields"] for one in found if "fields" in one]

    # The worksheet and the librarian

    def worksheet_data(self, purpose: str = "") -> dict[str, Any]:
        """The data from which the page is generated."""
        return json.loads(_EMBEDDED.search(self.worksheet(purpose=purpose).read_text(encoding="utf-8"))[1])

    @property
    def steps(self) -> list[Step]:
        """The steps on the current worksheet, in order."""
        sheet = self.worksheet_data()
        return [step for group in (*sheet["groups"], *sheet["last"]) for step in group["steps"]]

    def make_steps(self, steps: Sequence[Step] | None = None) -> None:
        """Make steps (all by default) on the screens."""
        declared: dict[str, Any] = {}
        for step in self.steps if steps is None else steps:
            for plural, value in step["declares"].items():
                declared[plural] = [*declared.get(plural, []), *value] if isinstance(value, list) else value
        done = run("circulation_configuration", self.library, configuration=declared)
        assert done.get("msg") is None

    def confirmation(self, steps: Iterable[Step], impossible: str | None = None, **changes: Any) -> dict[str, Any]:
        """A confirmation in the page's format."""
        answer = "done" if impossible is None else "impossible"
        return {
            "format": "reshare.wms confirmation",
            "worksheet": self.worksheet_data()["digest"] if self.worksheet().exists() else "",
            **self.signed(),
            "steps": [
                {**{name: step[name] for name in ("digest", "asked")}, "step": step["name"], "answer": answer}
                | {"remark": impossible}
                for step in steps
            ],
            **changes,
        }

    def questionnaire_answers(self, answers: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """Answers to the questions of a questionnaire, in the page's format."""
        return {"format": "reshare.wms answers", **self.signed(), "answers": answers, **changes}

    def signed(self) -> dict[str, Any]:
        """The part of a worksheet's file that identifies the record and the sender."""
        content = self.content
        record = {"library": content["library"], "registry_id": content["wms_registry_id"], "record": content["token"]}
        at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        return {"version": 1, **record, "rehearsal": True, "by": "Jane Doe", "at": at, "remark": None}

    def send_file(self, content: dict[str, Any], name: str | None = None) -> str:
        """Send a file to the inbox. Returns its path."""
        inbox = self.directory.parent / "inbox"
        inbox.mkdir(exist_ok=True)
        path = inbox / (name or f"{self.library.name}.confirmation.json")
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        return str(path)

    def send_screens(
        self, screens: Screens, steps: Iterable[Step] = (), letter: dict[str, Any] | None = None, **changes: Any
    ) -> str:
        """Send a file with what the assistant read: a confirmation of steps, or another content (letter). Returns its path. Patches that were known
        before are put into the record directory."""
        store_patches(self.directory, screens.known)
        content = {**(letter or self.confirmation(steps, **changes)), "screens": screens.member}
        return self.send_file(content, f"{self.library.name}.screens.json")

    def confirm(self, steps: Sequence[Step] | None = None, **changes: Any) -> dict[str, Any]:
        """Make steps (all by default) on the screens, send the confirmation and import it."""
        steps = self.steps if steps is None else steps
        self.make_steps(steps)
        taken = self.run("record_import", files=[self.send_file(self.confirmation(steps, **changes))])
        assert taken.get("msg") is None
        return taken


def objects(entries: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """The objects of changes, steps or questions in a result: their kinds and names."""
    return [(one["kind"], one["name"]) for one in entries]


def titles(steps: Iterable[dict[str, Any]]) -> list[str]:
    """The titles of steps on a worksheet."""
    return [step["title"] for step in steps]
