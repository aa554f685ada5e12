package io.plumbline.pipeline.debug;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugNames;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.debug.ChannelBox;
import io.plumbline.verify.debug.Histogram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/** How the numbers of values and weights are spread, in float and rounded. */
public final class Distributions {
  private static final int BINS = 128;

  private final CalibratedGraph graph;
  private final DebugSamples samples;

  /** Of one model on some samples. */
  public Distributions(DebugModel model, DebugSamples samples) {
    this.graph = model.graph();
    this.samples = samples;
  }

  /**
   * Numbers of one name.
   *
   * @param kind {@code weight}, {@code activation} or {@code node}
   * @param histograms by what they are of: float, quantized and, of nodes, error
   * @param largest the largest magnitude in float
   * @param threshold the largest magnitude that integers stand for; empty of nodes
   */
  public record Spread(
      String name,
      String kind,
      SequencedMap<String, Histogram> histograms,
      double largest,
      Optional<Double> threshold) {
    public Spread {
      histograms = new LinkedHashMap<>(histograms);
    }
  }

  /**
   * The channels of one place.
   *
   * @param axis that channels lie along
   */
  public record Boxes(String name, String kind, int axis, List<ChannelBox> channels) {
    public Boxes {
      channels = List.copyOf(channels);
    }
  }

  /**
   * Weights raw and rounded, the value that an activation rounds before and after, or the result of
   * a node in the float and in the quantized model.
   */
  public List<Spread> spreads(List<String> names) {
    DebugNames known = new DebugNames(graph);
    List<Spread> spreads = new ArrayList<>();
    for (String name : names) {
      Optional<CalibrationNode> place = place(name);
      spreads.add(place.isPresent() ? spread(name, place.get()) : ofNode(name, known.value(name)));
    }
    return spreads;
  }

  private Optional<CalibrationNode> place(String name) {
    return graph.calibrations().stream()
        .filter(each -> each.name().equals(name) || each.tensor().equals(name))
        .filter(each -> graph.steps().stream().noneMatch(step -> step.nodes().contains(name)))
        .findFirst();
  }

  private Spread spread(String name, CalibrationNode place) {
    List<float[]> real = numbers(place, List.of());
    List<float[]> rounded = numbers(place, List.of(place));
    return new Spread(
        name,
        place.kind().label(),
        histograms(real, rounded, false),
        largest(real),
        Optional.of(place.threshold()));
  }

  private Spread ofNode(String name, String value) {
    List<float[]> real = values(value, List.of());
    List<float[]> rounded = values(value, graph.calibrations());
    return new Spread(
        name, "node", histograms(real, rounded, true), largest(real), Optional.empty());
  }

  private static SequencedMap<String, Histogram> histograms(
      List<float[]> real, List<float[]> rounded, boolean errors) {
    double low = Math.min(least(real), least(rounded));
    double high = Math.max(-least(negated(real)), -least(negated(rounded)));
    SequencedMap<String, Histogram> histograms = new LinkedHashMap<>();
    histograms.put("float", Histogram.of(real, low, high, BINS));
    histograms.put("quantized", Histogram.of(rounded, low, high, BINS));
    if (errors) {
      List<float[]> differences = new ArrayList<>();
      for (int piece = 0; piece < real.size(); piece++) {
        float[] difference = rounded.get(piece).clone();
        for (int i = 0; i < difference.length; i++) {
          difference[i] -= real.get(piece)[i];
        }
        differences.add(difference);
      }
      histograms.put(
          "error",
          Histogram.of(differences, least(differences), -least(negated(differences)), BINS));
    }
    return histograms;
  }

  private static List<float[]> negated(List<float[]> numbers) {
    List<float[]> others = new ArrayList<>();
    for (float[] piece : numbers) {
      float[] other = piece.clone();
      for (int i = 0; i < other.length; i++) {
        other[i] = -other[i];
      }
      others.add(other);
    }
    return others;
  }

