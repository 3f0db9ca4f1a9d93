// SPDX-License-Identifier: GPL-3.0-or-later
// The screen as it is now: its headings, and its fields with their controls.

import { controlKind, controlsIn, isSecret } from "../screen/kinds.js";
import { readAnew } from "../screen/tree.js";
import { refuseTooMuch } from "./documents.js";
import { walked } from "./form/collect.js";
import { labelOf } from "./form/labels.js";
import { statesOf } from "./form/states.js";
import { entriesInTables } from "./rows.js";

/**
 * {address, title, headings, entries, unread, secret}. unread: why fields could not be read, with their labels. secret: the required ones that are blank and never
 * read. An entry is a field: {key, label, group, value, control, state, elements}; one in a table has a row, too. key: what it is found by in another reading of
 * the same screen. A text without a control has no elements.
 */
export function screenOf(page) {
  readAnew();
  refuseTooMuch(page);
  const { controls, items, tables } = walked(page);
  const fields = items.filter(({ type }) => type === "field");
  const counts = new Map();
  const entries = fields.map((item, at) => {
    // Units and switches beside numbers have all the same label.
    const name = JSON.stringify([fields[at - 1]?.label ?? "", item.label, item.group]);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return { ...item, key: `${name} ${count}`, elements: controls.get(item) ?? [] };
  });
  return {
    address: page.location.href,
    title: page.title,
    headings: items.filter(({ type }) => type === "heading").map(({ text }) => text),
    entries: [...entries, ...entriesInTables(tables)],
    unread: items.filter(({ type }) => type === "unread").map(({ text }) => text),
    secret: secretOf(page),
  };
}

/** {label} of the fields such as those of passwords that the page requires, and that are blank. */
const secretOf = (page) =>
  controlsIn(page.body ?? page.documentElement)
    .filter((one) => isNeverRead(one) && !one.value && statesOf(one).includes("required"))
    .map((one) => ({ label: labelOf(one).label }));

const isNeverRead = (control) => controlKind(control) === "ignored" || isSecret(control);

export const isControl = ({ elements }) => elements.length > 0;

export const kindOf = ({ elements }) => controlKind(elements[0]);

/** A value of an entry as one text, for comparisons. */
export const entryText = ({ value }) => (Array.isArray(value) ? [...value].sort().join("\n") : value);
