// SPDX-License-Identifier: GPL-3.0-or-later
/*! reshare.wms, GPL-3.0-or-later */
// Comes before a page's own script, in one function with it.
"use strict";
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
