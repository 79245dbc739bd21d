/*
 * As much of TT-NN as kernels/plugins/tenstorrent uses, declared anew from its documentation and
 * computed here by one thread: the plug-in compiles against it and runs without the SDK or a chip.
 * What it proves is the plug-in's side of both interfaces. Of the chip it knows only the published
 * model: significands cut per fidelity, float32 sums, subnormal numbers taken for 0. Switches, each
 * a macro, make it wrong: FAKE_TT_MEMORY (bytes there are), FAKE_TT_BUSY (opening fails),
 * FAKE_TT_LAZY (matmul writes nothing), FAKE_TT_FIDELITY (whatever was asked for, this runs).
 */
#pragma once

#ifndef FAKE_TT_MEMORY
#define FAKE_TT_MEMORY (size_t(1) << 31)
#endif

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

struct bfloat16 {
  uint16_t bits;
};

namespace tt {

enum class ARCH { WORMHOLE_B0, BLACKHOLE };

namespace tt_metal {

enum class DataType { BFLOAT16, FLOAT32 };
enum class Layout { ROW_MAJOR, TILE };
enum class MathFidelity { LoFi, HiFi2, HiFi3, HiFi4 };

struct CoreCoord {
  size_t x, y;
};

struct MemoryConfig {};

struct Shape {
  std::array<uint32_t, 4> sizes;
  explicit Shape(std::array<uint32_t, 4> given) : sizes(given) {}
  size_t volume() const { return size_t(sizes[0]) * sizes[1] * sizes[2] * sizes[3]; }
};

struct PageConfig {
  explicit PageConfig(Layout) {}
};

struct TensorLayout {
  DataType type;
  TensorLayout(DataType given, PageConfig, MemoryConfig) : type(given) {}
};

struct TensorSpec {
  Shape shape;
  TensorLayout layout;
  TensorSpec(Shape of, TensorLayout in) : shape(of), layout(in) {}
};

namespace distributed {

struct MeshCommandQueue {};

class MeshDevice {
 public:
  static inline size_t live = 0; /* bytes of it in use */

  static std::shared_ptr<MeshDevice> create_unit_mesh(int id) {
#ifdef FAKE_TT_BUSY
    throw std::runtime_error("TT_FATAL: device " + std::to_string(id) + " is in use");
#endif
    (void)id;
    return std::make_shared<MeshDevice>();
  }
  bool close() { return true; }
  ARCH arch() const { return ARCH::WORMHOLE_B0; }
  int num_dram_channels() const { return 6; }
  uint32_t dram_size_per_channel() const { return 1u << 31; }
  CoreCoord compute_with_storage_grid_size() const { return {8, 8}; }
  MeshCommandQueue &mesh_command_queue() { return queue; }

