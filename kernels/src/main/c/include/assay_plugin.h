/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assay's plug-in interface, ABI 1.
 *
 * A plug-in is a shared library that exports one function, assay_plugin_get. It returns a table of
 * functions by which Assay lists the devices of a chip, asks what they can compute and how
 * exactly, and runs it. kernels/plugins/example-cpu is one to copy.
 *
 * The words MUST, MUST NOT and MAY are those of RFC 2119. "The host" is Assay.
 *
 * 1. CONFORMANCE OF THE LANGUAGE
 *    C11, little-endian, 64-bit pointers. The platform's C calling convention. No exception,
 *    longjmp or signal may leave a function. All integers have a fixed width; enumerations are
 *    uint32_t fields and anonymous constants, so that no compiler chooses their size.
 *
 * 2. VERSIONS
 *    ASSAY_PLUGIN_ABI changes when something that exists changes its meaning; a host and a plug-in
 *    of different ABIs do not talk. Within an ABI structs grow at their ends alone. Every struct
 *    begins with struct_size: whoever allocates it writes sizeof as it was compiled, the other side
 *    touches no field that does not lie within the smaller of that and its own sizeof, and MUST NOT
 *    change struct_size. Whoever keeps a copy copies the smaller of both and leaves the rest 0.
 *    The host fills structs that a plug-in is to answer in with zeros, and a zero always means
 *    "unknown" or "none": a plug-in that knows fewer fields needs no code for it.
 *
 * 3. MEMORY
 *    Whoever allocates, frees; no pointer changes its owner.
 *    - The table, and the text it points to, are the plug-in's and stay as they are until the
 *      process ends.
 *    - What the host passes to a call is the host's and MUST NOT be used after the call returns,
 *      enqueue included: keep a copy.
 *    - Sessions and kernels are the plug-in's; the host gives each back exactly once, kernels
 *      before their session, and both after failures, too.
 *    - Data is at 64-byte boundaries. Where a call passes 0 bytes the pointer may be NULL.
 *    - Text is UTF-8 and ends with a zero byte within its array. Control characters in what a
 *      plug-in says are replaced before a user sees it.
 *
 * 4. THREADS AND THE PROCESS
 *    The host makes one call at a time, from any thread. read_sensor alone may be called while
 *    another call is in progress. A plug-in MAY start threads; between calls they SHOULD sleep.
 *    Unless the user says otherwise a plug-in lives in a process of its own, which runs a JVM. Its
 *    working directory is then an empty one that is removed with it, its environment the user's.
 *    A plug-in MUST NOT install signal handlers (the JVM needs its own), call exit, change the
 *    floating-point environment or the working directory, read from standard input, load
 *    libraries from the working directory, or leave a process behind. Standard output and error
 *    go to a log. The host ends the process when it has closed what it opened, or, after a failure,
 *    without; destructors MAY run and have a second.
 *
 * 5. FAILURES
 *    A call returns a status; for any but ASSAY_OK last_error tells more. Before the first run the
 *    host then
 *      ASSAY_UNSUPPORTED       skips the case with the text as its reason, and goes on
 *      ASSAY_OUT_OF_MEMORY     does the same; everything prepared before MUST still work
 *      ASSAY_INVALID           does the same and says that Assay and the plug-in disagree
 *      ASSAY_UNAVAILABLE       lists the plug-in as not available, with the text
 *      ASSAY_TIMEOUT, ASSAY_DEVICE_LOST, ASSAY_FAILED, any other value
 *                              counts the case as crashed, and calls release and close only
 *    From the first run on every failure counts the case as crashed, since query promised that it
 *    runs; only what read_sensor answers costs its reading alone.
 *    A call that does not return in time, or ends the process, costs the case: the host ends the
 *    process of the plug-in and starts another for the next case. It waits for prepare 300 seconds,
 *    for run, enqueue and await 120 and 20 more, for upload and read 120, for every other call and
 *    for the library to be loaded 20. Four queries that end in this way end the plug-in's part in
 *    what is planned. In the host's own process, where the user asked for that, nothing is limited.
 *
 * 6. ORDER OF CALLS
 *    assay_plugin_get, probe, device, query, sensor: at any time, in any order.
 *    open -> prepare -> upload of every input slot -> { run | enqueue ... await | read | upload }
 *    -> release -> close. Several kernels of a session are open at once and run in turns, each with
 *    its own memory. Conversion and packing of inputs belong into upload, compilation and tuning
 *    into prepare: the host times prepare, upload, run and read apart, and run is what is reported.
 */
