#!/bin/sh
# Installs the libraries that Assay's kernels are measured against: OpenBLAS from Debian's archive,
# ggml with its Vulkan library and ONNX Runtime by Assay itself. Does nothing that was done before.
set -eu

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

install_openblas
# Versions and checksums stand in assay.bench.peers.Peer.
cd "$(dirname "$0")/.."
for peer in ggml ggml-vulkan onnxruntime; do
  ./assay backends install "$peer" || fail "cannot install $peer"
done
