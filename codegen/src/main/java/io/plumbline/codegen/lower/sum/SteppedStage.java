package io.plumbline.codegen.lower.sum;

import io.plumbline.codegen.lower.sum.SteppedFunction.Steps;
import io.plumbline.quantize.form.Fusion;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The output stage of sums that a function is computed with. Channels of one factor share a table:
 * {@code Q(f(x) · factor)} with scale s is {@code Q(f(x))} with scale s / factor, to the bit, for
 * factors are powers of two.
 *
 * @param output one scale of 8 or 16 bits
 */
public record SteppedStage(Fusion.Function function, QuantParams output, Rounding rounding) {
  /**
   * The stage of accumulators that count in these units.
   *
   * @param units one for each channel, or a single one
   * @param largest magnitude of the sums of each channel in real numbers, or a single one
   */
  OutputStage of(List<Double> units, double[] largest) {
    return function.factors().isEmpty() ? alike(units, largest) : byFactor(units, largest);
  }

  private OutputStage alike(List<Double> units, double[] largest) {
    double most = 0;
    for (double each : largest) {
      most = Math.max(most, each);
    }
    Steps steps = steps(1, most);
    List<Float> multipliers = units.stream().map(unit -> (float) (unit / steps.scale())).toList();
    return new OutputStage.Stepped(multipliers, steps.starts(), steps.values());
  }

  private OutputStage byFactor(List<Double> units, double[] largest) {
    List<Float> factors = function.factors();
    SequencedMap<Float, Double> reach = new LinkedHashMap<>();
    for (int channel = 0; channel < factors.size(); channel++) {
      reach.merge(factors.get(channel), largest[channel % largest.length], Math::max);
    }
    List<Float> known = List.copyOf(reach.sequencedKeySet());
    List<Steps> tables =
        reach.entrySet().stream().map(e -> steps(e.getKey(), e.getValue())).toList();
    List<Float> multipliers = new ArrayList<>();
    List<Integer> choices = new ArrayList<>();
    for (int channel = 0; channel < factors.size(); channel++) {
      int table = known.indexOf(factors.get(channel));
      choices.add(table);
      multipliers.add((float) (units.get(channel % units.size()) / tables.get(table).scale()));
    }
    return new OutputStage.Stepped(
        multipliers,
        tables.stream().flatMap(table -> table.starts().stream()).toList(),
        tables.stream().flatMap(table -> table.values().stream()).toList(),
        tables.size() == 1 ? OutputStage.Stepped.ONE_TABLE : choices);
  }

  private Steps steps(float factor, double largest) {
    QuantParams finer =
        QuantParams.perTensor(output.dtype(), output.scale() / factor, output.zeroPoint());
    return new SteppedFunction(function.op(), finer, rounding).steps(largest);
  }
}
