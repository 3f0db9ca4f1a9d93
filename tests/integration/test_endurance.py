# SPDX-License-Identifier: GPL-3.0-or-later

"""Onboarding a consortium in which every library meets a different fault: a failure is reported and does not affect
other libraries, and one more run after the fault leaves every library as if there had been none."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import unified_diff
from typing import Any

import pytest

from support.controller import Controller, Run, dump
from support.library import Library
from support.library_record import Record

#: Each fault alone, in the process of the test: test_faults, test_record_faults; with a second library: test_refusals.
pytestmark = pytest.mark.long

ONBOARD = "reshare.wms.onboard"
ALWAYS = -1

PAGE = {"status": 503, "body": "<html><title>Down for maintenance</title></html>", "content_type": "text/html"}
SIGN_IN = {"status": 200, "body": "<html><title>Sign in</title></html>", "content_type": "text/html"}
BUSY = {"status": 429}
PACED = {"status": 429, "headers": {"Retry-After": "0"}}
#: A date is relative to that of the response, which is years off.
DATED = {
    "status": 429,
    "headers": {"Retry-After": "Mon, 01 Jan 2035 00:00:00 GMT", "Date": "Mon, 01 Jan 2035 00:00:00 GMT"},
}


def fault(place: str, times: int = 1, **effect: Any) -> dict[str, Any]:
    """A fault of the sandbox. place: system, kind and method."""
    system, kind, method = (*place.split(), "*", "*")[:3]
    return {"system": system, "kind": kind, "method": method, "times": times, **effect}


def granted(**changes: Any) -> dict[str, Any]:
    """A token with other properties than requested."""
    body = {"access_token": "tk_other", "scope": "configuration SCIM", "context_institution_id": "9NN", **changes}
    return {"status": 200, "body": json.dumps(body), "content_type": "application/json"}


@dataclass(frozen=True)
class Trouble:
    """The trouble of a library. faults: of the systems. variables: of its inventory. told: the messages about the
    faults; None if they pass by themselves."""

    faults: tuple[dict[str, Any], ...] = ()
    message_parts: tuple[str, ...] = ()
    variables: dict[str, Any] = field(default_factory=dict)


def passing(*faults: dict[str, Any]) -> Trouble:
    return Trouble(faults)


def lasting(one: dict[str, Any], *message_parts: str, **variables: Any) -> Trouble:
    return Trouble((one,), message_parts, variables)


#: Libraries with one key, whose secret is wrong.
REFUSED = ("token: refused", "token: refused, too")

NONE = passing()

TROUBLES = {
    # Faults that pass by themselves
    "busy": passing(
        fault("token", **PACED),
        fault("configuration configuration GET", **DATED),
        fault("configuration loan_policy_map PUT", **BUSY),
        fault("configuration holding_codes GET", delay=0.3),
        fault("identity search", status=502),
        fault("identity users POST", **PACED),
        fault("gateway login-with-expiry", **PACED),
        fault("settings * GET", status=503),
        fault("settings * PUT", status=500, body="{}"),
        fault("tables * GET", status=504),
        fault("directory * GET", delay=0.3),
    ),
    "cut off": passing(
        fault("configuration configuration GET", cut="middle"),
        fault("configuration loan_policies GET", cut="before"),
        fault("configuration loan_policies POST", cut="before"),
        fault("configuration loan_policy_map GET", cut="middle"),
        fault("configuration loan_policy_map PUT", cut="before"),
        fault("configuration ill_settings PUT", cut="before"),
        fault("identity search", cut="after"),
        fault("settings * GET", cut="middle"),
        fault("settings * PUT", cut="before"),
        fault("tables shelvingLocations GET", cut="before"),
        fault("tables shelvingLocations POST", cut="before"),
        fault("directory * GET", cut="middle"),
    ),
    "answers to writes lost": passing(
        fault("configuration loan_policies POST", cut="after"),
        fault("configuration loan_policy_map PUT", cut="middle"),
        fault("configuration holding_codes PUT", cut="after"),
        fault("configuration ill_settings PUT", cut="after"),
        fault("identity users POST", cut="after"),
        fault("settings * PUT", cut="middle"),
        fault("tables shelvingLocations POST", cut="after"),
    ),
    "tokens that expire": passing(
        fault("configuration configuration GET", status=401),
        fault("configuration loan_policy_map PUT", status=401),
        fault("identity users POST", status=401),
        fault("settings * GET", status=401),
        fault("settings * PUT", status=401),
    ),
    "races lost, lists empty for once": passing(
        fault("configuration loan_policies POST", status=409, body="{}"),
        fault("configuration loan_policy_map PUT", 2, status=412, body="{}"),
        fault("configuration ill_settings PUT", status=412, body="{}"),
        fault("configuration loan_policies GET", truncate_list=True),
        fault("identity search", truncate_list=True),
        fault("tables shelvingLocations GET", truncate_list=True),
    ),
    # Faults that last
    **dict.fromkeys(REFUSED, Trouble((), ("/token", "401", "disable"), {"wms_key": "nobody", "wms_secret": "canary"})),
    "token: down": lasting(
        fault("token", ALWAYS, **PAGE), "/token returned HTTP 503: an HTML page ('Down for maintenance'). Retry later"
    ),
    "token: partial": lasting(
        fault("token", ALWAYS, **granted(scope="SCIM")), "lacks the scope configuration", "ask OCLC to add it"
    ),
    "configuration: a sign-in page in the place of what was saved": lasting(
        fault("configuration loan_policies POST", ALWAYS, **SIGN_IN),
        "/institutions/9NN/loan-policies returned HTTP 200: an HTML page ('Sign in')",
        "Done before: ",
    ),
    "configuration: too many calls": lasting(
        fault("configuration loan_policies", ALWAYS, **PACED),
        "loan-policies returned HTTP 429",
        "retry later or reduce forks",
    ),
    "configuration: empty lists": lasting(
        fault("configuration configuration GET", ALWAYS, truncate_list=True),
        "there is no Holding Code 'TSTM'. None is known yet",
    ),
    "configuration: races": lasting(
        fault("configuration loan_policy_map PUT", ALWAYS, status=412, body='{"detail": "It has changed"}'),
        "/loan-policy-map returned HTTP 412: It has changed",
        "run the task again",
    ),
    "identity: down": lasting(
        fault("identity", ALWAYS, status=500, body="No."), "/9NN/idaas/scim/v2/Users", "HTTP 500: 'No.'", "Retry later"
    ),
    "settings: empty": lasting(
        fault("settings", ALWAYS, truncate_list=True), "page 1 lacks", "Ask the hosting provider"
    ),
    "tables: slow": lasting(
        fault("tables shelvingLocations", ALWAYS, delay=3600),
        "/gateway/rs/shelvingLocations",
        "no complete response within 5 s; retry later or set a longer timeout",
        reshare_wms_timeout=5,
        reshare_wms_retries=0,
    ),
    "tables: without end": lasting(
        fault("tables shelvingLocations", ALWAYS, flood="gzip"),
        "/gateway/rs/shelvingLocations",
        "more than 32 MiB",
        "check the URL",
    ),
}


def unexpected_end(trouble: Trouble, library: Library, done: Run) -> str | None:
    """The difference between the expected and the actual end of a library's run."""
    failures, parts = done.stats(library)["failures"], library.numbered(list(trouble.message_parts))
    if not parts or (trouble.faults and not any(library.fault_hits())):
        return done.failure(library) if failures else None
    if failures != 1:
        return "it did not fail"
    text = " ".join(done.failure(library).split())
    missing = [part for part in parts if part not in text]
    if missing or not text.startswith(f"{library.name}: ") or "report this as a bug" in text:
        return f"{missing} not in: {text}"
    return None


