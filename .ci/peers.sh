#!/bin/sh
# Installs the libraries that Assay's kernels are measured against: OpenBLAS from Debian's archive,
# ggml from a prebuilt npm package (MIT) that has a CPU variant for each x86-64 tier.
#
#   eval "$(sh .ci/peers.sh [FOLDER])"     FOLDER: where ggml is kept, default ~/.cache/assay/ggml
#
# Stdout is one export line. Does nothing that was done before.
set -eu

package=@node-llama-cpp/linux-x64
version=3.22.1
sha256=0d953e1503d5ab4608d8ed5b739132308c81ac05ffeb760d2a7f30e08a9f90e0
archive=node-llama-cpp-linux-x64-$version.tgz

say() { printf 'peers: %s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}

has_openblas() {
  for library in /usr/lib/*/libopenblas.so.0 /usr/lib64/libopenblas.so.0 /usr/local/lib/libopenblas.so.0; do
    [ -e "$library" ] && return 0
  done
  return 1
}

install_openblas() {
  if has_openblas; then
    say "OpenBLAS is installed"
    return
  fi
  command -v apt-get >/dev/null || fail "no apt-get: install OpenBLAS by hand (libopenblas.so.0)"
  root=
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "installing libopenblas0 needs root, and there is no sudo"
    root=sudo
  fi
  say "installing libopenblas0"
  $root apt-get update -qq >&2 || fail "apt-get update failed; is Debian's archive in reach?"
  DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq libopenblas0 >&2 ||
    fail "apt-get install libopenblas0 failed"
  has_openblas || fail "libopenblas0 is installed, yet there is no libopenblas.so.0"
}

fetch() {
  command -v npm >/dev/null || fail "no npm to fetch $package with: apt-get install npm"
  (cd "$1" && npm pack --silent "$package@$version" >/dev/null) ||
    fail "npm pack $package@$version failed; is registry.npmjs.org in reach?"
  [ -f "$1/$archive" ] || fail "npm pack made no $archive"
  echo "$sha256  $1/$archive" | sha256sum -c --quiet - >&2 ||
    fail "$archive has another checksum than it should; nothing was installed"
}

install_ggml() {
  folder=$1
  if [ -e "$folder/libggml-base.so" ]; then
    say "ggml is in $folder"
    return
  fi
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) ;;
    *) fail "no prebuilt ggml for $(uname -s) on $(uname -m): build it, and set ASSAY_GGML" ;;
  esac
  mkdir -p "$(dirname "$folder")" || fail "cannot make $(dirname "$folder")"
  work=$(mktemp -d "$(dirname "$folder")/unpack.XXXXXX") || fail "cannot write beside $folder"
  trap 'rm -rf "$work"' EXIT
  say "fetching $package@$version"
  fetch "$work"
  tar -xzf "$work/$archive" -C "$work" package/bins/linux-x64 package/LICENSE ||
    fail "cannot unpack $archive"
  cp "$work/package/LICENSE" "$work/package/bins/linux-x64/"
  # Renamed whole, so that an interrupted run leaves nothing half-installed.
  mv "$work/package/bins/linux-x64" "$folder" || fail "cannot move ggml to $folder"
  say "ggml is in $folder"
}

cache=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/assay/ggml}
case $cache in
  /*) ;;
  *) cache=$PWD/$cache ;;
esac
install_openblas
install_ggml "$cache/$version"
printf "export ASSAY_GGML='%s'\n" "$cache/$version"
