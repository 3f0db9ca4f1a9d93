// SPDX-License-Identifier: GPL-3.0-or-later
// Runs before the page is shown, to avoid flicker.
document.documentElement.classList.add("js");
