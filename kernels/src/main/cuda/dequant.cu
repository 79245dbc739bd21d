/* Decodes a whole tensor: a block of 128 threads 4096 values, which are whole blocks of every format.
 *
 * What counts is traffic. The stored bytes are read once, 16 to a load whatever the size of a block,
 * and wait in shared memory, where eight() may take them by words or bytes; a warp writes whole
 * sectors. A Hopper that copies at 4.3 TB/s must decode about 7 values per clock and multiprocessor
 * to F16 (2.6 bytes to a Q4_0), 4 to F32, which leaves some 18 and 30 instructions to a value. With
 * 32 values to a thread, 2048 threads wait some 9000 clocks between loads: latency is hidden.
 */
/* ready: compute_75 ASSAY_FORMAT=* */
#include "decode.h"

#define THREADS 128
#define CHUNK 4096

struct ToF32 {
  typedef float Number;
  ASSAY_DEVICE float of(float value) { return value; }
  ASSAY_DEVICE void store_four(float *to, const float values[4]) {
    store_once((u128 *)to, {bits_of(values[0]), bits_of(values[1]), bits_of(values[2]),
                            bits_of(values[3])});
  }
  /* Of a pair of threads, the even one gets the first four of both eights, the odd one the others:
   * then a pair writes a sector of 32 bytes at once. */
  ASSAY_DEVICE void prepare(float values[8]) {
    bool odd = lane() & 1;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      float got = exchanged(odd ? values[j] : values[j + 4], 1);
      values[j] = odd ? got : values[j];
      values[j + 4] = odd ? values[j + 4] : got;
    }
  }
  ASSAY_DEVICE void store_eight(float *to, const float values[8]) {
    to -= lane() % 2 * 4;
    store_four(to, values);
    store_four(to + 8, values + 4);
  }
};

template <u16 (*narrowed)(float), u32 (*paired)(float, float)> struct ToHalf {
  typedef u16 Number;
  ASSAY_DEVICE u16 of(float value) { return narrowed(value); }
  ASSAY_DEVICE void store_four(u16 *to, const float values[4]) {
    store_once((u64 *)to,
               (u64)paired(values[2], values[3]) << 32 | paired(values[0], values[1]));
  }
  ASSAY_DEVICE void prepare(float *) {}
  ASSAY_DEVICE void store_eight(u16 *to, const float values[8]) {
    store_once((u128 *)to, {paired(values[0], values[1]), paired(values[2], values[3]),
                            paired(values[4], values[5]), paired(values[6], values[7])});
  }
};

/* The last copy may reach past the tensor, but not past the rounding up of its allocation. */
template <int MOST> ASSAY_DEVICE void stage(u128 *staged, const u8 *from, int bytes) {
#pragma unroll
  for (int first = 0; first < MOST / 16; first += THREADS) {
    int at = first + (int)thread_index();
    if (16 * at < bytes) {
      copy_async(staged + at, (const u128 *)from + at);
    }
  }
  copies_commit();
  copies_wait<0>();
  barrier();
}

template <typename Format, typename Target>
ASSAY_DEVICE void decode_blocks(const u8 *stored, typename Target::Number *out, i64 count) {
  constexpr int BYTES = CHUNK / Format::VALUES * Format::BYTES;
  static_assert(CHUNK % Format::VALUES == 0 && BYTES % 16 == 0, "a chunk of whole loads");
  ASSAY_SHARED u128 staged[BYTES / 16];
  i64 first = (i64)block_x() * CHUNK;
  int here = count - first < CHUNK ? (int)(count - first) : CHUNK;
  stage<BYTES>(staged, stored + (i64)block_x() * BYTES, here / Format::VALUES * Format::BYTES);
  /* As many rounds for all threads: they exchange values. */
#pragma unroll 1
  for (int begin = 0; begin < here; begin += 8 * THREADS) {
    int at = begin + 8 * (int)thread_index();
    float values[8] = {};
    if (at < here) {
      const u8 *block = (const u8 *)staged + at / Format::VALUES * Format::BYTES;
      Format::eight(block, at % Format::VALUES / 8, values);
    }
    Target::prepare(values);
    if (at < here) {
      Target::store_eight(out + first + at, values);
    }
  }
}

/* Four plain numbers of BYTES each. */
template <int BYTES> struct alignas(BYTES < 4 ? 4 * BYTES : 16) Quad {
  u32 words[BYTES];
};

/* Loads and stores of four numbers, both without gaps in a warp. */
template <typename Format, typename Target>
ASSAY_DEVICE void decode_plain(const u8 *stored, typename Target::Number *out, i64 count) {
  typedef Quad<Format::BYTES> Four;
  constexpr int ROUND = 4;
#pragma unroll 1
  for (int round = 0; round < CHUNK; round += 4 * ROUND * THREADS) {
    i64 first = (i64)block_x() * CHUNK + round + 4 * thread_index();
    Four loaded[ROUND];
#pragma unroll
    for (int i = 0; i < ROUND; i++) {
      i64 at = first + 4 * i * THREADS;
      if (at < count) {
        loaded[i] = ((const Four *)stored)[at / 4];
      }
    }
#pragma unroll
    for (int i = 0; i < ROUND; i++) {
      i64 at = first + 4 * i * THREADS;
      float values[4];
#pragma unroll
      for (int j = 0; j < 4; j++) {
        values[j] = Format::one((const u8 *)&loaded[i] + Format::BYTES * j);
      }
      if (at + 4 <= count) {
        Target::store_four(out + at, values);
      } else {
#pragma unroll
        for (int j = 0; j < 4; j++) {
          if (at + j < count) {
            out[at + j] = Target::of(values[j]);
          }
        }
      }
    }
  }
}

template <typename Format, typename Target>
ASSAY_DEVICE void decode(const u8 *stored, typename Target::Number *out, i64 count) {
  if constexpr (Format::VALUES == 1) {
    decode_plain<Format, Target>(stored, out, count);
  } else {
    decode_blocks<Format, Target>(stored, out, count);
  }
}

ASSAY_KERNEL(THREADS, 8) dequant_f32(const u8 *stored, float *out, i64 count) {
  decode<ASSAY_FORMAT, ToF32>(stored, out, count);
}
ASSAY_ENTRY(dequant_f32)

ASSAY_KERNEL(THREADS, 8) dequant_f16(const u8 *stored, u16 *out, i64 count) {
  decode<ASSAY_FORMAT, ToHalf<f16_of, f16_pair>>(stored, out, count);
}
ASSAY_ENTRY(dequant_f16)

ASSAY_KERNEL(THREADS, 8) dequant_bf16(const u8 *stored, u16 *out, i64 count) {
  decode<ASSAY_FORMAT, ToHalf<bf16_of, bf16_pair>>(stored, out, count);
}
ASSAY_ENTRY(dequant_bf16)