def shown(libraries: Iterable[Library], output: str) -> list[str]:
    """The secrets in an output."""
    secrets = {"canary"}
    for library in libraries:
        key, secret = library.key, library.secret
        secrets |= {secret, library.options["reshare_password"], base64.b64encode(f"{key}:{secret}".encode()).decode()}
    return [secret for secret in secrets if secret in output] + re.findall(r"tk_\w+", output)


@dataclass(frozen=True)
class Consortium:
    """One library per trouble, by name. variables: additional ones of their inventories."""

    controller: Controller
    libraries: dict[str, Library]
    variables: dict[str, dict[str, Any]] = field(default_factory=dict)

    def onboard(self, troubles: dict[str, Trouble], *arguments: str, **environment: str) -> Run:
        """A run, after which every library has to end as its trouble requires."""
        variables = {}
        for name, library in self.libraries.items():
            trouble = troubles.get(name, NONE)
            library.clear_faults()
            for one in trouble.faults:
                library.fault(**library.numbered(one))
            library.reset()
            variables[library.name] = {**self.variables.get(name, {}), **trouble.variables}
        done = self.controller.playbook(
            ONBOARD, self.libraries.values(), *arguments, variables=variables, **environment
        )
        ends = {name: unexpected_end(troubles.get(name, NONE), one, done) for name, one in self.libraries.items()}
        assert {name: text for name, text in ends.items() if text} == {}
        assert shown(self.libraries.values(), done.output) == []
        return done

    def assert_nothing_changes(self) -> None:
        again = self.onboard({})
        assert {stats["changed"] for stats in again.stats_by_host.values()} == {0}

    def assert_same(self, expected: dict[str, Any], state: Callable[[str], dict[str, Any]]) -> None:
        """Nothing is lost, duplicated or different in a library."""
        lines = dump(expected).splitlines()
        found = {name: list(unified_diff(lines, dump(state(name)).splitlines(), n=3)) for name in self.libraries}
        assert {name: differing for name, differing in found.items() if differing} == {}


