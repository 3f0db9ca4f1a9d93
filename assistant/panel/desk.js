// SPDX-License-Identifier: GPL-3.0-or-later
// Calls into the present tab, one at a time.

// In a tab of its own, the panel works in the tab that its address names.
const fixedTab = Number(new URLSearchParams(location.search).get("tab"));
// turn: the number of the current call. isActing: whether the person asked for it and it has not ended. filling: the tab whose form is being filled. later: the
// timer of the next look. origin: of the site. typed: a registry ID. tell: shows a text to the person.
export const desk = {
  turn: 0,
  isActing: false,
  filling: null,
  later: 0,
  origin: "",
  typed: null,
  tell: () => {},
};

const HOW_TO_ALLOW = "Click the assistant's button in the toolbar of the browser, on the tab with the screen.";

// The browser does not let the panel into the tab.
export class NotAllowed extends Error {}

async function presentTab() {
  if (fixedTab) return fixedTab;
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab.id;
}

// The result of a function of assistant/fill/main.js in a tab. Throws NotAllowed.
export async function inTab(tab, name, ...parameters) {
  const target = { tabId: tab };
  try {
    await chrome.scripting.executeScript({ target, files: ["fill.js"] });
    const [{ result }] = await chrome.scripting.executeScript({
      target,
      // As JSON text, because the browser would leave out null.
      args: [name, JSON.stringify(parameters)],
      func: (called, passed) => globalThis.reshareWms[called](...JSON.parse(passed)),
    });
    return result;
  } catch (problem) {
    throw new NotAllowed(problem.message);
  }
}

// The capture of a tab, as soon as its page is quiet. Throws NotAllowed.
export async function captureIn(tab) {
  const target = { tabId: tab };
  try {
    await chrome.scripting.executeScript({ target, files: ["look.js"] });
    const [{ result }] = await chrome.scripting.executeScript({ target, func: () => globalThis.reshareWmsLook() });
    return result;
  } catch (problem) {
    throw new NotAllowed(problem.message);
  }
}

// The result of act with the present tab; null if the panel may not enter the tab, which the person is told, or if another call replaces this one: an action of
// the person replaces a look, and nothing replaces an action.
export async function attempt(act, isLook = false) {
  if (desk.isActing) return null;
  clearTimeout(desk.later);
  desk.isActing = !isLook;
  desk.turn += 1;
  const turn = desk.turn;
  document.querySelector(".tab").setAttribute("aria-busy", "true");
  try {
    const result = await act(await presentTab());
    return turn === desk.turn ? result : null;
  } catch (problem) {
    if (!(problem instanceof NotAllowed)) throw problem;
    if (turn === desk.turn) desk.tell(HOW_TO_ALLOW);
    return null;
  } finally {
    if (turn === desk.turn) {
      desk.isActing = false;
      document.querySelector(".tab").removeAttribute("aria-busy");
    }
  }
}
