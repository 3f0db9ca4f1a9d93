# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules of CrossLink's export, one by one (reshare.md 5.6)."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._checks import crosslink
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.lending_tables import LOCATION, SITE

NCIP = {"ncip_server_address": "https://ncip.example.org", "ncip_from_agency": "128807"}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, []),
        ({"host_lms_integration": "manual", "ncip_app_profile": "EZBORROW"}, []),
        ({"host_lms_integration": "alma", **NCIP}, []),
        ({"host_lms_integration": "wms", **NCIP}, [("unsupported", "host_lms_integration")]),
        ({"host_lms_integration": "wms2", **NCIP}, [("unsupported", "host_lms_integration")]),
        ({**NCIP, "ncip_from_agency": " "}, [("invalid", "ncip_from_agency")]),
        ({"ncip_from_agency": "128807"}, [("invalid", "ncip_server_address")]),
        ({"accept_item": "ncip"}, [("invalid", "ncip_server_address"), ("invalid", "ncip_from_agency")]),
        ({"accept_item": "none", "ncip_to_agency": None}, []),
    ],
)
def test_settings_that_would_be_rejected(values, found):
    rows = [{"key": key, "value": value} for key, value in values.items()]
    problems = list(crosslink.settings(lambda kind: rows))
    assert [(one.code, one.object) for one in problems] == [(code, f"ReShare setting '{key}'") for code, key in found]


def test_a_default_counts_as_a_value():
    rows = [
        {"key": "ncip_server_address", "value": "https://ncip.example.org"},
        {"key": "ncip_from_agency", "defValue": "1"},
    ]
    assert list(crosslink.settings(lambda kind: rows)) == []


@pytest.mark.parametrize("preference", [None, -1, 0, 10_000, 10_001])
def test_preferences_over_the_limit_would_be_rejected(preference):
    rows: dict[str, list[dict[str, Any]]] = {
        LOCATION.name: [{"code": "TSTM", "supply_preference": preference}],
        SITE.name: [{"location": "TSTM", "shelving_location": "Stacks", "supply_preference": preference}],
    }
    problems = list(crosslink.preferences(lambda kind: rows.get(kind.name, [])))
    expected = ["ReShare location 'TSTM'", SITE.describe(SITE.title(rows[SITE.name][0]))]
    assert [one.object for one in problems] == (expected if preference == 10_001 else [])