  private static double least(List<float[]> numbers) {
    double least = Double.POSITIVE_INFINITY;
    for (float[] piece : numbers) {
      for (float number : piece) {
        least = Math.min(least, number);
      }
    }
    return least;
  }

  private static double largest(List<float[]> numbers) {
    return Math.max(Math.abs(least(numbers)), Math.abs(least(negated(numbers))));
  }

  /** What a place rounds, in a network that rounds in given places. */
  private List<float[]> numbers(CalibrationNode place, List<CalibrationNode> rounding) {
    return place.isWeight()
        ? List.of(
            (rounding.isEmpty()
                    ? graph.real().constant(graph.value(place)).orElseThrow()
                    : graph.rounded(place))
                .toFloats())
        : values(graph.value(place), rounding);
  }

  private List<float[]> values(String value, List<CalibrationNode> rounding) {
    return tensors(value, rounding).stream().map(Tensor::toFloats).toList();
  }

  private List<Tensor> tensors(String value, List<CalibrationNode> rounding) {
    List<Tensor> found = new ArrayList<>();
    try (Engine engine = OrtEngine.openOwn(graph.with(rounding))) {
      for (Map<String, Tensor> sample : samples.inputs()) {
        Map<String, Tensor> run = engine.run(sample, RunOptions.fetching(List.of(value)));
        found.add(Objects.requireNonNull(run.get(value)));
      }
    }
    return found;
  }

  /**
   * The channels of weights, or of the float values of activations.
   *
   * @param axis that channels lie along; empty for 1 of activations, and for that of the scales, or
   *     0, of weights
   * @throws BadConfigurationException where a place has no such axis
   */
  public List<Boxes> boxes(List<String> names, Optional<Integer> axis) {
    List<Boxes> boxes = new ArrayList<>();
    for (String name : names) {
      for (CalibrationNode place : new DebugNames(graph).places(name)) {
        boxes.add(boxes(place, axis));
      }
    }
    return boxes;
  }

  private Boxes boxes(CalibrationNode place, Optional<Integer> axis) {
    List<Tensor> tensors =
        place.isWeight()
            ? List.of(graph.real().constant(graph.value(place)).orElseThrow())
            : tensors(graph.value(place), List.of());
    int rank = tensors.getFirst().shape().rank();
    int usual = place.isWeight() ? Math.max(0, place.params().axis()) : 1;
    axis.ifPresent(asked -> requireAxis(place, asked, rank));
    int along = axis.orElse(Math.min(usual, Math.max(0, rank - 1)));
    List<ChannelBox> channels = new ArrayList<>();
    int extent = rank == 0 ? 1 : tensors.getFirst().shape().intDim(along);
    for (int channel = 0; channel < extent; channel++) {
      channels.add(ChannelBox.of(channel, channel(tensors, along, channel)));
    }
    return new Boxes(place.tensor(), place.kind().label(), along, channels);
  }

  private static void requireAxis(CalibrationNode place, int axis, int rank) {
    if (axis < 0 || axis >= rank) {
      throw new BadConfigurationException(
          "debug.axis",
          place.tensor(),
          "there is no axis %d: it has %s".formatted(axis, axes(rank)),
          "give one of them with --axis, or leave it out");
    }
  }

  private static String axes(int rank) {
    return rank == 0 ? "none" : rank == 1 ? "axis 0 alone" : "axes 0 to %d".formatted(rank - 1);
  }

  private static float[] channel(List<Tensor> tensors, int axis, int channel) {
    List<Float> numbers = new ArrayList<>();
    for (Tensor tensor : tensors) {
      int inner = 1;
      for (int i = axis + 1; i < tensor.shape().rank(); i++) {
        inner *= tensor.shape().intDim(i);
      }
      int extent = tensor.shape().rank() == 0 ? 1 : tensor.shape().intDim(axis);
      float[] all = tensor.toFloats();
      for (int i = 0; i < all.length; i++) {
        if (i / inner % extent == channel) {
          numbers.add(all[i]);
        }
      }
    }
    float[] array = new float[numbers.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = numbers.get(i);
    }
    return array;
  }
}