#ifndef ASSAY_PLUGIN_H
#define ASSAY_PLUGIN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSAY_PLUGIN_ABI 1u

#if defined(_WIN32)
#define ASSAY_PLUGIN_EXPORT __declspec(dllexport)
#else
#define ASSAY_PLUGIN_EXPORT __attribute__((visibility("default")))
#endif

/* Statuses. A plug-in MUST NOT invent others. */
typedef int32_t assay_status;
enum {
  ASSAY_OK = 0,
  ASSAY_UNSUPPORTED = 1,   /* not this spec, variant, slot or function */
  ASSAY_UNAVAILABLE = 2,   /* no driver, no permission, no device */
  ASSAY_OUT_OF_MEMORY = 3, /* the device's or the host's */
  ASSAY_INVALID = 4,       /* an argument the interface does not allow */
  ASSAY_TIMEOUT = 5,       /* not complete within the time given */
  ASSAY_DEVICE_LOST = 6,   /* the device fell off its bus, or was reset */
  ASSAY_FAILED = 7         /* anything else */
};

/*
 * How numbers are stored. Values below 0x1000 are those of ggml's enum ggml_type as GGUF files
 * store them, with ggml's block layouts; others are Assay's and name arithmetic only.
 */
enum {
  ASSAY_F32 = 0,
  ASSAY_F16 = 1,
  ASSAY_Q4_0 = 2,
  ASSAY_Q4_1 = 3,
  ASSAY_Q5_0 = 6,
  ASSAY_Q5_1 = 7,
  ASSAY_Q8_0 = 8,
  ASSAY_Q8_1 = 9,
  ASSAY_Q2_K = 10,
  ASSAY_Q3_K = 11,
  ASSAY_Q4_K = 12,
  ASSAY_Q5_K = 13,
  ASSAY_Q6_K = 14,
  ASSAY_Q8_K = 15,
  ASSAY_IQ2_XXS = 16,
  ASSAY_IQ2_XS = 17,
  ASSAY_IQ3_XXS = 18,
  ASSAY_IQ1_S = 19,
  ASSAY_IQ4_NL = 20,
  ASSAY_IQ3_S = 21,
  ASSAY_IQ2_S = 22,
  ASSAY_IQ4_XS = 23,
  ASSAY_I8 = 24,
  ASSAY_I16 = 25,
  ASSAY_I32 = 26,
  ASSAY_F64 = 28,
  ASSAY_IQ1_M = 29,
  ASSAY_BF16 = 30,
  ASSAY_TQ1_0 = 34,
  ASSAY_TQ2_0 = 35,
  ASSAY_MXFP4 = 39,
  ASSAY_NVFP4 = 40,
  ASSAY_Q1_0 = 41,
  ASSAY_Q2_0 = 42,
  ASSAY_TF32 = 0x1000,
  ASSAY_F8_E4M3 = 0x1001,
  ASSAY_F8_E5M2 = 0x1002
};

/* Operations. Each result is row after row, rows without gaps. */
enum {
  /* Y = X.W^T: W m x k in stored, X n x k in F32, Y n x m in F32. */
  ASSAY_MATMUL = 1,
  /*
   * Query i of n stands at position context - n + i. Causal: it sees positions up to its own, with
   * a window only the last `window` of those, its own included; else all. Score s = q.k /
   * sqrt(key_dim), then soft_cap * tanh(s / soft_cap) where soft_cap > 0. With sinks each head has
   * one more logit, which takes probability and adds nothing. Query head h reads key-value head
   * h / (heads / kv_heads). Result n x heads x value_dim in F32.
   */
  ASSAY_ATTENTION = 2,
  /* m rows of k elements from stored to target; bit for bit what ggml's decoder gives, in F32. */
  ASSAY_DEQUANT = 3
};

