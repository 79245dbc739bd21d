#!/bin/sh
# Compiles kernels ahead of time, for machines that have a GPU's driver and no run-time compiler.
#
#   sh ready.sh OUT [TARGET...]     makes OUT/TARGET/MODULE.ptx or .co; every target when none is named
#   sh ready.sh --targets           which there are
#   sh ready.sh --missing TARGET... those that no compiler is here for, what is missing before each
#   sh ready.sh --modules           SOURCE ARCHITECTURE MODULE FLAGS, a line for each
#
# ptx is for NVIDIA's GPUs, which the driver compiles to the end, each source for the lowest compute
# capability that it compiles for. From there a driver makes no use of what came later: ptx90a is the same
# for compute capability 9.0 alone, with copies beside computing and with sources that need wgmma.
# The others are AMD's architectures.
#
# What is compiled stands in a comment of each source: "ready: compute_80 ASSAY_FORMAT=F16 BF16" is two
# modules that need compute capability 8.0; * stands for every format that decode_*.h has. Macros are in
# the order of their names, and a source may have several such lines. What is for compute_90a is made for ptx90a only.
#
# With ASSAY_READY_FORMATS="F16 Q4_0" * stands for these only. A target without its compiler (nvcc; clang 19
# or newer with lld) is named and left out.
set -eu

known='ptx ptx90a gfx90a gfx942 gfx1100 gfx1201'
here=$(cd "$(dirname "$0")" && pwd)
say() { printf 'kernels for GPUs: %s\n' "$*"; }

find_nvcc() {
  for candidate in nvcc /usr/local/cuda/bin/nvcc /usr/local/cuda-*/bin/nvcc; do
    if command -v "$candidate" >/dev/null && knows_hopper "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
}

# Debian 12's is of CUDA 11, which does not know 9.0a.
knows_hopper() {
  release=$("$1" --version | sed -n 's/.*release \([0-9]*\)\..*/\1/p')
  [ "${release:-0}" -ge 12 ]
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

# The compiler for target $1; nothing where there is none.
compiler_for() {
  case $1 in
    ptx*) find_nvcc || true ;;
    *) find_clang || true ;;
  esac
}

wanted_for() {
  case $1 in
    ptx*) echo "nvcc of CUDA 12 or newer" ;;
    *) echo "clang 19 or newer with lld" ;;
  esac
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
      }' "$source"
  done
}

# nvcc writes the newest version of PTX whatever it made use of, which older drivers refuse to read. What
# assembles as PTX 8.0, the first that knows 9.0a, says so and is read by drivers of CUDA 12.0 on.
for_older_drivers() {
  assembler=$(dirname "$1")/ptxas
  [ -x "$assembler" ] || return 0
  sed 's/^\.version [0-9.]*$/.version 8.0/' "$3" >"$3.older"
  if "$assembler" -O0 "-arch=sm_${2#compute_}" "$3.older" -o /dev/null 2>/dev/null; then
    mv "$3.older" "$3"
  else
    rm "$3.older"
  fi
}

# One line of the list of work, for xargs. Renamed whole, for what is in OUT is packed; under a name of
# this run's own until then, since another may be at work.
one() {
  compiler=$1 target=$2 source=$3 architecture=$4 part=$5 file=$6
  shift 6
  case $target in
    ptx*)
      "$compiler" -std=c++17 --fmad=false -ptx "-arch=$architecture" "$@" -o "$part" "$source" &&
        for_older_drivers "$compiler" "$architecture" "$part"
      ;;
    *)
      "$compiler" -x hip --offload-device-only "--offload-arch=$target" -nogpuinc -nogpulib \
        --no-gpu-bundle-output -std=c++17 -O3 -ffp-contract=off -Wno-pass-failed "$@" \
        -o "$part" "$source"
      ;;
  esac || {
    say "$(basename "$file") does not compile for $target" >&2
    return 1
  }
  mv "$part" "$file"
}

# Everything that decides what comes out for a target, but what the list of work says.
made_from() {
  cat "$here"/*.cu "$here"/*.h "$here/ready.sh" "$tables/grids.h" >"$unfinished/all.$$"
  "$1" --version >>"$unfinished/all.$$"
  cksum <"$unfinished/all.$$"
}

# What was made of other sources goes: it would be packed beside what calls it differently.
begin() {
  mkdir -p "$out/$2"
  now=$(made_from "$1")
  [ "$now" != "$(cat "$unfinished/$2.from" 2>/dev/null)" ] || return 0
  rm -rf "${out:?}/$2"
  mkdir -p "$out/$2"
  echo "$now" >"$unfinished/$2.from"
}

# The lines of work for target $2 with compiler $1.
work_for() {
  case $2 in ptx*) suffix=ptx ;; *) suffix=co ;; esac
  modules | while read -r source architecture module flags; do
    case $2:$architecture in
      ptx90a:*) architecture=compute_90a ;;
      *:compute_90a) continue ;;
    esac
    file=$out/$2/$module.$suffix
    [ ! -f "$file" ] || continue
    # Between tabs, for folders with a space in their names.
    printf '%s\t' "$1" "$2" "$here/$source.cu" "$architecture" "$unfinished/$2.$module.$$" "$file" \
      "-I$here" "-I$tables"
    printf '%s\n' "$flags" | tr ' ' '\t'
  done
}

require_known() {
  for target in "$@"; do
    case " $known " in
      *" $target "*) ;;
      *)
        say "there is no target $target; there are $known" >&2
        exit 2
        ;;
    esac
  done
}

case ${1:-} in
  --targets) echo "$known" && exit ;;
  --missing)
    shift
    require_known "$@"
    for target in "$@"; do
      [ -n "$(compiler_for "$target")" ] || echo "$(wanted_for "$target"): $target"
    done
    exit
    ;;
  --modules) modules && exit ;;
  '' | -*) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac
if [ "${ASSAY_READY_ONE:-}" ]; then
  IFS=$(printf '\t')
  # shellcheck disable=SC2086
  one $1
  exit
fi

out=$1
shift
targets=${*:-$known}
# shellcheck disable=SC2086
require_known $targets
tables=$out/../source
unfinished=$out/../unfinished
mkdir -p "$out" "$unfinished"
[ -f "$tables/grids.h" ] || sh "$here/grids.sh" "$tables" device
work=$(mktemp)
trap 'rm -f "$work" "$unfinished"/*.$$' EXIT
for target in $targets; do
  compiler=$(compiler_for "$target")
  if [ -z "$compiler" ]; then
    say "no $(wanted_for "$target"), so $target is left out"
    continue
  fi
  begin "$compiler" "$target"
  work_for "$compiler" "$target" >>"$work"
done
count=$(wc -l <"$work")
if [ "$count" -gt 0 ]; then
  export ASSAY_READY_ONE=1
  tr '\n' '\0' <"$work" | xargs -0 -n 1 -P "$(getconf _NPROCESSORS_ONLN)" sh "$0"
fi
say "$count modules compiled for $targets"
