package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.HardSigmoid;
import io.plumbline.tensor.DType;
import java.util.List;
import java.util.Optional;

/**
 * {@code Clip(x + b, 0, c) / c ⇒ HardSigmoid(x, 1/c, b/c)}, the division also as a product. Float64
 * stays: ONNX Runtime has no HardSigmoid of that dtype.
 */
public final class FuseHardSigmoid implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    Optional<Product> product =
        Product.of(node, graph).filter(p -> p.factors().size() == 1 && p.scalar() > 0);
    if (product.isEmpty()) {
      return Optional.empty();
    }
    double factor = product.get().scalar();
    Optional<Node> clip = graph.producer(product.get().factors().getFirst());
    Optional<ScalarOperand> sum =
        clip.filter(
                c ->
                    c.op() instanceof Clip(float low, float high)
                        && low == 0
                        && Math.abs(high * factor - 1) < 1e-5)
            .flatMap(c -> graph.producer(c.input(0)))
            .flatMap(n -> ScalarOperand.either(n, BinaryFunction.ADD, graph));
    return sum.filter(s -> isComputed(s.value(), graph))
        .flatMap(
            s ->
                new Fusion(graph, node)
                    .and(product.get().nodes())
                    .and(clip.orElseThrow())
                    .and(s.node())
                    .into(
                        name(),
                        new HardSigmoid((float) factor, (float) (s.scalar() * factor)),
                        List.of(s.value())));
  }

  private static boolean isComputed(String value, Graph graph) {
    return graph.tensorType(value).stream().noneMatch(type -> type.dtype() == DType.FLOAT64);
  }
}
