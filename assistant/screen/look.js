// SPDX-License-Identifier: GPL-3.0-or-later
// A capture of format 2, as soon as the page is quiet: the value of this script in the page, for the panel.
import { captureOf } from "./capture.js";
import { rootsIn } from "./composed.js";

/** In milliseconds: how long a page must not change to be quiet, and after how long it is read in any case, as not quiet. */
const [QUIET, LONGEST] = [300, 5000];

function whenQuiet(page) {
  return new Promise((done) => {
    const end = (quiet) => {
      observer.disconnect();
      clearTimeout(soon);
      clearTimeout(late);
      done(quiet);
    };
    const observer = new MutationObserver(() => {
      clearTimeout(soon);
      soon = setTimeout(end, QUIET, true);
    });
    // An observer does not cross documents and shadow roots.
    for (const root of rootsIn(page))
      observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    let soon = setTimeout(end, QUIET, true);
    const late = setTimeout(end, LONGEST, false);
  });
}

globalThis.reshareWmsLook = async () => captureOf(document, await whenQuiet(document)).capture;