def test_every_library_ends_as_if_there_had_been_no_trouble(make, controller):
    libraries = {name: make() for name in ("none", *TROUBLES)}
    consortium = Consortium(controller, libraries)

    consortium.onboard(TROUBLES, "-vvv", "--diff")
    assert {name: library.fault_hits() for name, library in libraries.items() if not all(library.fault_hits())} == {}
    assert sum(libraries[name].logins() for name in REFUSED) == 1
    consortium.onboard({})
    expected = libraries["none"].comparable()
    consortium.assert_same(expected, lambda name: libraries[name].comparable())

    consortium.onboard(TROUBLES, "-vvv", "--diff")
    consortium.assert_nothing_changes()
    consortium.assert_same(expected, lambda name: libraries[name].comparable())


# Records

METADATA = "/metadata/worldcat/manage/institution-config/branch-shelving-locations"

RECORD_TROUBLES = {
    "disk: full": Trouble(
        message_parts=("NN.yml cannot be written: No space left on device. The file was not changed",)
    ),
    "directory: not to be written": Trouble(
        message_parts=("the record /proc/record/", "wms_record_dir"), variables={"wms_record_dir": "/proc/record"}
    ),
    "locations: down": lasting(fault("metadata", ALWAYS, **PAGE), f"{METADATA} returned HTTP 503", "Retry later"),
    "locations: empty": lasting(fault("metadata", ALWAYS, truncate_list=True), "it has no branchLocations"),
}


def test_every_record_ends_as_if_there_had_been_no_trouble(make, controller, tmp_path):
    libraries = {name: make() for name in ("none", *RECORD_TROUBLES)}
    records = {name: Record(library, tmp_path / name) for name, library in libraries.items()}
    consortium = Consortium(controller, libraries, {name: record.variables for name, record in records.items()})
    full = {"ANSIBLE_CALLBACKS_ENABLED": "recorder,full_disk", "FULL_DISK": str(tmp_path / "disk: full")}

    def state(name: str) -> dict[str, Any]:
        return {
            # Each record has a random token.
            "record": libraries[name].unnumbered({**records[name].content, "token": "any"}),
            "steps": [step["title"] for step in records[name].steps],
            "systems": libraries[name].comparable(),
        }

    consortium.onboard(RECORD_TROUBLES, "-vvv", "--diff", **full)
    consortium.onboard({})
    expected = state("none")
    consortium.assert_same(expected, state)

    # Unchanged files are not written again, so a full disk is no longer a fault.
    consortium.onboard({**RECORD_TROUBLES, "disk: full": NONE}, "-vvv", "--diff", **full)
    consortium.assert_nothing_changes()
    consortium.assert_same(expected, state)
