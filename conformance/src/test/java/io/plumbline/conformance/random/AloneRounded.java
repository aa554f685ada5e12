package io.plumbline.conformance.random;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.noise.NoiseBudget;
import io.plumbline.pipeline.noise.NoiseBudget.Share;
import io.plumbline.pipeline.noise.NoiseMeasurement;
import io.plumbline.quantize.annotate.QdqAnnotator;
import io.plumbline.quantize.annotate.WeightForm;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The noise of each tensor alone, against that of the whole graph with one pair of QuantizeLinear
 * and DequantizeLinear in it.
 */
final class AloneRounded {
  /** Of noise: a number halfway between two steps may go to the other one. */
  private static final double TOLERANCE = 0.05;

  private static final double NO_NOISE = 1e-9;

  /** Many engines are opened for one graph, so that one graph in so many is enough. */
  private static final int ONE_IN = 5;

  private AloneRounded() {}

  static Optional<String> violation(Subject subject) {
    Graph graph = subject.optimised();
    if (graph.nodes().size() % ONE_IN != 0) {
      return Optional.empty();
    }
    List<String> results =
        graph.outputs().stream()
            .filter(name -> graph.producer(name).isPresent())
            .filter(
                name -> graph.tensorType(name).filter(t -> t.dtype() == DType.FLOAT32).isPresent())
            .toList();
    try (OrtEngine real = OrtEngine.open(graph, Subject.LITERAL)) {
      List<Map<String, Tensor>> expected = new ArrayList<>();
      subject.samples().forEach(sample -> expected.add(real.run(sample)));
      NoiseBudget budget =
          NoiseMeasurement.of(
                  graph,
                  subject.plan(),
                  subject.target().rounding(),
                  results,
                  subject.samples(),
                  expected,
                  1)
              .budget();
      List<Share> shares = new ArrayList<>(budget.activations());
      shares.addAll(budget.weights());
      for (Share share : shares.stream().filter(each -> isAlone(each, shares)).toList()) {
        double whole = noise(subject, results, expected, share.source().tensor());
        if (Math.abs(share.noise() - whole)
            > TOLERANCE * Math.max(whole, share.noise()) + NO_NOISE) {
          return Optional.of("%s, but %s in the whole graph".formatted(share, whole));
        }
      }
    }
    return Optional.empty();
  }

  /** Weights that several nodes read are rounded for one node at a time. */
  private static boolean isAlone(Share share, List<Share> shares) {
    return shares.stream()
            .filter(other -> other.source().tensor().equals(share.source().tensor()))
            .count()
        == 1;
  }

  private static double noise(
      Subject subject, List<String> results, List<Map<String, Tensor>> expected, String tensor) {
    Graph annotated =
        QdqAnnotator.annotate(subject.optimised(), only(subject.plan(), tensor), WeightForm.INTEGER)
            .graph();
    double sum = 0;
    try (OrtEngine engine = OrtEngine.open(annotated, Subject.LITERAL)) {
      for (int sample = 0; sample < expected.size(); sample++) {
        sum += noise(results, expected.get(sample), engine, subject.samples().get(sample));
      }
    }
    return sum / expected.size();
  }

  private static double noise(
      List<String> results,
      Map<String, Tensor> expected,
      Engine engine,
      Map<String, Tensor> sample) {
    Map<String, Tensor> found = engine.run(sample);
    double sum = 0;
    for (String name : results) {
      Tensor real = Objects.requireNonNull(expected.get(name));
      Tensor other = Objects.requireNonNull(found.get(name));
      double error =
          real.shape().equals(other.shape()) ? Similarity.of(real, other).relativeError() : 0;
      sum += Double.isFinite(error) ? error * error : 0;
    }
    return sum / results.size();
  }

  private static QuantPlan only(QuantPlan plan, String tensor) {
    SequencedMap<String, TensorPlan> activations = new LinkedHashMap<>(plan.activations());
    activations.keySet().retainAll(List.of(tensor));
    SequencedMap<String, QuantizedConstant> weights = new LinkedHashMap<>(plan.weights());
    weights.keySet().retainAll(List.of(tensor));
    SequencedMap<Use, TensorPlan> reads = new LinkedHashMap<>(plan.reads());
    reads.values().removeIf(read -> !read.tensor().equals(tensor));
    return new QuantPlan(
        activations, reads, weights, new LinkedHashMap<>(), new LinkedHashMap<>(), plan.nodes());
  }
}
