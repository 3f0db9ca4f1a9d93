# SPDX-License-Identifier: GPL-3.0-or-later

"""The validation of an inventory, without starting Ansible."""

from __future__ import annotations

from pathlib import Path

from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultSecret, VaultSecretsContext
from ansible.template import Templar
from ansible.vars.hostvars import HostVars
from ansible.vars.manager import VariableManager

from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.received_places import Places
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.specification import specification
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.validation import Validation
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.walk import Walk

TODAY = "2026-11-26"


def loaded(inventory: Path, password: bytes | None = None) -> tuple[InventoryManager, HostVars, DataLoader]:
    """An inventory with the variables of its hosts, as Ansible loads it. password: of files that are encrypted as a whole."""
    if VaultSecretsContext.current(optional=True) is None:
        VaultSecretsContext.initialize(VaultSecretsContext([]))
    loader = DataLoader()
    loader.set_vault_secrets([("default", VaultSecret(password))] if password else None)
    manager = InventoryManager(loader, sources=[str(inventory)])
    return manager, HostVars(manager, VariableManager(loader, manager), loader), loader


def validation(inventory: Path, *selected: str, password: bytes | None = None) -> Validation:
    """The validation of an inventory, or of some of its libraries."""
    manager, hostvars, loader = loaded(inventory, password)
    task_vars = {"hostvars": hostvars, "groups": manager.get_groups_dict()}
    walk = Walk(task_vars, Templar(loader), loader, specification().options)
    hosts = [host.name for host in manager.get_hosts()]
    return Validation(walk, selected or hosts, specification(), Places((str(inventory),), "/"), TODAY)
