#!/bin/sh
# Builds the kernels in C as one shared library with every tier of one processor family.
#
#   sh build.sh OUT [COMPILER [TIER]]    makes OUT/linux-x86_64/libassay.so and libassay.sha256
#
# COMPILER may be a cross compiler with its flags: "clang --target=riscv64-linux-gnu". With TIER only
# that is built: "gcc -DASSAY_AMX_MODEL" amx.
#
# Without a compiler it says so and succeeds: Assay then runs without its native backend.
set -eu

out=$1
compiler=${2:-${CC:-}}
here=$(cd "$(dirname "$0")" && pwd)
grids=$here/../resources/assay/kernels/format/iq-grids.txt

say() { printf 'native kernels: %s\n' "$*"; }

if [ -z "$compiler" ]; then
  for candidate in gcc clang cc; do
    if command -v "$candidate" >/dev/null 2>&1; then
      compiler=$candidate
      break
    fi
  done
fi
if [ -z "$compiler" ]; then
  say "no C compiler (gcc, clang or cc), so they are left out"
  exit 0
fi

# The platform's name as Java composes it.
platform=$(uname -s | tr 'A-Z' 'a-z')-$($compiler -dumpmachine | cut -d - -f 1)
out=$out/$platform
library=$out/libassay.so
if [ -f "$library" ] && [ -z "$(find "$here" "$grids" -type f -newer "$library" | head -n 1)" ]; then
  exit 0
fi

# Tier names and the flags that may be used in it. Never flags for the whole library: a source of
# one tier must not run on a processor of another. A tier that differs from the one before it in a
# few sources only names them behind a colon and has no others.
tiers() {
  case $($compiler -dumpmachine) in
    x86_64*)
      avx2="-mavx2 -mfma -mf16c"
      int8=int8_quantize:int8_simple:int8_k:int8_levels:int8_few_bits
      avx512="$avx2 -mavx512f -mavx512bw -mavx512dq -mavx512vl"
      cat <<T
generic
avx2 $avx2
avxvnni $avx2 -mavxvnni
avx512 $avx512
avx512vnni $avx512 -mavx512vnni
avx512bf16:gemm_bf16 $avx512 -mavx512vnni -mavx512bf16
amx:gemm_bf16:$int8 $avx512 -mavx512vnni -mamx-tile -mamx-int8 -mamx-bf16
T
      ;;
    aarch64*)
      cat <<T
sve128 -march=armv8.2-a+sve -msve-vector-bits=128
neon -march=armv8-a
dotprod -march=armv8.2-a+dotprod
i8mm -march=armv8.2-a+dotprod+i8mm
sve256 -march=armv8.2-a+sve -msve-vector-bits=256
sve512 -march=armv8.2-a+sve -msve-vector-bits=512
bf16:gemm_bf16 -march=armv8.2-a+bf16
T
      ;;
    riscv64*)
      cat <<T
generic
rvv128 -march=rv64gcv_zvl128b -mrvv-vector-bits=zvl
rvv256 -march=rv64gcv_zvl256b -mrvv-vector-bits=zvl
T
      ;;
    *) echo generic ;;
  esac
}

# No contraction: where a product is rounded before it is added is part of a format's definition.
flags="-std=gnu11 -O3 -ffp-contract=off -fPIC -fvisibility=hidden -Wall -Wextra"
# clang notes each loop that it unrolls otherwise than asked; gcc ignores the option.
flags="$flags -Wno-pass-failed"

objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT

compile() {
  # shellcheck disable=SC2086
  $compiler $flags "$@" || {
    say "$compiler failed: $*" >&2
    return 1
  }
}

mkdir -p "$out"
compile -c "$here/cpu.c" -o "$objects/cpu.o"
awk -f "$here/grids.awk" "$grids" >"$objects/grids.c"
compile -c "$objects/grids.c" -o "$objects/grids.o"
tiers >"$objects/tiers"
all=$(cd "$here" && for source in *.c; do
  [ "$source" = cpu.c ] || printf '%s:' "${source%.c}"
done)
built=
while read -r named tier_flags; do
  tier=${named%%:*}
  sources=${named#"$tier"}
  [ "$tier" = "${3:-$tier}" ] || continue
  # shellcheck disable=SC2086
  if ! echo 'int x;' | $compiler $flags $tier_flags -x c -c - -o "$objects/probe" 2>/dev/null; then
    say "$compiler is too old for $tier, which is left out"
    continue
  fi
  built="$built $tier"
  for name in $(printf '%s' "${sources:-$all}" | tr : ' '); do
    # shellcheck disable=SC2086
    compile -DASSAY_TIER="$tier" $tier_flags -c "$here/$name.c" -o "$objects/$name.$tier.o" ||
      : >"$objects/failed" &
  done
  wait
  [ ! -e "$objects/failed" ] || exit 1
done <"$objects/tiers"
rm -f "$objects/probe"
$compiler -shared -o "$library.part" "$objects"/*.o
mv "$library.part" "$library"
if command -v sha256sum >/dev/null 2>&1; then
  sha256sum <"$library"
else
  shasum -a 256 <"$library"
fi | cut -d ' ' -f 1 >"$out/libassay.sha256"
say "$compiler:$built"
