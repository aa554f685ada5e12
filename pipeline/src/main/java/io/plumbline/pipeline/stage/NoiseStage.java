package io.plumbline.pipeline.stage;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.noise.NoiseBudget;
import io.plumbline.pipeline.record.NoiseReport;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.pipeline.tune.Tuner;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;

/** Measures where the noise at the outputs of a quantized model comes from. */
public final class NoiseStage {
  private NoiseStage() {}

  /**
   * @param quantized the model, with all that was done for it
   * @param real the float graph that it is to equal
   * @param statistics that its plan was made of
   */
  public static NoiseReport of(
      Quantized quantized,
      Graph real,
      Statistics statistics,
      SampleSource samples,
      CompileRequest request) {
    try (OrtEngine engine = OrtEngine.openOwn(real)) {
      Tuner tuner =
          Tuner.open(
              new Quantized(real, quantized.plan()),
              request.target(),
              request.options(),
              statistics,
              engine,
              samples,
              request.threads());
      NoiseBudget budget = tuner.noise(quantized.plan());
      double program = tuner.fidelity(quantized, budget.samples()).error();
      return new NoiseReport(budget, program);
    }
  }
}
