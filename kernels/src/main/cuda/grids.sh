#!/bin/sh
# Makes grids.h, which decode_iq.h includes, in the folder OUT; in the words of CUDA's sources or of
# portable kernels:
#
#   sh grids.sh OUT device|portable
set -eu

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
awk -v "$2=1" -f "$here/../c/grids.awk" "$here/../resources/assay/kernels/format/iq-grids.txt" \
  >"$1/grids.h.part"
mv "$1/grids.h.part" "$1/grids.h"
