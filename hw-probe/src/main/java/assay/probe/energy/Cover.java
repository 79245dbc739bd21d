package assay.probe.energy;

import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which channels may be added, so that nothing is counted twice. */
public final class Cover {

  /** What a case on the host's processor takes, the closest account first. */
  private static final List<Scope> OF_HOST =
      List.of(Scope.PACKAGE, Scope.MODULE, Scope.MACHINE, Scope.WALL);

  /** What a case on a device takes. */
  private static final List<Scope> OF_DEVICE = List.of(Scope.BOARD, Scope.MODULE, Scope.CHIP);

  /** The same, where only an account of more than the device is there. */
  private static final List<Scope> AROUND_DEVICE = List.of(Scope.MODULE, Scope.MACHINE, Scope.WALL);

  /** A counter misses nothing between two readings; MSR before its MMIO twin by length. */
  private static final Comparator<Channel> BY_TRUST =
      Comparator.comparing(Overlap::isBattery)
          .thenComparing(channel -> channel.measure() != Measure.ENERGY)
          .thenComparing(channel -> channel.scope() == Scope.PACKAGE && Overlap.isPci(channel))
          .thenComparing(channel -> channel.id().length())
          .thenComparing(Channel::id);

  private Cover() {}

  /**
   * @param channels whose sum is the energy; empty when there is no account of it
   * @param covers what the sum covers, or why there is none; for people
   */
  public record Headline(List<Channel> channels, String covers) {}

  /**
   * Channels of energy of which none tells again what another tells: of twins the counter goes
   * before the power and the shorter id before the longer, and parts of a whole are left out.
   */
  public static List<Channel> disjoint(List<Channel> channels) {
    List<Channel> sorted = byTrust(channels);
    List<Channel> apart = new ArrayList<>();
    // Wholes first, so that what is left out is always the part.
    for (Scope scope : Scope.values()) {
      for (Channel channel : sorted) {
        if (channel.scope() == scope
            && apart.stream().noneMatch(other -> Overlap.overlaps(other, channel))) {
          apart.add(channel);
        }
      }
    }
    return apart;
  }

  private static List<Channel> byTrust(List<Channel> channels) {
    return channels.stream().filter(each -> each.measure().tellsEnergy()).sorted(BY_TRUST).toList();
  }

  /**
   * The account of a case.
   *
   * @param host whether it runs on the host's processor
   * @param part the device's PCI address, or what its channels have as part
   */
  public static Headline headline(List<Channel> channels, boolean host, String part) {
    return host ? ofHost(byTrust(channels)) : ofDevice(byTrust(channels), part);
  }

  private static Headline ofHost(List<Channel> all) {
    for (Scope scope : OF_HOST) {
      List<Channel> own = disjoint(ofScope(all, scope, false));
      if (!own.isEmpty()) {
        List<Channel> sum = new ArrayList<>(own);
        if (scope == Scope.PACKAGE) {
          sum.addAll(memoryOf(own, all));
        }
        return new Headline(sum, text(sum));
      }
    }
    List<Channel> batteries = disjoint(ofScope(all, Scope.MACHINE, true));
    return batteries.isEmpty()
        ? new Headline(List.of(), "no sensor tells the power of this machine's processor")
        : new Headline(batteries, text(batteries) + ", the whole machine on its battery");
  }

  private static Headline ofDevice(List<Channel> all, String part) {
    for (Scope scope : OF_DEVICE) {
      List<Channel> own =
          disjoint(
              all.stream()
                  .filter(each -> each.scope() == scope && each.part().equals(part))
                  .toList());
      if (!own.isEmpty()) {
        return new Headline(own, text(own));
      }
    }
    for (Scope scope : AROUND_DEVICE) {
      List<Channel> around = disjoint(around(all, scope));
      if (!around.isEmpty()) {
        return new Headline(around, text(around) + ", the host included");
      }
    }
    List<Channel> batteries = disjoint(ofScope(all, Scope.MACHINE, true));
    return batteries.isEmpty()
        ? new Headline(List.of(), "no sensor tells the power of this device")
        : new Headline(batteries, text(batteries) + ", the host included");
  }

  /** A module that has a number is one of several, and nobody tells which holds the device. */
  private static List<Channel> around(List<Channel> all, Scope scope) {
    return ofScope(all, scope, false).stream()
        .filter(each -> scope != Scope.MODULE || each.part().isEmpty())
        .toList();
  }

  private static List<Channel> ofScope(List<Channel> all, Scope scope, boolean battery) {
    return all.stream()
        .filter(each -> each.scope() == scope && Overlap.isBattery(each) == battery)
        .toList();
  }

  /** The memory of the same sockets, which has a counter of its own beside the package's. */
  private static List<Channel> memoryOf(List<Channel> packages, List<Channel> all) {
    Set<String> sockets = packages.stream().map(Channel::part).collect(Collectors.toSet());
    return disjoint(
        ofScope(all, Scope.MEMORY, false).stream()
            .filter(memory -> sockets.contains(memory.part()))
            .toList());
  }

  private static String text(List<Channel> channels) {
    return channels.stream()
        .map(channel -> channel.id() + " (" + name(channel) + ")")
        .collect(Collectors.joining(" + "));
  }

  private static String name(Channel channel) {
    String scope = channel.scope().name().toLowerCase(Locale.ROOT);
    return channel.part().isEmpty() ? scope : scope + " " + channel.part();
  }
}
