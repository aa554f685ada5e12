package io.plumbline.benchmarks;

import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.evaluation.ClassifierEvaluation;
import io.plumbline.pipeline.evaluation.EvaluationRequest;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.tensor.DType;
import io.plumbline.verify.score.ModelScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Compiles every shared picture classifier with default settings and scores float and integer model
 * on the pictures that calibration did not see. Prints a Markdown table.
 *
 * <p>Arguments: the folder of shared models and pictures.
 */
public final class AccuracyBenchmark {
  private static final String IMAGENET_224 =
      """
      transformers:
        - ShortSideResizeTransformer: {short_size: 256}
        - CenterCropTransformer: {crop_size: 224}
        - BGR2RGBTransformer: {data_format: HWC}
        - HWC2CHWTransformer: {}
        - AddTransformer: {value: -127.5}
        - ScaleTransformer: {scale_value: 0.00784313725490196}
      """;
  private static final String IMAGENET_128 =
      IMAGENET_224.replace("256", "146").replace("224", "128");
  private static final String RGB =
      """
      transformers:
        - BGR2RGBTransformer: {data_format: HWC}
        - HWC2CHWTransformer: {}
      """;
  private static final String IMAGENET_STATISTICS =
      RGB
          + """
            - MeanTransformer: {means: [123.675, 116.28, 103.53]}
            - NormalizeTransformer: {std: [58.395, 57.12, 57.375]}
          """;
  private static final String CIFAR_STATISTICS =
      RGB
          + """
            - MeanTransformer: {means: [125.307, 122.961, 113.8575]}
            - NormalizeTransformer: {std: [51.5865, 50.847, 51.255]}
          """;

  private static final List<Classifier> CLASSIFIERS =
      List.of(
          new Classifier(
              "MobileNetV2 1.0/224",
              "mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx",
              "imagenet",
              IMAGENET_224),
          new Classifier(
              "MobileNetV1 0.25/128",
              "mobilenet_v1_025_imagenet_onnx/mobilenet_v1_0.25_128.onnx",
              "imagenet",
              IMAGENET_128),
          new Classifier(
              "ResNet-20", "resnet_cifar10_onnx/resnet20.onnx", "cifar10", IMAGENET_STATISTICS),
          new Classifier(
              "ResNet-56", "resnet_cifar10_onnx/resnet56.onnx", "cifar10", IMAGENET_STATISTICS),
          new Classifier(
              "ResNet-20 (projection)",
              "resnet20_onnc_onnx/resnet20.onnx",
              "cifar10",
              CIFAR_STATISTICS),
          new Classifier(
              "ViT (opset 17)",
              "vit_cifar10_onnx/vit_cifar10_op17.onnx",
              "cifar10",
              CIFAR_STATISTICS),
          new Classifier("ResNet-8", "mlperf_tiny_onnx/resnet8_cifar10.onnx", "cifar10", RGB),
          new Classifier(
              "ResNet-8, wide", "mlperf_tiny_onnx/resnet_large_cifar10.onnx", "cifar10", RGB));

  private record Classifier(String name, String model, String pictures, String preprocess) {}

  private AccuracyBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path shared = Path.of(arguments.length > 0 ? arguments[0] : "../shared");
    Path folder = Files.createTempDirectory("plumbline-accuracy");
    System.out.println(
        "| model | pictures | float top-1 | int8 top-1 | drop (95 %) | agreement | output cosine"
            + " |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (Classifier classifier : CLASSIFIERS) {
      System.out.println(row(classifier, shared, folder));
    }
  }

  private static String row(Classifier classifier, Path shared, Path folder) {
    Path model = shared.resolve("models").resolve(classifier.model());
    Path pictures = shared.resolve("images").resolve(classifier.pictures());
    Preprocess preprocess =
        PreprocessFile.of(
            YamlReader.parse(classifier.preprocess(), classifier.name()), classifier.name());
    int threads = Runtime.getRuntime().availableProcessors();
    Compilation compilation =
        Pipeline.compile(
            CompileRequest.of(
                    ModelFiles.of(model),
                    new FolderData(
                        List.of(pictures.resolve("calibration")),
                        Optional.of(preprocess),
                        DType.FLOAT32))
                .into(folder, classifier.name().replaceAll("[^A-Za-z0-9]+", "_")),
            Progress.SILENT);
    ClassifierEvaluation evaluation =
        ClassifierEvaluation.of(
            EvaluationRequest.of(
                List.of(model, compilation.request().file(Artifact.QUANTIZED)),
                pictures,
                pictures.resolve("evaluation_labels.txt"),
                preprocess,
                threads),
            Progress.SILENT);
    ModelScore real = evaluation.scores().getFirst();
    ModelScore integer = evaluation.scores().getLast();
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.2f %% | %.2f %% | %.2f (%.2f…%.2f) | %.2f %% | %.5f |",
        classifier.name(),
        evaluation.samples(),
        100 * real.top1(),
        100 * integer.top1(),
        100 * integer.drop(),
        100 * integer.dropInterval().low(),
        100 * integer.dropInterval().high(),
        100 * integer.agreement(),
        integer.cosine());
  }
}
