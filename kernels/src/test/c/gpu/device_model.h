/* A device on the host, for tests, in the words of device.h; fibers_model.h has its threads. */
#ifndef ASSAY_DEVICE_MODEL_H
#define ASSAY_DEVICE_MODEL_H

#include <math.h>

#include "fibers_model.h"

#define ASSAY_DEVICE static inline
#define ASSAY_CONSTANT static const
#define ASSAY_SHARED static
#define ASSAY_KERNEL(THREADS, BLOCKS) static void

#define ASSAY_ENTRY(NAME)                                                                          \
  extern "C" __attribute__((visibility("default"), used)) void NAME##_entry(void **arguments) {    \
    model::call(NAME, arguments);                                                                  \
  }                                                                                                \
  extern "C" __attribute__((visibility("default"), used)) void *NAME##_runner() {                  \
    return (void *)assay_model_run;                                                                \
  }

ASSAY_DEVICE u32 thread_index() { return model::block->thread; }
ASSAY_DEVICE u32 block_x() { return model::block->index[0]; }
ASSAY_DEVICE u32 block_y() { return model::block->index[1]; }
ASSAY_DEVICE u32 block_z() { return model::block->index[2]; }
ASSAY_DEVICE u32 blocks_x() { return model::block->launch.grid[0]; }
ASSAY_DEVICE u32 blocks_y() { return model::block->launch.grid[1]; }
ASSAY_DEVICE u8 *dynamic_shared() { return model::block->shared; }

ASSAY_DEVICE void barrier() { model::wait_as(model::AT_BARRIER); }
ASSAY_DEVICE void warp_barrier() { model::wait_as(model::AT_WARP_BARRIER); }

namespace model {

template <typename T> T from(const T &value, u32 thread) { return deposited(value)[thread % ASSAY_WARP]; }

} // namespace model

ASSAY_DEVICE float from_lane(float value, int from) {
  return model::from(value, (thread_index() & ~31u) + (from & 31));
}
ASSAY_DEVICE u32 from_lane(u32 value, int from) {
  return model::from(value, (thread_index() & ~31u) + (from & 31));
}
ASSAY_DEVICE float exchanged(float value, int mask) {
  return model::from(value, thread_index() ^ (u32)mask);
}
ASSAY_DEVICE u32 exchanged(u32 value, int mask) {
  return model::from(value, thread_index() ^ (u32)mask);
}

ASSAY_DEVICE float fused(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
ASSAY_DEVICE float larger(float a, float b) { return a > b || a != a ? a : b; }
ASSAY_DEVICE float exp2_fast(float x) { return exp2f(x); }
ASSAY_DEVICE float divided(float a, float b) { return a / b; }
ASSAY_DEVICE float tanh_of(float x) {
  float power = exp2_fast(-2.88539008f * (x < 0 ? -x : x));
  float result = (1 - power) / (1 + power);
  return x < 0 ? -result : result;
}

ASSAY_DEVICE float float_of_f16(u16 bits) {
  _Float16 half;
  memcpy(&half, &bits, 2);
  return (float)half;
}
ASSAY_DEVICE u16 f16_of(float value) {
  _Float16 half = (_Float16)value;
  u16 bits;
  memcpy(&bits, &half, 2);
  return bits;
}
ASSAY_DEVICE u32 f16_pair(float low, float high) {
  return (u32)f16_of(low) | (u32)f16_of(high) << 16;
}
ASSAY_DEVICE u16 bf16_of(float value);
ASSAY_DEVICE u32 bf16_pair(float low, float high) {
  return (u32)bf16_of(low) | (u32)bf16_of(high) << 16;
}

ASSAY_DEVICE i32 dot4(u32 a, u32 b, i32 sum) {
  for (int i = 0; i < 32; i += 8) {
    sum += (i32)(i8)(a >> i) * (i32)(i8)(b >> i);
  }
  return sum;
}

ASSAY_DEVICE u32 permuted(u32 low, u32 high, u32 selector) {
  u64 bytes = (u64)high << 32 | low;
  u32 result = 0;
  for (int i = 0; i < 4; i++) {
    result |= (u32)(bytes >> 8 * (selector >> 4 * i & 7) & 255) << 8 * i;
  }
  return result;
}

/* In the order of the device that looks nibbles up as they lie. */
ASSAY_DEVICE int name_place(int i) { return 4 * i; }
ASSAY_DEVICE void named(u128 table, u32 names, u32 &first, u32 &last) {
  u8 bytes[16];
  memcpy(bytes, &table, 16);
  first = last = 0;
  for (int i = 0; i < 4; i++) {
    first |= (u32)bytes[names >> name_place(i) & 15] << 8 * i;
    last |= (u32)bytes[names >> name_place(4 + i) & 15] << 8 * i;
  }
}

ASSAY_DEVICE u32 looked_up(u32 low, u32 high, u32 places) {
  u32 selector = (places & 15) | (places >> 4 & 0xf0) | (places >> 8 & 0xf00) |
                 (places >> 12 & 0xf000);
  return permuted(low, high, selector);
}

ASSAY_DEVICE float float_of_byte(u32 word, int byte, float less) {
  return (float)(word >> 8 * byte & 255) - less;
}

ASSAY_DEVICE u32 load_once(const u32 *from) { return *from; }
ASSAY_DEVICE u128 load_once(const u128 *from) { return *from; }
ASSAY_DEVICE u64 load_once(const u64 *from) { return *from; }
ASSAY_DEVICE u16 load_once(const u16 *from) { return *from; }
ASSAY_DEVICE u8 load_once(const u8 *from) { return *from; }
ASSAY_DEVICE u128 load_from_l2(const u128 *from) { return *from; }
/* As late as a device may: whoever does not wait reads what was there before. */
ASSAY_DEVICE void copy_async(u128 *shared, const u128 *from, bool there = true) {
  model::Fiber &self = model::block->fibers[model::block->thread];
  self.copies.push_back({shared, from, there, self.groups});
}
ASSAY_DEVICE void copies_commit() { model::block->fibers[model::block->thread].groups++; }
template <int NEWEST> ASSAY_DEVICE void copies_wait() {
  model::Fiber &self = model::block->fibers[model::block->thread];
  size_t kept = 0;
  for (const model::Copy &copy : self.copies) {
    if (copy.group + NEWEST >= self.groups) {
      self.copies[kept++] = copy;
    } else {
      *copy.to = copy.there ? *copy.from : u128{0, 0, 0, 0};
    }
  }
  self.copies.resize(kept);
}

ASSAY_DEVICE u128 load_transposed(const u128 *row) {
  const u128 *const *rows = model::deposited(row);
  u32 lane = thread_index() % 32, numbers[4];
  for (u32 i = 0; i < 4; i++) {
    const u16 *low = (const u16 *)rows[8 * i + lane % 4 * 2];
    const u16 *high = (const u16 *)rows[8 * i + lane % 4 * 2 + 1];
    numbers[i] = low[lane / 4] | (u32)high[lane / 4] << 16;
  }
  return {numbers[0], numbers[1], numbers[2], numbers[3]};
}

ASSAY_DEVICE void store_once(u64 *to, u64 value) { *to = value; }
ASSAY_DEVICE void store_once(u128 *to, u128 value) { *to = value; }

#endif
