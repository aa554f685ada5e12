package io.plumbline.pipeline.stage;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.annotate.Annotated;
import io.plumbline.quantize.annotate.QdqAnnotator;
import io.plumbline.quantize.annotate.WeightForm;
import io.plumbline.quantize.plan.QuantPlan;

/**
 * A plan written into its graph as fake quantization.
 *
 * @param calibrated with weights in float32 that are rounded while it runs
 * @param ptq with weights and biases as integers
 */
public record AnnotateStage(Annotated calibrated, Annotated ptq) {
  /** Writes a plan into the graph it was made of. */
  public static AnnotateStage of(Graph optimised, QuantPlan plan) {
    return new AnnotateStage(
        QdqAnnotator.annotate(optimised, plan, WeightForm.FLOAT),
        QdqAnnotator.annotate(optimised, plan, WeightForm.INTEGER));
  }
}
