# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the files of a release: build.py FOLDER [CHECKOUT]

The collection's tarball, the sandbox's wheel, the assistant's zip, the OpenAPI document of the configuration service, and SHA256SUMS. They are
made only of files that git tracks, and contain no time but that of the commit: two builds of one commit with the same tools are equal byte for
byte.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

DOCUMENT = "configuration-service.openapi.json"
#: The packages of package.json. A checkout that is built, such as the clone of a release, has none of its own.
PACKAGES = Path(__file__).resolve().parents[2] / ".build/node/node_modules"
#: The names of built files; those of earlier builds are removed.
BUILT = ("reshare-wms-*.tar.gz", "reshare_wms_sandbox-*.whl", "reshare-wms-assistant-*.zip", DOCUMENT, "SHA256SUMS")


def build(checkout: Path, folder: Path) -> list[Path]:
    """Build the files of a release. Returns their paths; the last one is that of the checksums."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in [path for pattern in BUILT for path in folder.glob(pattern)]:
        path.unlink()
    epoch = output(["git", "log", "-1", "--format=%ct"], checkout).strip()
    # The permissions of the files in a wheel depend on it.
    os.umask(0o022)
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary) / "source"
        copy_tracked(checkout, source)
        built = [
            collection(source, folder, int(epoch)),
            wheel(source, folder, epoch),
            assistant(source, folder),
            document(source, folder),
        ]
    sums = folder / "SHA256SUMS"
    sums.write_text("".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in built))
    return [*built, sums]


def copy_tracked(checkout: Path, folder: Path) -> None:
    """Copy the tracked files of a checkout, with the permissions of new files: none that is built is a program."""
    for name in output(["git", "ls-files", "-z"], checkout).split("\0"):
        if name and (checkout / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(checkout / name, folder / name)


def collection(source: Path, folder: Path, epoch: int) -> Path:
    """Build the tarball. ansible-galaxy writes the time of the build into it, so it is packed again."""
    output(["ansible-galaxy", "collection", "build", "--output-path", str(source.parent)], source)
    (built,) = source.parent.glob("reshare-wms-*.tar.gz")
    path = folder / built.name
    with (
        tarfile.open(built) as given,
        path.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=epoch) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for member in given:
            member.mtime, member.pax_headers = epoch, {}
            archive.addfile(member, given.extractfile(member) if member.isfile() else None)
    return path


def wheel(source: Path, folder: Path, epoch: str) -> Path:
    """Build the wheel with the pinned setuptools, whose version is in it, and the license, which the folder of the sandbox does not have."""
    shutil.copyfile(source / "LICENSE", source / "sandbox/LICENSE")
    constraints = str(source / "tests/constraints.txt")
    command = [
        "uv",
        "--system-certs",
        "build",
        "--quiet",
        "--wheel",
        "--build-constraints",
        constraints,
        "--out-dir",
        str(folder),
    ]
    output([*command, "sandbox"], source, SOURCE_DATE_EPOCH=epoch)
    (path,) = folder.glob("reshare_wms_sandbox-*.whl")
    return path


def assistant(source: Path, folder: Path) -> Path:
    """Pack the extension, unsigned."""
    files = source.parent / "assistant"
    output(["bash", "assistant/build.sh", str(PACKAGES), str(files)], source)
    version = json.loads((files / "manifest.json").read_text(encoding="utf-8"))["version"]
    path = folder / f"reshare-wms-assistant-{version}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(files.iterdir()):
            entry = zipfile.ZipInfo(file.name)  # with the earliest time that an archive can contain
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, file.read_bytes())
    return path


def document(source: Path, folder: Path) -> Path:
    """Write the OpenAPI document of this sandbox, not of the installed one."""
    command = [sys.executable, "-m", "reshare_wms_sandbox", "openapi"]
    path = folder / DOCUMENT
    path.write_text(output(command, source, PYTHONPATH=str(source / "sandbox/src")), encoding="utf-8")
    return path


def output(command: list[str], folder: Path, **environment: str) -> str:
    """The output of a command that has to succeed. The program ends with its error."""
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed in {folder}\n{done.stdout}")
    return done.stdout


def main() -> int:
    """Build, and print the checksums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("checkout", type=Path, nargs="?", default=Path.cwd())
    options = parser.parse_args()
    built = build(options.checkout, options.folder.resolve())
    print(built[-1].read_text(encoding="utf-8"), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
