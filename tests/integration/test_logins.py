# SPDX-License-Identifier: GPL-3.0-or-later

"""Neither one run nor many runs reach the five failed logins that disable a key or lock an account."""

from __future__ import annotations

import pytest

from support.check_results import check_named
from support.controller import run
from support.library import Library
from support.roles import apply_roles

TOKEN = ("token", "token", "POST")
LOGIN = ("gateway", "login-with-expiry", "POST")

#: Modules that log in to OCLC and to ReShare: the wrong option, and the system.
OCLC = ("bill_reason", {"name": "Lost", "wms_secret": "wrong"}, TOKEN)
RESHARE = ("reshare_setting", {"key": "max_requests", "value": "3", "reshare_password": "wrong"}, LOGIN)


def logins(library: Library, call: tuple[str, str, str]) -> int:
    return library.calls()[call]


@pytest.mark.parametrize("effect", [{"cut": "after"}, {"cut": "middle"}, {"cut": "before"}, {"status": 502}], ids=str)
@pytest.mark.parametrize(("module", "arguments", "call"), [OCLC, RESHARE], ids=["OCLC", "ReShare"])
def test_a_wrong_secret_whose_answers_get_lost_costs_one_login_a_task_and_two_in_all(
    library, module, arguments, call, effect
):
    library.fault(*call, times=-1, **effect)
    for number in (1, 2, 2, 2):
        assert run(module, library, **arguments)["failed"] is True
        assert logins(library, call) == number
    message = run(module, library, **arguments)["msg"]
    assert message.startswith(f"{library.name}: login not sent: the outcome of the last 2 logins at {library.base}")


@pytest.mark.parametrize(
    ("module", "configuration", "call"),
    [
        (
            "circulation_configuration",
            {
                "loan_policies": [{"name": "A"}],
                "patron_accounts": [{"barcode": "LEND", "family_name": "ReShare", "state": "absent"}],
            },
            TOKEN,
        ),
        (
            "reshare_configuration",
            {
                "settings": {"max_requests": 3},
                "locations": [{"code": "TSTM"}],
                "directory_entries": [{"slug": "us-main", "returns": "yes"}],
            },
            LOGIN,
        ),
    ],
    ids=["OCLC", "ReShare"],
)
def test_reads_at_the_same_time_share_one_login_also_if_it_fails(library, module, configuration, call):
    library.fault(*call, status=502)
    assert run(module, library, configuration=configuration)["failure"].get("status") == 502
    assert logins(library, call) == 1
    assert run(module, library, configuration=configuration).get("msg") is None
    assert logins(library, call) == 2


@pytest.mark.parametrize(("module", "arguments", "call"), [OCLC, RESHARE], ids=["OCLC", "ReShare"])
def test_a_login_that_was_certainly_not_made_is_repeated(library, module, arguments, call):
    right = {name: value for name, value in arguments.items() if value != "wrong"}
    library.fault(*call, times=2, status=429, headers={"Retry-After": "0"})
    assert run(module, library, **right, retries=2)["changed"] is True
    assert logins(library, call) == 3


def test_a_secret_outside_latin_1_is_sent_as_utf_8(make):
    library = make(wskey={"secret": "sécret-Ł-🔑"})
    assert run("bill_reason", library, name="Lost", wms_secret="sécret-Ł-🔑")["changed"] is True


@pytest.mark.parametrize(
    ("module", "arguments", "option"),
    [
        ("bill_reason", {"name": "Lost"}, "wms_token_url"),
        ("bill_reason", {"name": "Lost"}, "wms_configuration_url"),
        ("reshare_setting", {"key": "max_requests", "value": "3"}, "reshare_url"),
    ],
)
def test_an_unencrypted_address_is_a_warning(library, module, arguments, option):
    failed = run(module, library, **arguments, **{option: "http://service.invalid/x"}, retries=0)
    assert [text for text in failed["warnings"] if text.startswith(f"{option} is an http URL: ")]
    assert not any("http URL" in text for text in run(module, library, **arguments)["warnings"])


@pytest.mark.parametrize("option", [{"timeout": 0}, {"timeout": "nan"}, {"retries": -1}, {"slices": 0}], ids=str)
def test_an_invalid_option_is_reported_before_any_call(library, option):
    (name,) = option
    message = run("bill_reason", library, **{"name": "Lost", **option})["msg"]
    assert message.startswith(f"{library.name}: option {name} is ")
    assert not library.calls()


def test_two_launches_with_a_wrong_secret_in_slices_disable_the_key_and_the_message_says_how_to_tell(library, tmp_path):
    """Four slices with state directories of their own, launched twice: each state directory knows one rejected login only."""

    def launch(secret: str, job: str) -> list[dict]:
        return [
            run(
                "bill_reason",
                library,
                name="Lost",
                wms_secret=secret,
                slices=4,
                state_dir=str(tmp_path / f"{job}{number}"),
            )
            for number in range(4)
        ]

    for job in ("first", "second"):
        assert [one["failure"]["code"] for one in launch("wrong", job)] == ["refused"] * 4
    assert library.calls()["token", "token", "POST"] == 8, library.calls()
    for one in launch(library.options["wms_secret"], "right"):
        assert one["failure"]["code"] == "refused"
        assert "disable it, and then the right secret is rejected, too" in one["msg"]


# ReShare's own key


LIVE = {"stage": "live", "patron_check": True}


def test_a_wrong_secret_in_reshare_does_not_disable_the_key(library):
    """mod-rs logs in twice for an account that it does not find, and each failed login counts."""
    roles = apply_roles(library, lending_partner_accounts={"RESHARE:ALF": "LEND-2", "RESHARE:BET": "LEND-3"})
    library.set_setting("wms_api_secret", "wrong-secret")
    library.reset()
    checks = [check_named(roles.preflight(**LIVE), "patron_check") for _number in range(4)]
    assert [one["status"] for one in checks] == ["fail", "unknown", "unknown", "unknown"]
    assert all("settings wms_api_key" in one["detail"] for one in checks)
    assert [count for (_system, kind, _method), count in library.calls().items() if kind == "patron"] == [1], (
        library.calls()
    )
    assert run("bill_reason", library, name="Lost")["changed"] is True
    library.set_setting("wms_api_secret", library.options["wms_secret"])
    assert check_named(roles.preflight(**LIVE), "patron_check")["status"] == "pass"
