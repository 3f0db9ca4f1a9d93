// SPDX-License-Identifier: GPL-3.0-or-later
import { all, byId } from "../../theme/dom.js";

const rows = all("#matrix tbody tr").map((row) => ({
  row,
  card: byId(row.dataset.card),
  states: row.dataset.state.split(" "),
}));
// Without a filter, a long table begins with the most urgent libraries.
let atFirst = rows.filter(({ row }) => !row.classList.contains("left-out")).length;
const find = byId("find");
// A library is shown if it has a chosen state of each group with chosen states.
const groups = all(".tools fieldset").map((group) => all("input", group));
const boxes = groups.flat();
const matrix = byId("matrix");
const compact = byId("compact");

function elements(markup) {
  const made = document.createElement("template");
  made.innerHTML = markup;
  return made.content;
}

let equal = null;

function make(card) {
  const text = card.querySelector("noscript");
  if (!text) return;
  const made = elements(text.textContent);
  for (const link of all("h4 > a", made)) {
    equal ??= elements(byId("equal").textContent);
    link.parentElement.after(...equal.querySelector(`${link.getAttribute("href")} > div`).cloneNode(true).childNodes);
    link.replaceWith(link.textContent);
  }
  text.replaceWith(made);
}

// The name and the messages of a library. Those of thousands are found faster in the markup than in elements.
function searched(one) {
  if (one.text === undefined) {
    const markup = one.card.querySelector("noscript")?.textContent ?? one.card.innerHTML;
    const problems = markup.match(/<p class="problem.*?<\/p>/gs) ?? [];
    one.text = `${one.row.querySelector("th").textContent}\n${elements(problems.join("\n")).textContent}`.toLowerCase();
  }
  return one.text;
}

function filter() {
  const wanted = groups.map((group) => group.filter((box) => box.checked).map((box) => box.value));
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  const most = words.length || wanted.some((group) => group.length) ? rows.length : atFirst;
  let count = 0;
  for (const one of rows) {
    const { row, card, states } = one;
    const chosen = wanted.every((group) => !group.length || group.some((state) => states.includes(state)));
    const shown = count < most && chosen && words.every((word) => searched(one).includes(word));
    row.classList.toggle("left-out", !shown);
    card.classList.toggle("left-out", !shown);
    count += shown;
  }
  byId("shown").textContent =
    count === rows.length ? "All libraries are shown." : `Libraries shown: ${count} of ${rows.length}.`;
}

function showAll() {
  atFirst = rows.length;
  chooseOnly(null);
}

function chooseOnly(state) {
  find.value = "";
  for (const box of boxes) box.checked = box.value === state;
  filter();
}

function shorten(short) {
  if (!compact) return;
  compact.checked = short;
  matrix.classList.toggle("compact", short);
}

// What a link points at can be in a closed part, no element yet, or filtered out.
function reveal(id) {
  const card = byId(id.split("-")[0]);
  if (card?.matches(".library")) make(card);
  const target = byId(id);
  if (!target) return;
  if (target.closest(".left-out")) showAll();
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  target.scrollIntoView();
  (target.querySelector(":scope > summary") ?? target).focus({ preventScroll: true });
}

// However a library is opened, its details are elements in the next frame; the event toggle would be later.
new MutationObserver((changes) => {
  for (const { target } of changes) if (target.open) make(target);
}).observe(byId("details"), { attributeFilter: ["open"], subtree: true });

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.dataset.only) chooseOnly(link.dataset.only);
  // Not the browser's way, which moves the focus again when the next key may have been pressed already.
  event.preventDefault();
  history.pushState(null, "", link.hash);
  reveal(link.hash.slice(1));
});
addEventListener("hashchange", () => reveal(location.hash.slice(1)));
find.addEventListener("input", filter);
for (const box of boxes) box.addEventListener("change", filter);
compact?.addEventListener("change", () => shorten(compact.checked));
byId("tools").addEventListener("submit", (event) => event.preventDefault());
byId("everything").addEventListener("click", () => {
  showAll();
  find.focus();
});
for (const [id, open] of [
  ["open", true],
  ["close", false],
]) {
  byId(id).addEventListener("click", () => {
    for (const card of all(".library:not(.left-out)")) card.open = open;
  });
}

// Paper has everything, in signs where there are many columns.
let before = null;
addEventListener("beforeprint", () => {
  const closed = all("details:not([open])");
  before = { closed, short: compact?.checked };
  for (const one of closed) one.open = true;
  if (matrix.dataset.many) shorten(true);
});
addEventListener("afterprint", () => {
  for (const one of before?.closed ?? []) one.open = false;
  if (before) shorten(before.short);
  before = null;
});

shorten(compact?.checked || innerWidth < 704);
filter();
if (location.hash) reveal(location.hash.slice(1));
