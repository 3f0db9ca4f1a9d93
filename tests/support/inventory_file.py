# SPDX-License-Identifier: GPL-3.0-or-later

"""An inventory file of the plugin reshare.wms.directory, read as Ansible reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleError
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import inventory_loader
from ansible.utils.display import Display

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import TaskError, failure
from support.controller import dump
from support.environment import ROOT
from support.library import Library


@dataclass
class Listing:
    """An inventory, from ansible-inventory --list or from the plugin."""

    hosts: dict[str, dict[str, Any]]
    groups: dict[str, list[str]]
    #: Warnings and errors.
    errors: str
    status: int = 0


class Inventory:
    """A directory with an inventory file."""

    def __init__(self, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch):
        self.library = library
        self.folder = folder
        self.folder.mkdir(exist_ok=True)
        self._warnings: list[str] = []
        monkeypatch.setattr(Display, "warning", lambda display, text, *more, **named: self._warnings.append(text))
        self._environment = {
            "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "1",
            "RESHARE_WMS_RESHARE_PASSWORD": library.options["reshare_password"],
        }
        for name, value in self._environment.items():
            monkeypatch.setenv(name, value)
        library.reset()

    def write(self, name: str, content: Any) -> Path:
        path = self.folder / name
        path.write_text(dump(content), encoding="utf-8")
        return path

    def write_source(self, name: str, options: dict[str, Any]) -> Path:
        """Write an inventory file. options: of the plugin; an ellipsis removes an option."""
        ours = self.library.options
        given = {
            "plugin": "reshare.wms.directory",
            **{option: ours[option] for option in ("reshare_url", "reshare_tenant", "reshare_username", "state_dir")},
            **options,
        }
        return self.write(name, {option: value for option, value in given.items() if value is not ...})

    def read(self, **options: Any) -> Listing:
        """Run the plugin without starting Ansible. Raises AnsibleError."""
        self._warnings.clear()
        data, plugin = InventoryData(), inventory_loader.get("reshare.wms.directory")
        path = str(self.write_source("reshare_directory.yml", options))
        assert plugin.verify_file(path)
        plugin.parse(data, DataLoader(), path, cache=False)
        data.reconcile_inventory()
        added = ("inventory_file", "inventory_dir")
        return Listing(
            {name: {key: host.vars[key] for key in host.vars if key not in added} for name, host in data.hosts.items()},
            {name: [host.name for host in group.hosts] for name, group in data.groups.items()},
            " ".join(self._warnings),
        )

    def refused(self, **options: Any) -> str:
        """The message of the plugin, which has to fail."""
        return str(self._error(**options))

    def failure(self, **options: Any) -> dict[str, Any]:
        """The failure of the plugin, as data. Ansible shows only its message."""
        fault = self._error(**options).__context__
        assert isinstance(fault, TaskError)
        return failure(fault)

    def _error(self, **options: Any) -> AnsibleError:
        with pytest.raises(AnsibleError) as caught:
            self.read(**options)
        assert not self.library.writes()
        return caught.value

    def list(self, name: str = "reshare_directory.yml", **options: Any) -> Listing:
        """Run ansible-inventory --list."""
        done = subprocess.run(
            [sys.executable, "-m", "ansible", "inventory", "-i", str(self.write_source(name, options)), "--list"],
            cwd=ROOT,
            env={**os.environ, **self._environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert "canary" not in done.stderr + done.stdout
        # Ansible marks texts that it must not template.
        shown = json.loads(done.stdout or "{}", object_hook=lambda found: found.get("__ansible_unsafe", found))
        hosts = shown.pop("_meta", {}).get("hostvars", {})
        groups = {group: found.get("hosts", []) for group, found in shown.items()}
        return Listing(hosts, groups, " ".join(done.stderr.split()), done.returncode)
