/* Blocks of threads on the host: every thread of a block is a fiber, and blocks run one after the other.
 * What a GPU leaves undefined is an error here: a warp that exchanges values while some of its
 * threads have left, and barriers that not all threads reach.
 */
#ifndef ASSAY_FIBERS_MODEL_H
#define ASSAY_FIBERS_MODEL_H

#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <tuple>
#include <ucontext.h>
#include <utility>
#include <vector>

namespace model {

enum Wait { RUNNING, AT_BARRIER, AT_WARP_BARRIER, AT_WAVE_BARRIER, AT_EVENT, LEFT };

#ifndef ASSAY_MODEL_WAVE
#define ASSAY_MODEL_WAVE 32
#endif
/* Threads that multiply matrices together: a warp, or a wavefront of two. What warps exchange they
 * exchange by themselves also where two are a wavefront, as one may be in a loop that the other left.
 */
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
  u32 wave_deposits;
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

/* What a warp's or wavefront's threads gave away, twice: a thread may be one exchange ahead of another. */
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
  Exchange warps[MOST_THREADS / ASSAY_WARP];
  Exchange waves[MOST_THREADS / WAVE];
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

template <typename T>
const T *deposited(Exchange &exchange, u32 slot, u32 &deposits, Wait wait, const T &value) {
  static_assert(sizeof(T) <= 128, "more registers than an exchange holds");
  auto &slots = exchange.of[deposits++ & 1];
  /* Packed, so that the pointer counts in T. */
  memcpy((unsigned char *)slots + sizeof(T) * slot, &value, sizeof(T));
  wait_as(wait);
  return (const T *)slots;
}

/* Gives a value to the warp and returns what all gave; only this thread's reading is in order. */
template <typename T> const T *deposited(const T &value) {
  u32 thread = block->thread;
  return deposited(block->warps[thread / ASSAY_WARP], thread % ASSAY_WARP,
                   block->fibers[thread].deposits, AT_WARP_BARRIER, value);
}

/* The same of a wavefront. */
template <typename T> const T *deposited_in_wave(const T &value) {
  u32 thread = block->thread;
  return deposited(block->waves[thread / WAVE], thread % WAVE, block->fibers[thread].wave_deposits,
                   AT_WAVE_BARRIER, value);
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
    if (fiber.wait == LEFT && wait != AT_BARRIER) {
      block->fault = "a warp exchanged values after some of its threads had left";
      return false;
    }
    fiber.wait = fiber.wait == wait ? RUNNING : fiber.wait;
  }
  return true;
}

/* Of all that so many threads meet at. */
inline bool release_each(u32 together, Wait wait) {
  u32 threads = block->launch.threads;
  bool any = false;
  for (u32 from = 0; from < threads; from += together) {
    u32 end = from + together < threads ? from + together : threads;
    any |= release(from, end, wait);
  }
  return any;
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
    block->fibers[i].wave_deposits = 0;
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
    moved |= release_each(ASSAY_WARP, AT_WARP_BARRIER);
    moved |= release_each(WAVE, AT_WAVE_BARRIER);
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

#endif
