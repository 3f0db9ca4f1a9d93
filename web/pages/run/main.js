// SPDX-License-Identifier: GPL-3.0-or-later
import { all, byId } from "../../theme/dom.js";

const rows = all("#matrix tbody tr").map((row) => ({
  row,
  card: byId(row.dataset.card),
  state: row.dataset.state,
}));
// Without a filter, a long table begins with the most urgent libraries.
let atFirst = rows.filter(({ row }) => !row.classList.contains("left-out")).length;
const find = byId("find");
const boxes = all(".tools fieldset input");

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

// The row and the messages of a library. For thousands of libraries, the markup is searched faster than elements.
function searched(one) {
  if (one.text === undefined) {
    const markup = one.card.querySelector("noscript")?.textContent ?? one.card.innerHTML;
    const problems = markup.match(/<p class="problem.*?<\/p>/gs) ?? [];
    one.text = `${one.row.textContent}\n${elements(problems.join("\n")).textContent}`.toLowerCase();
  }
  return one.text;
}

function filter() {
  const wanted = boxes.filter((box) => box.checked).map((box) => box.value);
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  const most = words.length || wanted.length ? rows.length : atFirst;
  let count = 0;
  for (const one of rows) {
    const chosen = !wanted.length || wanted.includes(one.state);
    const shown = count < most && chosen && words.every((word) => searched(one).includes(word));
    one.row.classList.toggle("left-out", !shown);
    one.card.classList.toggle("left-out", !shown);
    count += shown;
  }
  byId("shown").textContent = count === rows.length ? "" : `Libraries shown: ${count} of ${rows.length}.`;
}

function showAll() {
  atFirst = rows.length;
  find.value = "";
  for (const box of boxes) box.checked = false;
  filter();
}

// The target of a link can be in a closed part, not be an element yet, or be filtered out.
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

if (rows.length) {
  // In any way a library is opened, its details become elements in the next frame; the event toggle would be later.
  new MutationObserver((changes) => {
    for (const { target } of changes) if (target.open) make(target);
  }).observe(byId("details"), { attributeFilter: ["open"], subtree: true });
  find.addEventListener("input", filter);
  for (const box of boxes) box.addEventListener("change", filter);
  byId("tools").addEventListener("submit", (event) => event.preventDefault());
  byId("everything")?.addEventListener("click", () => {
    showAll();
    find.focus();
  });
  filter();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // The browser's own way would move the focus again, possibly after the next key press.
  event.preventDefault();
  history.pushState(null, "", link.hash);
  reveal(link.hash.slice(1));
});
addEventListener("hashchange", () => reveal(location.hash.slice(1)));

// Printing opens all closed parts.
let closed = [];
addEventListener("beforeprint", () => {
  closed = all("details:not([open])");
  for (const one of closed) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of closed) one.open = false;
});

if (location.hash) reveal(location.hash.slice(1));
