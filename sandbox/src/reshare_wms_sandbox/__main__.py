# SPDX-License-Identifier: GPL-3.0-or-later

"""``reshare-wms-sandbox`` and ``python -m reshare_wms_sandbox``."""

import sys


def main() -> None:
    """Run the command. Ctrl+C ends it without a traceback, also while the rest of the sandbox is imported, which takes a second."""
    try:
        from .cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
