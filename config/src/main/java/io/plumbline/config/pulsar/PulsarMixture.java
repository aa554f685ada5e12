package io.plumbline.config.pulsar;

import io.plumbline.pipeline.WeightBits;
import io.plumbline.pipeline.request.Goal;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The search of bits that a configuration asks for.
 *
 * @param goal of activations of 16 bits
 * @param weightBits mean bits of weights, where layers are to be found for 4 bits
 * @param findings what is done otherwise than it says
 */
record PulsarMixture(Goal goal, OptionalDouble weightBits, List<Finding> findings) {
  private static final Set<Double> TRIED = Set.of(4.0, 8.0);

  PulsarMixture {
    findings = List.copyOf(findings);
  }

  /**
   * Reads it.
   *
   * @throws BadConfigurationException when weights are to be mixed without samples
   */
  static PulsarMixture of(PulsarFile config) {
    Message task = config.taskConf();
    boolean asked =
        task.text("task_strategy").filter("TASK_STRATEGY_SUPERNET"::equals).isPresent()
            || config.root().texts("output_type").contains("OUTPUT_TYPE_SUPERNET");
    if (!asked) {
      return new PulsarMixture(Goal.NONE, OptionalDouble.empty(), List.of());
    }
    Message parameters = task.message("supernet_options").message("mixbit_params");
    List<Finding> findings = new ArrayList<>();
    double bits = parameters.numbers("target_a_bit").stream().findFirst().orElse(8.0);
    OptionalDouble weights = weights(config, parameters, findings);
    if (weights.isPresent()) {
      if (bits > WeightBits.WIDE) {
        findings.add(
            Finding.warning(
                "config.not-available",
                parameters.where("target_a_bit"),
                "'target_a_bit' is not available beside weights of 4 bits, which go with"
                    + " activations of 8: activations stay in 8 bits; mix one of the two"));
      }
      return new PulsarMixture(Goal.NONE, weights, findings);
    }
    double share = Math.clamp((bits - 8) / 8, 0, 1);
    findings.add(
        Finding.info(
            "config.migrated",
            parameters.has("target_a_bit")
                ? parameters.where("target_a_bit")
                : task.where("task_strategy"),
            String.format(
                Locale.ROOT,
                "the bits of weights stay 8; of the multiply-accumulates %.0f %% may read 16 bits,"
                    + " where they win most",
                100 * share)));
    return new PulsarMixture(Goal.NONE.withBudget(share), weights, findings);
  }

  private static OptionalDouble weights(
      PulsarFile config, Message parameters, List<Finding> findings) {
    List<Double> choices = parameters.numbers("w_bit_choices");
    boolean narrows = choices.isEmpty() || choices.contains((double) WeightBits.NARROW);
    if (!TRIED.containsAll(choices)) {
      findings.add(
          Finding.warning(
              "config.not-available",
              parameters.where("w_bit_choices"),
              "'w_bit_choices': weights of 4 and of 8 bits are tried, and no others"));
    }
    double usual = choices.isEmpty() || choices.contains((double) WeightBits.WIDE) ? 8 : 4;
    double mean =
        Math.clamp(
            parameters.numbers("target_w_bit").stream().findFirst().orElse(usual),
            WeightBits.NARROW,
            WeightBits.WIDE);
    if (!narrows || mean >= WeightBits.WIDE) {
      return OptionalDouble.empty();
    }
    if (config.calibration().text("type").filter("DATASET_TYPE_DUMMY"::equals).isPresent()) {
      throw new BadConfigurationException(
          "config.conflict",
          parameters.where("target_w_bit"),
          "layers for weights of 4 bits are found by samples, and these are random",
          "give a set of samples, or leave target_w_bit out");
    }
    return OptionalDouble.of(mean);
  }
}
