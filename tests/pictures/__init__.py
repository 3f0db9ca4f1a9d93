# SPDX-License-Identifier: GPL-3.0-or-later

"""`make pictures`: the pictures in the documentation, of the pages as the collection writes them."""
