# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m reshare_wms_sandbox``."""

from .cli import main

main()
