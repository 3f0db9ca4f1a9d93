// SPDX-License-Identifier: GPL-3.0-or-later
// The other versions of the published site, below its name: versions.json, beside the folders of the versions, lists them. Elsewhere, there is none.
"use strict";

(async () => {
  const version = new URL(document.documentElement.dataset.content_root, location);
  const site = new URL("..", version);
  const response = location.protocol.startsWith("http") && (await fetch(new URL("versions.json", site)));
  const versions = response?.ok ? await response.json() : [];
  const shown = version.pathname.slice(site.pathname.length, -1);
  if (!versions.includes(shown)) return;

  const page = location.href.slice(version.href.length);
  const links = versions
    .filter((other) => other !== shown)
    .map((other) => {
      const link = document.createElement("a");
      [link.href, link.textContent] = [new URL(`${other}/${page}`, site), other];
      return link;
    });
  const list = document.createElement("details");
  list.className = "versions";
  list.append(Object.assign(document.createElement("summary"), { textContent: "Other versions" }), ...links);
  // A version without this page is opened at its first one.
  const check = async (link) => {
    const { ok } = await fetch(link.href, { method: "HEAD" });
    if (!ok) link.href = new URL(`${link.textContent}/index.html`, site);
  };
  list.addEventListener("toggle", () => links.map(check), { once: true });
  if (links.length) document.querySelector(".sidebar-brand").after(list);
})();
