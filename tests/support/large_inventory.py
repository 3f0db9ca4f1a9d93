# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the inventory of a large consortium, without any fault or with planted ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SHARED = """---
reshare_url: https://okapi.example.org
wms_record_dir: /nonexistent/record
lending_account_expires: "2031-12-31"
wms_key: "{{ vaulted_wms_key }}"
wms_secret: "{{ vaulted_wms_secret }}"
reshare_password: "{{ vaulted_reshare_password }}"
"""
_LIBRARY = """---
wms_registry_id: "{registry_id}"
wms_main_branch: "{branch}"
preflight_authorisation_form: "2026-09-01"
borrowing_holding_location: L{number:03}
lending_account_barcode: L{number:03}-RESHARE
reshare_symbol: "RESHARE:{{{{ inventory_hostname | upper }}}}"
reshare_tenant: {name}
reshare_username: {name}-admin
reshare_settings_pickup_entries:
  {name}-main: "{branch}"
"""
#: The number of lines of a library without a fault; a planted variable begins in the next one.
LINES = _LIBRARY.count("\n")


def write_inventory(folder: Path, number: int, planted: Mapping[str, str], without: Mapping[str, str]) -> Path:
    """Write an inventory of that many libraries, lib000 and following.

    planted: additional lines of host_vars, by library. without: the variable that a library does not set.
    """
    for part in ("host_vars", "group_vars"):
        (folder / part).mkdir(parents=True)
    (folder / "group_vars/all.yml").write_text(SHARED, encoding="utf-8")
    names = [f"lib{one:03}" for one in range(number)]
    hosts = "".join(f"    {name}:\n" for name in names)
    (folder / "hosts.yml").write_text(f"all:\n  hosts:\n{hosts}", encoding="utf-8")
    for at, name in enumerate(names):
        text = _LIBRARY.format(name=name, number=at, registry_id=100000 + at, branch=200000 + at)
        lines = [line for line in text.splitlines() if not line.startswith(f"{without.get(name, '-')}:")]
        text = "\n".join([*lines, planted.get(name, "")])
        (folder / f"host_vars/{name}.yml").write_text(text, encoding="utf-8")
    return folder
