# SPDX-License-Identifier: GPL-3.0-or-later

"""``reshare-wms-sandbox`` and ``python -m reshare_wms_sandbox``."""

import os
import sys


def main() -> None:
    """Run the command. Ctrl+C ends it without a traceback, also while the rest of the sandbox is imported, which takes a second."""
    # Python sets a stream to None if it is closed, as in a service, and the server needs both streams.
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # until the end
    try:
        from .cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
