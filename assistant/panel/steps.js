// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of the worksheet as cards in the panel. Every text is a text, and never markup.
import { kindOf, sheet } from "../../web/pages/librarian/librarian.js";
import { copyAllButton, copyButton, made, unseen } from "../../web/pages/worksheet/parts.js";
import { byId } from "../../web/theme/dom.js";

const LIVE_AT_ONCE = "Changes that you save here are live at once, for patrons and partner libraries.";
const ACTION_NAMES = { created: "Create", updated: "Change", removed: "Remove" };

export const isShownAsBlank = (text) => (text === "" ? made("span", { class: "blank" }, "blank") : text);

export function drawSteps() {
  const groups = sheet.groups.map((group, at) => drawGroup(group, `screen-${at + 1}`));
  byId("steps").append(...groups, ...(sheet.last.length || sheet.locked.length ? [drawLast()] : []));
}

// The name of a part of the worksheet, and how much of it is done.
function drawPartName(text, id) {
  const state = made("span", { class: "state", "data-all": "done" });
  return made("h2", { class: "contents" }, made("a", { href: `#${id}` }, text, " ", state));
}

function drawLast() {
  const locked = sheet.locked.map((title) => made("li", {}, title));
  const parts = sheet.last.length
    ? [
        made("p", {}, made("strong", {}, LIVE_AT_ONCE)),
        ...sheet.last.map((group, at) => drawGroup(group, `last-${at + 1}`)),
      ]
    : [made("p", {}, "Not yet. These are on a later worksheet:"), made("ul", {}, ...locked)];
  return made(
    "section",
    { class: "note last", id: "last" },
    drawPartName("Last: changes that go live", "last"),
    ...parts,
  );
}

function drawGroup(group, id) {
  const cautions = group.cautions.map((text) => made("li", {}, text));
  return made(
    "section",
    { class: "group", id },
    drawPartName(group.screen.at(-1), id),
    made("p", { class: "soft" }, group.screen.join(" > ")),
    ...(cautions.length ? [made("ul", { class: "note" }, ...cautions)] : []),
    ...group.steps.map(drawStep),
  );
}

function drawStep(step) {
  const id = `step-${step.number}`;
  const title = made(
    "h3",
    { id: `${id}-title` },
    made("span", { class: "number" }, unseen("Step "), `${step.number}`),
    " ",
    made("span", { class: "title" }, step.title),
    " ",
    made("span", { class: `mark ${step.action}` }, ACTION_NAMES[step.action]),
  );
  const values = [...step.lines.map((line, at) => drawLine(step, line, `${id}-${at}`)), ...drawRows(step, id)];
  const isOpen = step.table || values.some((one) => one.querySelector("[data-row]"));
  return made(
    "article",
    { class: "card step", id, "aria-labelledby": `${id}-title` },
    title,
    ...(step.confirmed
      ? [made("p", { class: "note" }, "Confirmed. It waits for approval; there is nothing to do.")]
      : []),
    made("p", { class: "note proof", hidden: "" }),
    made(
      "details",
      isOpen ? { open: "" } : {},
      made("summary", {}, "Values", unseen(` of step ${step.number}`)),
      made("p", {}, step.how),
      ...(step.lines.length > 1 ? [made("p", {}, copyAllButton(step))] : []),
      made("dl", { class: "fields", id: `fields-${step.number}` }, ...values),
    ),
    ...(step.confirmed ? [] : [made("p", { class: "actions" })]),
  );
}

function drawLine(step, line, id) {
  const { before, label, value } = line;
  const was =
    before === null
      ? []
      : [made("p", { class: "was" }, made("span", { class: "tag" }, "Now"), " ", isShownAsBlank(before))];
  const entry = made(
    "div",
    { class: "entry" },
    made("span", { class: "value", id }, isShownAsBlank(value)),
    ...(value ? [" ", copyButton(id, label)] : []),
  );
  return made("div", {}, made("dt", {}, label), made("dd", {}, ...was, entry, ...drawEntries(step, line)));
}

// What the inventory declares of the object of a step.
export function declaredIn(step) {
  return [Object.values(step.declares)[0]].flat()[0];
}

// The entries of a list in a form; null if it had entries before, because those can be in the way.
export function entriesIn(step, { before, name }) {
  const entries = before ? null : declaredIn(step)?.[name];
  return Array.isArray(entries) ? entries : null;
}

// Each entry of a list in a form has a row of its own to be filled.
function drawEntries(step, line) {
  const isListed = kindOf(step).inputs.some(({ form, name }) => name === line.name && form === "rows");
  const entries = isListed ? entriesIn(step, line) : null;
  return (entries ?? []).map((_entry, at) => made("p", { class: "actions", "data-row": `${line.name}:${at}` }));
}

// The rows to add, change, move or remove, each with its place in words.
function drawRows({ table }, id) {
  if (!table) return [];
  const changed = table.rows.map((row, at) => ({ ...row, at })).filter(({ mark }) => mark !== "stays");
  return [
    ...changed.map((row) => drawRow(table, row, `${id}-row-${row.at}`)),
    ...table.gone.map((cells, at) => drawRow(table, { mark: "gone", cells, where: "" }, `${id}-gone-${at}`)),
  ];
}

const MARK_NAMES = { new: "New row", changed: "Changed row", moved: "Moved row", gone: "Row to remove" };

function drawRow({ columns, ordered }, { mark, cells, where, at }, id) {
  const texts = cells.map((cell, column) =>
    made("li", {}, `${columns[column]}: `, made("span", { id: `${id}-${column}` }, isShownAsBlank(cell))),
  );
  const actions = made("p", {
    class: "actions",
    ...(mark === "new" || mark === "changed" ? { "data-row": `${at}` } : {}),
    ...(ordered && where ? { "data-place": `${at}` } : {}),
  });
  return made(
    "div",
    { id },
    made("dt", {}, MARK_NAMES[mark] ?? mark),
    made("dd", {}, ...(where ? [made("p", {}, where)] : []), made("ul", {}, ...texts), actions),
  );
}