/*
 * What is to be computed. The host has checked it: k (key_dim, value_dim) is a whole number of
 * blocks, heads a multiple of kv_heads, sizes are below 2^31. m, n and k MAY be 0; a sum over
 * k = 0 is 0. Fields that the operation does not have are 0.
 */
typedef struct assay_spec {
  uint32_t struct_size;
  uint32_t operation;
  uint32_t stored; /* of weights, keys and values, or the tensor to decode */
  uint32_t target; /* of the result: ASSAY_F32; DEQUANT also ASSAY_F16, ASSAY_BF16 */
  uint64_t m;
  uint64_t n;
  uint64_t k;
  uint64_t heads;
  uint64_t kv_heads;
  uint64_t key_dim;
  uint64_t value_dim;
  uint64_t context;
  uint64_t window; /* 0 for none */
  double soft_cap; /* 0 for none */
  uint32_t causal; /* 0 or 1 */
  uint32_t sinks;  /* 0 or 1 */
  const char *text; /* the same as Assay prints it: "matmul:q4_K*f32:m4096,n1,k14336" */
} assay_spec;

/* How it is to run. */
typedef struct assay_settings {
  uint32_t struct_size;
  uint32_t threads;     /* of the host's processor that MAY be used; at least 1 */
  uint32_t guard_bytes; /* of each guard zone, see ASSAY_GUARD_BEFORE; a multiple of 64, or 0 */
  uint32_t reserved;    /* 0 */
  const char *variant;  /* one that query named, or "" for the plug-in's own choice */
} assay_settings;

/* assay_support.level */
enum {
  ASSAY_LEVEL_UNSUPPORTED = 0,
  ASSAY_LEVEL_EMULATED = 1, /* right, but by the host or by steps the device was not made for */
  ASSAY_LEVEL_NATIVE = 2
};

/* assay_support.activation_rounding and weight_rounding: on purpose, before factors meet. */
enum {
  ASSAY_ROUND_NONE = 0,
  /*
   * Argument: F32, F16 or BF16, to the nearest; of activations also Q8_0, Q8_1 and Q8_K, as
   * ggml does. Other formats are refused: declare what they keep by SIGNIFICAND.
   */
  ASSAY_ROUND_TO_FORMAT = 1,
  ASSAY_ROUND_TO_8_BITS = 2,  /* argument: elements under one float32 scale of max|x| / 127 */
  ASSAY_ROUND_SIGNIFICAND = 3 /* argument: bits kept, the leading one included; up or down */
};

/* assay_support.denormals */
enum {
  ASSAY_DENORMALS_KEPT = 0,
  ASSAY_DENORMALS_FLUSHED = 1 /* numbers below the smallest normal one MAY be taken for 0 */
};

/* assay_support.determinism */
enum {
  ASSAY_SAME_BITS = 0,   /* same inputs, same device and plug-in: the same bits each time */
  ASSAY_ANY_SUM_ORDER = 1 /* sums MAY be taken in another order each time */
};

/* assay_support.specials: what becomes of infinities and NaN among the inputs. */
enum {
  ASSAY_SPECIALS_KEPT = 0, /* as IEEE 754 has them */
  ASSAY_SPECIALS_UNDEFINED = 1
};

/*
 * Whether a spec can run, and how exactly: the numeric contract. Assay computes from it how far a
 * result may be from the truth, so it is a promise, and `assay conform` holds the plug-in to it.
 * All zeros but level and accumulator (F32 is 0) promise float32 arithmetic in any order.
 */
