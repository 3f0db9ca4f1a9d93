// SPDX-License-Identifier: GPL-3.0-or-later
// Pasted texts as tables. Those of HTML need a page: tests/browser/test_browser_paste.py.
import assert from "node:assert/strict";
import test from "node:test";
import { Unfit } from "../../assistant/read/values.js";
import { MOST_CELLS, MOST_TEXT, textTables } from "../../web/pages/questionnaire/copied_tables.js";
import { Doubt } from "../../web/pages/questionnaire/grid.js";

const [TAB, SEMICOLON, COMMA] = [0, 1, 2];
const shown = (tables) =>
  tables.map((rows) => rows.map((cells) => cells.map((cell) => (cell instanceof Doubt ? `?${cell.text}` : cell))));

// ?: before a doubtful text.
const CASES = [
  [
    "cells between tabs",
    "A\tB\n1\t2\n",
    TAB,
    [
      ["A", "B"],
      ["1", "2"],
    ],
  ],
  [
    "quoted cells and a mark at the start",
    '\ufeffA,B\r\n"1,5","say ""yes"""\r\n\r\n',
    COMMA,
    [
      ["A", "B"],
      ["1,5", 'say "yes"'],
    ],
  ],
  [
    "a cell in two lines",
    'A;B\r"two\rlines";',
    SEMICOLON,
    [
      ["A", "B"],
      ["two\nlines", ""],
    ],
  ],
  [
    "quotation marks without another one",
    '"A" policy\t5" disk\n"tab\tinside"\t"open',
    TAB,
    [
      ['"A" policy', '?5" disk'],
      ["?tab\tinside", '?"open'],
    ],
  ],
  ["a character that cannot be seen", "A\tB\u200b", TAB, [["A", "?B\u200b"]]],
  ["nothing", "", COMMA, []],
];

for (const [name, text, delimiter, expected] of CASES)
  test(name, () => assert.deepEqual(shown(textTables(text))[delimiter], expected));

test("a text that is larger than what people copy is refused", () => {
  assert.throws(() => textTables("a".repeat(MOST_TEXT + 1)), Unfit);
  assert.throws(() => textTables("a\n".repeat(MOST_CELLS + 2)), Unfit);
});
