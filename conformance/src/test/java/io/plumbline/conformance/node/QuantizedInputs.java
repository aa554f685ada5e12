package io.plumbline.conformance.node;

import io.plumbline.graph.Graph;
import io.plumbline.graph.TensorType;
import io.plumbline.quantize.calibrate.ActivationScheme;
import io.plumbline.quantize.calibrate.Range;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.Source;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Operators that read float32 as well as integers make no demands on a plan. Alone in a model they
 * would get nothing quantized, so their inputs are.
 */
final class QuantizedInputs {
  private QuantizedInputs() {}

  static QuantPlan of(
      Graph graph, Planner planner, QuantPlan plan, SequencedMap<String, Tensor> inputs) {
    if (!plan.activations().isEmpty()) {
      return plan;
    }
    SequencedMap<String, TensorPlan> activations = new LinkedHashMap<>();
    inputs.forEach(
        (name, tensor) -> {
          boolean real =
              graph
                  .tensorType(name)
                  .map(TensorType::dtype)
                  .filter(DType.FLOAT32::equals)
                  .isPresent();
          if (real && isFinite(tensor)) {
            activations.put(name, plan(name, tensor));
          }
        });
    SequencedMap<String, TensorPlan> weights = new LinkedHashMap<>();
    plan.weights().forEach((name, constant) -> weights.put(name, constant.plan()));
    return planner.assemble(activations, weights);
  }

  private static boolean isFinite(Tensor tensor) {
    for (long i = 0; i < tensor.elements(); i++) {
      if (!Double.isFinite(tensor.getDouble(i))) {
        return false;
      }
    }
    return true;
  }

  private static TensorPlan plan(String name, Tensor tensor) {
    double low = 0;
    double high = 0;
    for (long i = 0; i < tensor.elements(); i++) {
      low = Math.min(low, tensor.getDouble(i));
      high = Math.max(high, tensor.getDouble(i));
    }
    Range range = Range.covering(low, high);
    return new TensorPlan(
        name,
        ActivationScheme.of(Scheme.INT8, Target.GENERIC.convention()).params(range),
        new Source.Calibrated("max"),
        range.low(),
        range.high());
  }
}
