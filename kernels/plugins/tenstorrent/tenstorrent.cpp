// SPDX-License-Identifier: Apache-2.0
/*
 * Assay's plug-in interface over TT-NN. NEVER RUN ON SILICON: README.md says what was checked.
 *
 * A weight is decoded on the host, transposed to the k x m that ttnn::matmul takes, and stays on
 * the device in bfloat16. Activations go up in bfloat16, sums are float32. The program of a shape
 * is compiled by a first run within prepare.
 */
#include "assay_plugin.h"

#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>

#include <tt-metalium/bfloat16.hpp>
#include <tt-metalium/distributed.hpp>
#include <tt-metalium/mesh_device.hpp>
#include <ttnn/operations/core/compute_kernel/compute_kernel_config.hpp>
#include <ttnn/operations/matmul/matmul.hpp>
#include <ttnn/operations/transformer/sdpa/sdpa.hpp>
#include <ttnn/tensor/tensor.hpp>

#include "host_formats.hpp"
#include "sysfs.hpp"

#ifndef BUILD_ID
#define BUILD_ID "unknown"
#endif
#ifndef SDK_VERSION
#define SDK_VERSION "unknown"
#endif

namespace shim {

/* Here and not outside, so that our names hide those of the SDK where both have one. */
using namespace tt::tt_metal;

/* ---- Failures. TT-NN throws; nothing may leave a function of the table. ---- */

static std::mutex failure_lock; /* read_sensor runs beside other calls */
static std::string failure;

static assay_status fail(assay_status status, const std::string &what) {
  std::lock_guard<std::mutex> held(failure_lock);
  failure = what;
  return status;
}

static void last_error(char *text, uint64_t bytes) {
  std::lock_guard<std::mutex> held(failure_lock);
  if (bytes > 0) {
    std::snprintf(text, size_t(bytes), "%s", failure.c_str());
  }
}

/* TT-Metalium has one type for all that goes wrong; a full device can be told by the text alone. */
static assay_status classify(const std::string &what) {
  bool full = what.find("Out of Memory") != std::string::npos ||
              what.find("Not enough space") != std::string::npos;
  return fail(full ? ASSAY_OUT_OF_MEMORY : ASSAY_FAILED, what);
}

template <typename Body>
static assay_status guarded(Body body) {
  try {
    return body();
  } catch (const std::bad_alloc &) {
    return fail(ASSAY_OUT_OF_MEMORY, "the host has no memory left");
  } catch (const std::exception &e) {
    return classify(e.what());
  } catch (...) {
    return fail(ASSAY_FAILED, "TT-NN threw what is no std::exception");
  }
}

template <size_t N>
static void put(char (&field)[N], const std::string &text) {
  std::snprintf(field, N, "%s", text.c_str());
}

/* ---- Devices. ---- */

static assay_status probe(assay_probe *answer) {
  return guarded([&]() -> assay_status {
    answer->device_count = uint32_t(sysfs::cards().size());
    if (answer->device_count == 0) {
      put(answer->reason, "no card in " TT_CLASS ": is one fitted, and its kernel driver loaded?");
    }
    return ASSAY_OK;
  });
}

static std::optional<sysfs::fs::path> card(uint32_t index) {
  auto cards = sysfs::cards();
  return index < cards.size() ? std::optional(cards[index]) : std::nullopt;
}

static assay_status no_card() { return fail(ASSAY_INVALID, "there is no device of that number"); }

static std::shared_ptr<distributed::MeshDevice> open_mesh(uint32_t index) {
  return distributed::MeshDevice::create_unit_mesh(int(index));
}

/* For a board that no table names: opened and asked, which takes time and a card that is free. */
static uint64_t asked_memory_bytes(uint32_t index) {
  auto mesh = open_mesh(index);
  uint64_t bytes = uint64_t(mesh->num_dram_channels()) * mesh->dram_size_per_channel();
  mesh->close();
  return bytes;
}

static assay_status device(uint32_t index, assay_device *answer) {
  return guarded([&]() -> assay_status {
    auto found = card(index);
    if (!found) {
      return no_card();
    }
    sysfs::fs::path pci = *found / "device";
    std::string board = sysfs::line(*found / "tt_card_type");
    answer->type = ASSAY_DEVICE_ACCELERATOR;
    answer->vendor_id = sysfs::id(pci / "vendor");
    answer->device_id = sysfs::id(pci / "device");
    answer->revision_id = sysfs::id(pci / "revision");
    uint64_t known = sysfs::memory_bytes(board);
    answer->memory_bytes = known > 0 ? known : asked_memory_bytes(index);
    answer->sensor_count = uint32_t(sysfs::sensors(*found).size());
    std::error_code missing;
    put(answer->pci_address, sysfs::fs::canonical(pci, missing).filename().string());
    put(answer->name, sysfs::generation(answer->device_id) + (board.empty() ? "" : " " + board));
    put(answer->uuid, sysfs::line(*found / "tt_asic_id"));
    put(answer->serial, sysfs::line(*found / "tt_serial"));
    put(answer->driver_version, sysfs::line("/sys/module/tenstorrent/version"));
    put(answer->firmware_version, sysfs::line(*found / "tt_fw_bundle_ver"));
    return ASSAY_OK;
  });
}

/* ---- What can run, and how exactly. ---- */

/* A phase multiplies 7 bits of the activation's significand by 5 of the weight's. HiFi2 adds the
 * rest of the weight, HiFi4 that of the activation. */
struct Fidelity {
  MathFidelity math;
  const char *text;
  uint32_t activation_bits; /* 0 for all 8 of bfloat16 */
  uint32_t weight_bits;
};

static const std::map<std::string, Fidelity> FIDELITIES = {
    {"hifi4", {MathFidelity::HiFi4, "HiFi4", 0, 0}},
    {"hifi2", {MathFidelity::HiFi2, "HiFi2", 7, 0}},
    {"lofi", {MathFidelity::LoFi, "LoFi", 7, 5}},
};

static const Fidelity *fidelity(const char *variant) {
  auto found = FIDELITIES.find(*variant ? variant : "hifi4");
  return found == FIDELITIES.end() ? nullptr : &found->second;
}

/* As it is, or as two bits of significand under a power of two. */
static bool fits_bfloat16(uint32_t format) { return format == ASSAY_BF16 || format == ASSAY_MXFP4; }

/* Why not, or "". */
static std::string refusal(const assay_spec *s, const char *variant) {
  if (!fidelity(variant)) {
    return "variants are hifi4, hifi2 and lofi";
  }
  if (host::block(s->stored).elements == 0) {
    return "TT-NN does not know the format, and this plug-in decodes f32, f16, bf16, q4_0, q8_0, "
           "q4_K, q6_K and mxfp4 only";
  }
  if (s->operation == ASSAY_MATMUL) {
    return s->m == 0 || s->n == 0 || s->k == 0 ? "TT-NN has no empty tensors" : "";
  }
  if (s->operation != ASSAY_ATTENTION) {
    return "TT-NN decodes none of ggml's blocks, and a decoder on the host would measure the host";
  }
  if (s->soft_cap != 0 || s->window != 0 || s->sinks) {
    return "attention of this plug-in has no soft cap, window or sinks yet";
  }
  if (s->causal && s->n != s->context && s->n != 1) {
    return "TT-NN's causal attention wants as many queries as positions, or one";
  }
  if (s->key_dim != s->value_dim || s->key_dim % 32 != 0 || s->context % 32 != 0) {
    return "wants equal dimensions of keys and values, these and the context in whole tiles of 32";
  }
  if (s->heads == 0 || s->n == 0 || s->context == 0 || s->key_dim == 0) {
    return "TT-NN has no empty tensors";
  }
  return fidelity(variant)->activation_bits != 0 ? "attention runs in hifi4 only" : "";
}

static void round(uint32_t bits, uint32_t *kind, uint32_t *argument) {
  *kind = bits == 0 ? ASSAY_ROUND_TO_FORMAT : ASSAY_ROUND_SIGNIFICAND;
  *argument = bits == 0 ? uint32_t(ASSAY_BF16) : bits;
}

static assay_status query(uint32_t index, const assay_spec *spec, const assay_settings *settings,
                          assay_support *answer) {
  (void)index;
  return guarded([&]() -> assay_status {
    std::string reason = refusal(spec, settings->variant);
    if (!reason.empty()) {
      put(answer->reason, reason);
      return ASSAY_OK;
    }
    const Fidelity *chosen = fidelity(settings->variant);
    bool attention = spec->operation == ASSAY_ATTENTION;
    answer->level = spec->stored == ASSAY_BF16 ? ASSAY_LEVEL_NATIVE : ASSAY_LEVEL_EMULATED;
    if (answer->level == ASSAY_LEVEL_EMULATED) {
      put(answer->reason, "decoded on the host to bf16 before upload");
    }
    answer->multiplies = ASSAY_BF16;
    round(chosen->activation_bits, &answer->activation_rounding, &answer->activation_argument);
    bool exact = fits_bfloat16(spec->stored) && chosen->weight_bits == 0;
    if (!exact) {
      round(chosen->weight_bits, &answer->weight_rounding, &answer->weight_argument);
    }
    // Attention keeps its running output and statistics in bfloat16 between blocks of keys.
    answer->accumulator = attention ? ASSAY_BF16 : ASSAY_F32;
    answer->denormals = ASSAY_DENORMALS_FLUSHED;
    answer->determinism = ASSAY_SAME_BITS;
    answer->specials = ASSAY_SPECIALS_UNDEFINED;
    put(answer->fidelity, std::string("MathFidelity=") + chosen->text +
                              " fp32_dest_acc_en=1 packer_l1_acc=1 math_approx_mode=0");
    put(answer->variants, attention ? "hifi4" : "hifi4,hifi2,lofi");
    return ASSAY_OK;
  });
}

}  // namespace shim

