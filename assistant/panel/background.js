// SPDX-License-Identifier: GPL-3.0-or-later
// The background script of the extension: a click on its button opens the panel, and lets it work in that tab.
import { removeOld } from "./store.js";

chrome.action.onClicked.addListener(({ id }) => {
  // Before anything is awaited: a browser opens the panel only within the click.
  if (chrome.sidePanel) chrome.sidePanel.open({ tabId: id });
  else chrome.sidebarAction.open();
  // A panel that is open already learns that it may look now.
  chrome.runtime.sendMessage({ allowed: id }).catch(() => {});
});

// Also if the panel is never opened again.
chrome.runtime.onStartup.addListener(() => removeOld());
