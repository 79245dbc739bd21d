package assay.bench.fork;

import assay.bench.fork.ForkedJvm.Ending;
import assay.kernels.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One child after another, until one survives what is left to ask.
 *
 * @param seconds after which a child counts as hung
 * @param specs that every backend is asked about
 * @param findings are added to
 */
record PeerInquiry(ForkedJvm jvm, Path logs, int seconds, List<Spec> specs, PeerFindings findings) {

  /** Specs that one peer may die of before it is refused as a whole; each costs a child. */
  private static final int MOST_DEADLY = 4;

  /**
   * How a child ended.
   *
   * @param question that it was asking, or empty when it died of loading
   */
  private record Failure(String reason, Optional<PeerQuestion> question) {}

  /** All at once, as this process would load them; one by one only to find who failed. */
  void about(List<String> ids) throws IOException {
    Optional<Failure> failure = failure(ids);
    while (failure.isPresent() && failure.get().question().isPresent()) {
      refuse(failure.get().question().get(), failure.get().reason());
      failure = failure(unrefused(ids));
    }
    if (failure.isPresent()) {
      findWhoCannotBeLoaded(unrefused(ids), failure.get().reason());
    }
  }

  private List<String> unrefused(List<String> ids) {
    return ids.stream().filter(id -> !findings.backends().containsKey(id)).toList();
  }

  private void refuse(PeerQuestion question, String reason) {
    Map<String, String> deadly = findings.specsOf(question.backend());
    if (deadly.size() < MOST_DEADLY) {
      deadly.put(question.spec(), reason);
    } else {
      findings.backends().put(question.backend(), reason);
    }
  }

  private void findWhoCannotBeLoaded(List<String> ids, String together) throws IOException {
    if (ids.size() == 1) {
      findings.backends().put(ids.getFirst(), together);
      return;
    }
    int before = findings.backends().size();
    for (String id : ids) {
      Optional<Failure> alone = failure(List.of(id));
      alone.ifPresent(own -> findings.backends().put(id, own.reason()));
    }
    if (findings.backends().size() > before) {
      about(unrefused(ids));
      return;
    }
    keepWhatGoesTogether(ids);
  }

  /**
   * Each by itself is fine: then it was chance, as on a machine out of memory, or they are not
   * together, as AMD's compiler and PoCL are not, which bring one LLVM each. Those that come first
   * stay.
   */
  private void keepWhatGoesTogether(List<String> ids) throws IOException {
    List<String> kept = new ArrayList<>();
    for (String id : ids) {
      kept.add(id);
      Optional<Failure> failure = kept.size() > 1 ? failure(kept) : Optional.empty();
      if (failure.isPresent()) {
        kept.removeLast();
        findings
            .backends()
            .put(
                id,
                "together with %s, %s; it can be had by itself, with --backend %s"
                    .formatted(String.join(", ", kept), failure.get().reason(), id));
      }
    }
  }

  private Optional<Failure> failure(List<String> ids) throws IOException {
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    String label = String.join("-", ids);
    Path list = Files.write(logs.resolve(label + "-questions"), questions(ids));
    Files.deleteIfExists(PeerQuestion.pending(list));
    List<String> arguments = new ArrayList<>(List.of(list.toString()));
    arguments.addAll(ids);
    Ending ending =
        jvm.run(
            label, seconds, List.of(), TrialMain.class.getName(), arguments.toArray(String[]::new));
    if (ending.exitCode() == TrialMain.SURVIVED) {
      return Optional.empty();
    }
    Optional<PeerQuestion> question = PeerQuestion.unanswered(list);
    return Optional.of(new Failure(reason(ending, question.isPresent()), question));
  }

  private List<String> questions(List<String> ids) {
    return ids.stream()
        .flatMap(id ->
            specs.stream()
                .filter(spec -> !findings.specsOf(id).containsKey(spec.text()))
                .map(spec -> new PeerQuestion(id, spec).line()))
        .toList();
  }

  private String reason(Ending ending, boolean asked) {
    if (ending.timedOut()) {
      return "its library did not answer within %d s%s; log: %s"
          .formatted(seconds, asked ? " whether it supports this" : "", ending.output());
    }
    return "its library ended the process that %s: %s"
        .formatted(
            asked ? "asked whether it supports this" : "loaded it",
            String.join("; ", ending.reasons()));
  }
}
