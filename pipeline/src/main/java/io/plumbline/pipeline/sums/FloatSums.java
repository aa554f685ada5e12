package io.plumbline.pipeline.sums;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the float network makes of some sums at some of their places. They are asked for in one
 * order: a pass over the samples finds those of the next sums that fit in memory together.
 */
public final class FloatSums implements AutoCloseable {
  /** What the numbers of all samples may take together, unless one sum alone takes more. */
  private static final long MOST_BYTES = 64L << 20;

  private final List<Wanted> order;
  private final List<Map<String, Tensor>> inputs;
  private final int threads;
  private final Engine engine;
  private final Map<String, List<double[]>> found = new HashMap<>();

  /**
   * Places of a sum.
   *
   * @param value of the float network
   * @param axis of its channels
   * @param channels its extent
   * @param places in row-major order without channels
   */
  public record Wanted(String value, int axis, int channels, List<Integer> places) {
    public Wanted {
      places = List.copyOf(places);
    }

    long bytes(int samples) {
      return (long) Double.BYTES * samples * channels * places.size();
    }

    /** The numbers at the places, one place after the other. */
    double[] of(Tensor sum) {
      Shape shape = sum.shape();
      int inner = 1;
      for (int i = axis + 1; i < shape.rank(); i++) {
        inner *= shape.intDim(i);
      }
      float[] numbers = sum.toFloats();
      double[] taken = new double[places.size() * channels];
      for (int i = 0; i < places.size(); i++) {
        int place = places.get(i);
        int at = place / inner * channels * inner + place % inner;
        for (int channel = 0; channel < channels; channel++) {
          taken[i * channels + channel] = numbers[at + channel * inner];
        }
      }
      return taken;
    }
  }

  /**
   * @param graph the float network
   * @param order in which sums are asked for
   * @param inputs by name, for each sample
   * @param threads how many samples run at a time
   */
  public FloatSums(Graph graph, List<Wanted> order, List<Map<String, Tensor>> inputs, int threads) {
    this.order = List.copyOf(order);
    this.inputs = List.copyOf(inputs);
    this.threads = threads;
    this.engine = OrtEngine.openOwn(graph);
  }

  /** The numbers of a sum for each sample, [places, channels]. They are given away once. */
  public List<double[]> take(String value) {
    if (!found.containsKey(value)) {
      load(next(value));
    }
    return Objects.requireNonNull(found.remove(value), value);
  }

  /** This one, and those behind it that fit as well. */
  private List<Wanted> next(String value) {
    List<Wanted> rest = order;
    while (!rest.getFirst().value().equals(value)) {
      rest = rest.subList(1, rest.size());
    }
    int count = 1;
    long bytes = rest.getFirst().bytes(inputs.size());
    while (count < rest.size() && bytes + rest.get(count).bytes(inputs.size()) <= MOST_BYTES) {
      bytes += rest.get(count).bytes(inputs.size());
      count++;
    }
    return rest.subList(0, count);
  }

  private void load(List<Wanted> next) {
    List<Map<String, double[]>> samples = new ArrayList<>();
    inputs.forEach(_ -> samples.add(new HashMap<>()));
    RunOptions fetching = RunOptions.fetching(next.stream().map(Wanted::value).toList());
    Threads.each(
        threads,
        "plumbline-sums",
        inputs.size(),
        (sample, _) ->
            engine.visit(
                inputs.get(sample),
                fetching,
                tensors ->
                    next.forEach(
                        wanted ->
                            samples
                                .get(sample)
                                .put(
                                    wanted.value(),
                                    wanted.of(
                                        Objects.requireNonNull(tensors.get(wanted.value())))))));
    for (Wanted wanted : next) {
      found.put(
          wanted.value(),
          samples.stream()
              .map(numbers -> Objects.requireNonNull(numbers.get(wanted.value())))
              .collect(Collectors.toCollection(ArrayList::new)));
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
