package io.plumbline.pipeline.verification;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.verify.compare.Measure;
import java.util.List;
import java.util.Optional;

/**
 * What to compare.
 *
 * @param models artefacts, at least two; the first is the reference of all others. Or one integer
 *     program, whose executors are compared
 * @param measures shown besides those that have a bound
 * @param allNodes whether every tensor is compared that both models have, besides the outputs
 * @param limit most samples that are used, spread evenly over all
 * @param executor what runs integer programs, as in {@link io.plumbline.pipeline.Plumbline#open}
 * @param threads inside one run
 */
public record VerificationRequest(
    List<ModelFiles> models,
    VerificationData data,
    Limits limits,
    List<Measure> measures,
    boolean allNodes,
    int limit,
    Optional<String> executor,
    int threads) {
  /** The figures of outputs in machine output, and of tables. */
  public static final List<Measure> MEASURES =
      List.of(
          Measure.COSINE,
          Measure.MSE,
          Measure.SQNR,
          Measure.CHEBYSHEV,
          Measure.RELATIVE_ERROR,
          Measure.ARG_MAX_FLIPS);

  public VerificationRequest {
    models = List.copyOf(models);
    measures = List.copyOf(measures);
  }
}
