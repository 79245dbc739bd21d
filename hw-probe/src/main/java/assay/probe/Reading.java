package assay.probe;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value found on the machine, or the reason why it is not there; never 0 or -1 for "unknown".
 *
 * <p>In JSON: {@code {"value": 32, "unit": "MiB", "source": "sysfs"}} or {@code {"reason": "..."}}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(Reading.Present.class),
  @JsonSubTypes.Type(Reading.Unavailable.class)
})
public sealed interface Reading<T> {

  /**
   * @param unit SI unit or "" for text and counts
   * @param source where it was read, for instance {@code /proc/cpuinfo}
   */
  record Present<T>(T value, String unit, String source) implements Reading<T> {}

  record Unavailable<T>(String reason) implements Reading<T> {}

  static <T> Reading<T> of(T value, String unit, String source) {
    return new Present<>(value, unit, source);
  }

  static <T> Reading<T> unavailable(String reason) {
    return new Unavailable<>(reason);
  }

  @JsonIgnore
  default boolean isPresent() {
    return this instanceof Present;
  }

  /** The value, where there is one. */
  default Optional<T> asOptional() {
    return this instanceof Present<T> present ? Optional.of(present.value) : Optional.empty();
  }

  default <R> Reading<R> map(Function<? super T, ? extends R> change) {
    return switch (this) {
      case Present<T> present -> of(change.apply(present.value), present.unit, present.source);
      case Unavailable<T> absent -> unavailable(absent.reason);
    };
  }
}
