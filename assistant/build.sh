#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes the files of the extension: build.sh NODE_MODULES FOLDER
# NODE_MODULES has the packages of package.json. A browser loads FOLDER as an unpacked extension.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
node=$1 to=$2

mkdir -p "$to"
cp assistant/panel/{panel.html,manifest.json,icon.png} "$to/"
"$node/.bin/esbuild" look=assistant/screen/look.js fill=assistant/fill/main.js \
    work=assistant/panel/work.js panel=assistant/panel/panel.js background=assistant/panel/background.js panel=assistant/panel/panel.css \
    --bundle --minify --format=iife --target=es2022 --line-limit=120 --legal-comments=none --log-level=warning \
    --banner:js="$(cat assistant/notice.js)" --outdir="$to"
