package io.plumbline.pipeline.debug;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Window;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.quantize.annotate.QdqAnnotator;
import io.plumbline.quantize.annotate.WeightForm;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * A network of convolutions with a way around two of them, calibrated. One channel of {@code b} is
 * loud and is hardly read, which makes the steps of all others coarse.
 */
final class SmallCalibrated {
  static final int CHANNELS = 8;
  static final int LOUD = 5;

  private static final float LOUDNESS = 20;
  private static final int SAMPLES = 6;

  private final Random random = new Random(11);
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();

  /** Float, and with pairs. */
  record Graphs(Graph real, Graph annotated) {
    DebugModel written(Path folder) {
      Path file = folder.resolve("net_calibrated_model.onnx");
      OnnxWriter.write(annotated, file);
      OnnxWriter.write(real, folder.resolve("net_optimized_float_model.onnx"));
      return DebugModel.open(file, _ -> {});
    }
  }

  static Graphs make() {
    SmallCalibrated small = new SmallCalibrated();
    Graph real = small.graph();
    QuantPlan plan = plan(real);
    return new Graphs(real, QdqAnnotator.annotate(real, plan, WeightForm.FLOAT).graph());
  }

  private Graph graph() {
    type("x");
    node(new Unary(UnaryFunction.RELU), "a", conv("ca", "x", 1, 1));
    node(new Unary(UnaryFunction.RELU), "b", conv("cb", "a", LOUDNESS, 1));
    node(new Binary(BinaryFunction.ADD), "s", conv("cc", "b", 1, LOUDNESS), "a");
    node(new Unary(UnaryFunction.RELU), "d", conv("cd", "s", 1, 1));
    conv("out", "d", 1, 1);
    return new Graph(
        "g", ModelInfo.ofOpset(17), List.of("x"), List.of("out"), nodes, constants, types);
  }

  private void type(String value) {
    types.put(value, TensorType.of(DType.FLOAT32, Shape.of(1, CHANNELS, 6, 6)));
  }

  private void node(Op op, String name, String... inputs) {
    nodes.add(Node.original(name, op, List.of(inputs), List.of(name)));
    type(name);
  }

  private String conv(String name, String input, float written, float read) {
    float[] weights = new float[CHANNELS * CHANNELS];
    float[] bias = new float[CHANNELS];
    for (int i = 0; i < weights.length; i++) {
      float gain = (i / CHANNELS == LOUD ? written : 1) / (i % CHANNELS == LOUD ? read : 1);
      weights[i] = (float) random.nextGaussian() * gain;
      bias[i / CHANNELS] = (float) random.nextGaussian();
    }
    constants.put(name + "_w", Tensor.of(Shape.of(CHANNELS, CHANNELS, 1, 1), weights));
    constants.put(name + "_b", Tensor.of(Shape.of(CHANNELS), bias));
    node(new Conv(window(), 1), name, input, name + "_w", name + "_b");
    return name;
  }

  private static Window window() {
    return new Window(
        List.of(1, 1), List.of(1, 1), List.of(1, 1), List.of(0, 0, 0, 0), Window.AutoPad.EXPLICIT);
  }

  private static QuantPlan plan(Graph graph) {
    QuantOptions options = QuantOptions.DEFAULT.withCalibrator(new Calibrator.Max());
    Planner planner = new Planner(graph, Target.GENERIC, options);
    try (OrtEngine engine = OrtEngine.openOwn(graph)) {
      return planner
          .plan(
              new StatisticsCollector(engine, planner.observed(), StatisticKind.HISTOGRAM, 1)
                  .collect(new Samples(), CollectionProgress.SILENT))
          .plan();
    }
  }

  static DebugSamples samples() {
    return new DebugSamples(
        IntStream.range(0, SAMPLES).mapToObj(SmallCalibrated::sample).toList(),
        IntStream.range(0, SAMPLES).mapToObj(index -> "noise " + index).toList(),
        SAMPLES);
  }

  private static Map<String, Tensor> sample(int index) {
    Random noise = new Random(index);
    float[] numbers = new float[CHANNELS * 36];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) noise.nextGaussian();
    }
    return Map.of("x", Tensor.of(Shape.of(1, CHANNELS, 6, 6), numbers));
  }

  private static final class Samples implements SampleSource {
    @Override
    public int size() {
      return SAMPLES;
    }

    @Override
    public String name(int index) {
      return "noise " + index;
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      return Optional.of(sample(index));
    }
  }
}
