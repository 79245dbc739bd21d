/* The device for AMD's compilers: hiprtc, hipcc and plain clang without ROCm. */
#ifndef ASSAY_DEVICE_HIP_H
#define ASSAY_DEVICE_HIP_H

#define ASSAY_DEVICE static __attribute__((device)) inline __attribute__((always_inline))
#define ASSAY_CONSTANT static __attribute__((device)) const
#define ASSAY_SHARED __attribute__((shared))
#define ASSAY_KERNEL(THREADS, BLOCKS)                                                              \
  extern "C" __attribute__((global)) __attribute__((amdgpu_flat_work_group_size(1, THREADS))) void
#define ASSAY_ENTRY(NAME)

ASSAY_DEVICE u32 thread_index() { return __builtin_amdgcn_workitem_id_x(); }
ASSAY_DEVICE u32 block_x() { return __builtin_amdgcn_workgroup_id_x(); }
ASSAY_DEVICE u32 block_y() { return __builtin_amdgcn_workgroup_id_y(); }
ASSAY_DEVICE u32 block_z() { return __builtin_amdgcn_workgroup_id_z(); }
ASSAY_DEVICE u32 blocks_x() {
  return __builtin_amdgcn_grid_size_x() / __builtin_amdgcn_workgroup_size_x();
}
ASSAY_DEVICE u32 blocks_y() {
  return __builtin_amdgcn_grid_size_y() / __builtin_amdgcn_workgroup_size_y();
}

extern __attribute__((shared)) u8 assay_dynamic_bytes[] __attribute__((aligned(128)));
ASSAY_DEVICE u8 *dynamic_shared() { return assay_dynamic_bytes; }

ASSAY_DEVICE void barrier() {
  __builtin_amdgcn_fence(__ATOMIC_RELEASE, "workgroup");
  __builtin_amdgcn_s_barrier();
  __builtin_amdgcn_fence(__ATOMIC_ACQUIRE, "workgroup");
}
ASSAY_DEVICE void warp_barrier() {
  __builtin_amdgcn_fence(__ATOMIC_RELEASE, "wavefront");
  __builtin_amdgcn_wave_barrier();
  __builtin_amdgcn_fence(__ATOMIC_ACQUIRE, "wavefront");
}

/* Of this thread in its wavefront of 32 or 64. */
ASSAY_DEVICE u32 wave_lane() {
  return __builtin_amdgcn_mbcnt_hi(~0u, __builtin_amdgcn_mbcnt_lo(~0u, 0u));
}
ASSAY_DEVICE u32 from_wave_lane(u32 value, u32 from) {
  return (u32)__builtin_amdgcn_ds_bpermute((i32)(from << 2), (i32)value);
}
ASSAY_DEVICE u32 exchanged(u32 value, int mask) {
  return from_wave_lane(value, wave_lane() ^ (u32)mask);
}
ASSAY_DEVICE u32 from_lane(u32 value, int from) {
  return from_wave_lane(value, (wave_lane() & ~31u) | (u32)from);
}
ASSAY_DEVICE float exchanged(float value, int mask) {
  return __builtin_bit_cast(float, exchanged(__builtin_bit_cast(u32, value), mask));
}
ASSAY_DEVICE float from_lane(float value, int from) {
  return __builtin_bit_cast(float, from_lane(__builtin_bit_cast(u32, value), from));
}

