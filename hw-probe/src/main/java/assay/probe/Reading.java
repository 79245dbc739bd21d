package assay.probe;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value found on the machine, or the reason why it is not there; never 0 or -1 for "unknown".
 *
 * <p>A reason starts with what kind of absence it is, because each asks for another remedy: {@code
 * absent} (the machine has no such thing), {@code no permission} (it is there, this user may not
 * read it), {@code not supported} (driver or firmware declines), {@code unresolved} (too little
 * time for what it can tell) and {@code unreadable} (what it says makes no sense).
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

  /** The machine has no such thing. */
  static <T> Reading<T> absent(String what) {
    return unavailable("absent: " + what);
  }

  /** It is there, but this user may not read it. */
  static <T> Reading<T> denied(String what) {
    return unavailable("no permission: " + what);
  }

  /** Driver, firmware or platform declines to say. */
  static <T> Reading<T> unsupported(String what) {
    return unavailable("not supported: " + what);
  }

  /** It was read, and the time was too short for what it can tell. */
  static <T> Reading<T> unresolved(String what) {
    return unavailable("unresolved: " + what);
  }

  /** It was read and makes no sense. */
  static <T> Reading<T> unreadable(String what) {
    return unavailable("unreadable: " + what);
  }

  @JsonIgnore
  default boolean isPresent() {
    return this instanceof Present;
  }

  /** Whether the thing does not exist, as opposed to existing and being silent. */
  @JsonIgnore
  default boolean isAbsent() {
    return this instanceof Unavailable<T>(String reason) && reason.startsWith("absent: ");
  }

  /** Whether something answered, and what it said makes no sense. */
  @JsonIgnore
  default boolean isUnreadable() {
    return this instanceof Unavailable<T>(String reason) && reason.startsWith("unreadable: ");
  }

  /** Whether it was only too short a time. */
  @JsonIgnore
  default boolean isUnresolved() {
    return this instanceof Unavailable<T>(String reason) && reason.startsWith("unresolved: ");
  }

  /** The value, where there is one. */
  default Optional<T> asOptional() {
    return this instanceof Present<T> present ? Optional.of(present.value) : Optional.empty();
  }

  /** Why there is none, without the kind of absence, for the middle of a sentence; else "". */
  static String why(Reading<?> reading) {
    return reading instanceof Unavailable<?>(String reason)
        ? reason.replaceFirst("^(absent|no permission|not supported|unresolved|unreadable): ", "")
        : "";
  }

  default <R> Reading<R> map(Function<? super T, ? extends R> change) {
    return flatMap((value, unit, source) -> of(change.apply(value), unit, source));
  }

  /** Reads the value further; what is missing stays missing for the same reason. */
  default <R> Reading<R> flatMap(Step<? super T, R> next) {
    return switch (this) {
      case Present<T>(T value, String unit, String source) -> next.apply(value, unit, source);
      case Unavailable<T>(String reason) -> unavailable(reason);
    };
  }

  /**
   * This reading, or another one where this is not present. Where neither is, the reason is the one
   * that says more: that a thing refuses, before that it does not exist; else the first.
   */
  default Reading<T> or(Reading<T> other) {
    boolean useOther = !isPresent() && (other.isPresent() || (isAbsent() && !other.isAbsent()));
    return useOther ? other : this;
  }

  /** What to make of a value that is present. */
  @FunctionalInterface
  interface Step<T, R> {
    Reading<R> apply(T value, String unit, String source);
  }
}
