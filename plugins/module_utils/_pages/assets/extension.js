// SPDX-License-Identifier: GPL-3.0-or-later
// The background script of the extension: a click on its button runs the capture tool in that tab.
chrome.action.onClicked.addListener(({ id }) =>
  chrome.scripting.executeScript({ target: { tabId: id }, files: ["capture.js"] }),
);