ASSAY_DEVICE float fused(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
ASSAY_DEVICE float larger(float a, float b) { return a > b || a != a ? a : b; }
ASSAY_DEVICE float exp2_fast(float x) {
#if __has_builtin(__builtin_amdgcn_exp2f)
  return __builtin_amdgcn_exp2f(x);
#else
  return __builtin_exp2f(x);
#endif
}
ASSAY_DEVICE float divided(float a, float b) { return a / b; }
ASSAY_DEVICE float tanh_of(float x) {
  float power = exp2_fast(-2.88539008f * (x < 0 ? -x : x));
  float result = (1 - power) / (1 + power);
  return x < 0 ? -result : result;
}

ASSAY_DEVICE float float_of_f16(u16 bits) { return (float)__builtin_bit_cast(_Float16, bits); }
ASSAY_DEVICE u16 f16_of(float value) { return __builtin_bit_cast(u16, (_Float16)value); }
ASSAY_DEVICE u32 f16_pair(float low, float high) {
  return (u32)f16_of(low) | (u32)f16_of(high) << 16;
}
ASSAY_DEVICE u16 bf16_of(float value);
ASSAY_DEVICE u32 bf16_pair(float low, float high) {
  return (u32)bf16_of(low) | (u32)bf16_of(high) << 16;
}

ASSAY_DEVICE i32 dot4(u32 a, u32 b, i32 sum) {
#if __has_builtin(__builtin_amdgcn_sudot4) && (defined(__GFX11__) || defined(__GFX12__))
  return __builtin_amdgcn_sudot4(true, (i32)a, true, (i32)b, sum, false);
#elif __has_builtin(__builtin_amdgcn_sdot4) && (defined(__GFX9__) || defined(__GFX10__))
  return __builtin_amdgcn_sdot4((i32)a, (i32)b, sum, false);
#else
#pragma unroll
  for (int i = 0; i < 32; i += 8) {
    sum += (i32)(i8)(a >> i) * (i32)(i8)(b >> i);
  }
  return sum;
#endif
}

/* v_perm_b32 counts the bytes of its second operand first; nibbles become bytes of the selector. */
ASSAY_DEVICE u32 permuted(u32 low, u32 high, u32 selector) {
  u32 bytes = (selector & 15) | (selector & 0xf0) << 4 | (selector & 0xf00) << 8 |
              (selector & 0xf000) << 12;
  return __builtin_amdgcn_perm(high, low, bytes);
}

/* Eight of 16 bytes, each named by four bits: the first four and the last four. A table's first
 * word holds bytes 0 to 3.
 */
ASSAY_DEVICE u32 named(u128 table, u32 names) {
  u32 within = names & 0x07070707;
  u32 lower = __builtin_amdgcn_perm(table.y, table.x, within);
  u32 upper = __builtin_amdgcn_perm(table.w, table.z, within);
  return __builtin_amdgcn_perm(upper, lower, (names >> 1 & 0x04040404) | 0x03020100);
}
ASSAY_DEVICE void named(u128 table, u32 names, u32 &first, u32 &last) {
  first = named(table, names);
  last = named(table, names >> 4);
}
/* Bit at which the name of byte i of the eight begins: a permutation's selector is four bytes. */
ASSAY_DEVICE int name_place(int i) { return i % 4 * 8 + i / 4 * 4; }

ASSAY_DEVICE u32 looked_up(u32 low, u32 high, u32 places) {
  return __builtin_amdgcn_perm(high, low, places);
}

/* One instruction and, unless less is 0, an addition. */
ASSAY_DEVICE float float_of_byte(u32 word, int byte, float less) {
  return (float)(word >> 8 * byte & 255) - less;
}

typedef u32 assay_u32x4 __attribute__((ext_vector_type(4)));

ASSAY_DEVICE u32 load_once(const u32 *from) { return __builtin_nontemporal_load(from); }
ASSAY_DEVICE u128 load_once(const u128 *from) {
  return __builtin_bit_cast(u128, __builtin_nontemporal_load((const assay_u32x4 *)from));
}
ASSAY_DEVICE u64 load_once(const u64 *from) { return __builtin_nontemporal_load(from); }
ASSAY_DEVICE u16 load_once(const u16 *from) { return __builtin_nontemporal_load(from); }
ASSAY_DEVICE u8 load_once(const u8 *from) { return __builtin_nontemporal_load(from); }
/* The first cache holds 16 or 32 KiB, so what is read in turns of megabytes comes from the second. */
ASSAY_DEVICE u128 load_from_l2(const u128 *from) { return *from; }
/* Through registers: what hides its latency is other wavefronts. */
ASSAY_DEVICE void copy_async(u128 *shared, const u128 *from, bool there = true) {
  *shared = there ? *from : u128{0, 0, 0, 0};
}
ASSAY_DEVICE void copies_commit() {}
template <int NEWEST> ASSAY_DEVICE void copies_wait() {}

ASSAY_DEVICE void store_once(u64 *to, u64 value) { __builtin_nontemporal_store(value, to); }
ASSAY_DEVICE void store_once(u128 *to, u128 value) {
  __builtin_nontemporal_store(__builtin_bit_cast(assay_u32x4, value), (assay_u32x4 *)to);
}

#endif
