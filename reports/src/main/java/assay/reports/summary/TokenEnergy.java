package assay.reports.summary;

import assay.probe.Reading;
import assay.reports.record.CaseRecord.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What one decoded token of a model costs: the sum of its kernels' joules times how often a token
 * needs each. What lies between the kernels (norms, sampling, launches) is not in it.
 *
 * @param format of the stored weights, that of most kinds of matrices first
 * @param who backend and settings
 * @param context tokens that attention looks back on
 * @param scope what the joules cover; "" where there are none, or of several
 * @param joules per token, idle included, or why there is no sum
 * @param kernels how many kinds are summed
 */
public record TokenEnergy(
    String model,
    String format,
    String who,
    String backend,
    long context,
    String scope,
    Reading<Interval> joules,
    int kernels) {

  private static final String DECODE = "decode";

  /** Without these a list of kernels is an excerpt, and no sum of it a token. */
  private static final Map<String, Predicate<String>> NEEDED =
      Map.of(
          "attention", role -> role.startsWith("attention"),
          "ffn_down", role -> role.startsWith("ffn_down"),
          "output", role -> role.equals("output"));

  /** One kernel of a model: a case, for one of its roles. */
  private record Part(CaseSummary each, String role, int perToken) {
    boolean isAttention() {
      return each.shape().operation().equals("attention");
    }

    long context() {
      return each.record().work().shape().getOrDefault("c", 0L);
    }

    /** What differs between two entries of one kind: the format, or the depth. */
    String spec() {
      return each.record().key().spec();
    }
  }

  /** Of all models that the run's cases belong to and say the counts of. */
  public static List<TokenEnergy> of(RunSummary summary) {
    Map<String, List<Part>> byModel = new LinkedHashMap<>();
    for (CaseSummary each : summary.cases()) {
      for (Origin origin : each.record().origins()) {
        if (DECODE.equals(origin.phase()) && origin.perToken() > 0) {
          byModel
              .computeIfAbsent(origin.model(), ignored -> new ArrayList<>())
              .add(new Part(each, origin.role(), origin.perToken()));
        }
      }
    }
    List<TokenEnergy> all = new ArrayList<>();
    byModel.forEach((model, parts) -> all.addAll(ofModel(summary, model, parts)));
    return all;
  }

  private static List<TokenEnergy> ofModel(RunSummary summary, String model, List<Part> parts) {
    Map<String, List<Part>> byWho =
        parts.stream()
            .collect(
                Collectors.groupingBy(
                    part -> summary.who(part.each()), LinkedHashMap::new, Collectors.toList()));
    Set<String> roles = new TreeSet<>(parts.stream().map(Part::role).toList());
    List<TokenEnergy> all = new ArrayList<>();
    byWho.forEach((who, own) -> {
      for (LayerFormats.Choice format : formats(own)) {
        for (long context : contexts(parts)) {
          all.add(sum(model, who, format, context, own, roles));
        }
      }
    });
    return all;
  }

  private static List<LayerFormats.Choice> formats(List<Part> own) {
    LayerFormats formats = new LayerFormats();
    for (Part part : own) {
      if (part.isAttention()) {
        formats.reference(part.perToken());
      } else {
        formats.add(part.role(), part.each().format(), part.perToken());
      }
    }
    return formats.choices();
  }

  /** Depths that attention was measured at; a window or an encoder has one of its own. */
  private static List<Long> contexts(List<Part> parts) {
    Map<String, Set<Long>> byRole = new LinkedHashMap<>();
    parts.stream()
        .filter(Part::isAttention)
        .forEach(part ->
            byRole.computeIfAbsent(part.role(), ignored -> new TreeSet<>()).add(part.context()));
    return byRole.values().stream()
        .max(Comparator.comparingInt(Set::size))
        .map(List::copyOf)
        .orElse(List.of(0L));
  }

  private static TokenEnergy sum(
      String model,
      String who,
      LayerFormats.Choice format,
      long context,
      List<Part> own,
      Set<String> roles) {
    TokenSum sum = new TokenSum();
    format.refusal().ifPresent(sum::refuse);
    NEEDED.forEach((name, role) -> {
      if (roles.stream().noneMatch(role)) {
        sum.lack(name + " (not in this run)");
      }
    });
    for (String role : roles) {
      List<Part> parts =
          own.stream()
              .filter(part -> part.role().equals(role))
              .filter(part -> belongs(part, format, context, own))
              .toList();
      if (parts.isEmpty()) {
        sum.lack(role);
      }
      distinct(parts).forEach(part -> sum.add(role, part.perToken(), part.each()));
    }
    return new TokenEnergy(
        model,
        format.name(),
        who,
        own.getFirst().each().backend(),
        context,
        sum.scope(),
        sum.joules(),
        sum.kernels());
  }

  private static boolean belongs(
      Part part, LayerFormats.Choice format, long context, List<Part> own) {
    if (!part.isAttention()) {
      return format.has(part.role(), part.each().format(), part.perToken());
    }
    boolean onlyOne =
        own.stream()
                .filter(other -> other.role().equals(part.role()))
                .map(Part::context)
                .distinct()
                .count()
            == 1;
    return onlyOne || part.context() == context;
  }

  /** A spec that is measured once counts once for a role. */
  private static List<Part> distinct(List<Part> parts) {
    Map<String, Part> bySpec = new LinkedHashMap<>();
    parts.forEach(part -> bySpec.putIfAbsent(part.spec() + "@" + part.perToken(), part));
    return List.copyOf(bySpec.values());
  }
}
