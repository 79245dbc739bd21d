/* The device for NVIDIA's compilers: nvcc and NVRTC. */
#ifndef ASSAY_DEVICE_CUDA_H
#define ASSAY_DEVICE_CUDA_H

#define ASSAY_DEVICE static __device__ __forceinline__
#define ASSAY_CONSTANT static __device__ const
#define ASSAY_SHARED __shared__
/* THREADS of a block, at most; BLOCKS that should fit a multiprocessor together. */
#define ASSAY_KERNEL(THREADS, BLOCKS) extern "C" __global__ __launch_bounds__(THREADS, BLOCKS) void
/* Named after each kernel; the model on the host calls kernels by it. */
#define ASSAY_ENTRY(NAME)

ASSAY_DEVICE u32 thread_index() { return threadIdx.x; }
ASSAY_DEVICE u32 block_x() { return blockIdx.x; }
ASSAY_DEVICE u32 block_y() { return blockIdx.y; }
ASSAY_DEVICE u32 block_z() { return blockIdx.z; }
ASSAY_DEVICE u32 blocks_x() { return gridDim.x; }
ASSAY_DEVICE u32 blocks_y() { return gridDim.y; }

/* Of the size that the launch asks for. */
ASSAY_DEVICE u8 *dynamic_shared() {
  extern __shared__ __align__(128) u8 dynamic_bytes[];
  return dynamic_bytes;
}

ASSAY_DEVICE void barrier() { __syncthreads(); }
ASSAY_DEVICE void warp_barrier() { __syncwarp(); }

/* The value of the thread whose lane differs in the bits of mask. */
ASSAY_DEVICE float exchanged(float value, int mask) { return __shfl_xor_sync(~0u, value, mask); }
ASSAY_DEVICE u32 exchanged(u32 value, int mask) { return __shfl_xor_sync(~0u, value, mask); }
ASSAY_DEVICE float from_lane(float value, int from) { return __shfl_sync(~0u, value, from); }
ASSAY_DEVICE u32 from_lane(u32 value, int from) { return __shfl_sync(~0u, value, from); }

ASSAY_DEVICE float fused(float a, float b, float c) { return __fmaf_rn(a, b, c); }
/* NaN if either is: fmaxf would drop it. */
ASSAY_DEVICE float larger(float a, float b) {
#if __CUDA_ARCH__ >= 800
  float result;
  asm("max.NaN.f32 %0, %1, %2;" : "=f"(result) : "f"(a), "f"(b));
  return result;
#else
  return a > b || a != a ? a : b;
#endif
}
ASSAY_DEVICE float exp2_fast(float x) {
  float result;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
  return result;
}
/* Within 2 ulp of the hardware's exponential, unlike tanh.approx, which is good to 11 bits. */
ASSAY_DEVICE float tanh_of(float x) {
  float power = exp2_fast(-2.88539008f * (x < 0 ? -x : x));
  float result = __fdiv_rn(1 - power, 1 + power);
  return x < 0 ? -result : result;
}
ASSAY_DEVICE float divided(float a, float b) { return __fdiv_rn(a, b); }

ASSAY_DEVICE float float_of_f16(u16 bits) {
  float result;
  asm("cvt.f32.f16 %0, %1;" : "=f"(result) : "h"(bits));
  return result;
}
ASSAY_DEVICE u16 f16_of(float value) {
  u16 bits;
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(bits) : "f"(value));
  return bits;
}
/* Two numbers to a register, the first in the lower half. */
ASSAY_DEVICE u32 f16_pair(float low, float high) {
#if __CUDA_ARCH__ >= 800
  u32 pair;
  asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(pair) : "f"(high), "f"(low));
  return pair;
#else
  return (u32)f16_of(low) | (u32)f16_of(high) << 16;
#endif
}
ASSAY_DEVICE u16 bf16_of(float value);
ASSAY_DEVICE u32 bf16_pair(float low, float high) {
#if __CUDA_ARCH__ >= 800
  u32 pair;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(pair) : "f"(high), "f"(low));
  return pair;
#else
  return (u32)bf16_of(low) | (u32)bf16_of(high) << 16;
#endif
}

/* Four products of signed bytes and a sum. */
ASSAY_DEVICE i32 dot4(u32 a, u32 b, i32 sum) {
  i32 result;
  asm("dp4a.s32.s32 %0, %1, %2, %3;" : "=r"(result) : "r"(a), "r"(b), "r"(sum));
  return result;
}

/* Four bytes out of eight, each chosen by a nibble of the selector below 8. */
ASSAY_DEVICE u32 permuted(u32 low, u32 high, u32 selector) {
  u32 result;
  asm("prmt.b32 %0, %1, %2, %3;" : "=r"(result) : "r"(low), "r"(high), "r"(selector));
  return result;
}

/* Eight of 16 bytes, each named by four bits: the first four and the last four. A table's first
 * word holds bytes 0 to 3.
 */
