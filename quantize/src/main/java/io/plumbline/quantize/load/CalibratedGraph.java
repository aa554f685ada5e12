package io.plumbline.quantize.load;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.ValueType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A fake-quantized graph whose places of rounding can be switched on one by one. With none of them
 * it is the float graph; every other choice has the same nodes and values, with the chosen pairs in
 * between. A value that is rounded has the name that its readers read, rounded or not. A pair whose
 * value somebody reads as it is writes another value, by a node that hands it on.
 */
public final class CalibratedGraph {
  private final Graph real;
  private final List<RoundedStep> steps;
  private final SequencedMap<String, RoundedPlace> places;
  private final Map<String, Tensor> rounded = new HashMap<>();

  private CalibratedGraph(
      Graph real, List<RoundedStep> steps, SequencedMap<String, RoundedPlace> places) {
    this.real = real;
    this.steps = List.copyOf(steps);
    this.places = places;
    for (RoundedPlace place : places.values()) {
      if (place.calibration().isWeight()) {
        Tensor weights = real.constant(place.value()).orElseThrow();
        rounded.put(
            place.calibration().name(),
            place.quantize().fakeQuantize(weights, place.calibration().params().dtype()));
      }
    }
  }

  /** Reads a graph with QuantizeLinear and DequantizeLinear. */
  public static CalibratedGraph of(Graph annotated) {
    PairReading reading = new PairReading(annotated);
    StepGrouping grouping = new StepGrouping(reading.real(), reading.places().values());
    return new CalibratedGraph(grouping.ordered(), grouping.steps(), reading.places());
  }

  /** The float graph, in the order of the steps. */
  public Graph real() {
    return real;
  }

  /** What is computed at once, in execution order; steps that round nothing are among them. */
  public List<RoundedStep> steps() {
    return steps;
  }

  /** The places of rounding, in the order of the annotated graph. */
  public List<CalibrationNode> calibrations() {
    return places.values().stream().map(RoundedPlace::calibration).toList();
  }

  /** What readers of a place read: the name of a value or of a constant of the float graph. */
  public String value(CalibrationNode calibration) {
    return Objects.requireNonNull(places.get(calibration.name())).value();
  }

  /** The numbers that the integers of weights stand for. */
  public Tensor rounded(CalibrationNode weight) {
    return Objects.requireNonNull(rounded.get(weight.name()), weight.name());
  }

  /** A value of the float graph as the integers of its place stand for it. */
  public Tensor rounded(CalibrationNode place, Tensor real) {
    return Objects.requireNonNull(places.get(place.name()))
        .quantize()
        .fakeQuantize(real, place.params().dtype());
  }

  /** The graph that rounds in the given places alone. */
  public Graph with(Collection<CalibrationNode> chosen) {
    return with(chosen, Map.of(), Map.of());
  }

  /**
   * The graph that rounds in the given places alone, with other numbers.
   *
   * @param numbers constants of the float graph to put in the place of its own, by name; weights
   *     among them that round are rounded as its own
   * @param params of values, by the name of the place, in the place of its own; per tensor
   */
  public Graph with(
      Collection<CalibrationNode> chosen,
      Map<String, Tensor> numbers,
      Map<String, QuantParams> params) {
    Map<String, RoundedPlace> written = new HashMap<>();
    Map<String, RoundedPlace> forwards = new HashMap<>();
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(real.constants());
    numbers.forEach(constants::replace);
    for (CalibrationNode calibration : chosen) {
      RoundedPlace place = Objects.requireNonNull(places.get(calibration.name()));
      if (calibration.isWeight()) {
        Tensor other = numbers.get(place.value());
        constants.replace(
            place.value(),
            other == null
                ? rounded(calibration)
                : place.quantize().fakeQuantize(other, calibration.params().dtype()));
      } else {
        place
            .forward()
            .ifPresentOrElse(
                node -> forwards.put(node, place), () -> written.put(place.value(), place));
      }
    }
    return new Placing(real, constants, params).with(written, forwards);
  }

  /** Puts pairs back. */
  private static final class Placing {
    private final Graph real;
    private final Names names;
    private final SequencedMap<String, Tensor> constants;
    private final Map<String, QuantParams> params;
    private final SequencedMap<String, ValueType> types;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> unrounded = new HashMap<>();

    Placing(Graph real, SequencedMap<String, Tensor> constants, Map<String, QuantParams> params) {
      this.real = real;
      this.names = Names.of(real);
      this.constants = constants;
      this.params = params;
      this.types = new LinkedHashMap<>(real.types());
    }

    Graph with(Map<String, RoundedPlace> written, Map<String, RoundedPlace> forwards) {
      for (Node node : real.nodes()) {
        RoundedPlace forward = forwards.get(node.name());
        if (forward != null) {
          add(forward, node.input(0));
        } else {
          List<String> outputs = new ArrayList<>(node.outputs());
          List<RoundedPlace> behind = new ArrayList<>();
          for (int i = 0; i < outputs.size(); i++) {
            RoundedPlace place = written.get(outputs.get(i));
            if (place != null) {
              outputs.set(i, unrounded(place.value()));
              behind.add(place);
            }
          }
          nodes.add(node.withOutputs(outputs));
          behind.forEach(place -> add(place, name(place.value())));
        }
      }
      return new Graph(
          real.name(), real.info(), real.inputs(), real.outputs(), nodes, constants, types);
    }

    private String unrounded(String value) {
      String name = names.value(value + "_unrounded");
      unrounded.put(value, name);
      Optional.ofNullable(real.types().get(value)).ifPresent(type -> types.put(name, type));
      return name;
    }

    private String name(String value) {
      return Objects.requireNonNull(unrounded.get(value));
    }

    private void add(RoundedPlace place, String source) {
      Node quantize = place.quantize().node();
      Node dequantize = place.dequantize();
      String integers = names.value(place.value() + "_integers");
      nodes.add(
          new Node(
              names.node(quantize.name() + "_pair"),
              quantize.op(),
              operands(place, quantize, source),
              List.of(integers),
              List.of()));
      nodes.add(
          new Node(
              names.node(dequantize.name() + "_pair"),
              dequantize.op(),
              operands(place, dequantize, integers),
              List.of(place.value()),
              List.of()));
    }

    private List<String> operands(RoundedPlace place, Node node, String first) {
      List<String> operands = new ArrayList<>(node.inputs());
      operands.set(0, first);
      QuantParams other = params.get(place.calibration().name());
      if (other == null) {
        return operands;
      }
      String scale = names.value(node.name() + "_scale");
      String zeroPoint = names.value(node.name() + "_zero_point");
      constants.put(scale, Tensor.of(Shape.of(), other.scales()));
      constants.put(zeroPoint, Tensor.ofIntegers(other.dtype(), Shape.of(), other.zeroPoints()));
      return List.of(first, scale, zeroPoint);
    }
  }
}
