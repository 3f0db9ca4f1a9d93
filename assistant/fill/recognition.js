// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a module that `make docs` makes of scripts of the pages (plugins/module_utils/_pages/assets): labels and values are compared as in captures.
export {
  fieldLabel,
  folded,
  isBlank,
  isCutOff,
  isNoLimit,
  isUnit,
  labelsOf,
  namesIn,
  normalised,
  normalisedSeen,
  pattern,
  plain,
  terms,
  vocabulary,
  withAndWithoutVerbs,
  wordsIn,
};

/** The words of a request, the texts that mean that nothing is chosen, and those that are names. */
export function useWords({ words, blank, names = [] }) {
  sheet.screens = { words, blank, names, known: {} };
}
