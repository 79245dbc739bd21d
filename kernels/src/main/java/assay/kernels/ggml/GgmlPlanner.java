package assay.kernels.ggml;

import assay.kernels.AttentionSpec;
import assay.kernels.DequantSpec;
import assay.kernels.Device;
import assay.kernels.Format;
import assay.kernels.KernelUnavailableException;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import assay.kernels.Support;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which of ggml's operations stands for a spec, and whether ggml takes it. */
final class GgmlPlanner {

  static final String MUL_MAT = "GgmlMulMat";
  static final String FLASH_ATTN = "GgmlFlashAttn";
  static final String GET_ROWS = "GgmlGetRows";
  static final String TO_FLOAT = "GgmlToFloat";

  private final GgmlLibrary library;
  private GgmlGpu.Found gpus;

  GgmlPlanner(GgmlLibrary library) {
    this.library = library;
  }

  /** Opens the libraries of other devices than the processor, once somebody asks for them. */
  synchronized GgmlGpu.Found gpus() {
    if (gpus == null) {
      gpus = GgmlGpu.in(library.modules(), library.devices());
    }
    return gpus;
  }

  /**
   * @throws KernelUnavailableException when there is no such device
   */
  GgmlPlace place(Device device) {
    MemorySegment bufferType = library.cpu().bufferTypes().get(device.id());
    if (bufferType != null) {
      MemorySegment cpu = library.cpu().device();
      MemorySegment plain = library.devices().defaultBufferType(cpu);
      return new GgmlPlace(cpu, bufferType, plain, Optional.empty());
    }
    return gpus().devices().stream()
        .filter(gpu -> gpu.device().id().equals(device.id()))
        .findFirst()
        .map(GgmlPlace::of)
        .orElseThrow(() ->
            new KernelUnavailableException(
                "ggml", "no device %s; there are %s".formatted(device.id(), ids())));
  }

  private List<String> ids() {
    var ids = new ArrayList<>(library.cpu().bufferTypes().keySet());
    gpus().devices().forEach(gpu -> ids.add(gpu.device().id()));
    return ids;
  }

  Support supports(Spec spec, Device device) {
    try {
      return supports(spec, place(device));
    } catch (KernelUnavailableException e) {
      return Support.no(e.getMessage());
    }
  }

  private Support supports(Spec spec, GgmlPlace place) {
    if (spec.outputs() == 0 || spec.stored().bytesFor(widthOf(spec)) == 0) {
      return Support.no("ggml is not asked for an empty result");
    }
    if (spec instanceof DequantSpec dequant && dequant.target() != Format.F32) {
      return Support.no("ggml decodes to f32, not to " + dequant.target());
    }
    List<String> variants = variants(spec, place);
    if (variants.isEmpty()) {
      return Support.no("ggml does not decode " + spec.stored());
    }
    if (place.gpu().isEmpty()) {
      Support ofCpu = ofCpu(spec, place.weights());
      if (!ofCpu.isYes() || variants.equals(List.of(TO_FLOAT))) {
        return ofCpu;
      }
    }
    return asked(spec, place);
  }

  private static long widthOf(Spec spec) {
    return switch (spec) {
      case MatmulSpec matmul -> matmul.k();
      case AttentionSpec attention -> attention.keyDim();
      case DequantSpec dequant -> dequant.k();
    };
  }

  /** What the processor's backend doesn't say itself. */
  private Support ofCpu(Spec spec, MemorySegment bufferType) {
    if (!(spec instanceof MatmulSpec) && !library.devices().isHost(bufferType)) {
      return Support.no("this device repacks matmul weights only");
    }
    return spec instanceof DequantSpec || library.cpu().types().partner(spec.stored()).isPresent()
        ? Support.yes()
        : Support.no("ggml's CPU backend has no dot product for " + spec.stored());
  }

  /** Describes the operation, without filling it, and asks ggml about it. */
  private Support asked(Spec spec, GgmlPlace place) {
    try (GgmlOperation operation = describe(spec, place)) {
      if (place.gpu().isEmpty()) {
        // Whether the processor's backend repacks weights depends on the memory they are in.
        operation.allocate();
      }
      return library.devices().supportsOp(place.device(), operation.result())
          ? Support.yes()
          : Support.no(
              "ggml's %s does not take this format and shape"
                  .formatted(library.devices().bufferTypeName(place.weights())));
    } catch (KernelUnavailableException e) {
      return Support.no(e.getMessage());
    }
  }

  GgmlOperation describe(Spec spec, GgmlPlace place) {
    return switch (spec) {
      case MatmulSpec matmul -> new GgmlMulMat(library, matmul, place);
      case AttentionSpec attention -> new GgmlFlashAttn(library, attention, place);
      case DequantSpec dequant -> new GgmlGetRows(library, dequant, place);
    };
  }

  /** Best first. */
  List<String> variants(Spec spec) {
    return switch (spec) {
      case MatmulSpec matmul -> List.of(MUL_MAT);
      case AttentionSpec attention -> List.of(FLASH_ATTN);
      case DequantSpec dequant -> decoders(dequant.stored());
    };
  }

  /** Those of {@link #variants(Spec)} that this device has: a decoder on the host is none of it. */
  List<String> variants(Spec spec, GgmlPlace place) {
    return variants(spec).stream()
        .filter(variant -> place.gpu().isEmpty() || !variant.equals(TO_FLOAT))
        .toList();
  }

  /**
   * GET_ROWS comes second: ggml gives it one thread. It ends the process for formats it lacks and
   * asks nobody first.
   */
  private List<String> decoders(Format stored) {
    boolean decodes = library.types().toFloat(stored).isPresent();
    var variants = new ArrayList<String>();
    if (decodes) {
      variants.add(TO_FLOAT);
    }
    if (stored == Format.F32 || (decodes && stored != Format.Q8_1 && stored != Format.Q8_K)) {
      variants.add(GET_ROWS);
    }
    return variants;
  }

  /** The fastest of ggml's functions that decode a row. */
  MemorySegment toFloat(Format stored) {
    return library
        .cpu()
        .types()
        .toFloat(stored)
        .or(() -> library.types().toFloat(stored))
        .orElseThrow();
  }
}
