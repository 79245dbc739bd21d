/*
 * What a library that stands for a vendor's answers by: a text file of lines, read at each call, so
 * that a test can let time pass. It is the library's own path with ".script" behind it.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static FILE *script(void) {
  char path[4096];
  Dl_info own;
  if (dladdr((void *)script, &own) == 0) {
    return NULL;
  }
  snprintf(path, sizeof path, "%s.script", own.dli_fname);
  return fopen(path, "r");
}

/* The rest of the last line that starts with these words, or 0. */
static int find(const char *words, char *rest, size_t size) {
  char line[512];
  size_t length = strlen(words);
  int found = 0;
  FILE *file = script();
  while (file != NULL && fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\n")] = 0;
    if (strncmp(line, words, length) == 0 && line[length] == ' ') {
      snprintf(rest, size, "%s", line + length + 1);
      found = 1;
    }
  }
  if (file != NULL) {
    fclose(file);
  }
  return found;
}

/* As long as a line "slow FUNCTION MILLIS" says. */
static void take_time(const char *function) {
  char words[128], rest[512];
  snprintf(words, sizeof words, "slow %s", function);
  if (find(words, rest, sizeof rest)) {
    usleep(1000 * (unsigned)atoi(rest));
  }
}

/* The code of a line "error FUNCTION CODE", or of "error * CODE" where that counts; else 0. */
static int error(const char *function, int of_all) {
  char words[128], rest[512];
  snprintf(words, sizeof words, "error %s", function);
  return find(words, rest, sizeof rest) || (of_all && find("error *", rest, sizeof rest))
             ? (int)strtoul(rest, NULL, 0)
             : 0;
}
