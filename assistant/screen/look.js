// SPDX-License-Identifier: GPL-3.0-or-later
// A capture of format 2, as soon as the page is quiet: the value of this script in the page, for the panel.
import { rootsIn } from "./composed.js";
import { drawnOn } from "./drawn.js";
import { oneLine } from "./text.js";

const FORMAT = { format: "reshare.wms capture", version: 2, meaning: 1 };
/** Without a change for so long, in milliseconds, a page is quiet; it is read after the second in any case, and then says that it was not. */
const [QUIET, LONGEST] = [300, 5000];

async function lookAt(page) {
  const quiet = await whenQuiet(page);
  const { protocol, host, pathname } = page.location;
  return {
    ...FORMAT,
    at: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    title: oneLine(page.title),
    // Without query, fragment and path parameters, which can contain a session.
    address: `${protocol}//${host}${pathname.replace(/;[^/]*/g, "")}`,
    language: page.documentElement.lang,
    quiet,
    ...drawnOn(page),
  };
}

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
    // An observer does not cross them.
    for (const root of rootsIn(page))
      observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    let soon = setTimeout(end, QUIET, true);
    const late = setTimeout(end, LONGEST, false);
  });
}

globalThis.reshareWmsLook = () => lookAt(document);
