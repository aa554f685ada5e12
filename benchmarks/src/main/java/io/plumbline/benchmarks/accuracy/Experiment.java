package io.plumbline.benchmarks.accuracy;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.noise.NoiseBudget;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.record.NoiseReport;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Goal;
import io.plumbline.pipeline.tune.Mixture;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** A classifier compiled in another precision than 8 bits, or with its noise measured. */
enum Experiment {
  /** As many values in 16 bits as bring nineteen of twenty answers to those of the float model. */
  SIXTEEN_95("16 bits for 95 %") {
    @Override
    CompileRequest of(CompileRequest request) {
      return request.withGoal(Goal.NONE.withAgreement(0.95));
    }
  },
  SIXTEEN_98("16 bits for 98 %") {
    @Override
    CompileRequest of(CompileRequest request) {
      return request.withGoal(Goal.NONE.withAgreement(0.98));
    }
  },
  /** All weights of 4 bits, rounded by least squares. */
  W4A8("weights of 4 bits") {
    @Override
    CompileRequest of(CompileRequest request) {
      return request
          .withEffort(Effort.BEST)
          .withOptions(
              request.options().withWishes(List.of(new Wish(new Selector.All(), Scheme.W4A8))));
    }
  },
  /** The same, but for convolutions of single channels, whose few weights keep 8 bits. */
  W4A8_POINTWISE("weights of 4 bits, depthwise 8") {
    @Override
    CompileRequest of(CompileRequest request) {
      List<Wish> wishes = new ArrayList<>(List.of(new Wish(new Selector.All(), Scheme.W4A8)));
      depthwise(request)
          .forEach(node -> wishes.add(new Wish(new Selector.Node(node), Scheme.INT8)));
      return request.withEffort(Effort.BEST).withOptions(request.options().withWishes(wishes));
    }

    @Override
    boolean applies(CompileRequest request) {
      return depthwise(request).findAny().isPresent();
    }
  },
  NOISE("noise budget") {
    @Override
    CompileRequest of(CompileRequest request) {
      return request.withNoiseBudget(true);
    }
  };

  static final String VALUES = "values of 16 bits";
  static final String WIDE_WEIGHTS = "weight tensors of 16 bits";
  static final String RANKED = "values";
  static final String RANKED_WEIGHTS = "weight tensors";
  static final String COST = "multiply-accumulates of 16 bits";
  static final String REACHED = "reached";
  static final String EXPECTED = "expected agreement";
  static final String EXPECTED_ERROR = "expected agreement, standard error";
  static final String SECONDS = "processor seconds";
  static final String ACTIVATIONS_PREDICTED = "activations, predicted";
  static final String ACTIVATIONS = "activations, measured";
  static final String WEIGHTS_PREDICTED = "weights, predicted";
  static final String WEIGHTS = "weights, measured";
  static final String BOTH = "both, measured";
  static final String PROGRAM = "program, measured";
  static final String MOST_OF_NOISE = "values that make nine tenths";

  private final String label;

  Experiment(String label) {
    this.label = label;
  }

  /** What the file of figures calls it. */
  String label() {
    return label;
  }

  /** A compilation this way. */
  abstract CompileRequest of(CompileRequest request);

  /** Whether it is another experiment than the others for this model. */
  boolean applies(CompileRequest request) {
    return true;
  }

  private static Stream<String> depthwise(CompileRequest request) {
    return Preparation.optimise(Preparation.parse(request.files(), request.ports()).graph())
        .graph()
        .nodes()
        .stream()
        .filter(node -> node.op() instanceof Conv conv && conv.group() > 1)
        .map(Node::name);
  }

  /** What a compilation says of itself. */
  static void put(Compilation compilation, SequencedMap<String, Double> figures) {
    compilation.mixture().ifPresent(mixture -> put(mixture, figures));
    compilation.noise().ifPresent(noise -> put(noise, figures));
  }

  private static void put(Mixture mixture, SequencedMap<String, Double> figures) {
    figures.put(VALUES, (double) mixture.chosen().names(false).size());
    figures.put(WIDE_WEIGHTS, (double) mixture.chosen().names(true).size());
    figures.put(RANKED, (double) count(mixture, false));
    figures.put(RANKED_WEIGHTS, (double) count(mixture, true));
    figures.put(COST, mixture.chosen().cost());
    figures.put(REACHED, mixture.reached() ? 1.0 : 0.0);
    mixture
        .chosen()
        .fidelity()
        .expectedAgreement()
        .ifPresent(
            expected -> {
              figures.put(EXPECTED, expected.share());
              figures.put(EXPECTED_ERROR, expected.error());
            });
  }

  private static long count(Mixture mixture, boolean weights) {
    return mixture.noise().stream().filter(each -> each.weights() == weights).count();
  }

  private static void put(NoiseReport report, SequencedMap<String, Double> figures) {
    NoiseBudget budget = report.budget();
    NoiseBudget.Joint joint = budget.joint();
    figures.put(ACTIVATIONS_PREDICTED, NoiseBudget.decibels(budget.predictedActivations()));
    figures.put(ACTIVATIONS, NoiseBudget.decibels(joint.activations()));
    figures.put(WEIGHTS_PREDICTED, NoiseBudget.decibels(budget.predictedWeights()));
    figures.put(WEIGHTS, NoiseBudget.decibels(joint.weights()));
    figures.put(BOTH, NoiseBudget.decibels(joint.both()));
    figures.put(PROGRAM, NoiseBudget.decibels(report.program()));
    figures.put(RANKED, (double) budget.activations().size());
    figures.put(MOST_OF_NOISE, (double) most(budget));
  }

  /** How many values, the noisiest first, make nine tenths of the predicted noise of all. */
  private static int most(NoiseBudget budget) {
    double wanted = 0.9 * budget.predictedActivations();
    double sum = 0;
    int count = 0;
    for (NoiseBudget.Share share : budget.activations()) {
      if (sum >= wanted) {
        break;
      }
      sum += share.noise();
      count++;
    }
    return count;
  }
}
