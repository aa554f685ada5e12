package io.plumbline.pipeline.record;

import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Whether outputs are as true as was asked for. */
public final class LeastCosine {
  private LeastCosine() {}

  /**
   * Why a compilation is not as true as its request asks.
   *
   * @return a sentence; empty where every output is, or nothing is asked
   */
  public static Optional<String> missed(Compilation compilation) {
    if (compilation.request().leastCosine().isEmpty()) {
      return Optional.empty();
    }
    double least = compilation.request().leastCosine().getAsDouble();
    List<TensorSimilarity> measured =
        compilation.optimised().outputs().stream()
            .map(compilation.similarities()::get)
            .filter(Objects::nonNull)
            .filter(truth -> !truth.isSingle())
            .toList();
    if (measured.isEmpty()) {
      return Optional.of("no output has a cosine to the float model's");
    }
    return measured.stream()
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
  }
}
