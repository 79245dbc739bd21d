/* A driver that ends the process as soon as the loader has loaded it. */
#include <stdlib.h>

__attribute__((constructor)) static void load(void) {
  abort();
}