 private:
  MeshCommandQueue queue;
};

inline void Finish(MeshCommandQueue &) {}

}  // namespace distributed

/* Values as the device would have them, in float32. */
struct Buffer {
  std::vector<float> values;
  explicit Buffer(size_t count) : values(count) {
    if (distributed::MeshDevice::live + 4 * count > size_t(FAKE_TT_MEMORY)) {
      throw std::runtime_error("TT_FATAL: Out of Memory: Not enough space to allocate");
    }
    distributed::MeshDevice::live += 4 * count;
  }
  ~Buffer() { distributed::MeshDevice::live -= 4 * values.size(); }
};

inline float of_bits(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

inline uint32_t to_bits(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

inline float flushed(float value) {
  return std::fabs(value) < 0x1p-126f ? std::copysign(0.0f, value) : value;
}

/* The significand's first bits, the leading one included; the rest is dropped. */
inline float cut(float value, int bits) { return of_bits(to_bits(value) & ~0u << (24 - bits)); }

inline float to_bfloat16(float value) {
  uint32_t bits = to_bits(value);
  return std::isfinite(value) ? of_bits((bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000u) : value;
}

class Tensor {
 public:
  Tensor(Shape of, DataType as)
      : shape(of), type(as), buffer(std::make_shared<Buffer>(of.volume())) {}

  static Tensor from_vector(const std::vector<float> &values, const TensorSpec &spec,
                            distributed::MeshDevice *) {
    Tensor made(spec.shape, spec.layout.type);
    check(values.size() == spec.shape.volume() && made.type != DataType::BFLOAT16);
    made.buffer->values = values;
    return made;
  }

  static Tensor from_vector(const std::vector<bfloat16> &values, const TensorSpec &spec,
                            distributed::MeshDevice *) {
    Tensor made(spec.shape, spec.layout.type);
    check(values.size() == spec.shape.volume() && made.type == DataType::BFLOAT16);
    for (size_t i = 0; i < values.size(); i++) {
      made.buffer->values[i] = flushed(of_bits(uint32_t(values[i].bits) << 16));
    }
    return made;
  }

  template <typename T>
  std::vector<T> to_vector() const;

  static void check(bool held) {
    if (!held) {
      throw std::runtime_error("TT_FATAL: shapes or types do not match");
    }
  }

  uint32_t size(int axis) const { return shape.sizes[axis]; }

  Shape shape;
  DataType type;
  std::shared_ptr<Buffer> buffer;
};

template <>
inline std::vector<float> Tensor::to_vector<float>() const {
  check(type == DataType::FLOAT32);
  return buffer->values;
}

template <>
inline std::vector<bfloat16> Tensor::to_vector<bfloat16>() const {
  check(type == DataType::BFLOAT16);
  std::vector<bfloat16> out;
  for (float value : buffer->values) {
    out.push_back({uint16_t(to_bits(to_bfloat16(value)) >> 16)});
  }
  return out;
}

}  // namespace tt_metal
}  // namespace tt

namespace ttnn {

using tt::tt_metal::DataType;
using tt::tt_metal::MathFidelity;
using tt::tt_metal::MemoryConfig;
using tt::tt_metal::Shape;
using tt::tt_metal::Tensor;

struct DeviceComputeKernelConfig {
  MathFidelity fidelity;
  bool approximate, float32_sums, sums_in_l1;
};

inline DeviceComputeKernelConfig init_device_compute_kernel_config(
    tt::ARCH, const std::optional<const DeviceComputeKernelConfig> &given, MathFidelity fidelity,
    bool approximate, bool float32_sums, bool sums_in_l1) {
  return given.value_or(
      DeviceComputeKernelConfig{fidelity, approximate, float32_sums, sums_in_l1});
}

/* What the multipliers see of activations, which lie in the register of 7 bits a phase... */
inline std::vector<float> left(const Tensor &tensor, MathFidelity fidelity) {
#ifdef FAKE_TT_FIDELITY
  fidelity = MathFidelity::FAKE_TT_FIDELITY;
#endif
  std::vector<float> seen = tensor.buffer->values;
  for (float &value : seen) {
    value = fidelity >= MathFidelity::HiFi3 ? value : tt::tt_metal::cut(value, 7);
  }
  return seen;
}

/* ... and of weights, in that of 5. */
inline std::vector<float> right(const Tensor &tensor, MathFidelity fidelity) {
#ifdef FAKE_TT_FIDELITY
  fidelity = MathFidelity::FAKE_TT_FIDELITY;
#endif
  std::vector<float> seen = tensor.buffer->values;
  for (float &value : seen) {
    value = fidelity >= MathFidelity::HiFi2 ? value : tt::tt_metal::cut(value, 5);
  }
  return seen;
}

inline float product(float a, float b) { return tt::tt_metal::flushed(a * b); }

/* Where the last of all arguments names a tensor, the result is written there. */
inline Tensor matmul(const Tensor &a, const Tensor &b, bool transpose_a, bool transpose_b,
                     const std::optional<const MemoryConfig> &, std::optional<const DataType> type,
                     std::nullopt_t, std::nullopt_t,
                     std::optional<const DeviceComputeKernelConfig> config, std::nullopt_t,
                     std::nullopt_t, std::optional<Tensor> output) {
  Shape shape({1, 1, a.size(2), b.size(3)});
  Tensor result = output ? *output : Tensor(shape, *type);
  Tensor::check(!transpose_a && !transpose_b && a.size(3) == b.size(2) &&
                result.shape.sizes == shape.sizes && result.type == *type && config->float32_sums);
#ifdef FAKE_TT_LAZY
  return result;
#endif
  size_t inner = a.size(3), columns = b.size(3);
  auto activations = left(a, config->fidelity), weights = right(b, config->fidelity);
  for (size_t i = 0; i < a.size(2); i++) {
    for (size_t j = 0; j < columns; j++) {
      float sum = 0;
      for (size_t k = 0; k < inner; k++) {
        sum += product(activations[i * inner + k], weights[k * columns + j]);
      }
      result.buffer->values[i * columns + j] = tt::tt_metal::flushed(sum);
    }
  }
  return result;
}

namespace operations::transformer {

struct SDPAProgramConfig {
  tt::tt_metal::CoreCoord compute_with_storage_grid_size;
  size_t q_chunk_size, k_chunk_size;
  std::optional<bool> exp_approx_mode;
};

}  // namespace operations::transformer

namespace transformer {

inline Tensor scaled_dot_product_attention(
    const Tensor &q, const Tensor &k, const Tensor &v, const std::optional<Tensor> &, bool causal,
    std::optional<float> scale, std::optional<uint32_t>, const std::optional<MemoryConfig> &,
    std::optional<operations::transformer::SDPAProgramConfig>,
    std::optional<DeviceComputeKernelConfig> config) {
  Tensor::check(q.size(3) == k.size(3) && k.size(2) == v.size(2) && q.size(1) % k.size(1) == 0 &&
                (!causal || q.size(2) == k.size(2)));
  size_t queries = q.size(2), positions = k.size(2), depth = q.size(3), width = v.size(3);
  Tensor result(Shape({1, q.size(1), q.size(2), v.size(3)}), DataType::BFLOAT16);
  auto query = left(q, config->fidelity), key = right(k, config->fidelity);
  auto value = right(v, config->fidelity);
  std::vector<float> weight(positions);
  for (size_t row = 0; row < q.size(1) * queries; row++) {
    size_t head = row / queries / (q.size(1) / k.size(1));
    size_t seen = causal ? row % queries + 1 : positions;
    float largest = -INFINITY, total = 0;
    for (size_t j = 0; j < seen; j++) {
      float sum = 0;
      for (size_t d = 0; d < depth; d++) {
        sum += product(query[row * depth + d], key[(head * positions + j) * depth + d]);
      }
      weight[j] = sum * *scale;
      largest = std::fmax(largest, weight[j]);
    }
    for (size_t j = 0; j < seen; j++) {
      weight[j] = tt::tt_metal::to_bfloat16(std::exp(weight[j] - largest));
      total += weight[j];
    }
    for (size_t d = 0; d < width; d++) {
      float sum = 0;
      for (size_t j = 0; j < seen; j++) {
        sum += product(weight[j], value[(head * positions + j) * width + d]);
      }
      result.buffer->values[row * width + d] = tt::tt_metal::to_bfloat16(sum / total);
    }
  }
  return result;
}

}  // namespace transformer
}  // namespace ttnn
