#!/usr/bin/env bash
# Times whole commands on the article: this program, and the peers that are installed.
#
# usage: peers.sh [ROUNDS]        (7 otherwise)
#
# Installs nothing and decides nothing: it prints figures, and what it left out.
set -euo pipefail

rounds=${1:-7}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
trifold=${TRIFOLD:-$root/target/release/trifold}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"

[ -x "$trifold" ] || { echo "peers.sh: $trifold is not there: run make first" >&2; exit 1; }

chapters=(manuscript/[0-9]*.md)
commands=() # name, what its times are divided by, shell command
skipped=()
add() { commands+=("$1" "$2" "$3"); }

model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
memory=$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)
load=$(cut -d' ' -f1 /proc/loadavg)
echo "machine: $(nproc) cores, $model, $memory, $(uname -sr), load $load"
echo "work: $(cat "${chapters[@]}" | wc -w) words in ${#chapters[@]} chapters, $rounds rounds"
echo "version: $("$trifold" --version)"

for format in pdf epub html; do
  add "trifold $format" "trifold $format" \
    "'$trifold' build --quiet --edition book --format $format --output '$work/trifold-$format'"
done
add "trifold everything" "trifold everything" \
  "'$trifold' build --quiet --output '$work/trifold-all'"

# Pandoc: installed, or in the Python package that brings it.
pandoc=$(command -v pandoc ||
  python3 -c 'import pypandoc; print(pypandoc.get_pandoc_path())' 2>/dev/null || true)
if [ -n "$pandoc" ]; then
  echo "version: $("$pandoc" --version | head -1)"
  common="'$pandoc' --standalone --toc --citeproc --bibliography=manuscript/references.bib"
  common+=" --resource-path=manuscript --metadata=title:Article --metadata=lang:en-US"
  common+=" ${chapters[*]}"
  add "pandoc epub" "trifold epub" "$common --output='$work/pandoc.epub'"
  add "pandoc html" "trifold html" "$common --embed-resources --output='$work/pandoc.html'"
else
  skipped+=(pandoc)
fi

if ! command -v typst >/dev/null; then
  skipped+=(typst)
elif [ -z "$pandoc" ]; then
  skipped+=("typst (its input is made by pandoc)")
else
  typst --version | sed 's/^/version: /'
  "$pandoc" --standalone --citeproc --bibliography=manuscript/references.bib \
    --metadata=title:Article "${chapters[@]}" --output="$work/article.typ"
  mkdir -p "$work/images" && cp -r manuscript/images/. "$work/images/"
  add "typst pdf" "trifold pdf" "typst compile --root '$work' '$work/article.typ' '$work/typst.pdf'"
fi

if command -v mdbook >/dev/null; then
  mdbook --version | sed 's/^/version: /'
  mkdir -p "$work/mdbook/src"
  cp -r manuscript/. "$work/mdbook/src/"
  printf '[book]\ntitle = "Article"\n' >"$work/mdbook/book.toml"
  for chapter in "${chapters[@]}"; do
    echo "- [$(basename "$chapter" .md)]($(basename "$chapter"))"
  done >"$work/mdbook/src/SUMMARY.md"
  add "mdbook html" "trifold html" "mdbook build '$work/mdbook'"
else
  skipped+=(mdbook)
fi

if command -v crowbook >/dev/null; then
  crowbook --version | sed 's/^/version: /'
  cp -r manuscript "$work/crowbook"
  for format in epub html; do
    {
      printf 'title: Article\nlang: en\noutput.%s: article.%s\n' "$format" "$format"
      for chapter in "${chapters[@]}"; do echo "+ $(basename "$chapter")"; done
    } >"$work/crowbook/$format.book"
    add "crowbook $format" "trifold $format" "cd '$work/crowbook' && crowbook --quiet $format.book"
  done
else
  skipped+=(crowbook)
fi

python3 "$here/interleave.py" "$rounds" "${commands[@]}"
for peer in ${skipped[@]+"${skipped[@]}"}; do echo "skipped: $peer is not installed"; done
echo "note: the programs do not do the same work; trifold lays out the printed pages for the"
echo "  page list of the EPUB and HTML, too."
