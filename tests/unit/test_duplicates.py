# SPDX-License-Identifier: GPL-3.0-or-later

"""Libraries of an inventory that are the same institution or tenant."""

from __future__ import annotations

import pytest

from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.duplicates import duplicates

IDENTITIES = {
    "valley": {
        "wms_registry_id": "1",
        "reshare_tenant": "valley",
        "reshare_symbol": "RESHARE:VAL",
        "reshare_url": "https://okapi.example",
    },
    "hill": {"wms_registry_id": 2, "reshare_tenant": "hill", "reshare_url": "https://okapi.example"},
    "lake": {"reshare_tenant": "valley", "reshare_url": "https://other.example"},
}


@pytest.mark.parametrize(
    ("copied", "reason"),
    [
        ({"wms_registry_id": 1}, "have the same wms_registry_id '1'"),
        ({"reshare_tenant": "valley"}, "have the same reshare_tenant 'valley' at https://okapi.example"),
        ({"reshare_tenant": "valley", "reshare_url": "https://okapi.example/"}, "have the same reshare_tenant"),
        (
            {"reshare_symbol": "RESHARE:VAL"},
            "have the same reshare_symbol 'RESHARE:VAL' at https://okapi.example",
        ),
        ({"wms_key": "shared by the consortium"}, None),
    ],
)
@pytest.mark.parametrize("selected", [["valley"], ["hill", "lake"], ["lake"]])
def test_two_libraries_that_are_the_same_are_refused(copied, reason, selected):
    libraries = {**IDENTITIES, "hill": {**IDENTITIES["hill"], **copied}}
    problems = [one.message for one in duplicates(libraries, selected)]
    if reason is None or selected == ["lake"]:
        assert problems == []
    else:
        (problem,) = problems
        assert problem.startswith(f"'hill', 'valley' {reason}")
