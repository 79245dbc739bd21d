package assay.kernels.plugin;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.GuardedOutput;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Memory for the arguments and the answer of one call at a time; perhaps shared by two processes.
 *
 * <pre>
 *    0  what {@link HandOver} needs
 *  256  handle, three numbers; result number
 *  320  settings, spec, their texts
 * 2048  answer, and bytes after it that show whether a plug-in wrote beyond
 * 3072  text of a failure
 * </pre>
 */
record CallArea(MemorySegment memory) {

  static final long BYTES = 4096;

  private static final long HANDLE = 256;
  private static final long FIRST = 264;
  private static final long SECOND = 272;
  private static final long RESULT = 280;
  private static final long SETTINGS = 320;
  private static final long SPEC = 384;
  private static final long VARIANT = 512;
  private static final long TEXT = 768;
  private static final long ANSWER = 2048;
  private static final long ERROR = 3072;

  private static final long VARIANT_BYTES = TEXT - VARIANT;
  private static final long TEXT_BYTES = ANSWER - TEXT;
  static final long ANSWER_BYTES = ERROR - ANSWER;
  static final long ERROR_BYTES = BYTES - ERROR;

  long handle() {
    return memory.get(JAVA_LONG, HANDLE);
  }

  void handle(long handle) {
    memory.set(JAVA_LONG, HANDLE, handle);
  }

  long first() {
    return memory.get(JAVA_LONG, FIRST);
  }

  long second() {
    return memory.get(JAVA_LONG, SECOND);
  }

  /** An index, a slot, a time; its size or argument. */
  void numbers(long first, long second) {
    memory.set(JAVA_LONG, FIRST, first);
    memory.set(JAVA_LONG, SECOND, second);
  }

  /** Where a call puts a handle or a number. */
  MemorySegment result() {
    return memory.asSlice(RESULT, Long.BYTES);
  }

  long resultNumber() {
    return memory.get(JAVA_LONG, RESULT);
  }

  MemorySegment settings() {
    return memory.asSlice(SETTINGS, SPEC - SETTINGS);
  }

  MemorySegment spec() {
    return memory.asSlice(SPEC, VARIANT - SPEC);
  }

  MemorySegment variant() {
    return memory.asSlice(VARIANT, VARIANT_BYTES);
  }

  MemorySegment text() {
    return memory.asSlice(TEXT, TEXT_BYTES);
  }

  /** A struct of this size to be filled in, all zeros but its size. */
  MemorySegment newAnswer(int bytes) {
    MemorySegment all = memory.asSlice(ANSWER, ANSWER_BYTES);
    all.fill(GuardedOutput.PATTERN);
    MemorySegment answer = all.asSlice(0, bytes).fill((byte) 0);
    answer.set(JAVA_INT, 0, bytes);
    return answer;
  }

  MemorySegment answer() {
    return memory.asSlice(ANSWER, ANSWER_BYTES);
  }

  /** Whether a struct of this size is all that was written, and its size was left alone. */
  boolean isAnswerIntact(int bytes) {
    MemorySegment all = answer();
    boolean intact = all.get(JAVA_INT, 0) == bytes;
    for (long at = bytes; at < ANSWER_BYTES; at++) {
      intact &= all.get(JAVA_BYTE, at) == GuardedOutput.PATTERN;
    }
    return intact;
  }

  MemorySegment error() {
    return memory.asSlice(ERROR, ERROR_BYTES);
  }

  /** One line of {@link #text}. */
  static String line(MemorySegment array) {
    return text(array).replace('\n', ' ');
  }

  /** Text in an array of C, which may lack its end; its lines stay. */
  static String text(MemorySegment array) {
    byte[] bytes = array.toArray(ValueLayout.JAVA_BYTE);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    // What a plug-in says is printed: nothing that steers a terminal or turns the line around.
    return new String(bytes, 0, length, StandardCharsets.UTF_8)
        .replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n]]", " ")
        .strip();
  }

  /** Cut to what fits. */
  static void text(MemorySegment array, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = (int) Math.min(bytes.length, array.byteSize() - 1);
    MemorySegment.copy(bytes, 0, array, JAVA_BYTE, 0, length);
    array.set(JAVA_BYTE, length, (byte) 0);
  }
}
