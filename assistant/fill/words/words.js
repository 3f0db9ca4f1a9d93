// SPDX-License-Identifier: GPL-3.0-or-later
// Words and patterns by which the fields of a form are found for filling. They are compared with texts in lower case.
import words from "./words.json" with { type: "json" };

export const terms = words;

const patterns = new Map();

export function pattern(name, flags = "") {
  const key = `${name} ${flags}`;
  if (!patterns.has(key)) patterns.set(key, new RegExp(terms.patterns[name], flags));
  return patterns.get(key);
}