/* ---- Sessions and kernels. ---- */

struct assay_session {
  std::shared_ptr<tt::tt_metal::distributed::MeshDevice> mesh;
  uint32_t device_id;
};

struct assay_kernel {
  assay_session *session;
  assay_spec spec;
  shim::Fidelity fidelity;
  std::map<uint32_t, tt::tt_metal::Tensor> slots;
};

namespace shim {

static assay_status open_device(uint32_t index, assay_session **session) {
  return guarded([&]() -> assay_status {
    auto found = card(index);
    if (!found) {
      return no_card();
    }
    auto opened = std::make_unique<assay_session>();
    opened->mesh = open_mesh(index);
    opened->device_id = sysfs::id(*found / "device" / "device");
    *session = opened.release();
    return ASSAY_OK;
  });
}

static void close_session(assay_session *session) {
  if (session) {
    guarded([&]() -> assay_status { return session->mesh->close() ? ASSAY_OK : ASSAY_FAILED; });
    delete session;
  }
}

static void release(assay_kernel *kernel) {
  guarded([&]() -> assay_status {
    delete kernel;
    return ASSAY_OK;
  });
}

static ttnn::Shape shape(uint64_t heads, uint64_t rows, uint64_t columns) {
  return ttnn::Shape({1u, uint32_t(heads), uint32_t(rows), uint32_t(columns)});
}

static Tensor to_device(assay_kernel *kernel, const std::vector<float> &values,
                        const ttnn::Shape &shape, DataType type) {
  TensorSpec spec(shape, TensorLayout(type, PageConfig(Layout::TILE), MemoryConfig{}));
  auto *mesh = kernel->session->mesh.get();
  if (type != DataType::BFLOAT16) {
    return Tensor::from_vector(values, spec, mesh);
  }
  std::vector<bfloat16> rounded(values.size());
  static_assert(sizeof(bfloat16) == 2);
  for (size_t i = 0; i < values.size(); i++) {
    uint16_t bits = host::bfloat16_bits(values[i]);
    std::memcpy(static_cast<void *>(&rounded[i]), &bits, sizeof bits);
  }
  return Tensor::from_vector(rounded, spec, mesh);
}

/* Outer x inner blocks of `depth` values each, to inner x outer. */
static std::vector<float> transposed(const std::vector<float> &in, uint64_t outer, uint64_t inner,
                                     uint64_t depth) {
  std::vector<float> out(in.size());
  for (uint64_t i = 0; i < outer; i++) {
    for (uint64_t j = 0; j < inner; j++) {
      std::copy_n(&in[(i * inner + j) * depth], depth, &out[(j * outer + i) * depth]);
    }
  }
  return out;
}

/* Of a slot as the host sees it; 0 for one that the operation does not have. */
static uint64_t slot_bytes(const assay_spec &s, uint32_t slot) {
  bool matmul = s.operation == ASSAY_MATMUL;
  switch (slot) {
    case ASSAY_WEIGHTS: return matmul ? host::bytes(s.stored, s.m, s.k) : 0;
    case ASSAY_ACTIVATIONS: return matmul ? 4 * s.n * s.k : 0;
    case ASSAY_QUERY: return matmul ? 0 : 4 * s.heads * s.n * s.key_dim;
    case ASSAY_KEYS:
    case ASSAY_VALUES: return matmul ? 0 : host::bytes(s.stored, s.kv_heads * s.context, s.key_dim);
    case ASSAY_OUTPUT: return 4 * s.n * (matmul ? s.m : s.heads * s.value_dim);
    default: return 0;
  }
}

static Tensor uploaded(assay_kernel *kernel, uint32_t slot, const void *data) {
  const assay_spec &s = kernel->spec;
  bool inputs_stored = slot == ASSAY_WEIGHTS || slot == ASSAY_KEYS || slot == ASSAY_VALUES;
  uint32_t format = inputs_stored ? s.stored : uint32_t(ASSAY_F32);
  host::Block of = host::block(format);
  auto values = host::decode(format, data, slot_bytes(s, slot) / of.bytes * of.elements);
  switch (slot) {
    case ASSAY_WEIGHTS:
      return to_device(kernel, transposed(values, s.m, s.k, 1), shape(1, s.k, s.m),
                       DataType::BFLOAT16);
    case ASSAY_ACTIVATIONS:
      return to_device(kernel, values, shape(1, s.n, s.k), DataType::BFLOAT16);
    case ASSAY_QUERY:
      return to_device(kernel, values, shape(s.heads, s.n, s.key_dim), DataType::BFLOAT16);
    case ASSAY_OUTPUT:
      return s.operation == ASSAY_MATMUL
                 ? to_device(kernel, values, shape(1, s.n, s.m), DataType::FLOAT32)
                 : to_device(kernel, transposed(values, s.n, s.heads, s.value_dim),
                             shape(s.heads, s.n, s.value_dim), DataType::BFLOAT16);
    default:
      return to_device(kernel, values, shape(s.kv_heads, s.context, s.key_dim), DataType::BFLOAT16);
  }
}

static assay_status check(const assay_kernel *kernel, uint32_t slot, uint64_t bytes) {
  if (slot == ASSAY_GUARD_BEFORE || slot == ASSAY_GUARD_AFTER) {
    return fail(ASSAY_UNSUPPORTED, "a tensor in tiles has no place before or after it");
  }
  uint64_t expected = slot_bytes(kernel->spec, slot);
  return expected > 0 && expected == bytes
             ? ASSAY_OK
             : fail(ASSAY_INVALID, "no such slot, or not of this size");
}

static assay_status upload(assay_kernel *kernel, uint32_t slot, const void *data, uint64_t bytes) {
  return guarded([&]() -> assay_status {
    assay_status status = check(kernel, slot, bytes);
    if (status == ASSAY_OK) {
      kernel->slots.erase(slot); // First, so that the device never holds two of them.
      kernel->slots.emplace(slot, uploaded(kernel, slot, data));
      distributed::Finish(kernel->session->mesh->mesh_command_queue());
    }
    return status;
  });
}

static void launch(assay_kernel *kernel) {
  auto &mesh = *kernel->session->mesh;
  auto config = ttnn::init_device_compute_kernel_config(mesh.arch(), std::nullopt,
                                                        kernel->fidelity.math, false, true, true);
  auto &slots = kernel->slots;
  if (kernel->spec.operation == ASSAY_MATMUL) {
    // Into the tensor that is there, so that a run that writes nothing shows.
    ttnn::matmul(slots.at(ASSAY_ACTIVATIONS), slots.at(ASSAY_WEIGHTS), false, false, std::nullopt,
                 DataType::FLOAT32, std::nullopt, std::nullopt, config, std::nullopt, std::nullopt,
                 slots.at(ASSAY_OUTPUT));
    return;
  }
  ttnn::operations::transformer::SDPAProgramConfig program;
  program.compute_with_storage_grid_size = mesh.compute_with_storage_grid_size();
  program.q_chunk_size = 32;
  program.k_chunk_size = 32;
  program.exp_approx_mode = false;
  const assay_spec &s = kernel->spec;
  bool masked = s.causal && s.n > 1; // One causal query stands last and sees everything.
  slots.insert_or_assign(
      ASSAY_OUTPUT,
      ttnn::transformer::scaled_dot_product_attention(
          slots.at(ASSAY_QUERY), slots.at(ASSAY_KEYS), slots.at(ASSAY_VALUES), std::nullopt, masked,
          1 / std::sqrt(float(s.key_dim)), std::nullopt, std::nullopt, program, config));
}

static assay_status await(assay_session *session, uint64_t timeout_nanos) {
  (void)timeout_nanos; // Finish cannot be told one; the host ends the process instead.
  return guarded([&]() -> assay_status {
    distributed::Finish(session->mesh->mesh_command_queue());
    return ASSAY_OK;
  });
}

static assay_status enqueue(assay_kernel *kernel) {
  return guarded([&]() -> assay_status {
    launch(kernel);
    return ASSAY_OK;
  });
}

static assay_status run(assay_kernel *kernel, uint64_t timeout_nanos) {
  assay_status status = enqueue(kernel);
  return status == ASSAY_OK ? await(kernel->session, timeout_nanos) : status;
}

static assay_status prepare(assay_session *session, const assay_spec *spec,
                            const assay_settings *settings, assay_kernel **kernel) {
  return guarded([&]() -> assay_status {
    std::string reason = refusal(spec, settings->variant);
    if (!reason.empty()) {
      return fail(ASSAY_UNSUPPORTED, reason);
    }
    auto made = std::make_unique<assay_kernel>();
    made->session = session;
    made->spec = *spec;
    made->spec.text = nullptr;
    made->fidelity = *fidelity(settings->variant);
    for (uint32_t slot = 1; slot <= ASSAY_OUTPUT; slot++) {
      std::vector<uint8_t> zeros(slot_bytes(*spec, slot));
      if (!zeros.empty()) {
        assay_status status = upload(made.get(), slot, zeros.data(), zeros.size());
        if (status != ASSAY_OK) {
          return status;
        }
      }
    }
    assay_status status = run(made.get(), 0); // Compiles the program, which the device then keeps.
    *kernel = status == ASSAY_OK ? made.release() : nullptr;
    return status;
  });
}

static assay_status read_slot(assay_kernel *kernel, uint32_t slot, void *data, uint64_t bytes) {
  return guarded([&]() -> assay_status {
    assay_status status = slot < ASSAY_OUTPUT ? fail(ASSAY_INVALID, "inputs are not read")
                                              : check(kernel, slot, bytes);
    if (status != ASSAY_OK) {
      return status;
    }
    const assay_spec &s = kernel->spec;
    const Tensor &result = kernel->slots.at(ASSAY_OUTPUT);
    std::vector<float> values;
    if (s.operation == ASSAY_MATMUL) {
      values = result.to_vector<float>();
    } else {
      auto stored = result.to_vector<bfloat16>();
      auto read = host::decode(ASSAY_BF16, stored.data(), stored.size());
      values = transposed(read, s.heads, s.n, s.value_dim);
    }
    if (values.size() * sizeof(float) != bytes) {
      return fail(ASSAY_FAILED, "TT-NN gave back a result of another size");
    }
    std::memcpy(data, values.data(), size_t(bytes));
    return ASSAY_OK;
  });
}

static assay_status describe(assay_kernel *kernel, assay_execution *answer) {
  return guarded([&]() -> assay_status {
    bool matmul = kernel->spec.operation == ASSAY_MATMUL;
    auto grid = kernel->session->mesh->compute_with_storage_grid_size();
    put(answer->kernel, matmul ? "ttnn::matmul" : "ttnn::scaled_dot_product_attention");
    put(answer->isa, sysfs::generation(kernel->session->device_id));
    put(answer->details,
        "weights on the device=bf16\ngrid=" + std::to_string(grid.x) + "x" +
            std::to_string(grid.y) + "\nMathFidelity=" + kernel->fidelity.text + "\nTT-NN=" SDK_VERSION "\n");
    return ASSAY_OK;
  });
}

/* ---- Telemetry. ---- */

static std::optional<sysfs::Sensor> sensor_of(uint32_t index, uint32_t row) {
  auto found = card(index);
  auto all = found ? sysfs::sensors(*found) : std::vector<sysfs::Sensor>{};
  return row < all.size() ? std::optional(all[row]) : std::nullopt;
}

static assay_status sensor(uint32_t index, uint32_t row, assay_sensor *answer) {
  return guarded([&]() -> assay_status {
    auto found = sensor_of(index, row);
    if (!found) {
      return fail(ASSAY_INVALID, "no such sensor");
    }
    answer->quantity = found->quantity;
    answer->scope = ASSAY_SCOPE_CHIP;
    put(answer->unit, found->unit);
    put(answer->name, found->name);
    return ASSAY_OK;
  });
}

static assay_status read_sensor(uint32_t index, uint32_t row, double *value) {
  return guarded([&]() -> assay_status {
    auto found = sensor_of(index, row);
    auto read = found ? sysfs::number(found->file) : std::nullopt;
    if (!read) {
      return fail(ASSAY_UNAVAILABLE, "the driver no longer tells it");
    }
    *value = *read * found->factor;
    return ASSAY_OK;
  });
}

/* ---- The table. No clock of the device, no faults to inject. ---- */

static const assay_plugin table = {
    sizeof(assay_plugin), ASSAY_PLUGIN_ABI, "tenstorrent",
    "Tenstorrent's chips by TT-NN; never run on silicon by Assay's authors", "1", BUILD_ID,
    last_error, probe, device, query, open_device, close_session, prepare, describe, upload, run,
    read_slot, release, enqueue, await, nullptr, nullptr, nullptr, sensor, read_sensor, nullptr};

}  // namespace shim

extern "C" const assay_plugin *assay_plugin_get(uint32_t host_abi) {
  (void)host_abi;
  return &shim::table;
}
