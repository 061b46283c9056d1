#!/usr/bin/env bash
# Sets up .venv beside this file, once, and renders the lesson.
#
#   ./render.sh [ARGUMENTS]       squiggle render ARGUMENTS
#   ./render.sh test [ARGUMENTS]  pytest ARGUMENTS, or all tests two at a time
#   ./render.sh check             lint, formatting and types
#
# PYTHON=/path/to/python chooses the interpreter. macOS ships bash 3.2: nothing newer is used here.
set -euo pipefail

self=${BASH_SOURCE[0]}
while [ -L "$self" ]; do
    target=$(readlink "$self")
    case $target in /*) self=$target ;; *) self=$(dirname "$self")/$target ;; esac
done
root=$(cd "$(dirname "$self")" && pwd -P)
venv=$root/.venv
stamp=$venv/squiggle-stamp
project=(pyproject.toml hatch_build.py)

say() { printf 'render.sh: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# --- Python -----------------------------------------------------------------------------------

# The full path of interpreter $1 if it is new enough and really runs: a name on the path may be a
# version manager's shim with nothing behind it. Of an environment, which may be the very one that is
# to be made anew, it is the interpreter that it was made from.
runs() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11) or print(sys._base_executable))' 2>/dev/null
}

find_python() {
    local name
    if [ -n "${PYTHON:-}" ]; then
        runs "$PYTHON" || die "PYTHON=$PYTHON is no Python 3.11 or newer that runs"
        return
    fi
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        if runs "$name"; then return; fi
    done
    die "Python 3.11 or newer is needed, and none is on the path; name one with PYTHON=..."
}

# --- system packages --------------------------------------------------------------------------
# Two of Manim's dependencies have no wheels: pycairo, and on Linux ManimPango. To build them pip
# needs a compiler, pkg-config and the headers of Cairo, Pango and Python.

missing() {
    printf '#include <stdlib.h>\n' | "${CC:-cc}" -E - >/dev/null 2>&1 || echo compiler
    command -v pkg-config >/dev/null || echo pkg-config
    pkg-config --exists cairo 2>/dev/null || echo cairo
    [ "$(uname)" = Darwin ] || pkg-config --exists pangocairo 2>/dev/null || echo pango
    "$1" -c 'import sysconfig as s; open(s.get_path("include") + "/Python.h")' 2>/dev/null || echo headers
    "$1" -c 'import ensurepip, venv' 2>/dev/null || echo venv
}

# What package manager $1 calls thing $2, for Python version $3.
package() {
    case $1:$2 in
        apt-get:compiler) echo gcc libc6-dev ;;
        apt-get:cairo) echo libcairo2-dev ;;
        apt-get:pango) echo libpango1.0-dev ;;
        apt-get:headers) echo "python$3-dev" ;;
        apt-get:venv) echo "python$3-venv" ;;
        dnf:cairo | dnf:pango) echo "$2-devel" ;;
        dnf:headers) echo "python$3-devel" ;;
        dnf:venv) echo "python$3" ;;
        dnf:pkg-config) echo pkgconf-pkg-config ;;
        pacman:pkg-config) echo pkgconf ;;
        pacman:headers | pacman:venv) echo python ;;
        brew:headers | brew:venv) echo "python@$3" ;;
        *:compiler) echo gcc ;;
        *) echo "$2" ;;
    esac
}

install_system_packages() {
    local python=$1 things manager version thing packages sudo=
    things=$(missing "$python" | paste -sd " " -)
    [ -n "$things" ] || return 0
    for manager in apt-get dnf pacman brew ''; do command -v "$manager" >/dev/null && break; done
    [ -n "$manager" ] || die "install these with your system's package manager, then try again: $things"
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    packages=$(for thing in $things; do package "$manager" "$thing" "$version"; done | sort -u | paste -sd " " -)
    case $manager in
        apt-get) set -- apt-get install -y --no-install-recommends ;;
        dnf) set -- dnf install -y ;;
        pacman) set -- pacman -S --needed --noconfirm ;;
        brew) set -- brew install ;;
    esac
    if [ "$manager" != brew ] && [ "$(id -u)" != 0 ]; then
        sudo=sudo
        sudo -n true 2>/dev/null || die "run this first: sudo $* $packages"
    fi
    say "installing system packages: $packages"
    # Lists of packages may be absent or old; if they cannot be fetched, the next step tells.
    [ "$manager" != apt-get ] || $sudo apt-get update -qq >&2 || true
    # shellcheck disable=SC2086  # words are meant: no package's name holds a space
    $sudo "$@" $packages >&2 || die "could not install $packages"
    things=$(missing "$python" | paste -sd " " -)
    [ -z "$things" ] || die "$python still lacks, after installing $packages: $things"
}

# --- the environment --------------------------------------------------------------------------

pip() { "$venv/bin/python" -m pip --disable-pip-version-check --quiet "$@" >&2; }

# A line of the stamp: the files something was installed from, their checksum, and the place, since
# an environment cannot be moved.
mark() { (cd "$root" && printf '%s %s\n' "$*" "$({ pwd -P; cat "$@"; } | cksum)"); }
marked() { grep -qxF "$(mark "$@")" "$stamp" 2>/dev/null; }

# Whether .venv is whole, runs, and is of the Python that was asked for.
stands() {
    local full='import sys; print(sys.version)'
    marked requirements.txt && "$venv/bin/python" -c 'import squiggle' 2>/dev/null || return 1
    [ -z "${PYTHON:-}" ] || [ "$("$PYTHON" -c "$full")" = "$("$venv/bin/python" -c "$full")" ]
}

# Make .venv hold the versions locked in file $1, and the project as it stands in this checkout.
set_up() {
    local lock=$1 python
    stands && marked "$lock" && marked "${project[@]}" && return

    if ! stands; then
        python=$(find_python)
        install_system_packages "$python"
        say "making .venv with $("$python" --version)"
        rm -rf "$venv"
        "$python" -m venv "$venv" || die "could not make .venv"
    fi
    rm -f "$stamp"
    say "installing $lock (this takes a minute or two)"
    pip install --require-hashes -r "$root/$lock" || die "could not install $lock"
    pip install --no-build-isolation --no-deps --editable "$root" || die "could not install squiggle"
    # Gone while anything changes and written last: what was left half made is made anew.
    # The development lock holds all that requirements.txt does.
    { mark requirements.txt; mark "$lock"; mark "${project[@]}"; } >"$stamp.new"
    mv "$stamp.new" "$stamp"
}

case ${1:-} in
    test)
        shift
        set_up requirements-dev.txt
        cd "$root"
        # A file's tests share what they render. In the order of their names the slow files come early,
        # so that no process waits for another at the end.
        [ $# -gt 0 ] || set -- -n 2 --dist loadfile --no-loadscope-reorder
        exec "$venv/bin/python" -m pytest "$@"
        ;;
    check)
        set_up requirements-dev.txt
        cd "$root"
        failed=0
        "$venv/bin/ruff" check . || failed=1
        "$venv/bin/ruff" format --check . || failed=1
        "$venv/bin/mypy" || failed=1
        exit $failed
        ;;
    *)
        set_up requirements.txt
        exec "$venv/bin/squiggle" render "$@"
        ;;
esac
