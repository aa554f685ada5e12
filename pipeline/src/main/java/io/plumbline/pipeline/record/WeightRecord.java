package io.plumbline.pipeline.record;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.report.run.WeightFacts;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How the numbers of constant operands are spread over their channels. */
final class WeightRecord {
  /** Channels that are shown of a constant with more. */
  private static final int MOST_CHANNELS = 48;

  /** Numbers of a channel that quartiles are taken of. */
  private static final int MOST_NUMBERS = 1024;

  private final QuantizedConstant constant;
  private final Tensor real;
  private final int channels;
  private final long inner;

  private WeightRecord(QuantizedConstant constant, Tensor real) {
    this.constant = constant;
    this.real = real;
    QuantParams params = constant.params();
    this.channels = params.isPerTensor() ? 1 : params.channels();
    this.inner = params.isPerTensor() ? real.elements() : inner(real, params.axis());
  }

  private static long inner(Tensor tensor, int axis) {
    long inner = 1;
    for (int i = axis + 1; i < tensor.shape().rank(); i++) {
      inner *= tensor.shape().dim(i);
    }
    return inner;
  }

  /** Of all constants that a plan rounds, in its order. */
  static List<WeightFacts> of(QuantPlan plan, Graph graph) {
    List<WeightFacts> facts = new ArrayList<>();
    plan.weights()
        .forEach(
            (name, constant) ->
                graph
                    .constant(name)
                    .filter(real -> real.dtype() == DType.FLOAT32 && real.elements() > 0)
                    .ifPresent(real -> facts.add(new WeightRecord(constant, real).facts())));
    return facts;
  }

  private WeightFacts facts() {
    float[] scales = constant.params().scales();
    float smallest = scales[0];
    float largest = scales[0];
    for (float scale : scales) {
      smallest = Math.min(smallest, scale);
      largest = Math.max(largest, scale);
    }
    return new WeightFacts(
        constant.constant(),
        constant.params().dtype().label() + " " + real.shape(),
        constant.plan().source().word(),
        channels,
        smallest,
        largest,
        shown().stream().map(this::box).toList());
  }

  /** Half of them those of the largest numbers, half those of the smallest. */
  private List<Integer> shown() {
    if (channels <= MOST_CHANNELS) {
      return IntStream.range(0, channels).boxed().toList();
    }
    float[] magnitudes = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      magnitudes[channel] = magnitude(channel);
    }
    List<Integer> byMagnitude =
        IntStream.range(0, channels)
            .boxed()
            .sorted(Comparator.comparingDouble(channel -> magnitudes[channel]))
            .toList();
    List<Integer> chosen = new ArrayList<>(byMagnitude.subList(0, MOST_CHANNELS / 2));
    chosen.addAll(byMagnitude.subList(channels - MOST_CHANNELS / 2, channels));
    return chosen.stream().sorted().toList();
  }

  private long numbers() {
    return real.elements() / channels;
  }

  /** The number of a channel at a place among its own. */
  private float number(int channel, long place) {
    return real.getFloat((place / inner * channels + channel) * inner + place % inner);
  }

  private float magnitude(int channel) {
    float largest = 0;
    for (long place = 0; place < numbers(); place++) {
      largest = Math.max(largest, Math.abs(number(channel, place)));
    }
    return largest;
  }

  private WeightFacts.Box box(int channel) {
    float smallest = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (long place = 0; place < numbers(); place++) {
      float number = number(channel, place);
      smallest = Math.min(smallest, number);
      largest = Math.max(largest, number);
    }
    long step = Math.max(1, numbers() / MOST_NUMBERS);
    float[] sorted = new float[(int) ((numbers() + step - 1) / step)];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = number(channel, i * step);
    }
    Arrays.sort(sorted);
    int scale = constant.params().isPerTensor() ? 0 : channel;
    return new WeightFacts.Box(
        channel,
        smallest,
        sorted[sorted.length / 4],
        sorted[sorted.length / 2],
        sorted[(int) (sorted.length * 3L / 4)],
        largest,
        constant.params().scale(scale) * constant.limit());
  }
}
