# SPDX-License-Identifier: GPL-3.0-or-later

"""mod-rs, the request module of ReShare: its configuration (reshare.md 2, 3)."""
