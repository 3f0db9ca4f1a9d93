// SPDX-License-Identifier: GPL-3.0-or-later
// The background script of the extension: a click on its button opens the panel, and lets it work in that tab.
import { removeOld } from "./store.js";

chrome.action.onClicked.addListener(({ id }) => {
  // Not after an await: a browser opens the panel only within the click.
  if (chrome.sidePanel) chrome.sidePanel.open({ tabId: id });
  else chrome.sidebarAction.open();
  // Notifies a panel that is already open that it may look at the tab now.
  chrome.runtime.sendMessage({ allowed: id }).catch(() => {});
});

// Old data has to be removed even if the panel is never opened again.
chrome.runtime.onStartup.addListener(() => removeOld());
