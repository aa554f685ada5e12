package io.plumbline.pipeline.record;

import io.plumbline.pipeline.request.Gates;
import io.plumbline.tensor.Count;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A nearness to the float network that was asked for and is not there.
 *
 * @param option that asked for it
 * @param reason a clause that says what is so instead
 */
public record MissedGate(String option, String reason) {
  /** Of the catalogue. */
  public static final String CODE = "gate-missed";

  /** All that a compilation misses. */
  public static List<MissedGate> of(Compilation compilation) {
    Gates gates = compilation.request().gates();
    return Stream.of(
            cosine(compilation, gates), agreement(compilation, gates), drop(compilation, gates))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<MissedGate> cosine(Compilation compilation, Gates gates) {
    if (gates.cosine().isEmpty()) {
      return Optional.empty();
    }
    double least = gates.cosine().getAsDouble();
    List<TensorSimilarity> measured =
        compilation.optimised().outputs().stream()
            .map(compilation.similarities()::get)
            .filter(Objects::nonNull)
            .filter(truth -> !truth.isSingle())
            .toList();
    Optional<String> reason =
        measured.isEmpty()
            ? Optional.of("no output has a cosine to the float model's")
            : measured.stream()
                .filter(truth -> !(truth.quantizedCosine() >= least))
                .findFirst()
                .map(
                    truth ->
                        String.format(
                            Locale.ROOT,
                            "output '%s' has cosine %.6f to the float model's, below %s",
                            truth.tensor(),
                            truth.quantizedCosine(),
                            least));
    return reason.map(found -> new MissedGate("--min-cosine", found));
  }

  private static Optional<MissedGate> agreement(Compilation compilation, Gates gates) {
    if (gates.agreement().isEmpty()) {
      return Optional.empty();
    }
    double least = gates.agreement().getAsDouble();
    return compilation
        .judged()
        .filter(judged -> !(judged.program().agreement() >= least))
        .map(
            judged ->
                new MissedGate(
                    "--min-agreement",
                    String.format(
                        Locale.ROOT,
                        "%.2f %% of %s get the float model's answer, fewer than %.2f %%",
                        100 * judged.program().agreement(),
                        Count.of(judged.samples(), "sample"),
                        100 * least)));
  }

  private static Optional<MissedGate> drop(Compilation compilation, Gates gates) {
    if (gates.drop().isEmpty()) {
      return Optional.empty();
    }
    double most = gates.drop().getAsDouble();
    return compilation
        .judged()
        .filter(judged -> !(judged.program().drop() <= most))
        .map(
            judged ->
                new MissedGate(
                    "--max-drop",
                    String.format(
                        Locale.ROOT,
                        "top-1 drops by %s on %s, more than %.2f",
                        judged.points(),
                        Count.of(judged.samples(), "sample"),
                        100 * most)));
  }

  /** For machines. */
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("option", option);
    record.put("reason", reason);
    return record;
  }
}
