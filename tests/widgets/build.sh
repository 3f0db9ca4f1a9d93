#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Bundles the pages that component libraries draw: build.sh pages|large-pages FOLDER
# The packages are those of the lock files; esbuild comes from .build/node. make exports NPM_FLAGS.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
what=$1 to=$2
esbuild=.build/node/node_modules/.bin/esbuild

# folder of the lock file, where to: installs its packages if they are others than before
packages() {
    cmp --silent "$1/package-lock.json" "$2/.installed" && return
    mkdir -p "$2"
    cp tests/widgets/package.json "$1/package-lock.json" "$2/"
    [ ! -f "$1/package.json" ] || cp "$1/package.json" "$2/"
    # shellcheck disable=SC2086  # several options
    npm ci $NPM_FLAGS --prefix "$2" > /dev/null
    cp "$1/package-lock.json" "$2/.installed"
}

# packages, modules and options
bundle() {
    local loaders=(--loader:.{woff,woff2,ttf,eot,svg,png,gif}=dataurl)
    NODE_PATH=$1/node_modules "$esbuild" "${@:2}" --bundle --minify --format=iife --target=es2022 --jsx=automatic --conditions=style,module \
        --define:process.env.NODE_ENV='"production"' "${loaders[@]}" --legal-comments=none --log-level=error
}

# Dojo and ExtJS are large and no modules that esbuild can bundle: their scripts (NAME.library.js) come before those of their pages.
dojo() {
    packages "tests/widgets/$1" "$to/$1"
    node tests/widgets/dojo/layer.mjs "$to/$1/node_modules" > "$to/$1.library.js"
    bundle "$to/$1" tests/widgets/dojo/page.js --outfile="$to/$1.js"
}

# Of the 570 MB of ExtJS, the script and a theme are kept.
extjs() {
    if ! cmp --silent tests/widgets/extjs/package-lock.json "$to/extjs/.installed" || [ ! -f "$to/extjs.library.js" ]; then
        rm -rf "$to/extjs"
        packages tests/widgets/extjs "$to/extjs"
        mv "$to/extjs/node_modules/extjs-gpl/build/classic/theme-neptune/resources" "$to/extjs/theme"
        mv "$to/extjs/node_modules/extjs-gpl/build/ext-all.js" "$to/extjs.library.js"
        rm -rf "$to/extjs/node_modules"
        echo '@import "extjs/theme/theme-neptune-all.css";' > "$to/extjs.css"
    fi
    bundle "$to/extjs" tests/widgets/extjs/page.js --outfile="$to/extjs.js"
}

if [ "$what" = pages ]; then
    packages tests/widgets "$to"
    bundle "$to" tests/widgets/pages/* --outdir="$to"
else
    dojo dojo
    dojo dojo17
    extjs
fi
