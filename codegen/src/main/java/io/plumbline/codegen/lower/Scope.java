package io.plumbline.codegen.lower;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/** What every family of ops works with. */
record Scope(
    Graph graph, QuantPlan plan, Rounding rounding, ProgramBuilder builder, ValueForms forms) {
  /** The parameters of a value whose elements are integers of 8 or 16 bits with one scale. */
  Optional<QuantParams> narrowParams(String value) {
    return forms.params(value).filter(TensorQuantizer::isNarrow);
  }

  Optional<Tensor> constant(String value) {
    return graph.constant(value);
  }
}
