# SPDX-License-Identifier: GPL-3.0-or-later
"""Replaces the get-pip script that ansible-test would download: copies the pip that sanity.py has installed beside it."""

import shutil
import sysconfig
from pathlib import Path

shutil.copytree(Path(__file__).with_suffix(""), sysconfig.get_path("purelib"), dirs_exist_ok=True)
