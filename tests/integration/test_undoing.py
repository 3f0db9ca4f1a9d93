# SPDX-License-Identifier: GPL-3.0-or-later

"""A wrong change of the inventory that was applied to many libraries is undone: by its reversal, the printed rest, and nothing by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.controller import Controller, Run, dump, run
from support.library import Library
from support.library_operations import LibraryOperations
from support.run_account import accounts, states

#: Sound and wrong, as in group_vars/all.yml. What is only declared by mistake is left by a reversal.
SOUND: dict[str, Any] = {"consortium_loan_period": "16 weeks"}
WRONG: dict[str, Any] = {
    "consortium_loan_period": "3 days",
    "borrowing_more": {"loan_policies": [{"name": "Pilot", "loan_period": "1 day"}]},
    "reshare_settings_more": {"settings": {"max_requests": 7}},
}


class Consortium:
    """An inventory in files, and the accounts of its runs."""

    def __init__(self, controller: Controller, libraries: list[Library]):
        self.controller, self.libraries = controller, libraries
        self.folder, self.runs = controller.directory / "inventory", controller.directory / "runs"
        (self.folder / "group_vars").mkdir(parents=True)
        hosts = {one.name: one.variables for one in libraries}
        variables = {"ansible_connection": "local"}
        (self.folder / "hosts.yml").write_text(dump({"all": {"hosts": hosts, "vars": variables}}), encoding="utf-8")
        self.declare(SOUND)

    def declare(self, variables: dict[str, Any]) -> None:
        (self.folder / "group_vars/all.yml").write_text(dump(variables), encoding="utf-8")

    def play(self, playbook: str, *arguments: str, **environment: str) -> Run:
        given = ("--forks", "4", "-e", f"run_file={self.runs}/", *arguments)
        done = self.controller.playbook(f"reshare.wms.{playbook}", self.folder, *given, **environment)
        assert done.status == 0, done.output
        return done

    def exported(self) -> list[Any]:
        return [
            run(f"{system}_configuration_info", one)["configuration"]
            for one in self.libraries
            for system in ("circulation", "reshare")
        ]


def ours(done: Run) -> list[str]:
    """The lines of a quiet run that are ours: all but Ansible's own headings and recap."""
    text = done.output.partition("PLAY RECAP")[0]
    return [line for line in text.splitlines() if line and not line.startswith(("PLAY [", "TASK [", "ok: ["))]


@pytest.mark.parametrize("number", [6, pytest.param(20, marks=pytest.mark.long)])
def test_a_wrong_value_for_all_libraries_is_undone(make, controller, number):
    consortium = Consortium(controller, [make() for _number in range(number)])
    libraries = consortium.libraries
    for library in libraries:
        LibraryOperations(library, **SOUND).onboard()
    before = consortium.exported()

    consortium.declare(WRONG)
    consortium.play("onboard")
    (bad,) = accounts(consortium.runs)
    assert all(now != then for now, then in zip(consortium.exported(), before, strict=True))

    # As git revert does.
    consortium.declare(SOUND)
    consortium.play("onboard")
    since, restored = bad["started"][:10], controller.directory / "restored"
    given = {"restore_runs": str(consortium.runs), "restore_since": since, "restore_dir": str(restored)}
    shown = controller.playbook("reshare.wms.restore", [], "-e", json.dumps(given))
    assert shown.status == 0, shown.output
    assert shown.output.count("name: Pilot") == number
    assert sorted(path.stem for path in restored.iterdir()) == sorted(one.name for one in libraries)
    # For all libraries at once, the declarations are files of their variables.
    for path in restored.iterdir():
        (consortium.folder / "host_vars" / path.stem).mkdir(parents=True)
        path.rename(consortium.folder / "host_vars" / path.stem / "restored.yml")
    for library in libraries:
        library.reset()
    consortium.play("apply", "--check")
    assert not any(library.writes() for library in libraries)
    done = consortium.play("apply")
    assert consortium.exported() == before
    # Once is enough, and only what was left is written: the policy, and the setting that is not declared.
    assert {sum(library.writes().values()) for library in libraries} == {2}, libraries[0].writes()
    assert [states(one) for one in accounts(consortium.runs)][-1] == dict.fromkeys(
        (library.name for library in libraries), "in_place"
    )
    assert f"{number} libraries: {number} in place." in done.output

    # However many libraries are in place, they are few lines.
    for path in (consortium.folder / "host_vars").rglob("*.yml"):
        path.unlink()
    quiet = consortium.play("drift", ANSIBLE_DISPLAY_SKIPPED_HOSTS="false")
    assert len(ours(quiet)) <= 12, quiet.output


def test_links_accounts_of_patrons_and_what_a_withdrawal_did_are_left_alone(library, controller):
    """The first go-live creates everything; the way back removes what can be removed without breaking a loan."""
    runs = controller.directory / "runs"
    done = controller.playbook("reshare.wms.onboard", library, "-e", f"run_file={runs}/")
    assert done.status == 0, done.output
    since = accounts(runs)[0]["started"][:10]
    withdrawn = ("-e", f"withdraw_libraries={library.name}", "-e", f"run_file={runs}/")
    assert controller.playbook("reshare.wms.withdraw", library, *withdrawn).status == 0
    given = json.dumps({"restore_runs": str(runs), "restore_since": since})
    shown = controller.playbook("reshare.wms.restore", [], "-e", given)
    text = " ".join(shown.output.split())
    assert "only onboard and withdraw enable and disable the link" in text
    assert "patron accounts follow from the partners" in text
    assert not [part for part in ("ill_settings:", "patron_accounts:") if part in text]