typedef struct assay_support {
  uint32_t struct_size;
  uint32_t level;
  uint32_t multiplies; /* for the record, not for the tolerance: format of the factors as they are
                          multiplied: F32, TF32, F16, I8, ... */
  uint32_t activation_rounding; /* of X; for attention of queries and probabilities */
  uint32_t activation_argument;
  uint32_t weight_rounding; /* of decoded W, keys, values; not TO_8_BITS */
  uint32_t weight_argument;
  uint32_t accumulator; /* of running sums: F32, F16, BF16 or F64 */
  uint32_t denormals;
  uint32_t determinism;
  uint32_t specials;
  uint32_t code_offset; /* added to signed codes so that they multiply unsigned, and taken back by
                           the sum of the activations; 0 for nothing of the kind */
  char fidelity[128]; /* switches that change results: "MathFidelity=HiFi4 fp32_dest_acc=1" */
  char reason[256];   /* where unsupported: why; where emulated: how */
  char variants[256]; /* names assay_settings.variant may take, best first, commas between */
} assay_support;

/* assay_device.type */
enum {
  ASSAY_DEVICE_CPU = 1, /* threads of the host's processor do the work */
  ASSAY_DEVICE_GPU = 2,
  ASSAY_DEVICE_INTEGRATED_GPU = 3,
  ASSAY_DEVICE_ACCELERATOR = 4
};

#define ASSAY_NO_ID 0xffffffffu

typedef struct assay_device {
  uint32_t struct_size;
  uint32_t type;
  uint64_t memory_bytes;      /* that kernels may use in all; never 0 */
  uint64_t free_bytes;        /* now; the host asks again to find leaks */
  uint64_t last_cache_bytes;  /* of the level next to memory; 0: taken for 256 MiB */
  uint32_t vendor_id;         /* PCI's, or ASSAY_NO_ID */
  uint32_t device_id;         /* PCI's, or ASSAY_NO_ID */
  uint32_t revision_id;       /* PCI's, or ASSAY_NO_ID; some chips differ by nothing else */
  uint32_t sensor_count;      /* of the telemetry table, 64 at most; 0 for none */
  char pci_address[16];       /* "0000:c1:00.0" in lower case, or "" */
  char name[128];             /* as its maker calls it */
  char uuid[64];              /* of this very device, stable between boots, or "" */
  char serial[64];            /* or "" */
  char driver_version[64];    /* or "" */
  char firmware_version[64];  /* or "" */
} assay_device;

typedef struct assay_probe {
  uint32_t struct_size;
  uint32_t device_count; /* 256 at most */
  char reason[256]; /* where there is no device: why, and what to do */
} assay_probe;

/*
 * What upload writes and read reads: inputs are uploaded, OUTPUT and the guard zones are uploaded
 * (to be filled before runs that are checked) and read.
 */
enum {
  ASSAY_WEIGHTS = 1,     /* MATMUL: W; DEQUANT: the tensor; m x k in stored */
  ASSAY_ACTIVATIONS = 2, /* MATMUL: X, n x k in F32 */
  ASSAY_QUERY = 3,       /* ATTENTION: row head * n + i of key_dim, in F32 */
  ASSAY_KEYS = 4,        /* row kv_head * context + position of key_dim, in stored */
  ASSAY_VALUES = 5,      /* row kv_head * context + position of value_dim, in stored */
  ASSAY_SINKS = 6,       /* heads logits in F32; only where the spec has sinks */
  /* The result, all of it, in target. The host writes NaN over it before runs that it checks. */
  ASSAY_OUTPUT = 16,
  /*
   * guard_bytes directly before and directly after the result in the device's memory, of which no
   * run may touch a byte. ASSAY_UNSUPPORTED where the device's layout has no such place.
   */
  ASSAY_GUARD_BEFORE = 17,
  ASSAY_GUARD_AFTER = 18
};

/* What actually ran; goes into the record. */
typedef struct assay_execution {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  char kernel[64];   /* name of the kernel or algorithm */
  char isa[64];      /* instruction set, core type, or generation of the device */
  char details[512]; /* lines "key=value": tile sizes, cores, library versions */
} assay_execution;

