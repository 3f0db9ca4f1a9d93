# SPDX-License-Identifier: GPL-3.0-or-later

"""The soak test: the configuration of a consortium is applied again and again while its systems fail at random."""
