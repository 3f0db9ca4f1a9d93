# SPDX-License-Identifier: GPL-3.0-or-later

"""The two tutorials: every command, as a newcomer types it, with the built collection and the sandbox's wheel alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.artifact import build, copy_checkout
from support.newcomer import FIRST, SECOND, commands, install, newcomer, pip

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with the collection and the sandbox, as they are installed from the files of a release."""
    folder = tmp_path_factory.mktemp("release")
    copy_checkout(folder / "checkout")
    given = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    pip("wheel", *given, "--wheel-dir", str(folder), str(folder / "checkout/sandbox"))
    (wheel,) = folder.glob("*.whl")
    install(build(folder / "checkout").path, wheel, folder)
    return folder


@pytest.fixture
def person(installed, tmp_path):
    with newcomer(installed, tmp_path) as one:
        yield one


def test_a_link_goes_live_changes_and_is_withdrawn(person):
    person.type(*commands(FIRST))
    _validated, _shown, applied, _verified, again, changes, _changed, _drift, withdrawn = person.outputs
    assert "changed=0" in again and "changed=0" not in applied
    assert all(f'"loan_period": "{days} days"' in changes for days in (56, 70))
    assert person.compared == {"state": "in_place", "link": "live", "sandbox": "yes"}
    assert "enable_reshare_state: disabled" in withdrawn


def test_a_link_goes_live_by_worksheets(person):
    person.write_variables()
    person.type(*commands(SECOND))
    assert person.compared == {"state": "stated", "link": "live", "sandbox": "yes"}
    assert {path.name for path in (person.folder.parent / "received").iterdir()} == {
        *("adams.answers.json", "adams.confirmation.json")
    }
