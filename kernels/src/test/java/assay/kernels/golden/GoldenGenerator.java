package assay.kernels.golden;

import assay.kernels.Format;
import assay.kernels.golden.GoldenData.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Asks a real ggml what its blocks mean and writes the answers to the folder of {@link GoldenTest}.
 *
 * <p>Arguments: the folder with libggml-base.so (a build for plain x86-64, so that nothing is
 * fused), the folder to write to.
 */
final class GoldenGenerator {

  private GoldenGenerator() {}

  public static void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[1]);
    try (Arena arena = Arena.ofConfined()) {
      GgmlBase ggml = new GgmlBase(Path.of(arguments[0]), arena);
      List<String> decoded = new ArrayList<>();
      List<String> encoded = new ArrayList<>();
      for (Format format : Format.values()) {
        decode(ggml, format, decoded);
        encode(ggml, format, encoded);
      }
      String origin = "# Written by GoldenGenerator from ggml (MIT) at " + ggml.version();
      Files.write(
          target.resolve("decode.txt"),
          withHead(decoded, origin, "format sha256 of floats, then: format block floats"));
      Files.write(
          target.resolve("encode.txt"),
          withHead(encoded, origin, "format data sha256 of bytes, first blocks, squared error"));
    }
  }

  private static List<String> withHead(List<String> lines, String origin, String columns) {
    List<String> all = new ArrayList<>(List.of(origin, "# " + columns));
    all.addAll(lines);
    return all;
  }

  private static void decode(GgmlBase ggml, Format format, List<String> lines) {
    int blocks = GoldenData.BULK_BLOCKS;
    byte[] stored = GoldenData.randomBlocks(format, blocks);
    Optional<float[]> floats = ggml.decode(format, stored, blocks * format.blockElements());
    if (floats.isEmpty()) {
      return;
    }
    lines.add("%s %s".formatted(format, GoldenData.hash(floats.get())));
    for (int i = 0; i < GoldenData.SHOWN_BLOCKS; i++) {
      byte[] block =
          Arrays.copyOfRange(stored, i * format.blockBytes(), (i + 1) * format.blockBytes());
      float[] values =
          Arrays.copyOfRange(
              floats.get(), i * format.blockElements(), (i + 1) * format.blockElements());
      lines.add("%s %s %s".formatted(format, GoldenData.hex(block), GoldenData.hex(values)));
    }
  }

  private static void encode(GgmlBase ggml, Format format, List<String> lines) {
    int count = GoldenTest.encodedCount(format);
    for (Kind kind : Kind.values()) {
      Optional<byte[]> bytes = ggml.encode(format, GoldenData.values(kind, count));
      if (bytes.isPresent()) {
        byte[] first = Arrays.copyOf(bytes.get(), GoldenTest.shownBytes(format));
        lines.add(
            "%s %s %s %s %s"
                .formatted(
                    format,
                    kind,
                    GoldenData.hash(bytes.get()),
                    GoldenData.hex(first),
                    GoldenTest.squaredError(format, GoldenData.values(kind, count), bytes.get())));
      }
    }
  }
}
