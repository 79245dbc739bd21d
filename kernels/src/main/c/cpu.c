/* What this processor and its operating system let a program use, and where threads run. */
#define _GNU_SOURCE
#include "assay.h"

#include <sched.h>

/* Bits of assay_tiers, the same on the caller's side. */
enum {
  TIER_GENERIC = 1 << 0,
  TIER_AVX2 = 1 << 1,
  TIER_AVXVNNI = 1 << 2,
  TIER_AVX512 = 1 << 3,
  TIER_AVX512VNNI = 1 << 4,
  TIER_AVX512BF16 = 1 << 5,
  TIER_AMX = 1 << 6,
  TIER_SVE128 = 1 << 7,
  TIER_NEON = 1 << 8,
  TIER_DOTPROD = 1 << 9,
  TIER_I8MM = 1 << 10,
  TIER_SVE256 = 1 << 11,
  TIER_SVE512 = 1 << 12,
  TIER_BF16 = 1 << 13,
  TIER_RVV128 = 1 << 14,
  TIER_RVV256 = 1 << 15,
};

#if defined(__x86_64__)

#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Which registers the operating system saves (XCR0). */
static uint64_t saved_state(void) {
  uint32_t low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (uint64_t)high << 32 | low;
}

static int all(uint32_t word, uint32_t bits) { return (word & bits) == bits; }

/*
 * AMX's registers are 8 KB, so Linux saves them for those processes only that have asked. It refuses
 * where a signal's stack would be too small.
 */
static int has_amx(uint32_t leaf7_d, uint64_t saved) {
  const uint32_t bf16 = 1u << 22, tile = 1u << 24, int8 = 1u << 25;
  const uint64_t tile_config = 1u << 17, tile_data = 1u << 18;
  (void)bf16, (void)tile, (void)int8, (void)tile_config, (void)tile_data, (void)leaf7_d, (void)saved;
#if defined(ASSAY_AMX_MODEL)
  return 1;
#elif defined(__linux__)
  const long request = 0x1023, data_number = 18;
  return all(leaf7_d, bf16 | tile | int8) && !(~saved & (tile_config | tile_data))
      && syscall(SYS_arch_prctl, request, data_number) == 0;
#else
  return 0;
#endif
}

static int tiers(void) {
  uint32_t a, b, c, d, b7, c7, d7, a71 = 0;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return TIER_GENERIC;
  const uint32_t osxsave = 1u << 27, avx = 1u << 28, fma = 1u << 12, f16c = 1u << 29;
  if (!all(c, osxsave | avx | fma | f16c) || !__get_cpuid_count(7, 0, &a, &b7, &c7, &d7)) {
    return TIER_GENERIC;
  }
  uint32_t subleaves = a;
  if (subleaves >= 1 && __get_cpuid_count(7, 1, &a, &b, &c, &d)) a71 = a;
  const uint64_t ymm = 0x06, zmm = 0xe0;
  uint64_t saved = saved_state();
  int found = TIER_GENERIC;
  if ((saved & ymm) != ymm || !all(b7, 1u << 5)) return found;
  found |= TIER_AVX2;
  if (a71 & 1u << 4) found |= TIER_AVXVNNI;
  /* F, DQ, BW, VL */
  if ((saved & zmm) != zmm || !all(b7, 1u << 16 | 1u << 17 | 1u << 30 | 1u << 31)) return found;
  found |= TIER_AVX512;
  if (!(c7 & 1u << 11)) return found;
  found |= TIER_AVX512VNNI;
  /* Both are compiled with the flags of VNNI too. */
  if (a71 & 1u << 5) found |= TIER_AVX512BF16;
  if (has_amx(d7, saved)) found |= TIER_AMX;
  return found;
}

#elif defined(__aarch64__) && defined(__linux__)

#include <sys/auxv.h>
#include <sys/prctl.h>

/* A tier is compiled for one vector length, so it may run at no other. */
static int sve_tier(void) {
  const int get_length = 51, bytes_mask = 0xffff;
  int length = prctl(get_length);
  if (length < 0) return 0;
  switch ((length & bytes_mask) * 8) {
    case 128: return TIER_SVE128;
    case 256: return TIER_SVE256;
    case 512: return TIER_SVE512;
    default: return 0;
  }
}

static int tiers(void) {
  /* HWCAP_ASIMDDP, HWCAP_SVE, HWCAP2_I8MM and HWCAP2_BF16 of the kernel's ABI. */
  const unsigned long dot_product = 1ul << 20, sve = 1ul << 22;
  const unsigned long int8_matrices = 1ul << 13, bfloat16 = 1ul << 14;
  unsigned long has = getauxval(AT_HWCAP), has2 = getauxval(AT_HWCAP2);
  int found = TIER_NEON;
  if (has & dot_product) found |= TIER_DOTPROD;
  if (has & dot_product && has2 & int8_matrices) found |= TIER_I8MM;
  if (has2 & bfloat16) found |= TIER_BF16;
  if (has & sve) found |= sve_tier();
  return found;
}

#elif defined(__aarch64__)

static int tiers(void) { return TIER_NEON; }

#elif defined(__riscv) && defined(__linux__)

#include <sys/auxv.h>

static int tiers(void) {
  const unsigned long vectors = 1ul << ('V' - 'A');
  if (!(getauxval(AT_HWCAP) & vectors)) return TIER_GENERIC;
  unsigned long bytes;
  /* vlenb, by its number: this source is compiled without the extension. */
  __asm__("csrr %0, 0xc22" : "=r"(bytes));
  switch (bytes * 8) {
    case 128: return TIER_GENERIC | TIER_RVV128;
    case 256: return TIER_GENERIC | TIER_RVV256;
    default: return TIER_GENERIC;
  }
}

#else

static int tiers(void) { return TIER_GENERIC; }

#endif

/* The tiers that may run here, as bits. */
ASSAY_EXPORT int assay_tiers(void) { return tiers(); }

/* Changes with every change of a signature, a layout or a tier's bit. */
ASSAY_EXPORT int assay_abi(void) { return 3; }

/* Keeps the calling thread on one processor; 0 when the system agreed. */
ASSAY_EXPORT int assay_pin(int cpu) {
#if defined(__linux__)
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET((unsigned)cpu, &set);
  return sched_setaffinity(0, sizeof set, &set);
#else
  (void)cpu;
  return -1;
#endif
}

/* The processors that the calling thread may use, as bits of up to 1024; their count, or -1. */
ASSAY_EXPORT int assay_affinity(uint64_t bits[16]) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return -1;
  int count = 0;
  for (int cpu = 0; cpu < 1024; cpu++) {
    if (cpu % 64 == 0) bits[cpu / 64] = 0;
    if (CPU_ISSET((unsigned)cpu, &set)) {
      bits[cpu / 64] |= 1ull << cpu % 64;
      count++;
    }
  }
  return count;
#else
  (void)bits;
  return -1;
#endif
}

/* Lets the calling thread use those processors again. */
ASSAY_EXPORT int assay_unpin(const uint64_t bits[16]) {
#if defined(__linux__)
  cpu_set_t set;
  CPU_ZERO(&set);
  for (int cpu = 0; cpu < 1024; cpu++) {
    if (bits[cpu / 64] >> cpu % 64 & 1) CPU_SET((unsigned)cpu, &set);
  }
  return sched_setaffinity(0, sizeof set, &set);
#else
  (void)bits;
  return -1;
#endif
}
