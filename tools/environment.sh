# Sourced by ./run and ./test: finds a Python, makes .venv and installs pinned requirements into it.
# POSIX shell only; expects $root to be the repository's folder. Installs nothing outside .venv.

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "$*"
    exit 1
}

# Print the first Python >= 3.11 there is; $PYTHON, where set, is asked first.
find_python() {
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
        if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 && is_new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# Make .venv unless a working one is there (one whose Python was removed or is too old is made anew).
make_environment() {
    if is_new_enough "$root/.venv/bin/python"; then
        return 0
    fi
    python=$(find_python) || fail "Digest Atlas needs Python 3.11 or newer, and none was found on PATH." \
        "Install it (Debian and Ubuntu: apt-get install python3 python3-venv), or name one: PYTHON=/path/to/python3 $0"
    say "Making the environment .venv with $("$python" -V 2>&1) …"
    rm -rf "$root/.venv"
    if "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        "$python" -m venv "$root/.venv" && return 0
    elif command -v uv >/dev/null 2>&1; then
        uv venv --quiet --seed --python "$python" "$root/.venv" && return 0
    elif "$python" -c 'import virtualenv' >/dev/null 2>&1; then
        "$python" -m virtualenv --quiet "$root/.venv" && return 0
    elif "$python" -c 'import pip, venv' >/dev/null 2>&1; then
        # Debian splits ensurepip off venv; a pip that is there can put itself into the new environment.
        "$python" -m venv --without-pip "$root/.venv" \
            && "$python" -m pip --quiet --python "$root/.venv/bin/python" install pip && return 0
    fi
    rm -rf "$root/.venv"
    fail "$python could not make the environment .venv: its venv module is missing or broken, and neither uv," \
        "virtualenv nor pip is there instead. On Debian and Ubuntu: apt-get install python3-venv. Then call $0 again."
}

# Install the requirements file $1 into .venv, unless a stamp says that these very pins are installed already.
install_requirements() {
    stamp=$root/.venv/installed-$1
    pins=$(cat "$root"/requirements*.txt | cksum)
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$pins" ]; then
        return 0
    fi
    say "Installing $1 …"
    install_by_uv "$1" \
        || "$root/.venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$root/$1" \
        || fail "Installing $1 failed (pip's own words are above). Is there a network? Then call $0 again."
    printf '%s\n' "$pins" >"$stamp"
}

# Install by uv, in a third of pip's time, where the requirements file $1 names uv itself: the development's does.
# It may fail quietly, since it knows no settings of pip (a mirror, a certificate): pip installs then.
install_by_uv() {
    pin=$(sed -n 's/^\(uv==[0-9.]*\).*/\1/p' "$root/$1")
    [ -n "$pin" ] || return 1
    "$root/.venv/bin/python" -m pip install --quiet --disable-pip-version-check "$pin" 2>/dev/null \
        && "$root/.venv/bin/python" -m uv pip install --quiet --system-certs \
            --python "$root/.venv/bin/python" -r "$root/$1" 2>/dev/null
}

prepare_environment() {
    make_environment
    install_requirements "$1"
}
