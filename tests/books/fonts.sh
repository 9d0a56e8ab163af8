#!/bin/sh
# Installs Noto from Debian and copies the fonts that the books in
# tests/conformance/scripts name into their manuscript folders.
set -eu
here=$(dirname "$0")/../conformance/scripts
apt-get install -y --no-install-recommends fonts-noto-core fonts-noto-cjk
noto=/usr/share/fonts
mkdir -p "$here/arabic/manuscript/fonts" "$here/japanese/manuscript/fonts"
for book in arabic japanese; do
    cp "$noto/truetype/noto/NotoNaskhArabic-Regular.ttf" "$here/$book/manuscript/fonts/"
done
cp "$noto/opentype/noto/NotoSerifCJK-Regular.ttc" "$here/japanese/manuscript/fonts/"
