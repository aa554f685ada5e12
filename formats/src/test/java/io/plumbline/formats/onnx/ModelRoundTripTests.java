package io.plumbline.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every real model: read, written and read again, it stays the same graph and gives the same bits.
 */
class ModelRoundTripTests {
  /**
   * Extents for inputs whose shape is open, where 1 for the first and 8 for the others will not do.
   */
  private static final Map<String, String> SHAPES =
      Map.ofEntries(
          Map.entry("ch_PP-OCRv3_det_infer.onnx/x", "1x3x64x64"),
          Map.entry("ch_ppocr_mobile_v2.0_cls_infer.onnx/x", "1x3x48x192"),
          Map.entry("en_number_mobile_v2.0_rec_infer.onnx/x", "1x3x32x64"),
          Map.entry("silero_vad.onnx/input", "1x256"),
          Map.entry("silero_vad.onnx/state", "2x1x128"));

  static Stream<Path> models() throws IOException {
    if (!SharedData.isPresent()) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(SharedData.require("models"))) {
      return files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList().stream();
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("models")
  void sameGraphSameBytesSameOutputs(Path file) throws IOException, OrtException {
    byte[] original = Files.readAllBytes(file);
    Graph graph = OnnxReader.read(file);
    byte[] written = OnnxWriter.toBytes(graph);
    assertThat(OnnxWriter.toBytes(graph)).isEqualTo(written);
    assertThat(GraphDifference.first(graph, OnnxReader.read(written, "written"))).isEmpty();

    Map<String, Tensor> inputs = inputs(original, file.getFileName().toString());
    assertThat(OrtRun.run(written, inputs)).isEqualTo(OrtRun.run(original, inputs));
  }

  @Test
  void everyNodeOfMobileNetIsTyped() {
    Graph graph =
        OnnxReader.read(
            SharedData.require("models/mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx"));
    List<String> opaque =
        graph.nodes().stream()
            .filter(node -> node.op() instanceof OpaqueOp)
            .map(Node::toString)
            .toList();
    assertThat(opaque).isEmpty();
  }

  static Map<String, Tensor> inputs(byte[] model, String name) throws OrtException {
    SplittableRandom random = new SplittableRandom(7);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    try (OrtSession session = OrtRun.session(model)) {
      for (NodeInfo input : session.getInputInfo().values()) {
        TensorInfo info = (TensorInfo) input.getInfo();
        inputs.put(
            input.getName(), tensor(info, shape(info, name + "/" + input.getName()), random));
      }
    }
    return inputs;
  }

  private static Shape shape(TensorInfo info, String name) {
    if (SHAPES.containsKey(name)) {
      return Shape.parse(SHAPES.get(name));
    }
    long[] dims = info.getShape();
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = dims[axis] >= 0 ? dims[axis] : axis == 0 ? 1 : 8;
    }
    return Shape.of(dims);
  }

  /** Floats in −1…1; integers 0 or 1, which are legal indices, lengths and ids everywhere. */
  private static Tensor tensor(TensorInfo info, Shape shape, SplittableRandom random) {
    int elements = Math.toIntExact(shape.elements());
    return switch (info.type) {
      case FLOAT -> {
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
          values[i] = random.nextInt(-1000, 1001) / 1000f;
        }
        yield Tensor.of(shape, values);
      }
      case INT64 -> Tensor.of(shape, random.longs(elements, 0, 2).toArray());
      case INT32 -> Tensor.of(shape, random.ints(elements, 0, 2).toArray());
      case UINT8 -> Tensor.ofIntegers(DType.UINT8, shape, random.ints(elements, 0, 256).toArray());
      case BOOL -> Tensor.ofIntegers(DType.BOOL, shape, random.ints(elements, 0, 2).toArray());
      case DOUBLE, INT8, INT16, FLOAT16, BFLOAT16, STRING, UNKNOWN ->
          throw new IllegalArgumentException("no input of type " + info.type);
    };
  }
}
