package assay.probe.energy;

import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Which channels may be added, so that nothing is counted twice. */
public final class Cover {

  /** What a case on the host's processor takes, the closest account first. */
  private static final List<Scope> OF_HOST =
      List.of(Scope.PACKAGE, Scope.MODULE, Scope.MACHINE, Scope.WALL);

  /** What a case on a device takes. */
  private static final List<Scope> OF_DEVICE = List.of(Scope.BOARD, Scope.MODULE, Scope.CHIP);

  /** The same, where only an account of more than the device is there. */
  private static final List<Scope> AROUND_DEVICE = List.of(Scope.MACHINE, Scope.WALL);

  private Cover() {}

  /**
   * @param channels whose sum is the energy; empty when there is no account of it
   * @param covers what the sum covers, or why there is none; for people
   */
  public record Headline(List<Channel> channels, String covers) {}

  /**
   * Channels of energy of which none tells again what another tells: of twins the counter goes
   * before the power and the first id before the others, and parts of a whole are left out.
   */
  public static List<Channel> disjoint(List<Channel> channels) {
    List<Channel> single = new ArrayList<>();
    for (Channel channel : byTrust(channels)) {
      if (single.stream().noneMatch(other -> isTwin(other, channel))) {
        single.add(channel);
      }
    }
    return single.stream()
        .filter(part -> single.stream().noneMatch(whole -> whole.scope().contains(part.scope())))
        .toList();
  }

  private static List<Channel> byTrust(List<Channel> channels) {
    return channels.stream()
        .filter(each -> each.measure() == Measure.ENERGY || each.measure() == Measure.POWER)
        .sorted((a, b) ->
            a.measure() == b.measure()
                ? a.id().compareTo(b.id())
                : a.measure() == Measure.ENERGY ? -1 : 1)
        .toList();
  }

  private static boolean isTwin(Channel a, Channel b) {
    return a.scope() == b.scope() && a.part().equals(b.part());
  }

  /**
   * The account of a case.
   *
   * @param host whether it runs on the host's processor
   * @param part the device's PCI address, or what its channels have as part
   */
  public static Headline headline(List<Channel> channels, boolean host, String part) {
    List<Channel> all = byTrust(channels);
    for (Scope scope : host ? OF_HOST : OF_DEVICE) {
      List<Channel> own =
          disjoint(
              all.stream()
                  .filter(each -> each.scope() == scope)
                  .filter(each -> host || each.part().equals(part))
                  .toList());
      if (!own.isEmpty()) {
        return new Headline(own, text(own));
      }
    }
    for (Scope scope : host ? List.<Scope>of() : AROUND_DEVICE) {
      List<Channel> around = disjoint(all.stream().filter(each -> each.scope() == scope).toList());
      if (!around.isEmpty()) {
        return new Headline(around, text(around) + ", the host included");
      }
    }
    return new Headline(
        List.of(),
        host
            ? "no sensor tells the power of this machine's processor"
            : "no sensor tells the power of this device");
  }

  private static String text(List<Channel> channels) {
    return channels.stream()
        .map(channel -> channel.id() + " (" + name(channel) + ")")
        .collect(Collectors.joining(" + "));
  }

  private static String name(Channel channel) {
    String scope = channel.scope().name().toLowerCase(java.util.Locale.ROOT);
    return channel.part().isEmpty() ? scope : scope + " " + channel.part();
  }
}
