# SPDX-License-Identifier: GPL-3.0-or-later

"""The scripts of examples/consortium."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import requests

from support.environment import ROOT
from support.repository import ENVIRONMENT, Repository
from support.webhook import Webhook

EXAMPLE = ROOT / "examples/consortium"


class Scripts:
    """Runs the scripts of a copy of the example as a CI system does, against a sandbox."""

    @classmethod
    def create(cls, folder: Path, address: str, receiver: Webhook) -> Scripts:
        """Copy the example into a folder, with a remote repository beside it."""
        shutil.copytree(EXAMPLE, folder / "consortium")
        return cls(Repository.create(folder / "consortium"), address, receiver)

    def __init__(self, repository: Repository, address: str, receiver: Webhook):
        self.repository, self.address, self.receiver = repository, address, receiver
        self.reports = repository.path / "reports"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPYCACHEPREFIX")}
        self.environment = {
            **kept, **ENVIRONMENT, "CI": "true", "LANG": "C.UTF-8",
            "ANSIBLE_HOME": str(repository.path.parent / "ansible"),
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".build/collections"),
            "RESHARE_WMS_STATE_DIR": str(repository.path.parent / "state"),
            "RESHARE_WMS_ALERT_WEBHOOK": receiver.url, "RESHARE_WMS_SANDBOX": address,
            "PAGE_URL": "https://pages.example.org/nightly.html",
        }  # fmt: skip

    def run(self, script: str, *arguments: str, password: str = "rehearsal", **more: str) -> tuple[int, str]:
        """Returns the exit code and the output."""
        secrets = {"VAULT_PASSWORD": password} if password else {}
        done = subprocess.run(
            [f"ci/{script}" if "/" not in script else script, *arguments], cwd=self.repository.path,
            env={**self.environment, **secrets, **more}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def rehearse(self, script: str, **more: str) -> tuple[int, str]:
        return self.run(script, "-e", "@rehearsal.yml", **more)

    def writes(self) -> int:
        calls = requests.get(f"{self.address}/_sandbox/counters", timeout=60).json()
        return sum(call["count"] for call in calls if call["method"] in ("PUT", "DELETE"))
