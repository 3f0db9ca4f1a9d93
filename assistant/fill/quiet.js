// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for the page.
import { rootsIn } from "../screen/composed.js";

export const wait = (time) => new Promise((done) => setTimeout(done, time));

/** Waits until nothing in the page has changed for `least` milliseconds, but at most for `most`. */
export function quiet(page, { least = 60, most = 3000 } = {}) {
  return new Promise((done) => {
    let timer;
    const end = () => {
      watch.disconnect();
      clearTimeout(timer);
      clearTimeout(last);
      done();
    };
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(end, least);
    };
    const watch = new MutationObserver(again);
    const last = setTimeout(end, most);
    for (const one of rootsIn(page))
      watch.observe(one, { attributes: true, characterData: true, childList: true, subtree: true });
    again();
  });
}

/** The first result of a function that is not null; null after `most` milliseconds without one. */
export async function until(test, most) {
  const end = performance.now() + most;
  for (;;) {
    const found = test();
    if (found !== null || performance.now() > end) return found;
    await wait(20);
  }
}
