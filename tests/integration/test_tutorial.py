# SPDX-License-Identifier: GPL-3.0-or-later

"""The tutorial: every command, as a newcomer types it, with the built collection and the sandbox's wheel alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.artifact import build, copy_checkout
from support.newcomer import commands, install, newcomer, pip

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


def test_a_link_goes_live_by_a_worksheet_and_changes(installed, tmp_path):
    with newcomer(installed, tmp_path) as person:
        person.type(*commands())
        unchanged = next(text for text in person.outputs if "changed=0" in text and "reshare.wms.onboard:" in text)
        changes = person.outputs[person.outputs.index(unchanged) + 1]
        assert all(f'"loan_period": "{days} days"' in changes for days in (56, 70))
        assert person.compared == {"state": "stated", "link": "live", "sandbox": "yes"}
        assert not any((person.folder / "record/worksheets").iterdir())
        names = {path.name for path in (person.folder.parent / "received").iterdir()}
        assert names == {"adams.answers.json", "adams.confirmation.json"}
