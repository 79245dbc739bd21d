#!/bin/sh
# Prints what `assay conform` finds of each fault of the broken example, at each level named, as a
# table for docs/conform.md. Takes a quarter of a minute for each at level quick.
#
#     kernels/plugins/example-broken/matrix.sh quick standard
#
# FAULTS="tile late" takes these alone; ASSAY names another launcher.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
assay=${ASSAY:-$here/../../../assay}
levels=${*:-quick}
all='none tile growth edge late beyond stale hang crash timer claim random leak hot lane'
make -s -C "$here"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# The sentence of the verdict, without the name and the coverage.
found() {
  status=0
  ASSAY_BROKEN=$1 "$assay" conform "$here/libassay_example_broken.so" --level "$2" \
    --out "$out/report" >"$out/text" 2>/dev/null || status=$?
  sentence=$(sed -n 's/^\(PASS\|FAIL\|INCONCLUSIVE\): example-broken //p' "$out/text" |
    sed 's/;.*//')
  case $status in
    0) echo "not found" ;;
    1) echo "${sentence:-?}" ;;
    *) echo "exit code $status" ;;
  esac
}

printf '| fault |'
for level in $levels; do printf ' %s |' "$level"; done
printf '\n|---|'
for level in $levels; do printf -- '---|'; done
printf '\n'
for fault in ${FAULTS:-$all}; do
  printf '| `%s` |' "$fault"
  for level in $levels; do printf ' %s |' "$(found "$fault" "$level")"; done
  printf '\n'
done
