#!/usr/bin/env bash
# Times chapters that are hard to read, at two sizes of which one is four times the other.
#
# usage: pathological.sh [SIZE]      (500 otherwise)
#
# A time that grows by much more than four is not in proportion to the text. All formats
# are built of what is no error. Decides nothing: it prints figures.
set -euo pipefail

size=${1:-500}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
trifold=${TRIFOLD:-$root/target/release/trifold}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -x "$trifold" ] || { echo "pathological.sh: $trifold is not there: run make first" >&2; exit 1; }

for count in "$size" $((4 * size)); do
  "${PYTHON:-python3}" "$here/pathological.py" "$work/$count" "$count"
done
printf '%-28s %8s %8s %7s  %s\n' input "$size" $((4 * size)) growth outcome
for project in "$work/$size"/*; do
  name=$(basename "$project")
  times=()
  for count in "$size" $((4 * size)); do
    start=$(date +%s.%N)
    status=0
    timeout 300 "$trifold" build "$work/$count/$name" -o "$work/out" >"$work/log" 2>&1 || status=$?
    times+=("$(echo "$(date +%s.%N) - $start" | bc)")
  done
  outcome=$(grep -om1 '^error\[[a-z-]*\]' "$work/log" || true)
  [ "$status" -le 1 ] || outcome="status $status"
  growth=$(echo "scale=1; ${times[1]} / ${times[0]}" | bc)
  printf '%-28s %8.2f %8.2f %7s  %s\n' "$name" "${times[@]}" "$growth" "${outcome:-built}"
done
