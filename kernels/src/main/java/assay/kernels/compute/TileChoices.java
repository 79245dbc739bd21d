package assay.kernels.compute;

import assay.kernels.binding.CodeCache;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which tiles were chosen for a device: in this process, where a choice once made stays, and on
 * disk for those to come.
 *
 * <p>A file says no more than the text of a tile. One that is none of the candidates counts for
 * nothing.
 */
public final class TileChoices {

  /**
   * @param tile its text
   * @param how it was chosen, for the record
   */
  record Choice(String tile, String how) {}

  private static final String KIND = "tile\0";

  private final CodeCache cache;
  private final Map<String, Choice> made = new HashMap<>();

  public TileChoices(CodeCache cache) {
    this.cache = cache;
  }

  /** Of this process. */
  Optional<Choice> made(String question) {
    return Optional.ofNullable(made.get(question));
  }

  void make(String question, Choice choice) {
    made.put(question, choice);
  }

  /** Of another process. */
  Optional<String> kept(String question) {
    return cache.find(KIND + question).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** Why it could not be kept, which costs the next process time. */
  Optional<String> keep(String question, String tile) {
    return cache.keep(KIND + question, tile.getBytes(StandardCharsets.UTF_8));
  }
}
