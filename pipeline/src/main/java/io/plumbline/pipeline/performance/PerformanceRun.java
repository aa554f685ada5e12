package io.plumbline.pipeline.performance;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.formats.ModelFormats;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.Inference;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.PictureFeed;
import io.plumbline.pipeline.samples.RandomInput;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.TimedEngine;
import io.plumbline.runtime.module.ModuleExecutors;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Measures a model. */
public final class PerformanceRun {
  /** As others run it: with every rewriting. */
  private static final OrtOptions STOCK = new OrtOptions(1, OrtOptions.Optimisation.ALL);

  private PerformanceRun() {}

  /**
   * Runs a model and measures it. A float or fake-quantized model runs in ONNX Runtime with all its
   * optimisations.
   *
   * @throws io.plumbline.tensor.PlumblineException when the model or an input cannot be read
   */
  public static Performance measure(PerformanceRequest request, Progress progress) {
    progress.stage("perf");
    if (!Plumbline.isProgram(request.model())) {
      return inOnnxRuntime(request, progress);
    }
    ModuleExecutors.Opened opened = Plumbline.open(request.model(), request.executor(), 1);
    try (Engine engine = opened.engine()) {
      Map<String, Tensor> sample = sample(engine, request);
      Frames frames = Frames.run(engine, sample, request, progress);
      List<NodeTime> nodes =
          engine instanceof TimedEngine timed
              ? NodeTimes.of(timed, sample, options(request), request.frames())
              : List.of();
      return result(request, opened, frames, nodes);
    }
  }

  private static Performance inOnnxRuntime(PerformanceRequest request, Progress progress) {
    Graph graph = ModelFormats.read(request.model()).graph();
    try (Engine engine = OrtEngine.open(graph, request.model().model().toString(), STOCK)) {
      Map<String, Tensor> sample = sample(engine, request);
      Frames frames = Frames.run(engine, sample, request, progress);
      List<NodeTime> nodes = NodeTimes.of(graph, STOCK, sample, options(request), request.frames());
      return result(request, new ModuleExecutors.Opened(engine, List.of()), frames, nodes);
    }
  }

  private static RunOptions options(PerformanceRequest request) {
    return new RunOptions(List.of(), request.offset());
  }

  private static Performance result(
      PerformanceRequest request,
      ModuleExecutors.Opened opened,
      Frames frames,
      List<NodeTime> nodes) {
    return new Performance(
        request.model().title(),
        opened.engine().name(),
        opened.instructions(),
        request.threads(),
        Times.of(frames.latencies()),
        frames.elapsed() / 1e6,
        nodes,
        opened.findings());
  }

  private static Map<String, Tensor> sample(Engine engine, PerformanceRequest request) {
    if (!request.inputs().isEmpty()) {
      return Inference.sample(engine, request.inputs(), request.data());
    }
    Random numbers = new Random(1);
    Map<String, Tensor> sample = new LinkedHashMap<>();
    for (Port port : engine.inputs()) {
      boolean picture = engine.pictures().containsKey(port.name());
      Tensor tensor = RandomInput.of(PictureFeed.training(engine, port), picture, numbers);
      sample.put(port.name(), PictureFeed.feed(engine, port, tensor, port.name()));
    }
    return sample;
  }
}
