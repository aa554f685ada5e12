package io.plumbline.pipeline.tune;

import io.plumbline.graph.Graph;
import io.plumbline.pipeline.sums.FloatSums;
import io.plumbline.pipeline.sums.InputColumns;
import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the float network makes of the sums whose weights are to be rounded. */
final class WantedSums implements AutoCloseable {
  private final Set<String> known;
  private final FloatSums sums;

  private WantedSums(Set<String> known, FloatSums sums) {
    this.known = known;
    this.sums = sums;
  }

  /**
   * Of a program's sums in execution order, in which they are to be asked for.
   *
   * @param real the float network
   */
  static WantedSums open(
      Graph real, Program program, List<CorrectableSum> sums, TuningSamples samples, int threads) {
    List<FloatSums.Wanted> order = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (CorrectableSum sum : sums) {
      wanted(real, program, sum, samples.size())
          .filter(each -> known.add(each.value()))
          .ifPresent(order::add);
    }
    return new WantedSums(
        known,
        new FloatSums(
            real,
            order,
            samples.samples().stream().map(TuningSamples.Sample::inputs).toList(),
            threads));
  }

  /** Empty where the program has other places than the float network. */
  private static Optional<FloatSums.Wanted> wanted(
      Graph real, Program program, CorrectableSum sum, int samples) {
    if (sum.weights().isEmpty() || sum.weights().get().columns() > WeightRounding.MOST_COLUMNS) {
      return Optional.empty();
    }
    var columns = new InputColumns((BiasedSum) program.instructions().get(sum.position()), program);
    Shape shape = real.tensorType(sum.value()).orElseThrow().shape();
    return shape.elements() == (long) columns.places() * sum.channels()
        ? Optional.of(
            new FloatSums.Wanted(
                sum.value(),
                sum.axis(),
                sum.channels(),
                Arrays.stream(InputMoments.places(columns, samples)).boxed().toList()))
        : Optional.empty();
  }

  /** The numbers of a sum for each sample, [places, channels]; asked for once. */
  Optional<List<double[]>> of(CorrectableSum sum) {
    return known.remove(sum.value()) ? Optional.of(sums.take(sum.value())) : Optional.empty();
  }

  @Override
  public void close() {
    sums.close();
  }
}
