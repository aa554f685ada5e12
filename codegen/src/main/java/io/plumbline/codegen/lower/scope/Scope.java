package io.plumbline.codegen.lower.scope;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.target.Requantisation;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/** What every family of ops works with. */
public record Scope(
    Graph graph, QuantPlan plan, Target target, ProgramBuilder builder, ValueForms forms) {
  public Rounding rounding() {
    return target.rounding();
  }

  public Requantisation requantisation() {
    return target.requantisation();
  }

  /** The parameters of a value whose elements are integers of 8 or 16 bits with one scale. */
  public Optional<QuantParams> narrowParams(String value) {
    return forms.params(value).filter(TensorQuantizer::isNarrow);
  }

  public Optional<Tensor> constant(String value) {
    return graph.constant(value);
  }
}
