/* Queues, graphs and what is in them: a launch runs at once, on the model, or is recorded. */
#ifndef FAKE_QUEUE_H
#define FAKE_QUEUE_H

#include <time.h>

#include <vector>

#include "fake_state.h"

namespace {

double now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec * 1e-6;
}

struct Event {
  double millis;
};

struct Module {
  void *library;
};

struct Function {
  void (*body)(void **);
  const char *(*run)(void (*)(void **), void **, const unsigned *, unsigned, size_t);
  /* Of shared memory, until it asks for more. */
  unsigned allowed;
};

struct Recorded {
  Function *function;
  unsigned grid[3];
  unsigned threads;
  unsigned shared;
  /* The caller's: it stays valid as long as the kernel, also for a graph. */
  void **arguments;
  /* A library's own work instead. */
  void (*work)(void *) = nullptr;
  void *what = nullptr;
};

struct Graph {
  std::vector<Recorded> launches;
};

Graph *capturing;

int execute(const Recorded &launch) {
  if (state.unfinished) return 0;
  if (launch.work) {
    launch.work(launch.what);
    return 0;
  }
  const char *fault = launch.function->run(launch.function->body, launch.arguments,
                                           launch.grid, launch.threads, launch.shared);
  if (fault) {
    fprintf(stderr, "fake driver: %s\n", fault);
    state.fault = fault;
    state.sticky = LAUNCH_FAILED;
  }
  /* As on a device: the launch went well, waiting for it does not. */
  return 0;
}

/* What a stream is, for libraries: it takes their work, and says whether it keeps what was handed over. */
struct Stream {
  int (*enqueue)(void (*work)(void *), void *what);
  int device;
};

int enqueue(void (*work)(void *), void *what);

int enqueue(void (*work)(void *), void *what) {
  std::lock_guard<std::mutex> held(lock);
  Recorded own = {nullptr, {}, 0, 0, nullptr, work, what};
  if (capturing) {
    capturing->launches.push_back(own);
    return 1;
  }
  execute(own);
  return 0;
}

} // namespace

#endif
