// SPDX-License-Identifier: GPL-3.0-or-later
// The order of search results. The page that is named after a word comes first, then the guides, then the pages behind them: those of modules, the reference,
// and what is assumed.
"use strict";

/** What a page gains by its title, which defines more than a section of that name elsewhere: the title begins with a word that is searched, or has it. */
const named = (title) => {
  const words = (new URLSearchParams(location.search).get("q") ?? "").toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  const [first, ...others] = title.toLowerCase().replace(/^(the|an?) /, "").split(/[^\p{L}\p{N}_]+/u);
  const isIn = (part) => words.some((word) => part.startsWith(word.replace(/s$/, "")));
  return isIn(first) ? 20 : others.some(isIn) ? 10 : 0;
};

const BEHIND = /^(collection|docs\/(reference|assumptions|not-documented|sandbox-choices))(\/|$)/;

var Scorer = {
  score: ([docname, title, anchor, , score]) => score - (BEHIND.test(docname) ? 4 : 0) + (anchor ? -1 : named(title)),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
