/* A matrix library for tests: cuBLASLt's symbols or, with FAKE_HIP, hipBLASLt's, computing on the host
 * from what the descriptors say, so that a wrong transpose, distance or type gives a wrong result.
 *
 * Commands, given by fake_blaslt_command, separated by commas:
 *   version=N            as the library tells it
 *   offers=N             algorithms that the heuristic has (3 when not said); the second cannot be run
 *   fail=FUNCTION:STATUS by its name without the prefix
 *   spoilt               products are computed without their last term
 */
#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <map>
#include <string>
#include <vector>

#ifdef FAKE_HIP
#define NAME(SUFFIX) hipblasLt##SUFFIX
#define DRIVER "libamdhip64.so.7"
enum { AS_IT_IS = 111, TRANSPOSED = 112, TRANSA = 0, TRANSB = 1, ALGORITHM = 24 };
enum { COMPUTE_F32 = 2, COMPUTE_TF32 = 6, COMPUTE_I32 = 9, INVALID = 3, NOT_SUPPORTED = 7 };
enum { VERSION = 100000 };
#else
#define NAME(SUFFIX) cublasLt##SUFFIX
#define DRIVER "libcuda.so.1"
enum { AS_IT_IS = 0, TRANSPOSED = 1, TRANSA = 3, TRANSB = 4, ALGORITHM = 64, FAST_SUMS = 25 };
enum { COMPUTE_F32 = 68, COMPUTE_TF32 = 77, COMPUTE_I32 = 72, INVALID = 7, NOT_SUPPORTED = 15 };
enum { VERSION = 130001 };
#endif
enum { F32 = 0, F16 = 2, I8 = 3, I32 = 10, BF16 = 14, E4M3 = 28, E4M3_FNUZ = 1000 };
enum { NOT_INITIALIZED = 1 };
enum { WORKSPACE = 4096, MAGIC = 0x5eed };
#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

struct Description {
  int compute, scale;
  std::map<int, int> attributes;
};

struct Layout {
  int type;
  uint64_t rows, columns;
  int64_t distance;
};

struct Preference {
  uint64_t workspace = 0;
};

struct Answer {
  unsigned char algorithm[ALGORITHM];
  size_t workspace;
  int state;
  float waves;
  int reserved[4];
};

struct State {
  int version = VERSION;
  int offers = 3;
  bool spoilt = false;
  std::map<std::string, int> failures;
  long living = 0;
};

State state;

int told(const char *function) {
  auto found = state.failures.find(function);
  return found == state.failures.end() ? 0 : found->second;
}

