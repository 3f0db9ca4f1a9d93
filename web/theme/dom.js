// SPDX-License-Identifier: GPL-3.0-or-later
// Elements of a page by their ids and selectors.
export const byId = (id) => document.getElementById(id);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];
