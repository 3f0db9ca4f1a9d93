# SPDX-License-Identifier: GPL-3.0-or-later

"""Worksheets and questionnaires sent to contacts by e-mail, through a real mail server: each once, and nothing in check mode."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from ansible_collections.reshare.wms.plugins.module_utils._module_tasks import mail as mail_job
from support.canaries import traces
from support.certificates import authority, ca_path
from support.environment import ROOT
from support.library_record import Record
from support.mail_server import ADDRESS, PASSWORD, USERNAME, MailServer, mail_server
from support.run_account import account
from support.webhook import webhook

__all__ = ["authority", "ca_path"]

CONTACT = {"name": "Jane Doe", "email": "jane@example.org"}
POLICY = {"loan_policies": [{"name": "ReShare borrowing", "loan_period": "28 days"}]}


@pytest.fixture
def server(authority: trustme.CA, tmp_path: Path) -> Iterator[MailServer]:
    with mail_server(authority, tmp_path) as running:
        yield running


@pytest.fixture
def record(library, tmp_path: Path) -> Record:
    """A library with one pending step."""
    made = Record(library, tmp_path / "record")
    made.declare(**POLICY)
    return made


@pytest.fixture
def mail(record: Record, server: MailServer, ca_path: str) -> Callable[..., dict[str, Any]]:
    """Runs the module for the library."""

    def run(check: bool = False, **options: Any) -> dict[str, Any]:
        given = {
            "smtp_host": ADDRESS,
            "smtp_port": server.port,
            "smtp_username": USERNAME,
            "smtp_password": PASSWORD,
            "sender": "office@example.org",
            "sender_name": "The ReShare office",
            "library_contact": CONTACT,
            "ca_path": ca_path,
        }
        return record.run("worksheet_mail", check, **{**given, **options})

    return run


def why(result: dict[str, Any]) -> list[tuple[str, str]]:
    assert result.get("msg") is None
    return [(one["page"], one["why"]) for one in result["sent"]]


def waiting(record: Record, **options: Any) -> list[dict[str, Any]]:
    """The pages that wait for the contact."""
    found = record.run("record_info", **options)
    assert (found.get("msg"), found["changed"]) == (None, False)
    pages: list[dict[str, Any]] = found["overview"]["pages"]
    return pages


def aged(record: Record) -> None:
    """Make everything in the record old."""
    text = re.sub(r"2\d\d\d-\d\d-\d\dT", "2020-01-01T", record.path.read_text(encoding="utf-8"))
    record.path.write_text(text, encoding="utf-8")


def test_a_worksheet_is_sent_once_over_tls_and_nothing_in_check_mode(record, server, mail):
    options = {"library_display_name": "Adams College \u00c9", "worksheet_due_days": 14}
    before = record.files()
    assert [(page["to"], page["why"], page["open"]) for page in waiting(record)] == [(None, "new", 1)]
    checked = mail(True, **options)
    assert (checked["changed"], why(checked), server.accepted) == (True, [("worksheet", "new")], [])
    assert record.files() == before
    found = mail(**options)
    assert (found["changed"], why(found), found["diff"]) == (True, why(checked), checked["diff"])
    (message,) = server.accepted
    assert (server.tls, server.logins, server.recipients) == ([True], [True], [["jane@example.org"]])
    assert message["To"] == "Jane Doe <jane@example.org>"
    assert message["From"] == "The ReShare office <office@example.org>"
    assert message["Subject"] == "Rehearsal: Changes in OCLC WMS for Adams College \u00c9"
    text = message.get_body(("plain",)).get_content()
    assert text.startswith("Dear Jane Doe,")
    assert f"1 change for Adams College \u00c9: {record.library.name}.html." in text
    assert "Please send your answer by " in text
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == f"{record.library.name}.html"
    assert attached.get_content() == record.worksheet().read_text(encoding="utf-8")
    (page,) = waiting(record, **options)
    assert (page["steps"], page["open"], page["accepted"], page["reminders"], page["overdue"]) == (1, 1, True, 0, False)
    assert (page["to"], page["why"]) == ("jane@example.org", None)
    assert record.content["sent"]["worksheet"]["to"] == "jane@example.org"
    assert record.content["history"][-1]["event"] == "sent"
    again = mail(**options)
    assert (again["changed"], again["sent"], len(server.accepted)) == (False, [], 1)
    assert PASSWORD not in json.dumps([found, again])


def test_new_steps_another_contact_and_time_are_reasons_to_send_again(record, server, mail):
    mail()
    record.declare(**POLICY, hold_fulfillment_policies=[{"name": "ReShare borrowing", "hold_shelf_period": "10 days"}])
    assert [(page["to"], page["why"]) for page in waiting(record)] == [("jane@example.org", "new")]
    assert why(mail()) == [("worksheet", "new")]
    # Fewer steps are none.
    record.confirm(record.steps[:1])
    assert why(mail(reminder_days=14)) == []
    other = {**CONTACT, "email": "john@example.org"}
    assert [page["why"] for page in waiting(record, library_contact=other)] == ["contact"]
    assert why(mail(library_contact=other)) == [("worksheet", "contact")]
    assert why(mail(library_contact=None)) == []
    assert why(mail(again=True)) == [("worksheet", "again")]
    aged(record)
    assert why(mail()) == []
    assert why(mail(True, reminder_days=14)) == [("worksheet", "reminder")]
    assert why(mail(reminder_days=14)) == [("worksheet", "reminder")]
    assert waiting(record)[0]["reminders"] == 1
    assert server.accepted[-1]["Subject"].startswith("Rehearsal: Reminder: ")
    assert why(mail(reminder_days=14)) == []
    # Steps that were impossible wait for the consortium.
    step = record.steps[0]
    answer = record.confirmation([step], impossible="No permission")
    record.run("record_import", files=[record.send_file(answer)])
    aged(record)
    assert why(mail(reminder_days=14)) == []
    # When the page is complete, it is forgotten, so that the same step can be sent again.
    record.confirm()
    assert mail()["changed"] is True
    assert "sent" not in record.content
    assert mail()["changed"] is False


def test_a_step_that_was_sent_back_is_sent_again_and_one_that_waits_for_approval_is_not(record, server, mail):
    mail()
    assert record.run("record_import", by="Jane", done=["all"], wms_approval=True)["pending"] is True
    waits = mail(again=True, library_contact={**CONTACT, "email": "john@example.org"})
    (page,) = waiting(record)
    assert (why(waits), page["steps"], page["open"], page["waiting_for_approval"]) == ([], 0, 0, 1)
    back = {"Loan Policy 'ReShare borrowing'": "It is 21 days."}
    assert record.run("record_import", approved_by="John", sent_back=back)["changed"] is True
    (page,) = waiting(record)
    assert (page["why"], page["steps"], page["waiting_for_approval"]) == ("sent_back", 1, 0)
    assert why(mail()) == [("worksheet", "sent_back")]
    assert [(one["remark"], one["by"]) for one in page["sent_back"]] == [("It is 21 days.", "John")]
    text = server.accepted[-1].get_body(("plain",)).get_content()
    assert "Changes that were sent back after a check: 1. The page shows the reasons." in text
    assert why(mail()) == []


def test_a_questionnaire_is_sent_as_well(record, server, mail):
    record.run("record_questions", configuration=POLICY, library_contact=CONTACT, library_display_name="Library One")
    page = record.worksheet(purpose=".questionnaire").read_text(encoding="utf-8")
    assert "<h1>Questions about Library One</h1>" in page
    assert "For Jane Doe." in page
    assert "jane@example.org" not in page
    # The same head on the worksheet, where the due date counts from its oldest step.
    record.run("circulation_configuration", configuration={}, library_contact=CONTACT, worksheet_due_days=14)
    asked = record.worksheet_data()
    assert (asked["assignee"], date.fromisoformat(asked["due"])) == (
        "Jane Doe",
        date.fromisoformat(record.steps[0]["since"]) + timedelta(14),
    )
    assert re.search(r"For Jane Doe\. +Due \d+ \w+ 20\d\d\.", record.worksheet().read_text(encoding="utf-8"))
    assert "For Jane Doe. Due " in record.worksheet("md").read_text(encoding="utf-8")
    # The questionnaire of an audit is such a page, too.
    record.worksheet(purpose=".audit").write_text(page, encoding="utf-8")
    assert why(mail(worksheet_due_days=14)) == [("worksheet", "new"), ("questionnaire", "new"), ("audit", "new")]
    asked = waiting(record)[1]
    # Without a step, the days count from the first e-mail.
    assert (asked["since"], date.fromisoformat(asked["due"]) - date.fromisoformat(asked["first"][:10])) == (
        None,
        timedelta(14),
    )


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_rejected_mail_is_not_recorded_and_sent_by_the_next_run(record, server, mail, command):
    server.answers[command] = "550 no such\tmailbox"
    found = mail()
    assert (found["failed"], found["failure"]["code"]) == (True, "unexpected_response")
    assert "SMTP 550 no such mailbox" in found["msg"].replace("\t", " ")
    assert "sent" not in record.content
    server.answers.clear()
    assert why(mail()) == [("worksheet", "new")]


def test_a_mail_with_an_unknown_outcome_is_not_repeated(record, server, mail):
    server.answers["DATA"] = ...
    found = mail()
    assert (found["failed"], found["failure"]["code"]) == (True, "unreachable")
    assert record.content["sent"]["worksheet"]["accepted"] is False
    server.answers.clear()
    found = mail()
    assert (why(found), server.accepted) == ([], [])
    assert waiting(record)[0]["accepted"] is False
    for one in (found, record.run("record_info")):
        assert any("unknown whether" in warning for warning in one["warnings"])
    assert why(mail(again=True)) == [("worksheet", "again")]
    assert record.content["sent"]["worksheet"]["accepted"] is True


def test_the_record_is_not_locked_while_a_mail_is_sent(record, server, mail):
    """Another run sends nothing meanwhile, and can change the record."""
    seen = []

    def other() -> None:
        seen.append(mail())
        record.declare(
            **POLICY, hold_fulfillment_policies=[{"name": "ReShare borrowing", "hold_shelf_period": "10 days"}]
        )

    server.during = other
    found = mail()
    assert (why(found), why(seen[0]), len(server.accepted)) == ([("worksheet", "new")], [], 1)
    assert any("another run is sending it now" in warning for warning in seen[0]["warnings"])
    assert len(record.steps) == 2
    assert record.content["sent"]["worksheet"]["accepted"] is True
    assert record.content["history"][-1]["event"] == "sent"
    server.during = lambda: None
    assert why(mail()) == [("worksheet", "new")]


def test_a_rejected_mail_leaves_the_mail_of_another_run_in_the_record(record, server, mail):
    seen = []

    def other() -> None:
        server.during = lambda: None
        seen.append(mail(again=True))
        server.answers["DATA"] = "550 no"

    server.during = other
    assert (mail()["failed"], why(seen[0])) == (True, [("worksheet", "again")])
    assert record.content["sent"]["worksheet"]["accepted"] is True


def test_a_rejected_login_is_not_repeated(record, server, mail):
    found = mail(smtp_password="wrong-password")
    assert (found["failure"]["code"], server.logins) == ("refused", [False])
    assert "wrong-password" not in json.dumps(found)
    found = mail(smtp_password="wrong-password")
    assert (found["failure"]["code"], server.logins) == ("refused", [False])
    assert "sent" not in record.content
    assert why(mail()) == [("worksheet", "new")]


def test_nothing_is_sent_without_the_encryption_that_is_asked_for(record, server, mail, authority, tmp_path):
    assert "is not trusted" in mail(ca_path=None)["msg"]
    assert "TLS handshake" in mail(smtp_security="tls")["msg"]
    with mail_server(authority, tmp_path, tls="none") as plain:
        assert "does not offer STARTTLS" in mail(smtp_port=plain.port)["msg"]
        assert "needs an encrypted connection" in mail(smtp_port=plain.port, smtp_security="none")["msg"]
        assert plain.logins == []
    gone = mail(smtp_port=plain.port)
    assert (gone["failure"]["code"], server.logins) == ("unreachable", [])
    assert "sent" not in record.content
    with mail_server(authority, tmp_path, tls="tls") as other:
        assert why(mail(smtp_port=other.port, smtp_security="tls")) == [("worksheet", "new")]
    with mail_server(authority, tmp_path, tls="none", login=False) as plain:
        none = {"smtp_security": "none", "smtp_username": None, "smtp_password": None, "again": True}
        assert why(mail(smtp_port=plain.port, **none)) == [("worksheet", "again")]


@pytest.mark.parametrize(
    "options",
    [
        {"library_contact": {**CONTACT, "name": "Jane\r\nBcc: eve@example.org"}},
        {"library_contact": {**CONTACT, "email": "jane@example.org\nBcc: eve@example.org"}},
        {"library_contact": {**CONTACT, "email": "jane@example.org, eve@example.org"}},
        {"library_contact": {"name": "Jane Doe"}},
        {"library_contact": None},
        {"library_contact": {**CONTACT, "deputy": {"name": "Eve", "email": "x y@example.org"}}},
        {"library_contact": {**CONTACT, "deputy": {"name": "Eve\nBcc: a@b.c", "email": "eve@example.org"}}},
        {"library_display_name": "Adams\r\nBcc: eve@example.org"},
        {"sender": "office"},
        {"sender_name": "Office\nBcc: eve@example.org"},
        {"reply_to": "x y@example.org"},
        {"worksheet_due_days": 0},
        {"reminder_days": -1},
        {"smtp_password": None},
    ],
    ids=str,
)
def test_bad_input_sends_nothing(record, server, mail, options):
    found = mail(**options)
    assert (found["failed"], found["failure"]["code"]) == (True, "invalid")
    assert (server.accepted, "sent" in record.content) == ([], False)


def test_a_page_of_another_record_is_not_sent(record, server, mail):
    text = record.worksheet().read_text(encoding="utf-8")
    record.worksheet().write_text(text.replace(record.content["token"], "0" * 32), encoding="utf-8")
    assert "written for another record" in mail()["msg"]
    record.worksheet().write_text("<html>", encoding="utf-8")
    assert "cannot be read" in mail()["msg"]
    assert server.accepted == []


def test_the_playbook_sends_and_writes_the_overview(make, controller, authority, ca_path, server, tmp_path):
    served, one, two = make(), make(), make()
    first, second = (Record(library, tmp_path / "record") for library in (one, two))
    first.declare(**POLICY)
    second.declare(**POLICY)
    common = {
        "worksheet_smtp_host": ADDRESS,
        "worksheet_smtp_port": server.port,
        "worksheet_smtp_username": USERNAME,
        "worksheet_smtp_password": PASSWORD,
        "worksheet_sender": "office@example.org",
        "reshare_wms_ca_path": ca_path,
        "worksheet_overview_file": str(tmp_path / "worksheets.json"),
    }
    variables = {
        served.name: common,
        one.name: {**first.variables, **common, "library_contact": CONTACT, "library_display_name": "Library One"},
        two.name: {**second.variables, **common},
    }
    played = controller.playbook("reshare.wms.send_worksheets", [served, one, two], variables=variables)
    assert played.status == 2
    assert "set library_contact" in played.failure(two)
    assert len(server.accepted) == 1
    written = json.loads((tmp_path / "worksheets.json").read_text(encoding="utf-8"))
    assert (written["format"], written["version"], written["failed"]) == ("reshare.wms worksheets", 1, [two.name])
    overview = written["libraries"][one.name]
    assert (overview["display_name"], overview["pages"][0]["to"]) == ("Library One", "jane@example.org")
    assert traces(played.output) == []
    # Neither a contact nor a mail server is needed to see where the libraries are.
    files = first.files(), second.files()
    shown = controller.playbook("reshare.wms.status", [one, two], variables=variables)
    assert (shown.status, len(server.accepted), first.files(), second.files()) == (0, 1, *files)
    rows = shown.result("Summarise the run", one)["libraries"]
    assert rows[one.name]["waits_for"].startswith("its contact (sent 2")
    assert [rows[name]["next"] for name in (one.name, two.name)] == ["receive", "send_worksheets"]


# One person serves several libraries


def served_by(person: dict[str, Any], *records: Record, **more: Any) -> dict[str, dict[str, Any]]:
    """The variables of libraries with the same contact."""
    return {one.library.name: {**one.variables, "library_contact": person, **more} for one in records}


def test_one_person_gets_the_worksheets_of_several_libraries_in_one_mail(make, controller, ca_path, server, tmp_path):
    records = [Record(make(), tmp_path / "record") for _number in range(5)]
    one, two, without, other, deputy = records
    for record in (one, two, other, deputy):
        record.declare(**POLICY)
    common = {
        **{"worksheet_smtp_host": ADDRESS, "worksheet_smtp_port": server.port, "worksheet_smtp_username": USERNAME},
        **{
            "worksheet_smtp_password": PASSWORD,
            "worksheet_sender": "office@example.org",
            "reshare_wms_ca_path": ca_path,
        },
    }
    variables = {
        **served_by({"name": "Jane Doe", "email": "Jane@Example.org"}, one, without, **common),
        # The same address, with another name.
        **served_by({"name": "John Roe", "email": "jane@example.org"}, two, **common),
        **served_by({"name": "Eve", "email": "eve@example.org"}, other, **common),
        # Her deputy is the contact of another library, whose worksheets stay with its own.
        **served_by({**CONTACT, "deputy": {"name": "Eve", "email": "eve@example.org"}}, deputy, **common),
    }
    libraries = [record.library for record in (without, one, two, other, deputy)]
    checked = controller.playbook("reshare.wms.send_worksheets", libraries, "--check", "--diff", variables=variables)
    assert (checked.status, server.accepted) == (0, [])
    given = f"run_file={tmp_path}/run.json"
    done = controller.playbook("reshare.wms.send_worksheets", libraries, "-e", given, variables=variables)
    assert done.status == 0, done.output
    task = "Send the other pages that have to be sent"
    for record in records:
        expected, found = checked.result(task, record.library), done.result(task, record.library)
        assert found["changed"] is (record is not without) is expected["changed"]
        assert [(page["page"], page["why"]) for page in found["sent"]] == [
            (page["page"], page["why"]) for page in expected["sent"]
        ]
    mails = {tuple(map(str.casefold, to)): mail for to, mail in zip(server.recipients, server.accepted, strict=True)}
    assert sorted(mails) == [("eve@example.org",), ("jane@example.org",), ("jane@example.org", "eve@example.org")]
    assert len(server.accepted) == 3
    pages = {name: one["sent"] for name, one in account(tmp_path / "run.json")["libraries"].items()}
    assert pages == {record.library.name: ["worksheet"] if record is not without else [] for record in records}
    joint = mails["jane@example.org",]
    # The libraries are in the order of the inventory.
    names = [str(part.get_filename()).removesuffix(".html") for part in joint.iter_attachments()]
    assert sorted(names) == sorted(record.library.name for record in (one, two))
    people = " and ".join("Jane Doe" if name == one.library.name else "John Roe" for name in names)
    assert joint["To"].casefold() == f"{people} <jane@example.org>".casefold()
    assert joint["Subject"] == f"Rehearsal: Changes in OCLC WMS for {', '.join(names)}"
    text = joint.get_body(("plain",)).get_content()
    assert text.startswith(f"Dear {people},") and "with the downloaded files attached" in text
    assert all(f"1 change for {name}: {name}.html." in text for name in names)
    for record, address in ((one, "Jane@Example.org"), (two, "jane@example.org")):
        sent = record.content["sent"]["worksheet"]
        assert (sent["to"], sent["accepted"], record.content["history"][-1]["event"]) == (address, True, "sent")
    assert mails["jane@example.org", "eve@example.org"]["Cc"] == "Eve <eve@example.org>"
    # All again: each page in one e-mail only.
    forced = controller.playbook(
        "reshare.wms.send_worksheets", libraries, "-e", "worksheet_again=true", variables=variables
    )
    assert (forced.status, len(server.accepted)) == (0, 6)


@pytest.fixture
def other(record, make, tmp_path: Path) -> Record:
    """Another library with the same contact and one pending step."""
    made = Record(make(), tmp_path / "record")
    made.declare(**POLICY)
    return made


def with_other(other: Record, **more: Any) -> list[dict[str, Any]]:
    options = {"wms_record_dir": str(other.directory), "wms_registry_id": other.library.options["wms_registry_id"]}
    return [{"library": other.library.name, "library_contact": CONTACT, **options, **more}]


def test_a_rejected_mail_of_several_libraries_is_recorded_for_none(record, other, server, mail):
    server.answers["DATA"] = "550 no"
    assert mail(together=with_other(other))["failed"] is True
    assert "sent" not in record.content and "sent" not in other.content
    server.answers["DATA"] = ...
    assert mail(together=with_other(other))["failure"]["code"] == "unreachable"
    assert [one.content["sent"]["worksheet"]["accepted"] for one in (record, other)] == [False, False]


def test_what_is_wrong_with_another_library_is_left_to_its_own_task(record, other, server, mail):
    text = other.worksheet().read_text(encoding="utf-8")
    other.worksheet().write_text("<html>", encoding="utf-8")
    found = mail(
        together=[
            *with_other(other),
            {"library": "nobody", "wms_registry_id": "1", "library_contact": CONTACT},
            {"library": "x", "library_contact": "Jane"},
        ]
    )
    assert (why(found), [*found["together"]]) == ([("worksheet", "new")], [record.library.name])
    other.worksheet().write_text(text, encoding="utf-8")
    # A page that was sent before is in no further e-mail; the other library is told what was sent of it.
    found = mail(together=with_other(other))
    assert (found["sent"], [*found["together"]], len(server.accepted)) == ([], [other.library.name], 2)
    (attached,) = server.accepted[1].iter_attachments()
    assert attached.get_filename() == f"{other.library.name}.html"


def test_a_rehearsal_and_a_library_in_production_have_e_mails_of_their_own(record, other, server, mail):
    text = other.path.read_text(encoding="utf-8")
    other.path.write_text(re.sub("(?m)^rehearsal: .*\n", "", text), encoding="utf-8")
    assert "rehearsal" in record.content and "rehearsal" not in other.content
    assert [*mail(together=with_other(other))["together"]] == [record.library.name]
    # Nothing is left of the first library, so the page of the other one is in an e-mail that names no rehearsal.
    assert [*mail(together=with_other(other))["together"]] == [other.library.name]
    assert [one["Subject"].startswith("Rehearsal: ") for one in server.accepted] == [True, False]


def test_a_page_beyond_the_size_of_a_mail_is_left_out(record, other, server, mail, monkeypatch):
    monkeypatch.setattr(mail_job, "_LARGEST", 1)
    assert [*mail(together=with_other(other))["together"]] == [record.library.name]
    assert (len(server.accepted), "sent" in other.content) == (1, False)


def test_a_deputy_gets_a_copy_or_nobody_gets_anything(record, server, mail):
    server.answers["RCPT"] = "550 no such mailbox"
    deputy = {"name": "Eve\u00c9", "email": "eve@example.org"}
    assert mail(library_contact={**CONTACT, "deputy": deputy})["failed"] is True
    assert "sent" not in record.content
    server.answers.clear()
    assert why(mail(library_contact={**CONTACT, "deputy": deputy})) == [("worksheet", "new")]
    assert server.recipients[-1] == ["jane@example.org", "eve@example.org"]
    assert server.accepted[-1]["Cc"] == "Eve\u00c9 <eve@example.org>"
    assert waiting(record, library_contact={**CONTACT, "deputy": deputy})[0]["to"] == "jane@example.org"


# examples/tickets: worksheets as tickets, through a real webhook


TICKETS = ROOT / "examples/tickets"
#: Takes the options that the example uses, and writes them to a file.
MODULE = """
import json, os
from ansible.module_utils.basic import AnsibleModule
options = ["change_request_number", "type", "state", "short_description", "description", "assigned_to"]
module = AnsibleModule({name: {"type": "str"} for name in options})
with open(os.environ["TICKET_FILE"], "w", encoding="utf-8") as file:
    json.dump(module.params, file)
