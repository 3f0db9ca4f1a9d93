# SPDX-License-Identifier: GPL-3.0-or-later

"""mod-directory, the directory of ReShare, as far as the integration uses it (reshare.md 2.4, 2.5, 4)."""
