#!/usr/bin/env bash
# Times whole books as PDF: this program and Typst, in turn.
#
# usage: books.sh [ROUNDS] [NOVEL]      (5 otherwise; NOVEL: a folder of chapters)
#
# Typst is the program `typst` or the Python package of that name, and is left out if
# there is neither. Installs nothing and decides nothing: it prints figures.
set -euo pipefail

rounds=${1:-5}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
trifold=${TRIFOLD:-$root/target/release/trifold}
python=${PYTHON:-python3}
fonts=$root/themes/book/fonts
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -x "$trifold" ] || { echo "books.sh: $trifold is not there: run make first" >&2; exit 1; }

"$python" "$here/books.py" "$work" ${2:+"$2"}
books=(long)
[ -z "${2:-}" ] || books+=(novel)

if command -v typst >/dev/null; then
  typst --version | sed 's/^/version: /'
  typst() { echo "typst compile --ignore-system-fonts --font-path '$fonts' '$1' '$2'"; }
elif "$python" -c 'import typst' 2>/dev/null; then
  "$python" -c 'from importlib.metadata import version; print("version: typst", version("typst"))'
  echo "note: the time of Typst holds that of starting Python, about 0.03 s"
  cat >"$work/typst.py" <<'PYTHON'
import sys
import typst
typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)
PYTHON
  # Not from a file of the name of the package.
  mv "$work/typst.py" "$work/compile.py"
  typst() { echo "'$python' '$work/compile.py' '$1' '$2' '$fonts'"; }
else
  typst() { :; }
  echo "skipped: typst is not installed"
fi

commands=()
for book in "${books[@]}"; do
  commands+=("trifold $book" "typst $book"
    "'$trifold' build --quiet --format pdf --output '$work/out' '$work/$book'")
  command=$(typst "$work/$book.typ" "$work/typst.pdf")
  [ -z "$command" ] || commands+=("typst $book" "typst $book" "$command")
done
for pages in 500 5000; do
  commands+=("trifold $pages pages" "trifold 500 pages"
    "'$trifold' build --quiet --format pdf --output '$work/out' '$work/long-$pages'")
done
"$python" "$here/interleave.py" "$rounds" "${commands[@]}"
