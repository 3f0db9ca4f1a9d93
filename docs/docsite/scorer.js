// SPDX-License-Identifier: GPL-3.0-or-later
// The order of search results. The page that is named after a word comes first, then the guides, then the pages behind them: those of modules, the reference,
// what is assumed, and lists of pages.
"use strict";

const INDEXES = /^((docs\/(reference\/)?)?README|CHANGELOG|collection\/(?!connection_options).*)$/;
const BACKGROUND = /^docs\/(reference|developers|design|conventions)(\/|$)/;
const isBehind = (docname) => INDEXES.test(docname) || BACKGROUND.test(docname);

const stem = (word) => word.replace(/s$/, "");
const words = (text) => text.toLowerCase().replaceAll("reshare.wms.", "").match(/[\p{L}\p{N}_]+/gu) ?? [];

/** What a page gains by its title: it begins with a word that is searched, or has it. The page of a module, plugin or role is about its name and its type. */
const named = (docname, title) => {
  const asked = words(new URLSearchParams(location.search).get("q") ?? "").filter((word) => !stopwords.has(word));
  const isAsked = (part) => asked.some((word) => stem(word) === stem(part));
  const [first, ...others] = words(title.replace(/^(the|an?) /i, ""));
  if (docname.startsWith("collection/")) return asked.includes(first) ? 30 : isAsked(others[0] ?? "") ? 10 : 0;
  if (isAsked(first)) return asked.includes(first) ? 20 : 19;
  return others.some(isAsked) && !isBehind(docname) ? 10 : 0;
};

/** Between pages that have the words in their texts only: an option of most modules is defined on a page of its own. */
const place = (docname) => {
  if (isBehind(docname)) return -12;
  if (docname === "collection/connection_options") return location.search.includes("_") ? 1 : -1;
  return docname.startsWith("roles/") ? -2 : 0;
};

var Scorer = {
  score: ([docname, title, anchor, , score]) => score + place(docname) + (anchor ? -1 : named(docname, title)),
  objNameMatch: 11,
  objPartialMatch: 0,
  objPrio: { 0: 0 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
