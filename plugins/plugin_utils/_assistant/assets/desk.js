// SPDX-License-Identifier: GPL-3.0-or-later
// Calls into the present tab, one at a time.

// In a tab of its own, the panel works in the tab that its address names.
const fixedTab = Number(new URLSearchParams(location.search).get("tab"));
// tab: the number of the present tab. turn: of what is done there. later: a look that waits. origin: of the site. typed: a registry ID. objects: the names of the
// steps whose objects were seen or filled, by tab.
const desk = {
  tab: null,
  turn: 0,
  isLook: false,
  later: 0,
  origin: "",
  typed: null,
  objects: new Map(),
};

const HOW_TO_ALLOW = "Click the assistant's button in the toolbar of the browser, on the tab with the screen.";

// The browser does not let the panel into the tab.
class NotAllowed extends Error {}

async function presentTab() {
  if (fixedTab) return fixedTab;
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab.id;
}

// The result of a function of assistant/fill/main.js in the present tab. Throws NotAllowed.
async function inTab(name, ...parameters) {
  const target = { tabId: desk.tab };
  try {
    await chrome.scripting.executeScript({ target, files: ["fill.js"] });
    const [{ result }] = await chrome.scripting.executeScript({
      target,
      // As a text: the browser would leave out null.
      args: [name, JSON.stringify(parameters)],
      func: (called, passed) => globalThis.reshareWms[called](...JSON.parse(passed)),
    });
    return result;
  } catch (problem) {
    throw new NotAllowed(problem.message);
  }
}

// The result of act in the present tab; null if the panel may not enter it, which is told, or if something else was begun meanwhile.
async function attempt(act, isLook = false) {
  clearTimeout(desk.later);
  desk.isLook = isLook;
  desk.turn += 1;
  const turn = desk.turn;
  document.querySelector(".tab").setAttribute("aria-busy", "true");
  try {
    desk.tab = await presentTab();
    const result = await act();
    return turn === desk.turn ? result : null;
  } catch (problem) {
    if (!(problem instanceof NotAllowed)) throw problem;
    if (turn === desk.turn) showTab(HOW_TO_ALLOW);
    return null;
  } finally {
    if (turn === desk.turn) document.querySelector(".tab").removeAttribute("aria-busy");
  }
}
