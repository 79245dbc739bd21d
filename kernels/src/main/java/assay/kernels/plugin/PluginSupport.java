package assay.kernels.plugin;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.Arithmetic;
import assay.kernels.Execution;
import assay.kernels.Format;
import assay.kernels.Rounding;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code assay_support}: whether a spec can run, and the numeric contract.
 *
 * @param multiplies type of the factors as in {@link Execution#MULTIPLIES}; empty for another one
 * @param arithmetic empty where what is declared is nothing that Assay can hold a result against
 * @param sameBits whether each run gives the same bits
 * @param keepsSpecials whether infinities and NaN among the inputs are treated as IEEE 754 has it
 */
public record PluginSupport(
    Level level,
    String multiplies,
    Optional<Arithmetic> arithmetic,
    boolean sameBits,
    boolean keepsSpecials,
    String fidelity,
    String reason,
    List<String> variants) {

  static final int BYTES = 688;

  private static final int FIDELITY = 48;
  private static final int FIDELITY_BYTES = 128;
  private static final int TEXT_BYTES = 256;

  /** Names of arithmetic that are no formats of storage. */
  private static final Map<Integer, String> ARITHMETIC_ONLY =
      Map.of(0x1000, "tf32", 0x1001, "f8", 0x1002, "f8");

  /** In the header's order. */
  public enum Level {
    UNSUPPORTED,
    EMULATED,
    NATIVE
  }

  static PluginSupport of(MemorySegment struct) {
    int level = struct.get(JAVA_INT, 4);
    int reason = FIDELITY + FIDELITY_BYTES;
    return new PluginSupport(
        level == 2 ? Level.NATIVE : level == 1 ? Level.EMULATED : Level.UNSUPPORTED,
        multiplies(struct.get(JAVA_INT, 8)),
        arithmetic(struct),
        struct.get(JAVA_INT, 36) == 0,
        struct.get(JAVA_INT, 40) == 0,
        text(struct, FIDELITY, FIDELITY_BYTES),
        text(struct, reason, TEXT_BYTES),
        Stream.of(text(struct, reason + TEXT_BYTES, TEXT_BYTES).split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList());
  }

  private static String text(MemorySegment struct, long offset, long bytes) {
    return CallArea.line(struct.asSlice(offset, bytes));
  }

  private static String multiplies(int format) {
    return Optional.ofNullable(ARITHMETIC_ONLY.get(format))
        .or(() -> Format.ofGgmlId(format).map(Format::text))
        .orElse("");
  }

  private static Optional<Arithmetic> arithmetic(MemorySegment struct) {
    Optional<Rounding> activations =
        rounding(struct.get(JAVA_INT, 12), struct.get(JAVA_INT, 16)).filter(PluginSupport::isKnown);
    Optional<Rounding> weights =
        rounding(struct.get(JAVA_INT, 20), struct.get(JAVA_INT, 24)).filter(PluginSupport::isFloat);
    Optional<Format> accumulator =
        Format.ofGgmlId(struct.get(JAVA_INT, 28))
            .filter(format -> isFloat(new Rounding.Stored(format)) || format == Format.F64);
    if (activations.isEmpty() || weights.isEmpty() || accumulator.isEmpty()) {
      return Optional.empty();
    }
    var arithmetic =
        new Arithmetic(
            activations.get(), weights.get(), accumulator.get(), struct.get(JAVA_INT, 44));
    return Optional.of(struct.get(JAVA_INT, 32) == 0 ? arithmetic : arithmetic.flushing());
  }

  private static Optional<Rounding> rounding(int kind, int argument) {
    return switch (kind) {
      case 0 -> Optional.of(Rounding.NONE);
      case 1 -> Format.ofGgmlId(argument).map(Rounding.Stored::new);
      case 2 -> Optional.of(argument).filter(group -> group > 0).map(Rounding.Bytes::new);
      case 3 ->
          Optional.of(argument)
              .filter(bits -> bits >= 2 && bits <= 24)
              .map(Rounding.Significand::new);
      default -> Optional.empty();
    };
  }

  private static boolean isKnown(Rounding rounding) {
    return switch (rounding) {
      case Rounding.Stored(Format format) ->
          switch (format) {
            case F32, F16, BF16, Q8_0, Q8_1, Q8_K -> true;
            default -> false;
          };
      case Rounding.Bytes bytes -> true;
      case Rounding.Significand cut -> true;
    };
  }

  private static boolean isFloat(Rounding rounding) {
    return switch (rounding) {
      case Rounding.Stored(Format format) ->
          format == Format.F32 || format == Format.F16 || format == Format.BF16;
      case Rounding.Bytes bytes -> false;
      case Rounding.Significand cut -> true;
    };
  }

  /** The contract for the record. */
  Map<String, String> details() {
    Map<String, String> details = new TreeMap<>();
    details.put("level", level.name().toLowerCase(Locale.ROOT));
    if (level == Level.EMULATED && !reason.isEmpty()) {
      details.put("emulated by", reason);
    }
    arithmetic.ifPresent(declared -> {
      details.put("activations", declared.activations().text());
      details.put("weights", declared.weights().text());
      details.put("accumulator", declared.accumulator().text());
      details.put("subnormals", declared.flushes() ? "flushed" : "kept");
    });
    details.put("determinism", sameBits ? "same bits" : "any order of sums");
    details.put("specials", keepsSpecials ? "kept" : "undefined");
    if (!fidelity.isEmpty()) {
      details.put("fidelity", fidelity);
    }
    return details;
  }
}
