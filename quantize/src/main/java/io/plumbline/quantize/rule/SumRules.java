package io.plumbline.quantize.rule;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.Gemm;
import io.plumbline.quantize.form.Fusion;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.PlacedWindow;
import io.plumbline.quantize.form.Terms;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.arithmetic.AccumulatorBound;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Locale;
import java.util.Optional;

/** Rules of sums of products: what is summed, and a proof that no accumulator overflows. */
final class SumRules {
  private SumRules() {}

  static Rule conv(Node node, Conv op, Graph graph, LoadedScales loaded, Scheme scheme) {
    Optional<Shape> from = Types.shape(node.input(0), graph);
    Optional<Shape> to = Types.shape(node.output(), graph);
    if (from.isEmpty() || to.isEmpty()) {
      return Types.unknownShape(from.isEmpty() ? node.input(0) : node.output());
    }
    Optional<PlacedWindow> window = PlacedWindow.of(op.window(), from.get(), to.get());
    return window.isPresent()
        ? weighted(node, graph, new Terms.Convolution(window.get()), loaded, scheme)
        : WindowRules.none(op.window());
  }

  static Rule convTranspose(
      Node node, ConvTranspose op, Graph graph, LoadedScales loaded, Scheme scheme) {
    boolean fits = op.window().rank() <= 2 && op.window().pads().stream().allMatch(pad -> pad >= 0);
    return fits
        ? weighted(node, graph, new Terms.TransposedConvolution(), loaded, scheme)
        : Rule.real(
            String.format(
                Locale.ROOT,
                "a transposed window of %d spatial axes or with negative padding has no integer"
                    + " form",
                op.window().rank()));
  }

  /** The rule of a sum whose weights and bias must be constant. */
  private static Rule weighted(
      Node node, Graph graph, Terms terms, LoadedScales loaded, Scheme scheme) {
    Rule rule = OperandRules.constants(node, graph, 1, sum(terms));
    return rule.isReal() ? rule : proved(node, graph, terms, loaded, scheme);
  }

  /** Weights or two activations; an addend that is no row is added in float32. */
  static Rule gemm(Node node, Gemm op, Graph graph, LoadedScales loaded, Scheme scheme) {
    if (!(op.alpha() > 0)) {
      return Rule.real("alpha %s is not positive".formatted(op.alpha()));
    }
    if (graph.isConstant(node.input(0))) {
      return Rule.real("'%s' is constant".formatted(node.input(0)));
    }
    return graph.isConstant(node.input(1))
        ? proved(node, graph, new Terms.Matrix(), loaded, scheme)
        : product(node, graph, op.transposeA() ? 0 : -1, scheme);
  }

  static Rule matMul(Node node, Graph graph, LoadedScales loaded, Scheme scheme) {
    boolean matrix =
        graph.constant(node.input(1)).filter(tensor -> tensor.shape().rank() == 2).isPresent();
    return matrix
        ? proved(node, graph, new Terms.Matrix(), loaded, scheme)
        : product(node, graph, -1, scheme);
  }

  private static Rule product(Node node, Graph graph, int axis, Scheme scheme) {
    Optional<Shape> left = Types.shape(node.input(0), graph);
    if (left.isEmpty()) {
      return Types.unknownShape(node.input(0));
    }
    long depth = left.get().dim(axis);
    long factor = WeightBound.factor(scheme);
    long other = Math.max(factor, WeightBound.largest(scheme));
    long bound =
        AccumulatorBound.products(
            depth, factor, WeightOperand.isReadBy(node, graph) ? other : factor);
    return bound <= scheme.accumulator().limit()
        ? sum(new Terms.Product())
        : overflow(depth, scheme);
  }

  private static Rule proved(
      Node node, Graph graph, Terms terms, LoadedScales loaded, Scheme scheme) {
    WeightOperand weights = WeightOperand.of(node, graph).orElseThrow();
    Tensor tensor = graph.constant(weights.constant()).orElseThrow();
    int groups = WeightOperand.groups(node);
    return WeightBound.fits(weights, tensor, groups, loaded, scheme)
        ? sum(terms)
        : overflow(WeightBound.terms(weights, tensor, groups), scheme);
  }

  private static Rule sum(Terms terms) {
    return Rule.ofIntegers(
        Behaviour.SUM,
        new IntegerForm.Sum(terms, Optional.empty(), Fusion.none(), Accumulator.INT32));
  }

  private static Rule overflow(long terms, Scheme scheme) {
    return Rule.real(
        String.format(
            Locale.ROOT,
            "a sum of %s could leave %d bits",
            Count.of(terms, "product"),
            scheme.accumulator().dtype().bytes() * Byte.SIZE));
  }
}
