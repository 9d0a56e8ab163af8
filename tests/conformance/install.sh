#!/usr/bin/env bash
# Installs the outside checkers at pinned versions; quick when they are there.
#
# usage: install.sh [FOLDER]        (target/conformance of the project otherwise)
#
# npm's packages are pinned with their checksums by package-lock.json beside this
# file, veraPDF by version and checksum below. Chromium, qpdf, Poppler and MuPDF are
# those of the Debian release; `run.py` prints every version it used.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tools=${1:-$here/../../target/conformance}
mkdir -p "$tools"
tools=$(cd "$tools" && pwd)

verapdf_version=1.28.2
verapdf_sha256=687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6
maven_copy=org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy

# Runs a command until it succeeds, five times at most: networks have bad moments.
retry() {
  local try
  for try in 1 2 3 4; do
    "$@" && return 0
    echo "install.sh: '$1' failed (try $try of 5), again in $((try * 10)) s" >&2
    sleep $((try * 10))
  done
  "$@"
}

# Debian: each line is a command and the package that brings it.
debian_commands='
chromium   chromium
qpdf       qpdf
pdftotext  poppler-utils
mutool     mupdf-tools
javac      openjdk-17-jdk-headless
node       nodejs
npm        npm
mvn        maven
'
missing=()
while read -r command package; do
  if [ -n "$command" ] && ! command -v "$command" >/dev/null; then
    missing+=("$package")
  fi
done <<<"$debian_commands"
# Chromium without a single font lays out nothing worth checking.
if [ ! -d /usr/share/fonts/truetype/liberation ]; then missing+=(fonts-liberation); fi
# The test books of Arabic and Japanese name these.
if [ ! -f /usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf ]; then
  missing+=(fonts-noto-core)
fi
if [ ! -f /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc ]; then
  missing+=(fonts-noto-cjk)
fi
if [ ! -d /usr/share/fonts/truetype/dejavu ]; then missing+=(fonts-dejavu-core); fi

apt_install() {
  # An earlier try that was cut short leaves packages half configured.
  dpkg --configure -a || true
  apt-get -q update && apt-get -q install -y --no-install-recommends "$@"
}
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "install.sh: install these Debian packages first: ${missing[*]}" >&2
    exit 1
  fi
  DEBIAN_FRONTEND=noninteractive retry apt_install "${missing[@]}" >"$tools/apt.log" 2>&1 ||
    { tail -20 "$tools/apt.log" >&2; exit 1; }
fi

# npm: EPUBCheck, Ace, Nu, axe-core, html-validate, puppeteer-core. No install script
# is run: those would fetch browsers, and Debian's Chromium serves for all of them.
npm_install() { (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error); }
if ! cmp -s "$here/package-lock.json" "$tools/installed-lock.json"; then
  cp "$here/package.json" "$here/package-lock.json" "$tools/"
  retry npm_install
  cp "$here/package-lock.json" "$tools/installed-lock.json"
fi

# Maven: veraPDF's command line, one jar with everything in it.
verapdf=$tools/greenfield-apps-$verapdf_version.jar
verapdf_install() {
  mvn -q -B -Dstyle.color=never "$maven_copy" -DoverWriteReleases=true -DoutputDirectory="$tools" \
    -Dartifact="org.verapdf.apps:greenfield-apps:$verapdf_version" >/dev/null
}
verapdf_sound() { echo "$verapdf_sha256  $verapdf" | sha256sum --check --status 2>/dev/null; }
if ! verapdf_sound; then
  (cd "$tools" && retry verapdf_install)
  verapdf_sound || { echo "install.sh: $verapdf has another checksum than expected" >&2; exit 1; }
fi

# Ace and the page checks start Chromium through this: as root its sandbox refuses,
# and its shared memory is too small in a container.
cat >"$tools/chromium" <<'CHROMIUM'
#!/bin/sh
exec chromium --no-sandbox --disable-gpu --disable-dev-shm-usage "$@"
CHROMIUM
chmod +x "$tools/chromium"
