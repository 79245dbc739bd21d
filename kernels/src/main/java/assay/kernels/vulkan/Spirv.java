package assay.kernels.vulkan;

import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.PackedFiles;
import assay.kernels.binding.PrivateCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A module of the jar in Vulkan's intermediate language, as 32-bit words.
 *
 * <p>Each instruction begins with a word that has its length and its number. What is looked for and
 * added here is by the numbers of the SPIR-V specification.
 */
record Spirv(int[] words) {

  private static final int HEADER_WORDS = 5;

  private static final int ENTRY_POINT = 15;
  private static final int EXECUTION_MODE = 16;
  private static final int CAPABILITY = 17;
  private static final int DECORATE = 71;
  private static final int BINDING = 33;

  /** A float control: the capability that it needs, and the mode of the entry point. */
  private enum Control {
    DENORM_PRESERVE(4464, 4459),
    PRESERVE_SPECIALS(4466, 4461),
    ROUND_TO_NEAREST(4467, 4462);

    private final int capability;
    private final int mode;

    Control(int capability, int mode) {
      this.capability = capability;
      this.mode = mode;
    }
  }

  /**
   * @param source whose archive has it
   * @param module name of it there
   * @throws KernelUnavailableException when this build has it not
   */
  static Spirv packaged(String source, String module) {
    return of(
        file(source, module)
            .orElseThrow(() ->
                new KernelUnavailableException(
                    VulkanDriver.ID, "this build of Assay has no SPIR-V of " + module)));
  }

  /** What a module wants in a buffer behind the others; most want none. */
  static Optional<byte[]> table(String source, String module) {
    return file(source, module + ".table");
  }

  private static Optional<byte[]> file(String source, String name) {
    try (InputStream in = Spirv.class.getResourceAsStream("spirv/" + source + ".xz")) {
      return in == null ? Optional.empty() : PackedFiles.read(in, name);
    } catch (IOException e) {
      throw new KernelUnavailableException(
          VulkanDriver.ID, "SPIR-V of %s cannot be read: %s".formatted(name, e.getMessage()));
    }
  }

  static Spirv of(byte[] content) {
    IntBuffer words = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    int[] all = new int[words.remaining()];
    words.get(all);
    return new Spirv(all);
  }

  /** How many buffers it has, their bindings being numbered from 0. */
  int buffers() {
    int count = 0;
    for (int at = HEADER_WORDS; at < words.length; at += length(at)) {
      if (number(at) == DECORATE && words[at + 2] == BINDING) {
        count = Math.max(count, words[at + 3] + 1);
      }
    }
    return count;
  }

  /** SHA-256 in hexadecimal. */
  String hash() {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * Integer.BYTES);
    bytes.asIntBuffer().put(words);
    return PrivateCache.hash(bytes.array());
  }

  private int number(int at) {
    return words[at] & 0xffff;
  }

  private int length(int at) {
    return words[at] >>> 16;
  }

  /**
   * The same, asking that float32 arithmetic is IEEE 754's, as far as a device can be asked: GLSL
   * has no words for it.
   */
  Spirv withFloatControls(Capabilities can) {
    List<Control> controls = new ArrayList<>();
    if (can.denormPreserve32()) {
      controls.add(Control.DENORM_PRESERVE);
    }
    if (can.preserveSpecials32()) {
      controls.add(Control.PRESERVE_SPECIALS);
    }
    if (can.roundToNearest32()) {
      controls.add(Control.ROUND_TO_NEAREST);
    }
    return with(controls);
  }

  /** Capabilities go to the others, and modes behind the entry points, which come later. */
  private Spirv with(List<Control> controls) {
    int capabilities = HEADER_WORDS;
    int modes = HEADER_WORDS;
    int entry = 0;
    for (int at = HEADER_WORDS; at < words.length; at += length(at)) {
      if (number(at) == CAPABILITY) {
        capabilities = at + length(at);
      } else if (number(at) == ENTRY_POINT) {
        modes = at + length(at);
        entry = words[at + 2];
      }
    }
    IntBuffer all = IntBuffer.allocate(words.length + controls.size() * 6);
    all.put(words, 0, capabilities);
    controls.forEach(one -> all.put(2 << 16 | CAPABILITY).put(one.capability));
    all.put(words, capabilities, modes - capabilities);
    for (Control one : controls) {
      all.put(4 << 16 | EXECUTION_MODE).put(entry).put(one.mode).put(Float.SIZE);
    }
    all.put(words, modes, words.length - modes);
    return new Spirv(all.array());
  }
}
