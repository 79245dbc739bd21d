/* A device on the host, for tests: every thread of a block is a fiber, and blocks run one after the
 * other. What a GPU leaves undefined is an error here: a warp that exchanges values while some of
 * its threads have left, and barriers that not all threads reach.
 */
#ifndef ASSAY_DEVICE_MODEL_H
#define ASSAY_DEVICE_MODEL_H

#include <math.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <tuple>
#include <ucontext.h>
#include <utility>
#include <vector>

#define ASSAY_DEVICE static inline
#define ASSAY_CONSTANT static const
#define ASSAY_SHARED static
#define ASSAY_KERNEL(THREADS, BLOCKS) static void

namespace model {

enum Wait { RUNNING, AT_BARRIER, AT_WARP_BARRIER, AT_EVENT, LEFT };

#ifndef ASSAY_MODEL_WAVE
#define ASSAY_MODEL_WAVE 32
#endif
/* Threads in step: a warp, or a wavefront of two, in which warps exchange what they always do. */
constexpr u32 WAVE = ASSAY_MODEL_WAVE;
constexpr size_t STACK = 128 << 10;
constexpr u32 MOST_THREADS = 1024;

struct Copy {
  u128 *to;
  const u128 *from;
  bool there;
  u32 group;
};

struct Fiber {
  jmp_buf where;
  ucontext_t begin;
  bool begun;
  Wait wait;
  u32 deposits;
  u32 groups;
  u64 seen;
  std::vector<Copy> copies;
};

struct Launch {
  void (*body)(void **);
  void **arguments;
  u32 grid[3];
  u32 threads;
};

/* What the warp's threads gave away, twice: a thread may be one exchange ahead of another. */
struct Exchange {
  alignas(16) unsigned char of[2][WAVE][128];
};

struct Block {
  Launch launch;
  u32 index[3];
  u32 thread;
  const char *fault;
  u64 events;
  jmp_buf scheduler;
  Fiber fibers[MOST_THREADS];
  Exchange exchanges[MOST_THREADS / WAVE];
  unsigned char *shared;
  unsigned char *stacks;
};

inline Block *block;

inline void wait_as(Wait wait) {
  Fiber &self = block->fibers[block->thread];
  self.wait = wait;
  if (!_setjmp(self.where)) {
    _longjmp(block->scheduler, 1);
  }
}

/* Until anything happened that threads wait for one by one; they look again what it was. */
inline void wait_for_event() {
  block->fibers[block->thread].seen = block->events;
  wait_as(AT_EVENT);
}

/* Gives a value to the warp and returns what all gave; only this thread's reading is in order. */
template <typename T> const T *deposited(const T &value) {
  static_assert(sizeof(T) <= 128, "more registers than an exchange holds");
  u32 thread = block->thread;
  Fiber &self = block->fibers[thread];
  auto &slots = block->exchanges[thread / WAVE].of[self.deposits++ & 1];
  /* Packed, so that the pointer counts in T. */
  memcpy((unsigned char *)slots + sizeof(T) * (thread % WAVE), &value, sizeof(T));
  wait_as(AT_WARP_BARRIER);
  return (const T *)slots;
}

inline void enter() {
  block->launch.body(block->launch.arguments);
  block->fibers[block->thread].wait = LEFT;
  _longjmp(block->scheduler, 1);
}

inline void resume(u32 thread) {
  Fiber &fiber = block->fibers[thread];
  block->thread = thread;
  if (_setjmp(block->scheduler)) {
    return;
  }
  if (fiber.begun) {
    _longjmp(fiber.where, 1);
  }
  fiber.begun = true;
  getcontext(&fiber.begin);
  fiber.begin.uc_stack.ss_sp = block->stacks + STACK * thread;
  fiber.begin.uc_stack.ss_size = STACK;
  fiber.begin.uc_link = nullptr;
  makecontext(&fiber.begin, enter, 0);
  setcontext(&fiber.begin);
}

/* Whether all threads of a range that have not left wait at this barrier. */
inline bool complete(u32 from, u32 to, Wait wait) {
  u32 waiting = 0;
  for (u32 i = from; i < to; i++) {
    Wait own = block->fibers[i].wait;
    if (own != wait && own != LEFT) {
      return false;
    }
    waiting += own == wait;
  }
  return waiting > 0;
}

inline bool release(u32 from, u32 to, Wait wait) {
  if (!complete(from, to, wait)) {
    return false;
  }
  for (u32 i = from; i < to; i++) {
    Fiber &fiber = block->fibers[i];
    if (fiber.wait == LEFT && wait == AT_WARP_BARRIER) {
      block->fault = "a warp exchanged values after some of its threads had left";
      return false;
    }
    fiber.wait = fiber.wait == wait ? RUNNING : fiber.wait;
  }
  return true;
}

inline bool release_events() {
  bool any = false;
  for (u32 i = 0; i < block->launch.threads; i++) {
    Fiber &fiber = block->fibers[i];
    if (fiber.wait == AT_EVENT && fiber.seen != block->events) {
      fiber.wait = RUNNING;
      any = true;
    }
  }
  return any;
}

inline void run_block() {
  u32 threads = block->launch.threads;
  for (u32 i = 0; i < threads; i++) {
    block->fibers[i].begun = false;
    block->fibers[i].wait = RUNNING;
    block->fibers[i].deposits = 0;
    block->fibers[i].groups = 0;
    block->fibers[i].copies.clear();
  }
  bool moved = true;
  while (moved && !block->fault) {
    moved = false;
    for (u32 i = 0; i < threads; i++) {
      if (block->fibers[i].wait == RUNNING) {
        resume(i);
        moved = true;
      }
    }
    for (u32 warp = 0; warp < threads; warp += WAVE) {
      u32 end = warp + WAVE < threads ? warp + WAVE : threads;
      moved |= release(warp, end, AT_WARP_BARRIER);
    }
    moved |= release(0, threads, AT_BARRIER);
    moved |= release_events();
  }
  for (u32 i = 0; i < threads && !block->fault; i++) {
    if (block->fibers[i].wait != LEFT) {
      block->fault = "a barrier that not all threads reach";
    }
  }
}

/* Runs a grid; NULL, or what a kernel did that a device does not define. */
inline const char *run(Launch launch, size_t shared_bytes) {
  static Block all;
  block = &all;
  block->launch = launch;
  block->fault = nullptr;
  if (!block->stacks) {
    block->stacks = (unsigned char *)mmap(nullptr, STACK * MOST_THREADS, PROT_READ | PROT_WRITE,
                                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  }
  /* The end of what was asked for is followed by memory that may not be touched. */
  size_t page = 4096, pages = (shared_bytes + page - 1) / page * page;
  unsigned char *area = (unsigned char *)mmap(nullptr, pages + page, PROT_READ | PROT_WRITE,
                                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mprotect(area + pages, page, PROT_NONE);
  block->shared = area + (pages - shared_bytes) / 128 * 128;
  for (block->index[2] = 0; block->index[2] < launch.grid[2]; block->index[2]++) {
    for (block->index[1] = 0; block->index[1] < launch.grid[1]; block->index[1]++) {
      for (block->index[0] = 0; block->index[0] < launch.grid[0]; block->index[0]++) {
        if (!block->fault) {
          /* NaN to whoever reads what nobody wrote. */
          memset(area, 0xff, pages);
          run_block();
        }
      }
    }
  }
  munmap(area, pages + page);
  return block->fault;
}

template <typename... A, size_t... I>
void call(void (*kernel)(A...), void **arguments, std::index_sequence<I...>) {
  kernel(*(A *)arguments[I]...);
}

template <typename... A> void call(void (*kernel)(A...), void **arguments) {
  call(kernel, arguments, std::index_sequence_for<A...>());
}

} // namespace model

extern "C" __attribute__((visibility("default"))) inline const char *
assay_model_run(void (*body)(void **), void **arguments, const unsigned *grid, unsigned threads,
                size_t shared_bytes) {
  return model::run({body, arguments, {grid[0], grid[1], grid[2]}, threads}, shared_bytes);
}

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

template <typename T> T from(const T &value, u32 thread) { return deposited(value)[thread % WAVE]; }

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
