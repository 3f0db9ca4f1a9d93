# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook that writes the capture tool. What the tool does is in tests/browser."""

from __future__ import annotations

from ansible_collections.reshare.wms.plugins.plugin_utils._assistant.installation import installation


def test_the_playbook_writes_the_page_and_the_extension(controller, tmp_path):
    """Without a library. A second run, in check mode, reports only the file that was changed since then."""
    inventory = tmp_path / "nobody.ini"
    inventory.touch()
    arguments = ("reshare.wms.capture", inventory, "-e", "capture_dir=tools/capture")
    first = controller.playbook(*arguments, cwd=tmp_path)
    folder = tmp_path / "tools/capture"
    written = {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}
    assert (first.status, written) == (0, installation())
    assert str(folder / "capture.html") in first.output

    (folder / "extension/background.js").write_text("old\n")
    again = controller.playbook(*arguments, "--check", "--diff", cwd=tmp_path)
    assert again.stats_by_host["localhost"]["changed"] == 1
    assert "-old" in again.output
    (written,) = (line["result"] for line in again.lines if line["task"] == "Write the files")
    assert [one["before_header"] for one in written["diff"]] == [str(folder / "extension/background.js")]
