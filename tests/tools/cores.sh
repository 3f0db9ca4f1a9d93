#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The releases of ansible-core with which this collection is tested, and the interpreters on this machine for them. In sh, because
# python3 may be missing or too old. The README states the policy: the releases that Ansible supports, and the newest candidate.
#
#   cores.sh choose [CORE]    interpreter, its version, release, requirement: of $PYTHON, or of the newest that fits; or what is missing
#   cores.sh matrix [CORE]    a line of arguments for make per release besides that one: CORE=2.22 PYTHON=/usr/bin/python3.13
set -eu

# Release, requirement, and the Python versions on which it runs as a controller; the matrix prefers the first of them.
# A candidate as the lower bound lets pip choose candidates until the final release is out.
CORES="2.20 ansible-core~=2.20.0 3.12 3.13 3.14
2.21 ansible-core~=2.21.0 3.13 3.14 3.12
2.22 ansible-core~=2.22.0rc1 3.14 3.13"

# The Python versions of a release, or of all, the newest first.
versions_of() {
    echo "$CORES" | awk -v core="$1" 'core == "" || $1 == core { for (i = 3; i <= NF; i++) print $i }' | sort -ruV
}

# The version and the path of an interpreter that can create virtual environments; of one in a virtual environment, that of its base.
inspect() {
    "$1" -c 'import ensurepip, sys, venv; v = "%d.%d" % sys.version_info[:2]; print(v, sys.base_prefix + "/bin/python" + v)' 2> /dev/null
}

# The interpreters of a version: on PATH, Debian's, pyenv's (not its shims, which are slow).
candidates() {
    echo "$PATH:/usr/local/bin:/usr/bin" | tr : '\n' | grep -v /shims$ | sed "s|.*|&/python$1\n&/python3|"
    printf '%s\n' "${PYENV_ROOT:-${HOME:-}/.pyenv}/versions/$1".*/bin/python3 | sort -rV
}

# The first usable interpreter of a version, as inspect prints it.
first() {
    candidates "$1" | while read -r candidate; do
        if [ -x "$candidate" ] && found=$(inspect "$candidate") && [ "${found%% *}" = "$1" ]; then
            echo "$found"
            break
        fi
    done
}

# The release for an interpreter (the newest that is no candidate, unless one is given), as one line for the Makefile.
choice() {
    echo "$CORES" | awk -v found="$1" -v core="$2" '
        BEGIN { split(found, python, " ") }
        index($0 " ", " " python[1] " ") && (core == $1 || core == "" && $2 !~ /[a-z][0-9]+$/) { line = python[2] " " python[1] " " $1 " " $2 }
        END { print line }'
}

choose() {
    versions=$(versions_of "$1")
    if [ -z "$versions" ]; then
        echo "CORE=$1 is not a tested release of ansible-core, as are" $(echo "$CORES" | cut -d ' ' -f 1)
        return
    fi
    wanted="Python $(echo "$versions" | awk 'NR > 1 { printf " or " } { printf $1 }') with venv and ensurepip"
    if [ -n "${PYTHON:-}" ]; then
        line=$(choice "$(inspect "$PYTHON")" "$1")
        echo "${line:-PYTHON=$PYTHON is not $wanted${1:+, which ansible-core $1 needs}}"
        return
    fi
    for version in $versions; do
        found=$(first "$version")
        [ -z "$found" ] || { choice "$found" "$1" && return; }
    done
    echo "No $wanted on PATH, in /usr/bin or in pyenv: install one (Debian: apt-get install python3.13-venv; pyenv install 3.13)," \
        "or name one with make PYTHON=/path/to/python3.13"
}

# A release without an interpreter is skipped; in CI it is an error.
matrix() {
    echo "$CORES" | while read -r core _requirement versions; do
        [ "$core" != "$1" ] || continue
        for version in $versions; do
            found=$(first "$version")
            [ -z "$found" ] || { echo "CORE=$core PYTHON=${found#* }" && continue 2; }
        done
        echo "SKIPPED ansible-core $core: found none of Python $versions" >&2
        [ -z "${CI:-}" ] || exit 1
    done
}

case "${1:-}" in
    choose) choose "${2:-}" ;;
    matrix) matrix "${2:-}" ;;
    *) sed -n '4,9s/^# \{0,1\}//p' "$0" && exit 2 ;;
esac
