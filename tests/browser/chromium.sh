#!/bin/sh
# Makes sure that a Chromium is there for the browser tests: the system's, else one from its package manager.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
echo "No Chromium found, installing it" >&2
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
if command -v apt-get >/dev/null 2>&1; then
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk
elif command -v dnf >/dev/null 2>&1; then
    as_root dnf install -y -q chromium google-noto-sans-cjk-fonts
elif command -v pacman >/dev/null 2>&1; then
    as_root pacman -S --noconfirm chromium noto-fonts-cjk
else
    echo "Install Chromium by hand, then run the tests again" >&2
    exit 1
fi
