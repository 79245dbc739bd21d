/* ggml but for one function, which aborts when it is asked about a result of DEADLY columns. REAL
   is the path of the library that all others come from. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool ggml_backend_dev_supports_op(void *device, const void *op)
{
    /* struct ggml_tensor: type, buffer, then ne[4]. */
    int64_t columns;
    memcpy(&columns, (const char *)op + 16, sizeof columns);
    if (columns == DEADLY) {
        abort();
    }
    void *real = dlopen(REAL, RTLD_NOW | RTLD_NOLOAD);
    bool (*supports)(void *, const void *);
    *(void **)&supports = dlsym(real, "ggml_backend_dev_supports_op");
    return supports(device, op);
}