#define TOLD(FUNCTION)                                                                             \
  if (int status = told(#FUNCTION)) return status

int number(const void *matrix, int type, uint64_t at, double *value) {
  switch (type) {
  case F32: *value = ((const float *)matrix)[at]; return 0;
  case F16: *value = (float)((const _Float16 *)matrix)[at]; return 0;
  case I8: *value = ((const int8_t *)matrix)[at]; return 0;
  case BF16: {
    uint32_t bits = (uint32_t)((const uint16_t *)matrix)[at] << 16;
    float wide;
    memcpy(&wide, &bits, 4);
    *value = wide;
    return 0;
  }
  case E4M3:
  case E4M3_FNUZ: {
    int bits = ((const uint8_t *)matrix)[at], bias = type == E4M3 ? 7 : 8;
    int exponent = bits >> 3 & 15;
    double significand = (bits & 7) / 8.0;
    *value = exponent ? ldexp(1 + significand, exponent - bias) : ldexp(significand, 1 - bias);
    *value = bits & 0x80 ? -*value : *value;
    return 0;
  }
  default: return INVALID;
  }
}

/* Tensor cores ignore what they do not multiply. */
double cut(double value) {
  float wide = (float)value;
  uint32_t bits;
  memcpy(&bits, &wide, 4);
#ifdef FAKE_HIP
  bits += 0x1000;
#endif
  bits &= 0xffffe000u;
  memcpy(&wide, &bits, 4);
  return wide != wide || value != value ? value : wide;
}

void store(void *matrix, int type, uint64_t at, double value) {
  if (type == I32) {
    ((int32_t *)matrix)[at] = (int32_t)value;
  } else if (type == BF16) {
    float wide = (float)value;
    uint32_t bits;
    memcpy(&bits, &wide, 4);
    ((uint16_t *)matrix)[at] = (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
  } else {
    ((float *)matrix)[at] = (float)value;
  }
}

/* What the makers' tables of types allow, as far as it is asked for here. */
bool allowed(const Description &d, const Layout &a, const Layout &b, const Layout &y) {
  int fit = a.type == b.type;
  switch (a.type) {
  case F32:
    return fit && y.type == F32 && d.scale == F32 &&
           (d.compute == COMPUTE_F32 || d.compute == COMPUTE_TF32);
  case F16:
  case BF16: return fit && y.type == F32 && d.scale == F32 && d.compute == COMPUTE_F32;
#ifdef FAKE_HIP
  case E4M3_FNUZ:
#endif
  case E4M3: return fit && y.type == BF16 && d.scale == F32 && d.compute == COMPUTE_F32;
  case I8: return fit && y.type == I32 && d.scale == I32 && d.compute == COMPUTE_I32;
  default: return false;
  }
}

bool is_transposed(const Description &d, int attribute) {
  auto found = d.attributes.find(attribute);
  return found != d.attributes.end() && found->second == TRANSPOSED;
}

/* What fake_driver.cpp calls a stream. */
struct Stream {
  int (*enqueue)(void (*work)(void *), void *what);
};

struct Job {
  Description d;
  Layout a_layout, b_layout, y_layout;
  const void *a, *b;
  void *y;
  uint64_t m, n, k;
};

void compute(void *what) {
  const Job &job = *(const Job *)what;
  bool turned_a = is_transposed(job.d, TRANSA), turned_b = is_transposed(job.d, TRANSB);
  int64_t a_distance = job.a_layout.distance, b_distance = job.b_layout.distance;
  for (uint64_t column = 0; column < job.n; column++) {
    for (uint64_t row = 0; row < job.m; row++) {
      double sum = 0;
      for (uint64_t i = 0; i < job.k - state.spoilt; i++) {
        double p = 0, q = 0;
        number(job.a, job.a_layout.type, turned_a ? i + row * a_distance : row + i * a_distance, &p);
        number(job.b, job.b_layout.type,
               turned_b ? column + i * b_distance : i + column * b_distance, &q);
        sum += job.d.compute == COMPUTE_TF32 ? cut(p) * cut(q) : p * q;
        if (job.a_layout.type != I8) sum = (float)sum;
      }
      store(job.y, job.y_layout.type, row + column * job.y_layout.distance, sum);
    }
  }
}

} // namespace

EXPORT void fake_blaslt_command(const char *commands) {
  long living = state.living;
  state = State();
  state.living = living;
  std::string all = commands;
  while (!all.empty()) {
    size_t comma = all.find(',');
    std::string command = all.substr(0, comma);
    all = comma == std::string::npos ? "" : all.substr(comma + 1);
    size_t equals = command.find('=');
    std::string key = command.substr(0, equals);
    std::string value = equals == std::string::npos ? "" : command.substr(equals + 1);
    if (key == "version") state.version = atoi(value.c_str());
    if (key == "offers") state.offers = atoi(value.c_str());
    if (key == "spoilt") state.spoilt = true;
    if (key == "fail") {
      size_t colon = value.find(':');
      state.failures[value.substr(0, colon)] = atoi(value.c_str() + colon + 1);
    }
  }
}
/* Descriptors that were made and not destroyed. */
EXPORT long fake_blaslt_living() { return state.living; }

#ifdef FAKE_HIP
EXPORT int hipblasLtGetVersion(void *handle, int *version) {
  if (handle != (void *)&state) return INVALID;
  *version = state.version;
  return 0;
}
#else
EXPORT size_t cublasLtGetVersion(void) { return state.version; }
EXPORT const char *cublasLtGetStatusName(int status) {
  return status == NOT_SUPPORTED ? "CUBLAS_STATUS_NOT_SUPPORTED" : "CUBLAS_STATUS_OTHER";
}
EXPORT int cublasLtMatmulAlgoConfigGetAttribute(const int *algorithm, int attribute, void *value,
                                                size_t bytes, size_t *written) {
  *written = attribute < 7 ? 4 : 2;
  if (bytes != *written || attribute > 8) return INVALID;
  int setting = attribute == 0 ? algorithm[1] : 10 * attribute;
  memcpy(value, &setting, bytes);
  return 0;
}
#endif

/* Libraries take the device that the calling thread speaks of, as the driver beside this one knows. */
bool has_device() {
  Dl_info own;
  dladdr((void *)&has_device, &own);
  std::string path = own.dli_fname;
  path = path.substr(0, path.rfind('/') + 1) + DRIVER;
  void *driver = dlopen(path.c_str(), RTLD_NOW | RTLD_NOLOAD);
  auto current = driver ? (int (*)())dlsym(driver, "fake_current") : nullptr;
  return !current || current() >= 0;
}

EXPORT int NAME(Create)(void **handle) {
  TOLD(Create);
  if (!has_device()) return NOT_INITIALIZED;
  *handle = &state;
  return 0;
}
EXPORT int NAME(MatmulDescCreate)(Description **made, int compute, int scale) {
  TOLD(MatmulDescCreate);
  *made = new Description{compute, scale, {}};
  state.living++;
  return 0;
}
EXPORT int NAME(MatmulDescSetAttribute)(Description *description, int attribute, const void *value,
                                        size_t bytes) {
  TOLD(MatmulDescSetAttribute);
  size_t expected = 4;
#ifndef FAKE_HIP
  if (attribute == FAST_SUMS) expected = 1;
#endif
  if (bytes != expected) return INVALID;
  int number = 0;
  memcpy(&number, value, bytes);
  description->attributes[attribute] = number;
  return 0;
}
EXPORT int NAME(MatmulDescDestroy)(Description *description) {
  delete description;
  state.living--;
  return 0;
}
EXPORT int NAME(MatrixLayoutCreate)(Layout **made, int type, uint64_t rows, uint64_t columns,
                                    int64_t distance) {
  TOLD(MatrixLayoutCreate);
  *made = new Layout{type, rows, columns, distance};
  state.living++;
  return 0;
}
EXPORT int NAME(MatrixLayoutDestroy)(Layout *layout) {
  delete layout;
  state.living--;
  return 0;
}
EXPORT int NAME(MatmulPreferenceCreate)(Preference **made) {
  TOLD(MatmulPreferenceCreate);
  *made = new Preference();
  state.living++;
  return 0;
}
EXPORT int NAME(MatmulPreferenceSetAttribute)(Preference *preference, int attribute,
                                              const void *value, size_t bytes) {
  if (attribute != 1 || bytes != sizeof preference->workspace) return INVALID;
  memcpy(&preference->workspace, value, bytes);
  return 0;
}
EXPORT int NAME(MatmulPreferenceDestroy)(Preference *preference) {
  delete preference;
  state.living--;
  return 0;
}
EXPORT int NAME(MatmulAlgoGetHeuristic)(void *handle, Description *description, Layout *a, Layout *b,
                                        Layout *c, Layout *y, Preference *preference, int most,
                                        Answer *answers, int *count) {
  TOLD(MatmulAlgoGetHeuristic);
  if (handle != (void *)&state || preference->workspace < WORKSPACE) return INVALID;
  if (!allowed(*description, *a, *b, *y) || c->type != y->type) return NOT_SUPPORTED;
  *count = state.offers < most ? state.offers : most;
  for (int i = 0; i < *count; i++) {
    Answer answer = {};
    int numbers[2] = {i, MAGIC + i};
    memcpy(answer.algorithm, numbers, sizeof numbers);
    answer.workspace = i % 2 ? 0 : WORKSPACE;
    /* The last of many is one that would not run, as the library itself says. */
    answer.state = i == 7 ? NOT_SUPPORTED : 0;
    answers[i] = answer;
  }
  return 0;
}
EXPORT int NAME(Matmul)(void *handle, Description *description, const void *alpha, const void *a,
                        Layout *a_layout, const void *b, Layout *b_layout, const void *beta,
                        const void *c, Layout *c_layout, void *y, Layout *y_layout,
                        const int *algorithm, void *workspace, size_t workspace_bytes, Stream *stream) {
  TOLD(Matmul);
  if (handle != (void *)&state || !stream || c != y || c_layout != y_layout) return INVALID;
  if (!allowed(*description, *a_layout, *b_layout, *y_layout)) return NOT_SUPPORTED;
  if (algorithm[1] != MAGIC + algorithm[0]) return INVALID;
  if (algorithm[0] == 1) return NOT_SUPPORTED;
  if (algorithm[0] % 2 == 0) {
    if (!workspace || workspace_bytes < WORKSPACE) return INVALID;
    memset(workspace, 0x77, WORKSPACE);
  }
  uint32_t one = 1, zero = 0;
  float wide = 1;
  if (description->scale == F32) memcpy(&one, &wide, 4);
  if (memcmp(alpha, &one, 4) != 0 || memcmp(beta, &zero, 4) != 0) return INVALID;
  bool turned_a = is_transposed(*description, TRANSA), turned_b = is_transposed(*description, TRANSB);
  uint64_t m = turned_a ? a_layout->columns : a_layout->rows;
  uint64_t k = turned_a ? a_layout->rows : a_layout->columns;
  uint64_t n = turned_b ? b_layout->rows : b_layout->columns;
  if (k != (turned_b ? b_layout->columns : b_layout->rows)) return INVALID;
  if (m != y_layout->rows || n != y_layout->columns) return INVALID;
  double ignored;
  if (int status = number(a, a_layout->type, 0, &ignored)) return status;
  if (int status = number(b, b_layout->type, 0, &ignored)) return status;
  Job *job = new Job{*description, *a_layout, *b_layout, *y_layout, a, b, y, m, n, k};
  if (!stream->enqueue(compute, job)) delete job;
  return 0;
}
