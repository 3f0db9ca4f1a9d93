# SPDX-License-Identifier: GPL-3.0-or-later
"""Packs the assistant for the stores of Chrome and Edge, and of Firefox: assistant_packages.py FOLDER

The same sources give the same bytes. The packages differ in the manifest, because each store warns of keys that only the other browser knows.
"""

from __future__ import annotations

import json
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

from ansible_collections.reshare.wms.plugins.plugin_utils._assistant.installation import installation

EXTENSION = "extension/"
#: What only one of the browsers knows, as paths of keys.
OF_FIREFOX = (("sidebar_action",), ("browser_specific_settings",), ("background", "scripts"))
OF_CHROME = (("side_panel",), ("background", "service_worker"))
PACKAGES = {"chrome": OF_FIREFOX, "firefox": OF_CHROME}
SIZES = (16, 48, 128)
#: The earliest time that an archive can contain.
TIME = (1980, 1, 1, 0, 0, 0)
BACK, TICK, NOTHING = (11, 92, 122, 255), (255, 255, 255, 255), (0, 0, 0, 0)


def main() -> int:
    """Write the packages, and print their names."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    texts = {name.removeprefix(EXTENSION): text for name, text in installation().items() if name.startswith(EXTENSION)}
    icons = {f"icon-{size}.png": icon(size) for size in SIZES}
    for browser, without in PACKAGES.items():
        manifest = {**json.loads(texts["manifest.json"]), "icons": {str(size): f"icon-{size}.png" for size in SIZES}}
        for path in without:
            remove(manifest, path)
        if browser == "firefox":
            manifest["permissions"].remove("sidePanel")
        files = {name: text.encode() for name, text in texts.items()} | icons
        files["manifest.json"] = (json.dumps(manifest, indent=2) + "\n").encode()
        path = folder / f"assistant-{browser}-{manifest['version']}.zip"
        pack(path, files)
        print(path)
    return 0


def remove(manifest: dict[str, Any], path: tuple[str, ...]) -> None:
    """Remove the key at a path."""
    for key in path[:-1]:
        manifest = manifest[key]
    del manifest[path[-1]]


def pack(path: Path, files: dict[str, bytes]) -> None:
    """Write an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[name])


def icon(size: int) -> bytes:
    """The icon as PNG: a tick on a field."""
    rows = b"".join(
        b"\0" + b"".join(bytes(colour((x + 0.5) / size, (y + 0.5) / size)) for x in range(size)) for y in range(size)
    )
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def colour(x: float, y: float) -> tuple[int, int, int, int]:
    """The colour at a place of the icon; both sides have the length 1."""
    if not (0.06 < x < 0.94 and 0.06 < y < 0.94):
        return NOTHING
    left = 0.24 < x < 0.44 and abs(y - x - 0.24) < 0.09
    right = 0.40 < x < 0.80 and abs(y + 0.95 * x - 1.07) < 0.09
    return TICK if left or right else BACK


def chunk(name: bytes, data: bytes) -> bytes:
    """A part of a PNG file."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


if __name__ == "__main__":
    sys.exit(main())
