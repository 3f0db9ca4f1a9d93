// SPDX-License-Identifier: GPL-3.0-or-later
// The words, patterns, limits and reasons of recognition, which are those of _screens/words; and what is known of the library's screens.
import words from "./words.json" with { type: "json" };

export const terms = words;

/** What a sheet has about its screens: as in _screens/page_data.py. */
export let context = {};

export function useContext(screens) {
  context = screens;
}

const patterns = new Map();

export function pattern(name, flags = "") {
  const key = `${name} ${flags}`;
  if (!patterns.has(key)) patterns.set(key, new RegExp(terms.patterns[name], flags));
  return patterns.get(key);
}

const vocabularies = new Map();

// The words that say nothing against the values of a screen: "parts", "sites", "explaining"; and "names", of programs and languages.
export function vocabulary(name) {
  if (!vocabularies.has(name)) vocabularies.set(name, new Set(terms.vocabulary[name].split(" ")));
  return vocabularies.get(name);
}

// Why something stays open, for people.
export function reason(code, values = {}) {
  return terms.reasons[code].replace(/\{(\w+)\}/g, (_all, name) => values[name]);
}
