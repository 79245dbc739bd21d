/* A CBLAS library that goes wrong while it is loaded, in the way that is defined on the command
   line. */
#include <stdlib.h>
#include <unistd.h>

__attribute__((constructor)) static void load(void)
{
#if defined ABORT
    abort();
#elif defined SECOND
    if (getenv("ASSAY_DEADLY_LOAD")) {
        abort();
    }
    setenv("ASSAY_DEADLY_LOAD", "loaded", 1);
#elif defined SEGFAULT
    *(volatile int *)8 = 1;
#elif defined EXIT
    _exit(0);
#elif defined HANG
    for (;;) {
        pause();
    }
#endif
}

__attribute__((destructor)) static void unload(void)
{
#if defined ABORT_AT_THE_END
    abort();
#endif
}

void openblas_set_num_threads(int wanted) { (void)wanted; }

int openblas_get_num_threads(void) { return 1; }

void cblas_sgemm(void) {}

void cblas_sgemv(void) {}
