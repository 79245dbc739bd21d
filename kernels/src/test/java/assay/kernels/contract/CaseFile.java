package assay.kernels.contract;

import assay.kernels.Arithmetic;
import assay.kernels.AttentionSpec;
import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import assay.kernels.reference.Truth;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Contract cases with their expected results, for {@code src/test/c/contract.c}.
 *
 * <p>Written on the machine that has a JVM, so that an emulated processor is held against the same
 * truth.
 */
final class CaseFile implements AutoCloseable {

  private static final int NAME = 16;
  private static final int DIMENSIONS = 10;
  private static final int INPUTS = 4;

  private final OutputStream out;

  CaseFile(Path file) throws IOException {
    out = Files.newOutputStream(file);
  }

  void write(List<ContractCase> cases) throws IOException {
    for (ContractCase tested : cases) {
      try (Arena arena = Arena.ofShared()) {
        Inputs inputs = tested.inputs(arena);
        switch (tested.spec()) {
          case MatmulSpec spec when spec.outputs() > 0 && spec.k() > 0 ->
              matmul(spec, (Inputs.Matmul) inputs);
          case AttentionSpec spec when spec.outputs() > 0 ->
              attention(spec, (Inputs.Attention) inputs);
          case DequantSpec spec when spec.outputs() > 0 -> decode(spec, (Inputs.Dequant) inputs);
          default -> {}
        }
      }
    }
  }

  private void matmul(MatmulSpec spec, Inputs.Matmul inputs) throws IOException {
    matmul("float", spec, inputs, Arithmetic.FLOAT32);
    if (spec.stored() == Format.BF16) {
      matmul("bf16", spec, inputs, Arithmetic.roundingActivations(Format.BF16));
    }
    if (spec.k() % Format.Q8_0.blockElements() == 0) {
      matmul("int8", spec, inputs, Arithmetic.roundingActivations(Format.Q8_0));
    }
  }

  /** Held against the rounded inputs: the bound around exact ones would hide a wrong rounding. */
  private void matmul(
      String operation, MatmulSpec spec, Inputs.Matmul inputs, Arithmetic arithmetic)
      throws IOException {
    Truth truth = truth(spec, inputs, arithmetic);
    header(operation, spec.stored(), spec.m(), spec.n(), spec.k(), inputs.weights().rowBytes());
    inputs(inputs.weights(), inputs.activations());
    blob(floats(truth.roundedValues()));
    blob(floats(truth.roundedTolerances()));
  }

  /** Dimensions as {@code struct attention} has them. */
  private void attention(AttentionSpec spec, Inputs.Attention inputs) throws IOException {
    Truth truth = truth(spec, inputs, Arithmetic.FLOAT32);
    header(
        "attention",
        spec.stored(),
        spec.heads(),
        spec.kvHeads(),
        spec.keyDim(),
        spec.valueDim(),
        spec.n(),
        spec.context(),
        spec.causal() ? 1 : 0,
        spec.window(),
        Double.doubleToRawLongBits(1 / Math.sqrt(spec.keyDim())),
        Double.doubleToRawLongBits(spec.softCap()));
    List<Tensor> tensors = new ArrayList<>();
    tensors.addAll(List.of(inputs.keys(), inputs.query(), inputs.values()));
    inputs.sinks().ifPresent(tensors::add);
    inputs(tensors.toArray(Tensor[]::new));
    blob(floats(truth.values()));
    blob(floats(truth.tolerances()));
  }

  private void decode(DequantSpec spec, Inputs.Dequant inputs) throws IOException {
    Truth truth = truth(spec, inputs, Arithmetic.FLOAT32);
    String operation =
        switch (spec.target()) {
          case F32 -> "decode";
          case F16 -> "decode_to_f16";
          case BF16 -> "decode_to_bf16";
          default -> throw new IllegalArgumentException("no decoder to " + spec.target());
        };
    header(operation, spec.stored(), spec.m() * spec.k());
    inputs(inputs.source());
    blob(floats(truth.values()));
    blob(new byte[0]);
  }

  private static Truth truth(Spec spec, Inputs inputs, Arithmetic arithmetic) {
    int[] all = IntStream.range(0, (int) spec.outputs()).toArray();
    return Truth.of(spec, inputs, arithmetic, all);
  }

  private void header(String operation, Format format, long... dimensions) throws IOException {
    out.write(name(operation));
    out.write(name(format.name().toLowerCase(Locale.ROOT)));
    for (long dimension : Arrays.copyOf(dimensions, DIMENSIONS)) {
      out.write(number(dimension));
    }
  }

  private void inputs(Tensor... tensors) throws IOException {
    for (int i = 0; i < INPUTS; i++) {
      blob(i < tensors.length ? bytes(tensors[i]) : new byte[0]);
    }
  }

  private static byte[] name(String text) {
    return Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), NAME);
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private void blob(byte[] content) throws IOException {
    out.write(number(content.length));
    out.write(content);
  }

  private static byte[] bytes(Tensor tensor) {
    return tensor.data().asSlice(0, tensor.byteSize()).toArray(ValueLayout.JAVA_BYTE);
  }

  private static byte[] floats(double[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      buffer.putFloat((float) value);
    }
    return buffer.array();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
