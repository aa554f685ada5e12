package io.plumbline.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.data.dataset.ClassifiedExamples;
import io.plumbline.data.dataset.DatasetKind;
import io.plumbline.data.dataset.Example;
import io.plumbline.data.dataset.Preparation;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.pipeline.evaluation.ClassifierEvaluation;
import io.plumbline.pipeline.evaluation.EvaluationRequest;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.ModelPreprocess;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How much of the time of {@code plumb eval float,quantized} is inference: the time of running both
 * models on tensors prepared before, divided by the time of the whole evaluation from picture
 * files, with the same number of threads, in turn. The same of processor time, which other work on
 * the machine disturbs less. Prints a Markdown table.
 *
 * <p>Arguments: the folder of shared models and pictures; pictures; threads; rounds.
 */
public final class EvaluationBenchmark {
  private static final String MODEL = "models/mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx";
  private static final String PREPROCESS =
      """
      transformers:
        - ShortSideResizeTransformer: {short_size: 256}
        - CenterCropTransformer: {crop_size: 224}
        - BGR2RGBTransformer: {data_format: HWC}
        - HWC2CHWTransformer: {}
        - AddTransformer: {value: -127.5}
        - ScaleTransformer: {scale_value: 0.00784313725490196}
      """;
  private static final double SECOND = 1e9;

  private record Cost(double seconds, double processorSeconds) {
    static Cost of(Runnable work) {
      long start = System.nanoTime();
      long processor = processorTime();
      work.run();
      return new Cost((System.nanoTime() - start) / SECOND, (processorTime() - processor) / SECOND);
    }

    private static long processorTime() {
      return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
  }

  private EvaluationBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path shared = Path.of(argument(arguments, 0, "../shared"));
    int count = Integer.parseInt(argument(arguments, 1, "300"));
    int threads =
        Integer.parseInt(
            argument(arguments, 2, String.valueOf(Runtime.getRuntime().availableProcessors())));
    int rounds = Integer.parseInt(argument(arguments, 3, "3"));
    Preprocess preprocess =
        PreprocessFile.of(YamlReader.parse(PREPROCESS, "benchmark"), "benchmark");
    Path data = shared.resolve("images/imagenet");
    List<Path> models = models(shared, preprocess);
    EvaluationRequest request =
        new EvaluationRequest(
            models,
            data,
            Optional.of(data.resolve("evaluation_labels.txt")),
            Optional.of(DatasetKind.FOLDER),
            new ModelPreprocess(Optional.of(preprocess), Optional.empty()),
            count,
            Optional.empty(),
            threads);
    List<Engine> engines = models.stream().map(Plumbline::load).toList();
    List<Tensor> tensors = prepared(request, preprocess, engines.getFirst().inputs().getFirst());
    infer(engines, tensors.subList(0, Math.min(20, tensors.size())), threads);
    System.out.printf("%d pictures, %d threads%n%n", tensors.size(), threads);
    System.out.println(
        "| round | inference alone, s | whole evaluation, s | share | share of processor time |");
    System.out.println("|---|---|---|---|---|");
    for (int round = 1; round <= rounds; round++) {
      Cost alone = Cost.of(() -> infer(engines, tensors, threads));
      Cost whole = Cost.of(() -> ClassifierEvaluation.of(request, Progress.SILENT));
      System.out.println(
          String.format(
              Locale.ROOT,
              "| %d | %.2f | %.2f | %.3f | %.3f |",
              round,
              alone.seconds(),
              whole.seconds(),
              alone.seconds() / whole.seconds(),
              alone.processorSeconds() / whole.processorSeconds()));
    }
    engines.forEach(Engine::close);
  }

  private static String argument(String[] arguments, int index, String otherwise) {
    return arguments.length > index ? arguments[index] : otherwise;
  }

  private static List<Path> models(Path shared, Preprocess preprocess) throws IOException {
    Path model = shared.resolve(MODEL);
    Compilation compilation =
        Pipeline.compile(
            CompileRequest.of(
                    ModelFiles.of(model),
                    new FolderData(
                        List.of(shared.resolve("images/imagenet/calibration")),
                        Optional.of(preprocess)))
                .into(ScratchFolder.create("plumbline-evaluation").path(), "model"),
            Progress.SILENT);
    return List.of(model, compilation.request().file(Artifact.QUANTIZED));
  }

  private static List<Tensor> prepared(
      EvaluationRequest request, Preprocess preprocess, Port port) {
    Preparation preparation =
        new Preparation(
            new InputSpec(port.name(), port.dtype(), port.dims()),
            new FileFormat.Pictures(preprocess));
    List<Example<Integer>> examples =
        ClassifiedExamples.read(DatasetKind.FOLDER, request.data(), request.labels());
    return examples.stream()
        .limit(request.limit())
        .map(example -> preparation.prepare(example.origin()).tensor())
        .toList();
  }

  private static void infer(List<Engine> engines, List<Tensor> tensors, int threads) {
    List<Thread> workers =
        IntStream.range(0, threads)
            .mapToObj(
                worker ->
                    Thread.ofPlatform().start(() -> inferEach(engines, tensors, worker, threads)))
            .toList();
    for (Thread worker : workers) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static void inferEach(List<Engine> engines, List<Tensor> tensors, int first, int step) {
    for (int i = first; i < tensors.size(); i += step) {
      for (Engine engine : engines) {
        engine.run(Map.of(engine.inputs().getFirst().name(), tensors.get(i)));
      }
    }
  }
}
