/* The instructions of compute_90 and 90a; see hopper.h. */
#ifndef ASSAY_HOPPER_CUDA_H
#define ASSAY_HOPPER_CUDA_H

ASSAY_DEVICE u32 shared_address(const void *shared) {
  return (u32)__cvta_generic_to_shared(shared);
}

ASSAY_DEVICE void signal_begin(Signal *signal, u32 arrivals) {
  asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;"
               :
               : "r"(shared_address(signal)), "r"(arrivals)
               : "memory");
}
ASSAY_DEVICE void signals_begun() {
  asm volatile("fence.mbarrier_init.release.cluster;" : : : "memory");
  asm volatile("fence.proxy.async.shared::cta;" : : : "memory");
  barrier();
}
ASSAY_DEVICE void signal_arrive(Signal *signal) {
  asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];"
               :
               : "r"(shared_address(signal))
               : "memory");
}
ASSAY_DEVICE void signal_arrive_after_copies(Signal *signal) {
  asm volatile("cp.async.mbarrier.arrive.noinc.shared::cta.b64 [%0];"
               :
               : "r"(shared_address(signal))
               : "memory");
}
ASSAY_DEVICE void signal_await(Signal *signal, u32 round) {
  u32 there = 0;
  while (!there) {
    asm volatile("{\n.reg .pred there;\n"
                 "mbarrier.try_wait.parity.shared::cta.b64 there, [%1], %2;\n"
                 "selp.u32 %0, 1, 0, there;\n}"
                 : "=r"(there)
                 : "r"(shared_address(signal)), "r"(round & 1)
                 : "memory");
  }
}
ASSAY_DEVICE void copy_bulk(void *shared, const void *from, u32 bytes, Signal *signal) {
  asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;"
               :
               : "r"(shared_address(signal)), "r"(bytes)
               : "memory");
  asm volatile("cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes "
               "[%0], [%1], %2, [%3];"
               :
               : "r"(shared_address(shared)), "l"(from), "r"(bytes), "r"(shared_address(signal))
               : "memory");
}

template <int REGISTERS> ASSAY_DEVICE void registers_up() {
  asm volatile("setmaxnreg.inc.sync.aligned.u32 %0;" : : "n"(REGISTERS));
}
template <int REGISTERS> ASSAY_DEVICE void registers_down() {
  asm volatile("setmaxnreg.dec.sync.aligned.u32 %0;" : : "n"(REGISTERS));
}

ASSAY_DEVICE void wgmma_begin() { asm volatile("wgmma.fence.sync.aligned;" : : : "memory"); }
ASSAY_DEVICE void wgmma_commit() {
  asm volatile("wgmma.commit_group.sync.aligned;" : : : "memory");
}
template <int NEWEST> ASSAY_DEVICE void wgmma_await() {
  asm volatile("wgmma.wait_group.sync.aligned %0;" : : "n"(NEWEST) : "memory");
}

/* The registers of a warpgroup's sums, of 64, 128 and 256 columns. */
#define ASSAY_D32                                                                                  \
  "%0, %1, %2, %3, %4, %5, %6, %7"                                                                 \
  ", %8, %9, %10, %11, %12, %13, %14, %15"                                                         \
  ", %16, %17, %18, %19, %20, %21, %22, %23"                                                       \
  ", %24, %25, %26, %27, %28, %29, %30, %31"
#define ASSAY_D64                                                                                  \
  ASSAY_D32 ", %32, %33, %34, %35, %36, %37, %38, %39"                                             \
  ", %40, %41, %42, %43, %44, %45, %46, %47"                                                       \
  ", %48, %49, %50, %51, %52, %53, %54, %55"                                                       \
  ", %56, %57, %58, %59, %60, %61, %62, %63"
#define ASSAY_D128                                                                                 \
  ASSAY_D64 ", %64, %65, %66, %67, %68, %69, %70, %71"                                             \
  ", %72, %73, %74, %75, %76, %77, %78, %79"                                                       \
  ", %80, %81, %82, %83, %84, %85, %86, %87"                                                       \
  ", %88, %89, %90, %91, %92, %93, %94, %95"                                                       \
  ", %96, %97, %98, %99, %100, %101, %102, %103"                                                   \
  ", %104, %105, %106, %107, %108, %109, %110, %111"                                               \
  ", %112, %113, %114, %115, %116, %117, %118, %119"                                               \
  ", %120, %121, %122, %123, %124, %125, %126, %127"

#define ASSAY_F8(D, I)                                                                             \
  "+f"(D[I]), "+f"(D[I + 1]), "+f"(D[I + 2]), "+f"(D[I + 3]), "+f"(D[I + 4]), "+f"(D[I + 5]),      \
      "+f"(D[I + 6]), "+f"(D[I + 7])
#define ASSAY_F32(D, I)                                                                            \
  ASSAY_F8(D, I), ASSAY_F8(D, I + 8), ASSAY_F8(D, I + 16), ASSAY_F8(D, I + 24)

#define ASSAY_WGMMA(COLUMNS, TYPE, D, A, DESCRIPTOR, ...)                                          \
  asm volatile("{\n.reg .pred adds;\nsetp.eq.u32 adds, 0, 0;\n"                                    \
               "wgmma.mma_async.sync.aligned.m64n" COLUMNS "k16.f32." TYPE "." TYPE " {" D "}, {" A\
               "}, " DESCRIPTOR ", adds, 1, 1, 0;\n}"                                              \
               : __VA_ARGS__                                                                       \
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "l"(b))

ASSAY_DEVICE void wgmma(HalfFactors, float (&sum)[32], const u32 (&a)[4], u64 b) {
  ASSAY_WGMMA("64", "f16", ASSAY_D32, "%32, %33, %34, %35", "%36",
              ASSAY_F32(sum, 0));
}
ASSAY_DEVICE void wgmma(HalfFactors, float (&sum)[64], const u32 (&a)[4], u64 b) {
  ASSAY_WGMMA("128", "f16", ASSAY_D64, "%64, %65, %66, %67", "%68",
              ASSAY_F32(sum, 0), ASSAY_F32(sum, 32));
}
ASSAY_DEVICE void wgmma(HalfFactors, float (&sum)[128], const u32 (&a)[4], u64 b) {
  ASSAY_WGMMA("256", "f16", ASSAY_D128, "%128, %129, %130, %131", "%132",
              ASSAY_F32(sum, 0), ASSAY_F32(sum, 32), ASSAY_F32(sum, 64),
              ASSAY_F32(sum, 96));
}
ASSAY_DEVICE void wgmma(Bf16Factors, float (&sum)[32], const u32 (&a)[4], u64 b) {
  ASSAY_WGMMA("64", "bf16", ASSAY_D32, "%32, %33, %34, %35", "%36",
              ASSAY_F32(sum, 0));
}
ASSAY_DEVICE void wgmma(Bf16Factors, float (&sum)[64], const u32 (&a)[4], u64 b) {
  ASSAY_WGMMA("128", "bf16", ASSAY_D64, "%64, %65, %66, %67", "%68",
              ASSAY_F32(sum, 0), ASSAY_F32(sum, 32));
}
ASSAY_DEVICE void wgmma(Bf16Factors, float (&sum)[128], const u32 (&a)[4], u64 b) {
  ASSAY_WGMMA("256", "bf16", ASSAY_D128, "%128, %129, %130, %131", "%132",
              ASSAY_F32(sum, 0), ASSAY_F32(sum, 32), ASSAY_F32(sum, 64),
              ASSAY_F32(sum, 96));
}

#endif
