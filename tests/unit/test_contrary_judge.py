# SPDX-License-Identifier: GPL-3.0-or-later

"""The judge of contrary worlds and its oracle: what counts as a false green, as harm, as wrong blame and as a false red."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from contrary import oracle
from contrary.journeys import Seen
from contrary.judge import judge
from contrary.pairs import Pair
from support.environment import ROOT

WORKS = Pair("a", "b", True, frozenset(), ("service",))
STOPS = Pair("a", "b", False, frozenset({"failure:differs"}), ("service",))


def state(**configuration: Any) -> dict[str, Any]:
    held = {
        "ill_settings": {"reshare": {"enable": False}},
        "loan_policies": [{"name": "Own", "period": 1}],
        "loan_policy_map": {"rows": [{"loan_policy": "Own"}, {"loan_policy": "Last"}]},
        **configuration,
    }
    return {"configuration": held, "patrons": [], "reshare": {"patron_profiles": [1], "settings": [], "sites": []}}


def facts(**configuration: Any) -> oracle.Facts:
    return oracle.facts(state(**configuration), "1001")


BEFORE = facts()
OURS = {"name": "Ours 1001", "period": 7}
MAP = {"rows": [{"loan_policy": "Ours 1001"}, {"loan_policy": "Own"}, {"loan_policy": "Last"}]}
LIVE = {"reshare": {"enable": True}}
DECLARED: dict[str, Any] = {
    "loan_policies": [{"name": "Own", "period": 1}, OURS],
    "loan_policy_map": MAP,
    "ill_settings": LIVE,
}


def seen(journey: str, green: bool = True, state: str | None = None, *answers: str, **changes: Any) -> Seen:
    return Seen(journey, green, state, frozenset(answers), False, facts(**{**DECLARED, **changes}))


def kinds(pair: Pair, one: Seen) -> list[str]:
    return [wrong.kind for wrong in judge(pair, BEFORE, [one], BEFORE, [seen(one.journey)])]


def test_a_library_as_declared_is_right_whatever_its_number_and_the_order_of_its_objects():
    ours = [{"name": "Ours 1002", "period": 7}, {"name": "Own", "period": 1}]
    rows = {"rows": [{"loan_policy": "Ours 1002"}, *MAP["rows"][1:]]}
    found = oracle.facts(state(loan_policies=ours, loan_policy_map=rows, ill_settings=LIVE), "1002")
    assert (
        judge(WORKS, BEFORE, [Seen("drift", True, "in_place", frozenset(), False, found)], BEFORE, [seen("drift")])
        == []
    )


WRONG_PERIOD = {"loan_policies": [{"name": "Own", "period": 1}, {**OURS, "period": 8}]}
NOT_LIVE = {"ill_settings": {"reshare": {"enable": False}}}


@pytest.mark.parametrize(
    ("one", "wrong"),
    [
        (seen("onboard", **WRONG_PERIOD, **NOT_LIVE), ["false green"]),
        (seen("drift", True, "in_place", **NOT_LIVE), ["false green"]),
        # People have stated it.
        (seen("drift", True, "stated", **NOT_LIVE), []),
        # People have not done it yet.
        (seen("onboard", True, None, "pending:True", **NOT_LIVE), []),
        # Verification says nothing about the configuration.
        (seen("verify", **NOT_LIVE), []),
        (seen("onboard", False, None, "failure:differs", **WRONG_PERIOD), ["harm"]),
        (seen("verify", loan_policies=[OURS]), ["harm"]),
        (seen("verify", loan_policies=[*DECLARED["loan_policies"], {"name": "Third"}]), ["harm"]),
        (seen("verify", loan_policy_map={"rows": MAP["rows"][:2]}, **NOT_LIVE), ["harm"]),
        (seen("verify", loan_policy_map={"rows": [MAP["rows"][0], *MAP["rows"][:0:-1]]}, **NOT_LIVE), ["harm"]),
        (seen("onboard", False, None, "failure:differs", **NOT_LIVE), []),
        (seen("onboard", False, None, "failure:differs", "check:locations", **NOT_LIVE), ["blame"]),
        (seen("onboard", False, None, "failure:differs", "about:Loan Policy", **NOT_LIVE), ["blame"]),
        (seen("onboard", False, None, **NOT_LIVE), ["blame"]),
    ],
)
def test_what_is_wrong_in_a_world_in_which_the_collection_may_stop(one, wrong):
    assert kinds(STOPS, one) == wrong


def test_a_world_that_has_to_work_may_not_stop_and_may_not_be_changed_again():
    assert kinds(WORKS, seen("preflight", False, None, "check:locations")) == ["false red"]
    again = Seen("onboard again", True, None, frozenset(), True, facts(**DECLARED))
    journeys, assumed = [seen("onboard"), again], [seen("onboard"), seen("onboard again")]
    assert [wrong.kind for wrong in judge(WORKS, BEFORE, journeys, BEFORE, assumed)] == ["false red"]
    # It finishes what another journey began.
    begun = seen("onboard", False, None, "failure:differs", **NOT_LIVE)
    assert judge(STOPS, BEFORE, [begun, again], BEFORE, assumed) == []


LEFT = {"loan_policies": [{"name": "Own", "period": 1}]}


@pytest.mark.parametrize(
    ("one", "wrong"),
    [
        (seen("remove", **LEFT), []),
        (seen("remove"), ["false green", "harm"]),
        # The link was live before, and what stays was declared before.
        (seen("remove", False, None, "failure:differs", "about:Loan Policy"), []),
        (seen("remove", False, None, "failure:conflict"), ["blame"]),
        (seen("remove", False, None, "failure:differs", loan_policies=[OURS]), ["harm"]),
    ],
)
def test_what_is_wrong_at_a_live_link(one, wrong):
    before, assumed = [seen("change"), one], [seen("change"), seen("remove", **LEFT)]
    assert [found.kind for found in judge(STOPS, BEFORE, before, BEFORE, assumed)] == wrong


def test_an_object_that_exists_twice_is_harm():
    patron = {"urn": {"circulationInfo": {"barcode": "B-1"}}}
    once, twice = (oracle.facts({**state(**DECLARED), "patrons": [patron] * number}, "1001") for number in (1, 2))
    journeys = [[Seen("change", False, None, frozenset({"failure:differs"}), True, one)] for one in (twice, once)]
    assert [found.kind for found in judge(STOPS, BEFORE, journeys[0], BEFORE, journeys[1])] == ["harm"]


def test_the_oracle_uses_nothing_of_the_collection():
    code = "import sys, contrary.oracle; sys.exit(any(name.startswith('ansible') for name in sys.modules))"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT / "tests", check=True)
