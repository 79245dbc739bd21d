#!/bin/sh
# Compiles kernels ahead of time, for machines that have a GPU's driver and no run-time compiler.
#
#   sh ready.sh OUT [TARGET...]     makes OUT/TARGET/MODULE.ptx or .co; every target when none is named
#
# Targets are ptx (for NVIDIA's GPUs, which the driver compiles to the end) and AMD's architectures.
# What is compiled stands in a comment of each source: "ready: compute_80 ASSAY_FORMAT=F16 BF16" is two
# modules that need compute capability 8.0; * stands for every format that decode_*.h has. Only NVIDIA's
# GPUs have what a source for compute_90a asks for.
#
# With ASSAY_READY_FORMATS="F16 Q4_0" * stands for these only. A target without its compiler (nvcc; clang 19 or newer with lld) is named and left out.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
out=$1
shift
targets=${*:-ptx gfx90a gfx942 gfx1100 gfx1201}
tables=$out/../source

say() { printf 'kernels for GPUs: %s\n' "$*"; }

find_nvcc() {
  command -v nvcc && return
  for candidate in /usr/local/cuda/bin/nvcc /usr/local/cuda-*/bin/nvcc; do
    [ -x "$candidate" ] && echo "$candidate" && return
  done
}

find_clang() {
  for candidate in clang-22 clang-21 clang-20 clang-19 clang; do
    if command -v "$candidate" >/dev/null && compiles_for_amd "$candidate"; then
      echo "$candidate"
      return
    fi
  done
}

# Old ones don't know the newest architecture, and without lld they make no code object.
compiles_for_amd() {
  echo 'extern "C" __attribute__((global)) void nothing() {}' |
    "$1" -x hip --offload-device-only --offload-arch=gfx1201 -nogpuinc -nogpulib \
      --no-gpu-bundle-output -o /dev/null - 2>/dev/null
}

# Only formats are named in capitals.
formats() {
  # shellcheck disable=SC2086
  [ -z "${ASSAY_READY_FORMATS:-}" ] || { printf '%s\n' $ASSAY_READY_FORMATS && return; }
  awk '/^struct [A-Z0-9_]+ /{print $2}' "$here"/decode_*.h | sort
}

# SOURCE ARCHITECTURE MODULE FLAGS, a line for each module.
modules() {
  all=$(formats | tr '\n' ' ')
  for source in "$here"/*.cu; do
    name=$(basename "$source" .cu)
    awk -v name="$name" -v all="$all" '
      function expand(i, module, flags,    key, values, count, list, j) {
        if (i > keys) {
          print name, architecture, module, flags
          return
        }
        key = order[i]
        values = of[key] == "*" ? all : of[key]
        count = split(values, list, " ")
        for (j = 1; j <= count; j++) {
          expand(i + 1, module "." list[j], flags " -D" key "=" list[j])
        }
      }
      /^\/\* ready: .* \*\/$/ {
        gsub(/^\/\* ready: | \*\/$/, "")
        words = split($0, word, " ")
        architecture = word[1]
        keys = 0
        for (w = 2; w <= words; w++) {
          if (split(word[w], pair, "=") == 2) {
            order[++keys] = pair[1]
            of[pair[1]] = pair[2]
          } else {
            of[order[keys]] = of[order[keys]] " " word[w]
          }
        }
        expand(1, name, "")
        exit
      }' "$source"
  done
}

# One line of the list of work, for xargs.
one() {
  compiler=$1 target=$2 source=$3 architecture=$4 file=$5
  shift 5
  part=$file.part
  if [ "$target" = ptx ]; then
    "$compiler" -std=c++17 --fmad=false -ptx "-arch=$architecture" "$@" -o "$part" "$source"
  else
    "$compiler" -x hip --offload-device-only "--offload-arch=$target" -nogpuinc -nogpulib \
      --no-gpu-bundle-output -std=c++17 -O3 -ffp-contract=off -Wno-pass-failed "$@" \
      -o "$part" "$source"
  fi || {
    say "$(basename "$file") does not compile for $target" >&2
    return 1
  }
  mv "$part" "$file"
}

if [ "${ASSAY_READY_ONE:-}" ]; then
  # shellcheck disable=SC2086
  one $targets
  exit
fi

[ -f "$tables/grids.h" ] || sh "$here/grids.sh" "$tables"
newest=$(find "$here" "$tables" -type f \( -name '*.cu' -o -name '*.h' -o -name ready.sh \) \
  -exec ls -t {} + 2>/dev/null | head -n 1)
work=$(mktemp)
trap 'rm -f "$work"' EXIT
for target in $targets; do
  case $target in
    ptx) compiler=$(find_nvcc || true) suffix=ptx wanted="nvcc of CUDA 12 or newer" ;;
    *) compiler=$(find_clang || true) suffix=co wanted="clang 19 or newer with lld" ;;
  esac
  if [ -z "$compiler" ]; then
    say "no $wanted, so $target is left out"
    continue
  fi
  mkdir -p "$out/$target"
  modules | while read -r source architecture module flags; do
    file=$out/$target/$module.$suffix
    [ "$target" = ptx ] || [ "$architecture" != compute_90a ] || continue
    [ ! -f "$file" ] || [ "$newest" -nt "$file" ] || continue
    echo "$compiler $target $here/$source.cu $architecture $file -I$here -I$tables $flags"
  done >>"$work"
done
count=$(wc -l <"$work")
if [ "$count" -gt 0 ]; then
  export ASSAY_READY_ONE=1
  tr '\n' '\0' <"$work" | xargs -0 -n 1 -P "$(getconf _NPROCESSORS_ONLN)" sh "$0" "$out"
fi
say "$count modules compiled for $targets"