/* assay_sensor.quantity; values are in the unit named here and no other. */
enum {
  ASSAY_POWER = 1,       /* "W" */
  ASSAY_ENERGY = 2,      /* "J", a counter */
  ASSAY_TEMPERATURE = 3, /* "degC" */
  ASSAY_CLOCK = 4,       /* "Hz" */
  ASSAY_ERRORS = 5,      /* "1", a counter of memory or link errors */
  ASSAY_THROTTLED = 6    /* "s", a counter of time spent below the wanted clock */
};

/* assay_sensor.scope: what a value speaks of. */
enum {
  ASSAY_SCOPE_CHIP = 1,
  ASSAY_SCOPE_MEMORY = 2,
  ASSAY_SCOPE_BOARD = 3, /* chip, memory, regulators and fan */
  ASSAY_SCOPE_MODULE = 4, /* with processors beside it */
  ASSAY_SCOPE_RAIL = 5,
  ASSAY_SCOPE_LINK = 6
};

/* One row of the telemetry table. */
typedef struct assay_sensor {
  uint32_t struct_size;
  uint32_t quantity;
  uint32_t scope;
  uint32_t corrected;    /* ASSAY_ERRORS: 1 where the errors were corrected */
  uint64_t period_nanos; /* between two updates; 0 for unknown */
  uint64_t window_nanos; /* a value is the mean over this long; 0 for an instant, or a counter */
  double accuracy;       /* relative, as stated by the maker; 0 for unknown */
  double wraps_at;       /* a counter starts again from 0 here; 0 for never */
  char unit[8];          /* the one beside the quantity, to the letter */
  char name[64];         /* within the device: "board power" */
} assay_sensor;

/* inject: what goes wrong with the next run, once. */
enum {
  ASSAY_FAULT_BIT = 1,    /* one bit of the result, the argument'th float's exponent */
  ASSAY_FAULT_SILENT = 2, /* nothing is written */
  ASSAY_FAULT_HANG = 3,   /* run does not return */
  ASSAY_FAULT_CRASH = 4,  /* the process ends */
  ASSAY_FAULT_LOST = 5    /* ASSAY_DEVICE_LOST */
};

typedef struct assay_session assay_session; /* one device in use; the plug-in's own type */
typedef struct assay_kernel assay_kernel;   /* one prepared spec; the plug-in's own type */

