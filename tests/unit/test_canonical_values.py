# SPDX-License-Identifier: GPL-3.0-or-later

"""A value is made canonical where it comes in and nowhere else, in the whole task that changes a loan policy."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.values import Duration
from support.controller import run
from support.fake_http import Reply, fake_responses

#: What the issue allows for one change.
MOST = 13


@pytest.fixture
def made(monkeypatch) -> list[Any]:
    """The durations that were made canonical."""
    found: list[Any] = []
    normalise = Duration.normalise
    monkeypatch.setattr(Duration, "normalise", lambda field, given: found.append(given) or normalise(field, given))
    return found


def library(folder: Any, **options: Any) -> Any:
    return SimpleNamespace(
        name="adams", options={"wms_registry_id": "91475", "state_dir": str(folder / "state"), **options}
    )


def set_period(there: Any, period: str) -> dict[str, Any]:
    result = run("loan_policy", there, name="ReShare borrowing", loan_period=period)
    assert result["changed"] is True, result
    return result["object"]


def test_a_change_in_a_record(tmp_path, made):
    """The record is parsed when it is opened, and once more when it is saved, since its file may have changed."""
    there = library(tmp_path, wms_record_dir=str(tmp_path / "records"), wms_read_locations=False)
    asked = {"loan_policies": [{"name": "Other", "loan_period": "1 day"}]}
    assert run("record_questions", there, configuration=asked)["changed"] is True
    set_period(there, "28 days")
    made.clear()
    assert set_period(there, "30 days") == {"name": "ReShare borrowing", "loan_period": "30 days"}
    assert [value for value in made if value is not None] == ["30 days", "28 days", "28 days"]
    assert len(made) <= MOST


def test_a_change_at_a_service(tmp_path, made):
    """What was written is read back, and compared with what was sent."""
    stored = {"name": "ReShare borrowing", "loan_period": {"value": 28, "unit": "days"}}
    written = {"value": 30, "unit": "days"}
    policy = {"id": "1", "etag": '"1"', "fields": stored}
    bodies = {
        "POST /token": {"access_token": "tk_token", "token_type": "bearer", "context_institution_id": "91475"},
        "GET /institutions/91475/loan-policies": {"items": [policy]},
        "PUT /institutions/91475/loan-policies/1": policy,
        "GET /institutions/91475/loan-policies/1": {**policy, "fields": {**stored, "loan_period": written}},
    }
    login = {"wms_key": "the key", "wms_secret": "the secret", "wms_token_url": "https://x/token"}
    there = library(tmp_path, wms_configuration_url="https://x", **login)
    with fake_responses({call: [Reply(json.dumps(body).encode())] for call, body in bodies.items()}) as calls:
        assert set_period(there, "30 days") == {"name": "ReShare borrowing", "loan_period": "30 days"}
    assert calls["PUT /institutions/91475/loan-policies/1"] == 1
    assert [value for value in made if value is not None] == ["30 days", stored["loan_period"], written]
    assert len(made) <= MOST
