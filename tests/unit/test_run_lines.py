# SPDX-License-Identifier: GPL-3.0-or-later

"""The last lines of a run: what came of it, and the next command; and the lines of status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.plugin_utils._account import directors_page, status_page
from ansible_collections.reshare.wms.plugins.plugin_utils._account.alert import alert
from ansible_collections.reshare.wms.plugins.plugin_utils._account.confirmed import as_confirmed, confirmed_at
from ansible_collections.reshare.wms.plugins.plugin_utils._account.lines import run_lines, states_line
from ansible_collections.reshare.wms.plugins.plugin_utils._account.markdown import markdown
from ansible_collections.reshare.wms.plugins.plugin_utils._account.over_time import over_time
from ansible_collections.reshare.wms.plugins.plugin_utils._account.run_page import headline
from ansible_collections.reshare.wms.plugins.plugin_utils._account.shared_changes import change_lines
from ansible_collections.reshare.wms.plugins.plugin_utils._account.status import library_status
from support.account_examples import (
    CREATED,
    HOSTILE,
    IN_PLACE,
    LIVE,
    NEVER_LIVE,
    NOT_LIVE,
    SHORTER,
    SWITCH,
    WITHDRAWN,
    about,
    account_of,
    change,
    check_result,
    command_line,
    failed,
    html,
    knowledge,
    outcome,
    seen_on,
    step,
    waiting,
)
from support.html_outline import Outline

PENDING = {"wms": outcome(CREATED, pending_steps=[step()], worksheet="/srv/record/worksheets/x.html")}
WENT_LIVE = {"wms": IN_PLACE, "link": outcome(SWITCH, live=True)}
READY = {"checks": {"changed": False, "ready": True, "checks": []}}


def run(
    libraries: Mapping[str, Any],
    playbook: str = "onboard",
    check: bool = False,
    ended: tuple[str, ...] = (),
    **started: Any,
) -> tuple[list[str], list[dict[str, Any]]]:
    """The last lines below their heading, and the next steps."""
    line = command_line(playbook, check=check, **started)
    document = account_of(libraries, playbook, check, ended=ended, line=line)
    heading, *lines = run_lines(document, line)
    assert heading == f"reshare.wms.{playbook}:"
    return [one.removeprefix("  ") for one in lines], document["next"]


def commands(steps: list[dict[str, Any]]) -> list[tuple[list[str], str]]:
    """The libraries of each next step, and its command without what is the same in all."""
    return [(one["libraries"], one["command"].removeprefix("ansible-playbook reshare.wms.")) for one in steps]


# ----------------------------------------------------------------------------------------------------------------- lines


def test_twenty_libraries_in_place_are_a_few_lines():
    names = [f"library{number:02}" for number in range(20)]
    lines, steps = run(dict.fromkeys(names, {"wms": IN_PLACE, "link": LIVE}))
    assert lines == [
        "20 libraries: 20 in place.",
        "Nothing was changed in WMS or ReShare.",
        "Links: 20 live.",
        "Next, continue: ansible-playbook reshare.wms.verify -i inventory",
    ]
    assert steps[0]["playbook"] == "verify"


def test_pending_libraries_get_their_worksheets():
    names = [f"library{number:02}" for number in range(20)]
    lines, _steps = run(dict.fromkeys(names, PENDING), mail=True)
    assert lines == [
        "20 libraries: 20 pending.",
        "This run added steps to the worksheet of 20 libraries.",
        "Pages: /srv/record/worksheets/x.html",
        "Next, complete the pages: ansible-playbook reshare.wms.send_worksheets -i inventory",
    ]
    # Without a mail server, a person hands them over; to import is not the next command, but the one after it.
    lines, _steps = run(dict.fromkeys(names, PENDING))
    assert lines[-2:] == [
        "Next, hand over the pages.",
        "Next, import the answers when they are back: ansible-playbook reshare.wms.receive -i inventory -e receive_files=FOLDER",
    ]


def test_each_group_of_libraries_has_its_command():
    libraries = {
        **{"adams": WENT_LIVE, "baker": {"valid": failed("baker: wms_key is required.", "invalid")}, "curie": PENDING},
        **{"darwin": {"wms": IN_PLACE, "link": LIVE}, "euler": {}},
    }
    lines, steps = run(libraries, ended=("baker", "euler"), mail=True, more=["my_variable"])
    assert lines[0] == "5 libraries: 2 failed (baker, euler), 1 pending (curie), 2 in place."
    assert "Links: 2 live, 3 not read. Went live: adams." in lines
    assert "baker: wms_key is required" in lines
    assert commands(steps) == [
        (["baker", "euler"], "onboard -i inventory --limit baker,euler"),
        (["curie"], "send_worksheets -i inventory --limit curie"),
    ]
    assert "Next, fix failures (baker, euler), with your other options -e: " in lines[-2]


def test_a_problem_of_several_libraries_is_one_line():
    down = "POST https://okapi.example.org/login: connection refused"
    failing = {name: {"reshare": failed(f"{name}: {down}")} for name in ("adams", "baker", "curie")}
    assert f"All 3 libraries: {down}" in run(failing, ended=tuple(failing))[0]
    some = run({**failing, "darwin": {"wms": IN_PLACE}}, ended=tuple(failing))[0]
    assert [one for one in some if down in one] == [f"adams, baker, curie: {down}"]
    many = {f"library{number}": {"reshare": failed(f"no {number}")} for number in range(7)}
    assert "2 more problems: see above, or the account of the run (run_file)." in run(many, ended=tuple(many))[0]


def test_check_mode_says_what_would_change_and_offers_the_run_without_it():
    lines, _steps = run({"adams": {"wms": outcome(CREATED)}}, check=True, limit="adams")
    assert lines == [
        "adams: drift.",
        "Check mode: nothing was changed.",
        "Next, make the changes: ansible-playbook reshare.wms.onboard -i inventory --limit adams",
    ]


@pytest.mark.parametrize("playbook", ["drift", "preflight", "status", "validate"])
def test_a_playbook_that_only_reads_says_nothing_of_changes_or_of_a_check_mode(playbook):
    for check in (True, False):
        lines, _steps = run({"adams": {"wms": IN_PLACE}}, playbook, check)
        assert [one for one in lines if "heck mode" in one or "hanged" in one] == []


def test_where_only_checks_were_made_nothing_is_called_in_place():
    passed = {"checks": {"changed": False, "checks": [check_result("wms_key")], "ready": True}}
    assert run(dict.fromkeys("ab", passed), "preflight")[0][0] == "2 libraries: 2 checks passed."
    assert run({"a": {}}, "preflight")[0][0] == "a: not compared."
    assert run({}, "drift")[0][0] == "No library was part of this run."


def test_what_a_tag_left_out_is_not_called_live_or_done():
    lines, _steps = run(
        dict.fromkeys(("adams", "baker"), {"wms": outcome(CREATED)}), left_out=["enable_reshare", "reshare_settings"]
    )
    assert lines == [
        "2 libraries: 2 in place.",
        "This run made changes at 2 libraries.",
        "Not checked, because of the tags: enable_reshare, reshare_settings.",
        "Next, continue: ansible-playbook reshare.wms.onboard -i inventory",
    ]


def test_the_parts_of_the_verification_that_were_left_out_are_named():
    probe = {"changed": False, "checks": [check_result("ncip_probe")]}
    story = {
        "changed": True,
        "left_behind": [],
        "checks": [check_result("borrow_checkout"), check_result("lend_checkout")],
    }
    lines, _steps = run({"adams": {"probe": probe, "story": story}, "baker": {"probe": probe}}, "verify")
    assert lines[1:5] == [
        "This run lent and returned test items at 1 library.",
        "Verified: an NCIP probe at 2 libraries, a loan as borrower at 1 library, a loan as lender at 1 library.",
        "Left out, for want of verify_borrowing (a test patron and a test item): a loan as borrower at baker.",
        "Left out, for want of verify_lending (a test patron and a test item): a loan as lender at baker.",
    ]


def test_a_loan_that_was_not_made_after_a_failed_probe_is_not_left_out_for_want_of_a_variable():
    lines, _steps = run(
        {"adams": {"probe": {"changed": False, "checks": [check_result("ncip_probe", "fail")]}}}, "verify"
    )
    assert "Verified: an NCIP probe at 0 libraries." in lines
    assert "for want of" not in str(lines)


def test_accounts_that_no_partner_has_are_blocked_by_their_names():
    """Not every library has a pattern that makes the barcodes of the symbols, and not all of them have the same partners."""

    def left(symbol: str) -> dict[str, Any]:
        account = {**about("patron_account", f"FOR-{symbol}"), "title": "An account"}
        partner = {**about("reshare_institutional_patron_ids", symbol), "title": "A partner"}
        return {"wms": IN_PLACE, "reshare": {**IN_PLACE, "left_over": [account, partner]}}

    same, other = (
        [one for one in run(libraries, "drift", True)[1] if one["why"].startswith("Block")]
        for libraries in ({"a": left("X:1"), "b": left("X:1")}, {"a": left("X:1"), "b": left("X:2")})
    )
    given = '{"lending_former_partner_symbols": ["X:1"], "lending_former_partner_accounts": {"X:1": "FOR-X:1"}}'
    assert [(one["libraries"], f"-e '{given}'" in one["command"], "--limit" in one["command"]) for one in same] == [
        (["a", "b"], True, False)
    ]
    assert [(one["libraries"], "--limit" in one["command"]) for one in other] == [(["a"], True), (["b"], True)]


def test_no_text_of_others_makes_a_line_of_its_own():
    bad = "b" + HOSTILE.encode("utf-8", "replace").decode()
    lines, _steps = run({bad: {"reshare": failed(f"{bad}: {bad}")}, "c": {}}, ended=(bad,))
    assert [
        one for one in lines if one.startswith("# heading") or "\N{RIGHT-TO-LEFT OVERRIDE}" in one or "\n" in one
    ] == []


# ------------------------------------------------------------------------------------------------------------------- next


def test_a_comparison_offers_a_review_and_never_itself():
    differing, held = {"wms": outcome(SHORTER)}, {"wms": IN_PLACE, "link": outcome(NEVER_LIVE, live=False)}
    wrong = {"wms": IN_PLACE, "link": LIVE, "checks": {"checks": [check_result("accounts", "fail")], "changed": False}}
    _lines, steps = run({"adams": differing, "baker": held, "curie": wrong, "darwin": {"wms": IN_PLACE}}, "drift", True)
    assert commands(steps) == [
        (["curie"], "onboard -i inventory --limit curie --check --diff"),
        (["adams"], "onboard -i inventory --limit adams --check --diff"),
        (["baker"], "onboard -i inventory --limit baker"),
    ]


def test_a_plan_is_applied_next_for_all_its_libraries():
    compared = {name: {"wms": outcome(CREATED)} for name in ("adams", "baker")} | {"curie": {"wms": IN_PLACE}}
    _lines, (one,) = run(compared, check=True, account="/srv/plan.json", run_file="/srv/plan.json")
    assert one["command"] == "ansible-playbook reshare.wms.onboard -i inventory -e plan=/srv/plan.json"


def test_variables_that_the_next_playbook_refuses_are_not_asked_for_again():
    stored = {"imported": {"changed": True, "confirmed": [about("loan_policy", "A")], "pending_steps": []}}
    for more, asked in ((["receive_files"], False), (["receive_files", "consortium_loan_period"], True)):
        lines, _steps = run({"adams": stored}, "receive", more=more)
        assert [", with your other options -e: " in one for one in lines if one.startswith("Next")] == [asked]
    lines, _steps = run({"adams": {"imported": failed()}}, "receive", ended=("adams",), more=["receive_files"])
    assert ", with your other options -e: " in lines[-1]


def test_a_link_that_is_ready_and_was_held_back_is_the_next_step():
    """Not with pending steps, not of a withdrawn library, and not in check mode."""
    held = {"onboard_circulation_result": outcome(CREATED, live=False), "preflight_result": READY["checks"]}
    libraries = {
        "adams": held,
        "baker": {**held, "onboard_circulation_result": outcome(pending_steps=[step()], live=False)},
        "curie": {**held, "enable_reshare_result": outcome(SWITCH, live=True)},
        "darwin": {**held, "enable_reshare_result": outcome(SWITCH, live=False, withdrawn=WITHDRAWN)},
        "euler": {"preflight_result": READY["checks"]},
    }
    lines, steps = run(libraries, "advance")
    assert "Links: 1 live, 2 not live, 1 withdrawn, 1 not read. Went live: curie. Ready to go live: adams." in lines
    assert "5 libraries: 2 pending, 3 not compared." in lines
    assert (["adams"], "onboard -i inventory --limit adams") in commands(steps)
    assert not [one for one in run(libraries, "advance", True)[0] if "Ready to go live" in one]


def test_a_library_with_open_questions_is_not_compared_before_it_has_answered():
    answered = {"changed": True, "recorded": [about("loan_policy", "Days")], "pending_steps": []}
    part, whole = ({"imported": answered | {"questions": left}} for left in ([about("loan_policy", "Weeks")], []))
    _lines, steps = run({"adams": part, "baker": whole}, "receive")
    assert [(one["libraries"], one["playbook"]) for one in steps] == [
        *((["adams"], ""), (["adams"], "receive"), (["baker"], "onboard"))
    ]


def test_after_the_last_import_the_next_command_goes_live():
    confirmed = {"changed": True, "confirmed": [about("ill_settings")], "pending_steps": [], "live": True}
    _lines, (one,) = run({"adams": {"imported": confirmed}}, "receive")
    assert one["playbook"] == "onboard"


def test_sent_pages_are_pending_and_their_answers_are_next():
    mailed = {"mail": {"changed": True, "sent": [{"page": "worksheet"}]}}
    lines, steps = run({"adams": {**mailed, "pages": waiting()}}, "send_worksheets", mail=True)
    assert lines[0] == "adams: pending."
    assert "This run sent e-mails to the contacts of 1 library." in lines
    assert steps[0]["command"].startswith("ansible-playbook reshare.wms.receive -i inventory")
    _lines, (one,) = run(
        {"adams": {**mailed, "pages": waiting(open=0, waiting_for_approval=3)}}, "send_worksheets", mail=True
    )
    assert one["why"] == "Have a second person approve the steps"
    assert one["command"].endswith("""-e '{"receive_approved_by": "NAME", "receive_approved": ["all"]}'""")


# ----------------------------------------------------------------------------------------- changes that libraries share


def changes(libraries: Mapping[str, Any]) -> list[str]:
    return list(change_lines(account_of(libraries, check=True)))


def test_a_change_that_several_libraries_have_is_shown_once():
    own = change("loan_policy", "Own", None, {"loan_period": "1 day"})
    names = ["adams", "baker", "curie", "darwin", "euler", "fermi"]
    assert changes({name: {"wms": outcome(SHORTER, *([own] if name == "baker" else []))} for name in names}) == [
        "The same change at 6 libraries:",
        "  Loan Policy 'ReShare borrowing' updated",
        "    - loan_period: 21 days",
        "    + loan_period: 28 days",
        "1 change at baker (--diff shows the values):",
        "  Loan Policy 'Own' created",
    ]
    # The changes of few libraries are shown with their values.
    assert changes({"adams": {"wms": outcome(own)}, "baker": {"wms": IN_PLACE}})[-1] == "    + loan_period: 1 day"


def test_few_libraries_are_named_and_values_of_other_systems_are_visible():
    names = [f"library{number}" for number in range(9)]
    hostile = outcome(change("loan_policy", "A", {"a": "x\x1b[31m\ny"}, None))
    lines = changes({name: {"wms": hostile if at < 6 else IN_PLACE} for at, name in enumerate(names)})
    assert lines[0] == "The same change at 6 libraries (library0, library1, library2, library3 and 2 more):"
    assert "\x1b" not in "".join(lines)


# ------------------------------------------------------------------------------------------------------------------ status


def status(mail: bool = True) -> dict[str, Any]:
    """The status compares nothing: the state of the configuration is that of earlier runs."""
    look = {
        "adams": {"link": LIVE},
        "baker": {"link": NOT_LIVE, "pages": waiting(overdue=True)},
        # It has to be sent now.
        "curie": {"link": NOT_LIVE, "pages": waiting(why="new")},
        "darwin": {"link": failed("darwin: no response", "unreachable", no_answer=True)},
        "euler": {"link": {**NOT_LIVE, "live": None}},
        "fermi": {"link": NOT_LIVE, "pages": waiting(open=0, waiting_for_approval=1)},
        "gauss": {"link": outcome(live=False, withdrawn=WITHDRAWN)},
        "hertz": {"link": {**NOT_LIVE, "live": None}},
    }
    well = {"state": "in_place", "link": "live", "confirmed": "2026-03-03T10:00:00Z"}
    before = over_time(
        [
            seen_on(3, adams=well, darwin=well, euler={"state": "pending"}, hertz={"state": "drift", "link": "live"}),
            # A run that judged nothing changes nothing.
            seen_on(9, adams={}, hertz={"link": "not_read"}),
        ]
    )
    return library_status(account_of(look, "status", True), before, command_line("status", mail=mail))


def test_the_status_says_of_each_library_whose_turn_it_is():
    found = status()
    assert [tuple(one.values())[:7] for one in found["libraries"]] == [
        ("adams", "in_place", "2025-10-09", "live", "", "", "2026-03-03T10:00:00Z"),
        ("baker", "pending", "2026-11-12", "not_live", "its contact (sent 2026-11-13, overdue)", "receive", None),
        ("curie", "pending", "2026-11-12", "not_live", "the operator", "send_worksheets", None),
        ("darwin", "not_checkable", "", "live", "the operator", "preflight", None),
        ("euler", "", "", "not_read", "the operator", "onboard", None),
        ("fermi", "pending", "2026-11-12", "not_live", "a second person", "receive", None),
        ("gauss", "", "", "withdrawn", "", "", None),
        ("hertz", "drift", "2025-10-09", "live", "the operator", "onboard", None),
    ]
    lines = found["lines"]
    assert "adams    in place, as confirmed (oldest 3 March 2026)  2025-10-09  live" in lines[1]
    assert lines[0].split() == ["library", "state", "since", "link", "waits", "for", "next"]
    assert lines[4].split()[:3] == ["darwin", "not", "checked"]
    assert "Links: 1 live, 3 not live, 1 withdrawn, 3 not read." in lines
    assert lines[-1].endswith("reshare.wms.onboard -i inventory --limit euler,hertz --check --diff -e run_file=runs/")


def test_a_library_that_has_only_to_go_live_is_pending_until_it_is_live():
    ready = over_time([seen_on(3, adams={"state": "pending", "reasons": ["go_live"]})])
    for link, state in ((NOT_LIVE, "pending"), (LIVE, "")):
        look = account_of({"adams": {"link": link}}, "status", True)
        assert library_status(look, ready, command_line("status"))["libraries"][0]["state"] == state


def test_without_a_mail_server_it_is_the_contact_who_has_a_page():
    found = status(mail=False)
    assert {one["waits_for"] for one in found["libraries"] if one["library"] == "curie"} == {"its contact (worksheet)"}
    assert "Next, hand over the pages (curie)." in found["lines"]


# With a record, a library is in place as people confirmed it: everything that shows the state has the oldest
# confirmation beside it


def of_record(how: str, days: int, *changes: Any) -> dict[str, Any]:
    """What a task returned about a library with a record. days: before 26 November 2026."""
    return outcome(*changes, declared=["loan_policy"], knowledge=knowledge("loan_policy", how=how, days=days))


SEEN, STATED = of_record("capture", 268), of_record("answer", 267)
MARCH = ", as confirmed (oldest 3 March 2026)"


def drift(**libraries: Any) -> dict[str, Any]:
    return account_of({name: {"wms": one} for name, one in libraries.items()}, "drift", True)


@pytest.mark.parametrize(
    ("libraries", "line", "title"),
    [
        ({"adams": SEEN}, f"adams: in place{MARCH}.", f"The library is in place{MARCH}"),
        (
            {"adams": STATED},
            "adams: stated, as confirmed (oldest 4 March 2026).",
            "The library is as declared, stated by a person, as confirmed (oldest 4 March 2026)",
        ),
        (
            {"adams": SEEN, "baker": of_record("report", 3)},
            f"2 libraries: 2 in place{MARCH}.",
            f"All 2 libraries are in place{MARCH}",
        ),
        # Of a library without a record, OCLC was read.
        (
            {"adams": SEEN, "baker": IN_PLACE},
            "2 libraries: 2 in place, 1 as confirmed (oldest 3 March 2026).",
            "All 2 libraries are in place, 1 as confirmed (oldest 3 March 2026)",
        ),
        ({"adams": IN_PLACE}, "adams: in place.", "The library is in place"),
        ({"adams": of_record("read", 0)}, "adams: in place.", "The library is in place"),
        ({"adams": of_record("answer", 267, SHORTER)}, "adams: drift.", "The library is not as declared"),
    ],
)
def test_lines_page_and_comment_have_the_oldest_confirmation(libraries, line, title):
    document = drift(**libraries)
    assert (states_line(document), headline(document)) == (line, title)
    assert title in markdown(document)
    assert title in " ".join(Outline(html(document)).texts)


def test_an_alert_has_the_oldest_confirmation_of_what_is_well_again():
    before = alert(drift(adams=of_record("answer", 267, SHORTER)), None)
    text = alert(drift(adams=SEEN), before["memory"])["text"]
    assert f"in place{MARCH}" in text
    assert text.count("as confirmed") == len(text.splitlines())


def test_the_page_of_status_has_it_in_the_headline_the_table_and_the_details_and_that_for_directors_in_the_table():
    run = seen_on(3, adams={"state": "in_place", "link": "live", "confirmed": "2026-03-03T10:00:00Z"})
    before = over_time([run])
    document = account_of({"adams": {"link": LIVE}}, "status", True)
    status = library_status(document, before, command_line("status"))
    texts = Outline(status_page.html(status, [run], [], before, None)).texts
    assert len([text for text in texts if MARCH in text]) >= 3
    page = directors_page.html(document, status, before, {"adams": "Adams College"}, None)
    assert f"in place{MARCH}" in Outline(page).texts


def test_a_confirmation_of_an_unknown_day_is_the_oldest():
    library = {"state": "in_place", "knowledge": knowledge("loan_policy")}
    library["knowledge"]["oldest"] |= {"days": None, "at": ""}
    assert as_confirmed([confirmed_at(library), "2026-03-03T10:00:00Z"]) == ", as confirmed (oldest of an unknown day)"
