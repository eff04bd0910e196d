#!/bin/sh
# Sees to the programs that the tests drive and that are no Python packages: Chromium and redis-server.
set -eu

has_chromium() {
    test -n "${QUESTBOARD_CHROMIUM:-}" && return
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null && return
    done
    return 1
}

missing=""
has_chromium || missing="chromium"
command -v redis-server >/dev/null || missing="$missing redis-server"
test -n "$missing" || exit 0

as_root=""
test "$(id -u)" = 0 || as_root="sudo -n"
if command -v apt-get >/dev/null && $as_root true 2>/dev/null; then
    echo "Installing$(printf ' %s' $missing) from the system's packages (once) ..."
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get update -qq
    # shellcheck disable=SC2086  # a list of names
    $as_root apt-get install -qq -y --no-install-recommends $missing >/dev/null && exit 0
fi
echo "The tests drive a real Chromium and a real Redis. Please install: $missing" >&2
echo "(Debian, Ubuntu: apt-get install $missing; macOS: brew install redis and set QUESTBOARD_CHROMIUM to a Chrome.)" >&2
exit 1
