// SPDX-License-Identifier: GPL-3.0-or-later
// The order of search results. The page that is named after a word comes first, then the guides, then the generated pages of modules.
"use strict";

var Scorer = {
  score: ([docname, , anchor, , score]) => score - (docname.startsWith("collection/") ? 4 : 0) - (anchor ? 1 : 0),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