/* The table. Functions marked optional MAY be NULL, those of a group all together. */
typedef struct assay_plugin {
  uint32_t struct_size; /* of the table */
  uint32_t abi;         /* ASSAY_PLUGIN_ABI */
  const char *name;     /* id on the command line: a-z, then up to 31 of a-z 0-9 - _ */
  const char *description; /* one line, at most 255 bytes */
  const char *version;     /* of the plug-in, at most 63 bytes */
  const char *build_id;    /* differs for every build: a hash, a commit; at most 127 bytes */

  /*
   * Copies the text of the last failure of any call, cut to `bytes` and always ended by a zero
   * byte; "" where there was none.
   */
  void (*last_error)(char *text, uint64_t bytes);

  /*
   * How many devices there are. MUST NOT initialise or change one, MUST return within a second,
   * and answers ASSAY_OK with 0 devices and a reason where the driver or the chip is missing.
   */
  assay_status (*probe)(assay_probe *answer);

  /* Device `index` of probe. MAY initialise its driver, SHOULD leave its memory alone. */
  assay_status (*device)(uint32_t index, assay_device *answer);

  /*
   * Whether device `index` can run the spec. ASSAY_OK with a level, not ASSAY_UNSUPPORTED, says
   * no. MUST NOT allocate on the device. What is answered with another level than UNSUPPORTED MUST
   * then run, unless memory is short.
   */
  assay_status (*query)(
      uint32_t index, const assay_spec *spec, const assay_settings *settings,
      assay_support *answer);

  /* Takes device `index` into use. The host opens a device once at a time. */
  assay_status (*open)(uint32_t index, assay_session **session);

  /* After its kernels are released. NULL is allowed and nothing. */
  void (*close)(assay_session *session);

  /*
   * Compiles, tunes and allocates. On failure *kernel is left NULL and nothing stays allocated.
   */
  assay_status (*prepare)(
      assay_session *session, const assay_spec *spec, const assay_settings *settings,
      assay_kernel **kernel);

  /* What was prepared. */
  assay_status (*describe)(assay_kernel *kernel, assay_execution *answer);

  /* Writes all of a slot; complete when it returns. `bytes` is always the whole slot. */
  assay_status (*upload)(
      assay_kernel *kernel, uint32_t slot, const void *data, uint64_t bytes);

  /*
   * Computes the result once and returns when it is complete and read would see it. MUST compute
   * it anew each time, from the inputs as uploaded last. SHOULD allocate nothing. ASSAY_TIMEOUT
   * after timeout_nanos, 0 for none; the session is then of no more use.
   */
  assay_status (*run)(assay_kernel *kernel, uint64_t timeout_nanos);

  /* Reads OUTPUT or a guard zone, all of it. MUST NOT write beyond `bytes`. */
  assay_status (*read)(assay_kernel *kernel, uint32_t slot, void *data, uint64_t bytes);

  /* Frees it, after what was enqueued. NULL is allowed and nothing. */
  void (*release)(assay_kernel *kernel);

  /*
   * Optional group: a queue. enqueue starts a run and returns without waiting; runs of a session
   * begin in that order, each when the one before is complete. await returns when all are, with
   * the first failure among them.
   */
  assay_status (*enqueue)(assay_kernel *kernel);
  assay_status (*await)(assay_session *session, uint64_t timeout_nanos);

  /*
   * Optional group: the device's own clock. Two marks in the queue, and after await the time
   * between them. The host holds it against its own clock and never uses it alone.
   */
  assay_status (*timer_begin)(assay_session *session);
  assay_status (*timer_end)(assay_session *session);
  assay_status (*timer_nanos)(assay_session *session, uint64_t *nanos);

  /* Optional group: telemetry, sensor `row` of assay_device.sensor_count. */
  assay_status (*sensor)(uint32_t index, uint32_t row, assay_sensor *answer);
  assay_status (*read_sensor)(uint32_t index, uint32_t row, double *value);

  /* Optional: makes the next run of the session fail, to show that the host notices. */
  assay_status (*inject)(assay_session *session, uint32_t fault, uint64_t argument);
} assay_plugin;

/*
 * The one exported function. MUST do nothing but return the table, which MUST be the same each
 * time. A plug-in that does not speak host_abi returns the table it has: of such a table the host
 * reads struct_size, abi and name only, to say so. NULL says the same in fewer words.
 */
ASSAY_PLUGIN_EXPORT const assay_plugin *assay_plugin_get(uint32_t host_abi);

#ifdef __cplusplus
}
#endif

/* Layout of ABI 1 on every platform; a compiler that disagrees must not build a plug-in. */
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L || defined(__cplusplus)
#ifdef __cplusplus
#define ASSAY_STATIC_ASSERT static_assert
#else
#define ASSAY_STATIC_ASSERT _Static_assert
#endif
ASSAY_STATIC_ASSERT(sizeof(void *) == 8, "ABI 1 is for 64-bit pointers");
ASSAY_STATIC_ASSERT(sizeof(assay_spec) == 112, "assay_spec");
ASSAY_STATIC_ASSERT(sizeof(assay_settings) == 24, "assay_settings");
ASSAY_STATIC_ASSERT(sizeof(assay_support) == 688, "assay_support");
ASSAY_STATIC_ASSERT(sizeof(assay_device) == 448, "assay_device");
ASSAY_STATIC_ASSERT(sizeof(assay_probe) == 264, "assay_probe");
ASSAY_STATIC_ASSERT(sizeof(assay_execution) == 648, "assay_execution");
ASSAY_STATIC_ASSERT(sizeof(assay_sensor) == 120, "assay_sensor");
ASSAY_STATIC_ASSERT(sizeof(assay_plugin) == 200, "assay_plugin");
#undef ASSAY_STATIC_ASSERT
#endif

#endif
