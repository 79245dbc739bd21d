/* Hopper's instructions on the host. Products are computed as late as a device may, when a thread
 * waits for them: whoever gives their factors' memory away before sees it in the results.
 */
#ifndef ASSAY_HOPPER_MODEL_H
#define ASSAY_HOPPER_MODEL_H

namespace model {

/* A signal's eight bytes. */
struct SignalState {
  u32 bytes : 30, round : 1, used : 1;
  u16 expected, missing;
};
static_assert(sizeof(SignalState) == sizeof(Signal), "a signal is 8 bytes");

inline void check_signal(SignalState *state) {
  if (state->bytes == 0 && state->missing == 0) {
    state->missing = state->expected;
    state->round ^= 1;
    block->events++;
  }
}

struct Product {
  float *sum;
  int columns;
  const u32 *a;
  u64 b;
  float (*number)(u16);
  u32 group;
};

struct Products {
  std::vector<Product> begun;
  u32 groups;
};

inline Products products[MOST_THREADS];

inline Products &own_products() { return products[block->thread]; }

/* Addresses in shared memory begin at a multiple of a page. */
inline unsigned char *shared_base() {
  return (unsigned char *)((uintptr_t)block->shared & ~(uintptr_t)4095);
}

/* Of B, through its descriptor: the swizzle exchanges bits 4 to 6 of an address by bits 7 to 9. */
inline u16 element_of(u64 descriptor, int column, int k) {
  u32 begin = (u32)(descriptor & 0x3fff) << 4, eight = (u32)(descriptor >> 32 & 0x3fff) << 4;
  if (descriptor >> 62 != 1 || (descriptor >> 49 & 7) != 0) {
    block->fault = "a descriptor that is not of swizzled lines of 128 bytes";
  }
  u32 address = begin + column / 8 * eight + column % 8 * 128 + k * 2;
  address ^= (address >> 7 & 7) << 4;
  u16 element;
  memcpy(&element, shared_base() + address, 2);
  return element;
}

struct Pairs {
  u32 of[4];
};

inline void compute(const Product &product) {
  Pairs own;
  memcpy(own.of, product.a, sizeof own.of);
  const Pairs *all = deposited(own);
  int lane = (int)(block->thread % 32);
  float a[2][16];
  for (int k = 0; k < 16; k++) {
    for (int half = 0; half < 2; half++) {
      u32 pair = all[lane / 4 * 4 + k % 8 / 2].of[half + k / 8 * 2];
      a[half][k] = product.number((u16)(pair >> k % 2 * 16));
    }
  }
  for (int i = 0; i < product.columns / 2; i++) {
    int column = i / 4 * 8 + lane % 4 * 2 + i % 2;
    double total = product.sum[i];
    for (int k = 0; k < 16; k++) {
      total += (double)a[i / 2 % 2][k] * product.number(element_of(product.b, column, k));
    }
    product.sum[i] = (float)total;
  }
}

template <int N>
void begin(float (&sum)[N], const u32 (&a)[4], u64 b, float (*number)(u16)) {
  own_products().begun.push_back({sum, 2 * N, a, b, number, own_products().groups});
}

} // namespace model

ASSAY_DEVICE u32 shared_address(const void *shared) {
  return (u32)((const unsigned char *)shared - model::shared_base());
}

ASSAY_DEVICE void signal_begin(Signal *signal, u32 arrivals) {
  *(model::SignalState *)signal = {0, 0, 1, (u16)arrivals, (u16)arrivals};
}
ASSAY_DEVICE void signals_begun() { barrier(); }
ASSAY_DEVICE void signal_arrive(Signal *signal) {
  model::SignalState *state = (model::SignalState *)signal;
  if (state->missing == 0) {
    model::block->fault = "a signal that more arrived at than it counts";
  }
  state->missing--;
  model::check_signal(state);
}
ASSAY_DEVICE void signal_arrive_after_copies(Signal *signal) {
  copies_commit();
  copies_wait<0>();
  signal_arrive(signal);
}
ASSAY_DEVICE void signal_await(Signal *signal, u32 round) {
  while (((model::SignalState *)signal)->round == (round & 1) && !model::block->fault) {
    model::wait_for_event();
  }
}
ASSAY_DEVICE void copy_bulk(void *shared, const void *from, u32 bytes, Signal *signal) {
  if (((uintptr_t)shared | (uintptr_t)from | bytes) & 15) {
    model::block->fault = "a bulk copy that is not of whole pieces of 16 bytes";
  }
  memcpy(shared, from, bytes);
  signal_arrive(signal);
}

template <int REGISTERS> ASSAY_DEVICE void registers_up() {}
template <int REGISTERS> ASSAY_DEVICE void registers_down() {}

ASSAY_DEVICE void wgmma_begin() {}
ASSAY_DEVICE void wgmma_commit() { model::own_products().groups++; }
template <int NEWEST> ASSAY_DEVICE void wgmma_await() {
  model::Products &own = model::own_products();
  size_t done = 0;
  while (done < own.begun.size() && own.begun[done].group + NEWEST < own.groups) {
    model::compute(own.begun[done++]);
  }
  own.begun.erase(own.begun.begin(), own.begun.begin() + done);
}

template <int N>
ASSAY_DEVICE void wgmma(HalfFactors, float (&sum)[N], const u32 (&a)[4], u64 b) {
  model::begin(sum, a, b, float_of_f16);
}
template <int N>
ASSAY_DEVICE void wgmma(Bf16Factors, float (&sum)[N], const u32 (&a)[4], u64 b) {
  model::begin(sum, a, b, float_of_bf16);
}

#endif
