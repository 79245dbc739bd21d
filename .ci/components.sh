#!/bin/sh
# Installs Debian packages that tests use as real components; does nothing when they are there.
set -eu

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
ldconfig -p | grep -q 'libopenblas\.so\.0' || missing="$missing libopenblas0"
command -v gcc >/dev/null 2>&1 || missing="$missing gcc libc6-dev"
command -v make >/dev/null 2>&1 || missing="$missing make"
command -v aarch64-linux-gnu-gcc >/dev/null 2>&1 || missing="$missing gcc-aarch64-linux-gnu"
command -v riscv64-linux-gnu-gcc >/dev/null 2>&1 || missing="$missing gcc-riscv64-linux-gnu"
# RISC-V's vector extension needs a newer compiler than Debian's gcc 12.
command -v clang-19 >/dev/null 2>&1 || missing="$missing clang-19"
# The same makes code for AMD's GPUs, with its linker.
command -v ld.lld-19 >/dev/null 2>&1 || missing="$missing lld-19"
command -v g++ >/dev/null 2>&1 || missing="$missing g++"
# AMD's driver library, which has its run-time compiler in it; it works without a device.
ldconfig -p | grep -q 'libamdhip64\.so' || missing="$missing libamdhip64-5"
command -v qemu-riscv64-static >/dev/null 2>&1 || missing="$missing qemu-user-static"
# A Vulkan device that computes on the processor, for ggml's kernels for GPUs.
[ -e /usr/share/vulkan/icd.d/lvp_icd.x86_64.json ] || missing="$missing mesa-vulkan-drivers"
# An OpenCL driver that computes on the processor, and the loader that finds it.
ldconfig -p | grep -q 'libOpenCL\.so\.1' || missing="$missing ocl-icd-libopencl1"
[ -e /etc/OpenCL/vendors/pocl.icd ] || missing="$missing pocl-opencl-icd"
# A test starts a server of its own; initdb is not on the PATH.
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
fc-list 2>/dev/null | grep -q . || missing="$missing fontconfig fonts-dejavu-core"

if [ -z "$missing" ]; then
  echo "all installed"
  exit 0
fi
echo "installing:$missing"
if ! apt-get update -qq || ! DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null; then
  echo "cannot install:$missing; run as root with Debian's package archive in reach" >&2
  exit 1
fi
