package io.plumbline.pipeline.equalise;

import io.plumbline.graph.ChannelMultiples;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.observe.ChannelMultiple;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scales for single channels at no cost: the channels of a value are multiplied with powers of two
 * where it is written, and the weights that read them divided by the same. So small channels get
 * steps of their own, and the network computes what it computed.
 *
 * <p>Where a sum is followed by nothing or by Relu, its constants take the factors (Nagel et al.,
 * Data-Free Quantization Through Weight Equalization and Bias Correction, 2019, section 4.1, with
 * other factors than theirs: those of least error of all readers by {@link ReadingSum}, which need
 * not make ranges equal). Behind any other function that a sum computes along with it stands a
 * product, which the sum computes too.
 */
public final class ChannelScales {
  /** How many samples are looked at, spread evenly. */
  private static final int SAMPLES = 32;

  /**
   * The shares of squared means that do not count, because corrected biases take up what rounding
   * does to means. Each has its own factors; which are best is to be measured.
   */
  private static final List<Double> CORRECTED = List.of(0.0, 15 / 16.0);

  private final Quantized quantized;
  private final Target target;
  private final double corrected;
  private final Map<String, ReadingSum> sums = new HashMap<>();

  /** The errors of all these sums without factors. */
  private double before;

  private ChannelScales(Quantized quantized, Target target, double corrected) {
    this.quantized = quantized;
    this.target = target;
    this.corrected = corrected;
  }

  /**
   * A float graph with factors.
   *
   * @param factors of values, in execution order
   * @param multiples the values whose numbers are others than in the graph before, or that it did
   *     not have, by name: what they are multiples of there
   */
  public record Scaled(
      Graph graph, List<ChannelFactors> factors, SequencedMap<String, ChannelMultiple> multiples) {
    public Scaled {
      factors = List.copyOf(factors);
      multiples = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(multiples));
    }

    /** The exponents of the factors of each channel, by sum that is multiplied. */
    public Map<String, List<Integer>> exponents() {
      Map<String, List<Integer>> exponents = new HashMap<>();
      factors.forEach(
          each -> each.sums(graph).forEach(sum -> exponents.put(sum, each.exponents())));
      return exponents;
    }

    /** Names of the values that have factors. */
    public List<String> values() {
      return factors.stream().map(ChannelFactors::value).toList();
    }
  }

  /**
   * Factors for a quantized model, in some ways of counting what they win.
   *
   * @param real engine of its graph
   * @return empty where little is to be won, or the target has one scale for all weights of a sum
   */
  public static List<Scaled> of(
      Quantized quantized, Target target, Engine real, SampleSource samples, int threads) {
    List<ScalableValue> values =
        target.scheme().perChannel()
            ? ScalableValue.all(quantized, target.channelScales())
            : List.of();
    SequencedSet<String> read =
        values.stream()
            .flatMap(value -> value.readers().stream())
            .map(ChannelReader::input)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    SequencedMap<String, ChannelMoments> moments =
        moments(List.copyOf(read), real, samples, threads);
    return CORRECTED.stream()
        .map(share -> new ChannelScales(quantized, target, share).of(values, moments))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Empty where too much is left of the error of all sums to try it out. */
  private Optional<Scaled> of(
      List<ScalableValue> values, SequencedMap<String, ChannelMoments> moments) {
    Graph graph = quantized.graph();
    List<ChannelFactors> scaled = new ArrayList<>();
    for (ScalableValue value : values) {
      List<FactorSearch.Reading> readings = new ArrayList<>();
      for (ChannelReader reader : value.readers()) {
        ChannelMoments read = moments.get(reader.input());
        if (read != null) {
          readings.add(new FactorSearch.Reading(sum(reader, read), reader.first()));
        }
      }
      int[] exponents = FactorSearch.find(readings, value.channels());
      if (Arrays.stream(exponents).anyMatch(exponent -> exponent > 0)) {
        ChannelFactors factors = value.factors(exponents);
        graph = factors.apply(graph);
        scaled.add(factors);
      }
    }
    double after = sums.values().stream().mapToDouble(ReadingSum::error).sum();
    return after < FactorSearch.WORTH * before
        ? Optional.of(new Scaled(graph, scaled, multiples(graph)))
        : Optional.empty();
  }

  /** By name in the graph with factors; what is not in the one without is a product behind it. */
  private SequencedMap<String, ChannelMultiple> multiples(Graph scaled) {
    SequencedMap<String, List<Integer>> before = ChannelMultiples.of(quantized.graph().info());
    SequencedMap<String, ChannelMultiple> multiples = new LinkedHashMap<>();
    ChannelMultiples.of(scaled.info())
        .forEach(
            (value, exponents) -> {
              List<Integer> known = before.get(value);
              if (!exponents.equals(known)) {
                String plain =
                    quantized.graph().namesValue(value)
                        ? value
                        : scaled.producer(value).orElseThrow().input(0);
                multiples.put(value, new ChannelMultiple(plain, without(exponents, known)));
              }
            });
    return multiples;
  }

  private static List<Integer> without(List<Integer> exponents, @Nullable List<Integer> known) {
    return known == null
        ? exponents
        : IntStream.range(0, exponents.size())
            .mapToObj(channel -> exponents.get(channel) - known.get(channel))
            .toList();
  }

  /** What a sum loses, with the factors of all values before. */
  private ReadingSum sum(ChannelReader reader, ChannelMoments read) {
    return sums.computeIfAbsent(
        reader.node(),
        name -> {
          String weights = quantized.graph().node(name).input(1);
          Tensor tensor = quantized.graph().constant(weights).orElseThrow();
          var sum =
              new ReadingSum(
                  reader.layout(),
                  tensor,
                  read.centred(hasBias(name) ? corrected : 0),
                  target.scheme().asymmetric());
          before += sum.error();
          return sum;
        });
  }

  /** Whether the bias of a sum takes up means that rounding moves. */
  private boolean hasBias(String node) {
    NodePlan plan = quantized.plan().byNode().get(node);
    return plan != null && plan.form() instanceof IntegerForm.Sum sum && sum.bias().isPresent();
  }

  private static SequencedMap<String, ChannelMoments> moments(
      List<String> values, Engine real, SampleSource samples, int threads) {
    int count = values.isEmpty() ? 0 : Math.min(SAMPLES, samples.size());
    List<Optional<List<ChannelMoments>>> found =
        new ArrayList<>(Collections.nCopies(count, Optional.empty()));
    Threads.each(
        threads,
        "plumbline-tune",
        count,
        (i, _) ->
            found.set(
                i,
                samples
                    .load((int) ((long) i * samples.size() / count))
                    .map(inputs -> moments(values, real, inputs))));
    List<List<ChannelMoments>> present = found.stream().flatMap(Optional::stream).toList();
    SequencedMap<String, ChannelMoments> merged = new LinkedHashMap<>();
    for (int i = 0; i < values.size() && !present.isEmpty(); i++) {
      int value = i;
      List<ChannelMoments> parts = present.stream().map(sample -> sample.get(value)).toList();
      merged.put(values.get(i), ChannelMoments.of(parts));
    }
    return merged;
  }

  private static List<ChannelMoments> moments(
      List<String> values, Engine real, Map<String, Tensor> inputs) {
    List<ChannelMoments> moments = new ArrayList<>();
    real.visit(
        inputs,
        RunOptions.fetching(values),
        tensors ->
            values.forEach(
                value ->
                    moments.add(ChannelMoments.of(Objects.requireNonNull(tensors.get(value))))));
    return moments;
  }
}
