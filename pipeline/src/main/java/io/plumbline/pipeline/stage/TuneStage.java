package io.plumbline.pipeline.stage;

import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.pipeline.tune.BiasCorrection;
import io.plumbline.pipeline.tune.Correction;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.runtime.Engine;
import java.util.concurrent.CancellationException;

/**
 * A quantized model after all that the effort asks for.
 *
 * @param correction what bias correction found
 */
public record TuneStage(Quantized quantized, Correction correction) {
  /**
   * Whether there is anything to win: samples must mean something, and a network that brings its
   * own scales was trained with them and has its biases right.
   */
  public static boolean applies(CompileRequest request, LoadedScales scales) {
    return request.effort() != Effort.FAST
        && scales.isEmpty()
        && !(request.calibration() instanceof RandomData);
  }

  /**
   * Wins accuracy back.
   *
   * @param statistics that the plan was made of
   * @param real engine of the float graph
   * @throws CancellationException when progress asks to stop
   */
  public static TuneStage of(
      Quantized quantized,
      Statistics statistics,
      Engine real,
      SampleSource samples,
      CompileRequest request) {
    Correction correction =
        BiasCorrection.of(quantized, request.target(), real, samples, request.threads());
    return new TuneStage(
        quantized.corrected(
            correction.applied(),
            graph ->
                new Planner(graph, request.target(), request.options()).plan(statistics).plan()),
        correction);
  }
}