ASSAY_DEVICE void named(u128 table, u32 names, u32 &first, u32 &last) {
  u32 within = names & 0x77777777;
  /* Byte i of the lower eight or, where the name's highest bit is set, of the upper. */
  u32 half = (names >> 1 & 0x44444444) | 0x32103210;
  u32 lower = permuted(table.x, table.y, within), upper = permuted(table.z, table.w, within);
  first = permuted(lower, upper, half);
  lower = permuted(table.x, table.y, within >> 16);
  upper = permuted(table.z, table.w, within >> 16);
  last = permuted(lower, upper, half >> 16);
}
/* Bit at which the name of byte i of the eight begins: a permutation's selector is 16 bits. */
ASSAY_DEVICE int name_place(int i) { return 4 * i; }

/* Four bytes out of eight, by the numbers below 8 in the bytes of places. */
ASSAY_DEVICE u32 looked_up(u32 low, u32 high, u32 places) {
  return __byte_perm(low, high, __byte_perm(places | places >> 4, 0, 0x4420));
}

/* A byte of a word less a whole number below 2^22. Integers are converted at a fraction of the rate
 * of additions; a byte below the exponent of 2^23 is that much more than 2^23. */
ASSAY_DEVICE float float_of_byte(u32 word, int byte, float less) {
  return __uint_as_float(__byte_perm(word, 0x4b000000u, 0x7540u | byte)) - (8388608.0f + less);
}

/* Read once and never again: without a place in the first cache. */
ASSAY_DEVICE u128 load_once(const u128 *from) {
  u128 value;
  asm volatile("ld.global.nc.L1::no_allocate.v4.u32 {%0, %1, %2, %3}, [%4];"
               : "=r"(value.x), "=r"(value.y), "=r"(value.z), "=r"(value.w)
               : "l"(from));
  return value;
}
/* From the cache that all share, past the first one. */
ASSAY_DEVICE u128 load_from_l2(const u128 *from) {
  u128 value;
  asm volatile("ld.global.cg.v4.u32 {%0, %1, %2, %3}, [%4];"
               : "=r"(value.x), "=r"(value.y), "=r"(value.z), "=r"(value.w)
               : "l"(from));
  return value;
}
ASSAY_DEVICE u32 load_once(const u32 *from) {
  u32 value;
  asm volatile("ld.global.nc.L1::no_allocate.u32 %0, [%1];" : "=r"(value) : "l"(from));
  return value;
}

ASSAY_DEVICE u64 load_once(const u64 *from) {
  u64 value;
  asm volatile("ld.global.nc.L1::no_allocate.u64 %0, [%1];" : "=l"(value) : "l"(from));
  return value;
}
ASSAY_DEVICE u16 load_once(const u16 *from) {
  u16 value;
  asm volatile("ld.global.nc.L1::no_allocate.u16 %0, [%1];" : "=h"(value) : "l"(from));
  return value;
}
ASSAY_DEVICE u8 load_once(const u8 *from) {
  u16 value;
  asm volatile("ld.global.nc.L1::no_allocate.u8 %0, [%1];" : "=h"(value) : "l"(from));
  return (u8)value;
}

/* Sixteen bytes from global to shared memory, or zeros, without a register between them. They are
 * there when this thread has waited for their group and, for other threads, met them at a barrier.
 */
ASSAY_DEVICE void copy_async(u128 *shared, const u128 *from, bool there = true) {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;"
               :
               : "r"((u32)__cvta_generic_to_shared(shared)), "l"(from), "r"(there ? 16 : 0)
               : "memory");
#else
  *shared = there ? *from : u128{0, 0, 0, 0};
#endif
}
ASSAY_DEVICE void copies_commit() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.commit_group;" : : : "memory");
#endif
}
/* Until all but the newest groups have arrived. */
template <int NEWEST> ASSAY_DEVICE void copies_wait() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.wait_group %0;" : : "n"(NEWEST) : "memory");
#endif
}

/* Four matrices of 8 rows of 8 numbers of 16 bits in shared memory, thread i giving row i % 8 of
 * matrix i / 8. Thread i gets of each the numbers of column i / 4 in rows i % 4 * 2 and the next.
 */
ASSAY_DEVICE u128 load_transposed(const u128 *row) {
  u128 all;
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
               : "=r"(all.x), "=r"(all.y), "=r"(all.z), "=r"(all.w)
               : "r"((u32)__cvta_generic_to_shared(row))
               : "memory");
  return all;
}

ASSAY_DEVICE void store_once(u64 *to, u64 value) {
  asm volatile("st.global.cs.u64 [%0], %1;" : : "l"(to), "l"(value) : "memory");
}
ASSAY_DEVICE void store_once(u128 *to, u128 value) {
  asm volatile("st.global.cs.v4.u32 [%0], {%1, %2, %3, %4};"
               :
               : "l"(to), "r"(value.x), "r"(value.y), "r"(value.z), "r"(value.w)
               : "memory");
}

#endif
