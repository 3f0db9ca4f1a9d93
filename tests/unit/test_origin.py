# SPDX-License-Identifier: GPL-3.0-or-later

"""A number that YAML does not read as it is written is found, since a barcode would become another one."""

from __future__ import annotations

import pytest
from ansible.parsing.dataloader import DataLoader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.plugin_utils._variables.origin import misread


def found(folder, text: str) -> str | None:
    """What is found in a file of variables with this text."""
    (folder / "adams.yml").write_text(text, encoding="utf-8", newline="")
    loader = DataLoader()
    return misread(loader.load_from_file(str(folder / "adams.yml"), cache="none"), loader.get_text_file_contents)


#: Files with a number that is not read as it is written, and its line.
MISREAD = {
    "leading zeros": ("barcode: 0012345\n", 1),
    "hexadecimal": ("barcode: 0x1F\n", 1),
    "binary": ("barcode: 0b101\n", 1),
    "underscore": ("barcode: 12_345\n", 1),
    "time": ("---\nat: 12:30\n", 2),
    "sign": ("phone: +4912345\n", 1),
    "list in lists": ("accounts:\n  - {partner: A, barcode: 12}\n  - {partner: B, barcode: 012}\n", 3),
    "key": ("accounts: {RESHARE:A: x, 0012: y}\n", 1),
    "anchor": ("one: 5\nother: &code 0017\nsame: *code\n", 2),
    "Windows": ("one: 5\r\nother: 0017\r\n", 2),
    "behind other letters": ("name: ÄÖÜ 💚\ncodes: [Ä, 💚, 0017]\n", 2),
}


@pytest.mark.parametrize("case", MISREAD)
def test_a_number_that_is_not_read_as_it_is_written_is_found_with_its_line(tmp_path, case):
    text, line = MISREAD[case]
    reason = found(tmp_path, text)
    assert reason is not None and f"line {line} of adams.yml" in reason and "quotes" in reason


@pytest.mark.parametrize(
    "text",
    [
        'barcode: "0012345"\nother: 0089\nid: 100101\nzero: 0\nless: -5\n',
        "amount: 1.50\nday: 2026-12-31\nenabled: yes\nnothing: ~\ncodes: []\n",
        "big: 123456789012345678901234567890\n",
    ],
)
def test_other_values_are_left_alone(tmp_path, text):
    assert found(tmp_path, text) is None


def test_a_boolean_is_no_key(tmp_path):
    assert "the key yes or no" in (found(tmp_path, "accounts: {NO: RESHARE-NO}\n") or "")


def test_nothing_is_found_without_the_file(tmp_path):
    def gone(path: str) -> str:
        raise OSError(path)

    (tmp_path / "adams.yml").write_text("barcode: 0012\n", encoding="utf-8")
    value = DataLoader().load_from_file(str(tmp_path / "adams.yml"), cache="none")
    assert misread(value, gone) is None
    assert misread(value, lambda path: "something: else\n") is None
    assert misread({"barcode": 10}, gone) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(-(10**20), 10**20), st.integers(0, 3), st.sampled_from(["", "a: [x, ", "a: {b: "]))
def test_a_decimal_number_is_found_only_with_leading_zeros(tmp_path, number, zeros, before):
    """With zeros before it, YAML reads it as octal, or, if it has an 8 or 9, as a text."""
    written = f"{'-' if number < 0 else ''}{'0' * zeros}{abs(number)}"
    end = {"": "", "a: [x, ": "]", "a: {b: ": "}"}[before]
    octal = zeros > 0 and not set(written) & {"8", "9"}
    assert (found(tmp_path, f"{before or 'a: '}{written}{end}\n") is not None) == octal
