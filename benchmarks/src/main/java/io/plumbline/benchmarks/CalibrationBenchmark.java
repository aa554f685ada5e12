package io.plumbline.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.plumbline.data.picture.CenterCrop;
import io.plumbline.data.picture.ChannelOrder;
import io.plumbline.data.picture.Interpolation;
import io.plumbline.data.picture.MoveAxes;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.data.picture.Scale;
import io.plumbline.data.picture.ShortSideResize;
import io.plumbline.data.picture.SubtractMean;
import io.plumbline.data.picture.SwapRedBlue;
import io.plumbline.engine.ort.OrtConstantEvaluator;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.ShapeProbe;
import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.graph.Graph;
import io.plumbline.graph.pass.BindShapes;
import io.plumbline.graph.pass.Pipelines;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What calibration costs: reading 100 pictures, running MobileNetV2 with its intermediates and
 * observing them, against reading and running alone, on as many threads. Both in turn, several
 * times; the best of each counts. Beside the elapsed time stands the time of the processors, which
 * other work on the machine disturbs less.
 */
public final class CalibrationBenchmark {
  private static final int ROUNDS = 7;

  private CalibrationBenchmark() {}

  /** Pictures of a folder, read and transformed whenever they are asked for. */
  private record Pictures(List<Path> files, String input, Preprocess preprocess)
      implements SampleSource {
    @Override
    public int size() {
      return files.size();
    }

    @Override
    public String name(int index) {
      return files.get(index).getFileName().toString();
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      Tensor picture = preprocess.read(files.get(index));
      return Optional.of(Map.of(input, picture.reshape(Shape.of(1, 3, 224, 224))));
    }
  }

  /**
   * Prints seconds and ratios.
   *
   * @param arguments the folder of shared data; number of threads, 2 by default
   */
  public static void main(String[] arguments) throws IOException {
    Path shared = Path.of(arguments.length > 0 ? arguments[0] : "../shared");
    int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
    Path model = shared.resolve("models/mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx");
    Graph graph = optimised(model);
    Pictures pictures = pictures(shared, graph.inputs().getFirst());
    try (Engine engine = OrtEngine.open(graph)) {
      List<Cost> alone = new ArrayList<>();
      List<Cost> range = new ArrayList<>();
      List<Cost> histogram = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        alone.add(
            Cost.of(() -> collect(engine, List.of(), StatisticKind.RANGE, pictures, threads)));
        range.add(calibrate(graph, engine, new Calibrator.Max(), pictures, threads));
        histogram.add(calibrate(graph, engine, new Calibrator.Mse(), pictures, threads));
        print("round " + round, alone.getLast(), range.getLast(), histogram.getLast());
      }
      System.out.printf("%d pictures, %d threads%n", pictures.size(), threads);
      print("best", Cost.best(alone), Cost.best(range), Cost.best(histogram));
    }
  }

  /** Seconds elapsed, and seconds of all processors together. */
  private record Cost(double elapsed, double busy) {
    static Cost of(Runnable work) {
      long start = System.nanoTime();
      long busyStart = processorNanoseconds();
      work.run();
      long busy = processorNanoseconds() - busyStart;
      return new Cost((System.nanoTime() - start) / 1e9, busy / 1e9);
    }

    static Cost best(List<Cost> costs) {
      return new Cost(
          costs.stream().mapToDouble(Cost::elapsed).min().orElseThrow(),
          costs.stream().mapToDouble(Cost::busy).min().orElseThrow());
    }
  }

  private static void print(String name, Cost alone, Cost range, Cost histogram) {
    print(name + ", elapsed", alone.elapsed, range.elapsed, histogram.elapsed);
    print(name + ", processors", alone.busy, range.busy, histogram.busy);
  }

  private static void print(String name, double alone, double range, double histogram) {
    System.out.printf(
        Locale.ROOT,
        "%-20s read and run %.2f s, range %.2f s (x %.2f), histogram %.2f s (x %.2f)%n",
        name,
        alone,
        range,
        range / alone,
        histogram,
        histogram / alone);
  }

  private static Cost calibrate(
      Graph graph, Engine engine, Calibrator calibrator, Pictures pictures, int threads) {
    return Cost.of(
        () -> {
          QuantOptions options = QuantOptions.DEFAULT.withCalibrator(calibrator);
          var planner = new Planner(graph, Target.GENERIC, options);
          planner.plan(collect(engine, planner.observed(), calibrator.needs(), pictures, threads));
        });
  }

  private static Statistics collect(
      Engine engine, List<String> tensors, StatisticKind kind, Pictures pictures, int threads) {
    return new StatisticsCollector(engine, tensors, kind, threads)
        .collect(pictures, CollectionProgress.SILENT);
  }

  private static long processorNanoseconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static Graph optimised(Path model) {
    Graph original = BindShapes.apply(OnnxReader.read(model), Map.of()).graph();
    return ShapeProbe.apply(
        Pipelines.optimise(ShapeProbe.apply(original), new OrtConstantEvaluator()));
  }

  private static Pictures pictures(Path shared, String input) throws IOException {
    try (Stream<Path> files = Files.list(shared.resolve("images/imagenet/calibration"))) {
      List<Path> sorted = new ArrayList<>(files.sorted().limit(100).toList());
      List<Float> means = List.of(127.5f, 127.5f, 127.5f);
      return new Pictures(
          sorted,
          input,
          new Preprocess(
              ReadMode.OPENCV,
              List.of(
                  new ShortSideResize(256, DType.UINT8, Interpolation.LINEAR),
                  new CenterCrop(224, 224, DType.UINT8),
                  new SwapRedBlue(ChannelOrder.HWC),
                  new MoveAxes(List.of(2, 0, 1)),
                  new SubtractMean(means, ChannelOrder.CHW),
                  new Scale(1 / 127.5f))));
    }
  }
}
