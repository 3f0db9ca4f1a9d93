# SPDX-License-Identifier: GPL-3.0-or-later

"""Contrary worlds: libraries in which the systems behave otherwise than assumed, the journeys through them, and the judge of what happened."""
