package assay.kernels.binding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Looks at an ELF file before the system's loader does.
 *
 * <p>The loader maps the segments that the header promises and touches them, so a file that was cut
 * short kills the process with SIGBUS instead of failing. Offsets are those of {@code Elf64_Ehdr}
 * and {@code Elf64_Phdr} in the System V ABI.
 */
final class ElfHeader {

  private static final int SIZE = 64;
  private static final int MAGIC = 0x464c457f;
  private static final int CLASS_OFFSET = 4;
  private static final int CLASS_64_BIT = 2;
  private static final int MACHINE_OFFSET = 18;
  private static final int SEGMENTS_OFFSET = 32;
  private static final int SEGMENT_SIZE_OFFSET = 54;
  private static final int SEGMENT_COUNT_OFFSET = 56;
  private static final int SEGMENT_SIZE = 56;
  private static final int FILE_OFFSET_IN_SEGMENT = 8;
  private static final int FILE_BYTES_IN_SEGMENT = 32;

  private ElfHeader() {}

  /** What is wrong with the file, as the end of a sentence that begins with its name. */
  static Optional<String> problem(Path path) {
    try (FileChannel file = FileChannel.open(path)) {
      ByteBuffer head = read(file, 0, SIZE);
      if (head.limit() < SIZE || head.getInt(0) != MAGIC) {
        return Optional.of("is not a shared library");
      }
      int machine = Short.toUnsignedInt(head.getShort(MACHINE_OFFSET));
      if (head.get(CLASS_OFFSET) != CLASS_64_BIT || !isOurs(machine)) {
        return Optional.of(
            "is for another processor (ELF machine %d, this JVM is %s)"
                .formatted(machine, System.getProperty("os.arch")));
      }
      return promisedBytes(file, head) > file.size()
          ? Optional.of("is cut short")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of("cannot be read: " + e.getMessage());
    }
  }

  /** Where the last byte of any segment lies in the file. */
  private static long promisedBytes(FileChannel file, ByteBuffer head) throws IOException {
    int count = Short.toUnsignedInt(head.getShort(SEGMENT_COUNT_OFFSET));
    int size = Short.toUnsignedInt(head.getShort(SEGMENT_SIZE_OFFSET));
    long start = head.getLong(SEGMENTS_OFFSET);
    if (size != SEGMENT_SIZE || start < 0) {
      return Long.MAX_VALUE;
    }
    ByteBuffer segments = read(file, start, count * size);
    if (segments.limit() < count * size) {
      return Long.MAX_VALUE;
    }
    long end = 0;
    for (int at = 0; at < count * size; at += size) {
      long offset = segments.getLong(at + FILE_OFFSET_IN_SEGMENT);
      end = Math.max(end, offset + segments.getLong(at + FILE_BYTES_IN_SEGMENT));
    }
    return end;
  }

  private static ByteBuffer read(FileChannel file, long position, int bytes) throws IOException {
    var buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && file.read(buffer, position + buffer.position()) > 0) {
      continue;
    }
    return buffer.flip();
  }

  /** {@code e_machine} of the psABI supplements; another architecture's loader decides itself. */
  private static boolean isOurs(int machine) {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> machine == 62;
      case "aarch64" -> machine == 183;
      case "riscv64" -> machine == 243;
      default -> true;
    };
  }
}