module.exit_json(changed=True)
"""


@pytest.mark.long
def test_a_ticket_is_created_once_for_new_steps_and_none_in_check_mode(make, controller, tmp_path):
    record, other = Record(make(), tmp_path / "record"), Record(make(), tmp_path / "record")
    record.declare(loan_policies=[{"name": "{{ 1 + 1 }}"}, {"name": "B"}])
    variables = {
        record.library.name: {**record.variables, "library_contact": CONTACT},
        other.library.name: other.variables,
    }

    def play(*arguments: str) -> Any:
        return controller.playbook(
            str(TICKETS / "tickets.yml"), [record.library, other.library], *arguments, "-e", "ticket_system=webhook",
            "-vvvv", variables=variables, TICKET_WEBHOOK=receiver.url,
        )  # fmt: skip

    def changes(done: Any) -> list[int]:
        return [done.stats(one.library)["changed"] for one in (record, other)]

    with webhook() as receiver:
        # The webhook rejects it first: nothing is noted.
        receiver.status = 503
        rejected = play()
        assert rejected.failure(record.library) == (
            f"{record.library.name}: the ticket was not created: HTTP 503. Check TICKET_WEBHOOK. The next run sends it again."
        )
        assert "secret-path" not in rejected.output
        receiver.status, receiver.received = 200, []

        before = record.files()
        checked = play("--check")
        assert (checked.status, changes(checked), receiver.received) == (0, [1, 0], [])
        assert record.files() == before

        done = play()
        assert (done.status, changes(done)) == (0, [1, 0]), done.output
        (sent,) = receiver.received
        assert sent["title"] == f"Rehearsal: Changes in OCLC WMS for {record.library.name}"
        assert sent["text"] == record.worksheet("md").read_text(encoding="utf-8").rstrip("\n")
        assert sent["assignee"] == "jane@example.org"
        # Fewer steps are no reason for another ticket, nor is one that waits for approval; one that is sent back is.
        first, second = (step["title"] for step in record.steps)
        record.run("record_import", by="Jane", done=[first])
        record.run("record_import", by="Jane", done=[second], wms_approval=True)
        play()
        assert len(receiver.received) == 1
        record.run("record_import", approved_by="John", sent_back={second: "It is not there."})
        assert (play().status, len(receiver.received)) == (0, 2)


@pytest.mark.long
def test_a_change_task_has_the_worksheet(library, controller, tmp_path):
    """With a module in the place of that of servicenow.itsm."""
    modules = tmp_path / "collections/ansible_collections/servicenow/itsm/plugins/modules"
    modules.mkdir(parents=True)
    (modules / "change_request_task.py").write_text(MODULE, encoding="utf-8")
    record = Record(library, tmp_path / "record")
    record.declare(loan_policies=[{"name": "B"}])
    given = {"ticket_system": "servicenow", "change_request": "CHG0000001", "library_contact": CONTACT}
    done = controller.playbook(
        str(TICKETS / "tickets.yml"), library, "-e", json.dumps(given), variables={library.name: record.variables},
        ANSIBLE_COLLECTIONS_PATH=str(tmp_path / "collections"), TICKET_FILE=str(tmp_path / "task.json"),
    )  # fmt: skip
    assert done.status == 0, done.output
    task = json.loads((tmp_path / "task.json").read_text(encoding="utf-8"))
    assert (task["change_request_number"], task["assigned_to"]) == ("CHG0000001", "jane@example.org")
    assert task["short_description"] == f"Rehearsal: Changes in OCLC WMS for {library.name}"
    assert task["description"] == record.worksheet("md").read_text(encoding="utf-8").rstrip("\n")
