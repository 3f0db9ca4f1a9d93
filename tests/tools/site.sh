#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds the documentation site of the checkout in the current folder: site.sh FOLDER. The pages are in FOLDER/html. A warning is an error.
set -euo pipefail
source=$1/source

# antsibull-docs writes a log to HOME.
export HOME=$PWD/$1/home
mkdir -p "$HOME"
mkdir -p -m 700 "$source/collection"
find "$source" -mindepth 1 -maxdepth 1 ! -name collection -exec rm -r {} +
git ls-files -z README.md SECURITY.md CHANGELOG.md 'docs/*.md' 'docs/*.svg' 'docs/pictures/*.png' 'docs/schemas/*.json' 'roles/*.md' |
    xargs -0 cp --parents --preserve=timestamps --target-directory "$source"
reshare-wms-sandbox openapi > "$source/docs/configuration-service.openapi.json"
antsibull-docs collection --use-current --squash-hierarchy --cleanup everything --fail-on-error \
    --dest-dir "$source/collection" reshare.wms
sphinx-build --fail-on-warning --quiet -c docs/docsite -d .build/cache/sphinx "$source" "$1/html"
echo "$1/html/index.html"
