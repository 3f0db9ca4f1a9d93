#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: output_files
short_description: Write text files on the controller
version_added: 1.0.0
description:
  - Writes texts into files on the controller. The playbooks of this collection write their files with this module.
  - Missing directories are created. All files are replaced together and atomically, or none. A symbolic link is replaced, not followed. Existing files keep
    their permissions.
  - Unlike C(ansible.builtin.copy), it needs no connection and no temporary directory, so no file is missing because of the home directory of a job.
options:
  files:
    description: The texts, by the path of the file. Relative paths are relative to O(folder), and with it, no path can be outside of it.
    type: dict
    required: true
  folder:
    description: A directory. A relative path is relative to the directory in which the command was started, which is also the default.
    type: path
extends_documentation_fragment: reshare.wms.controller
"""

EXAMPLES = r"""
---
- name: Write the variables of a library
  reshare.wms.output_files:
    files:
      exported/adams.yml: "{{ found | reshare.wms.variables_yaml }}"
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.controller
paths:
  description: The absolute paths of the files.
  returned: always
  type: list
  elements: str
  sample: [/srv/consortium/exported/adams.yml]
"""
