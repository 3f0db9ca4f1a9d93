# SPDX-License-Identifier: GPL-3.0-or-later

"""The configuration service conforms to its OpenAPI document: schemathesis sends requests that the document allows, and
many that it does not allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from reshare_wms_sandbox.configuration.api import application
from reshare_wms_sandbox.configuration.kinds import BY_PLURAL, KINDS
from reshare_wms_sandbox.testing import running
from schemathesis.core import NOT_SET
from schemathesis.core.parameters import ParameterLocation

from support import fuzzing

REGISTRY_ID = "900001"
#: One object of every kind to read, replace and delete.
OBJECTS: dict[str, list[dict[str, Any]]] = {
    "borrower_categories": [{"name": "Faculty"}],
    "notification_policies": [{"name": "Overdue", "notification_type": "Loan Overdue"}],
    "notification_templates": [{"name": "Overdue", "notification_type": "Loan Overdue"}],
    "bill_reasons": [{"name": "Fine"}],
    "bill_structures": [{"name": "Fine", "bill_reason": "Fine", "bill_type": "Fixed Bill", "amount": "1.00"}],
    "patron_type_policies": [{"name": "Faculty"}],
    "loan_policies": [{"name": "Default", "loan_period": {"value": 28, "unit": "days"}}],
    "long_overdue_policies": [{"name": "Default"}],
    "loan_limit_policies": [{"name": "Default", "loan_count_limit": "No Limit"}],
    "hold_limit_policies": [{"name": "Default", "verified_hold_count_limit": 5}],
    "hold_request_policies": [{"name": "Default", "hold_fixed_due_dates": ["2026-01-31"]}],
    "hold_fulfillment_policies": [{"name": "Default"}],
    "collection_type_policies": [{"name": "Default", "locations": [{"holding_location": "TSTM"}]}],
}
LIBRARY = {
    "name": "fuzzed",
    "registry_id": REGISTRY_ID,
    "branches": [
        {"name": "Main", "registry_id": "900011", "holding_code": "TSTM", "shelving_locations": "Stacks; Reference"}
    ],
    "wskeys": [{"key": "fuzzed-key", "secret": "fuzzed-secret", "token_lifetime": 86400}],
    "configuration": {**OBJECTS, "loan_policy_map": {"rows": [{"loan_policy": "Default"}]}},
}

# Valid data can be rejected for reasons that a document cannot express (a name that does not exist, another ETag), and
# invalid data can be rejected for another reason first.
CONFIGURATION = schemathesis.Config.from_dict(
    {
        "parameters": {"registry_id": REGISTRY_ID},
        # Four thousand systematic calls, independent of the number of examples.
        "phases": {"coverage": {"enabled": fuzzing.is_long()}},
        "checks": {
            "missing_required_header": {"expected-statuses": [428]},
            "positive_data_acceptance": {"expected-statuses": ["2xx", 404, 409, 412, 422]},
            "negative_data_rejection": {"expected-statuses": [400, 404, 405, 412, 422, 428]},
        },
    }
)
schema = schemathesis.openapi.from_dict(application().openapi(), config=CONFIGURATION)


@pytest.fixture(scope="module")
def service() -> Iterator[dict[str, Any]]:
    """The connection for schemathesis: the service's address, and a session with a token that keeps its connection
    open."""
    with running("--page-size", "3") as url, requests.Session() as session:
        session.post(f"{url}/_sandbox/libraries", json=LIBRARY, timeout=10).raise_for_status()
        query = {"grant_type": "client_credentials", "scope": "configuration"}
        answer = session.post(f"{url}/token", params=query, auth=("fuzzed-key", "fuzzed-secret"), timeout=10)
        headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        yield {"base_url": f"{url}/configuration/v1", "headers": headers, "session": session}


@schema.parametrize()
@settings(fuzzing.times(0.3), suppress_health_check=list(HealthCheck))
def test_every_operation_conforms_to_the_document(case: schemathesis.Case, service: dict[str, Any]) -> None:
    meet_what_is_there(case, **service)
    case.call_and_validate(**service)


def test_sequences_of_operations_conform_to_the_document(service: dict[str, Any]) -> None:
    """Objects are created, read, replaced and deleted in many orders."""

    class Workflow(schema.as_state_machine()):
        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return service

    Workflow.run(
        settings=settings(fuzzing.times(0.25), suppress_health_check=list(HealthCheck), stateful_step_count=15)
    )


def meet_what_is_there(
    case: schemathesis.Case, base_url: str, headers: dict[str, str], session: requests.Session
) -> None:
    """Make a valid request about an object use an existing object: otherwise every response would be 404."""
    if case.method in ("PUT", "DELETE") and valid(case, ParameterLocation.HEADER):
        case.headers["If-Match"] = "*"
    if "{id}" not in case.operation.path or not valid(case, ParameterLocation.PATH):
        return
    kind = BY_PLURAL[case.operation.path.split("/")[3].replace("-", "_")]
    collection = f"{base_url}/institutions/{REGISTRY_ID}/{kind.path}"
    there = session.get(collection, headers=headers, timeout=10).json()["items"]
    if there:
        case.path_parameters["id"] = there[-1]["id"]
        if case.method == "PUT" and valid(case, ParameterLocation.BODY):
            fields = there[-1]["fields"]
            fixed = (
                fields
                if kind.plural == "holding_codes"
                else {name: fields[name] for name in (kind.identity, *kind.fixed)}
            )
            case.body["fields"] |= {name: value for name, value in fixed.items() if name != "shelving_locations"}


def valid(case: schemathesis.Case, part: ParameterLocation) -> bool:
    """Whether a part of a generated request is valid according to the document."""
    component = case.meta.components.get(part) if case.meta else None
    body_missing = part is ParameterLocation.BODY and (case.body is NOT_SET or not isinstance(case.body, dict))
    return component is not None and component.mode.is_positive and not body_missing


def test_every_kind_is_in_the_document() -> None:
    paths = application().openapi()["paths"]
    assert {path.split("/")[3] for path in paths} == {"configuration", *(kind.path for kind in KINDS)}
