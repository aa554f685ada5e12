package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Window;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.RawTensorFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What configuration keys do to the quantized model, seen in the model itself. */
class DeploymentTests {
  private static final Shape PICTURE = Shape.of(1, 3, 48, 48);

  @TempDir private Path folder;

  @Test
  void layerOutputsAddEveryConvolution() {
    Program program = compiled("plain", "", "", "");
    Program dumped = compiled("dumped", "  layer_out_dump: True\n", "", "");
    long convolutions =
        OnnxReader.read(artefact("plain", "optimized_float")).nodes().stream()
            .filter(node -> node.op().type().equals("Conv"))
            .count();
    assertThat(convolutions).isPositive();
    assertThat(dumped.outputs()).hasSize(program.outputs().size() + (int) convolutions);
    Map<String, Tensor> sample = Map.of("input", noise(PICTURE, 1));
    try (Engine few = open("plain", "quantized");
        Engine many = open("dumped", "quantized")) {
      Tensor expected = few.run(sample).firstEntry().getValue();
      assertThat(many.run(sample).get("logits")).matches(expected::sameAs);
    }
  }

  @Test
  void outputNodesReplaceTheOutputs() {
    compiled("plain", "", "", "");
    Graph whole = OnnxReader.read(artefact("plain", "original_float"));
    Node middle = whole.nodes().get(whole.nodes().size() / 2);
    compiled("middle", "  output_nodes: '%s'\n".formatted(middle.name()), "", "");
    Graph cut = OnnxReader.read(artefact("middle", "original_float"));
    assertThat(cut.outputs()).isEqualTo(middle.outputs());
    assertThat(cut.nodes()).hasSizeLessThan(whole.nodes().size());
  }

  @Test
  void separateInputsHoldTheElementsOfTheBatch() {
    compiled("plain", "", "", "");
    compiled("separate", "", "  input_batch: 2\n  separate_batch: True\n", "");
    Tensor first = noise(PICTURE, 1);
    Tensor second = noise(PICTURE, 2);
    try (Engine one = open("plain", "quantized");
        Engine two = open("separate", "quantized")) {
      assertThat(two.inputs()).extracting(Port::name).containsExactly("input_0", "input_1");
      float[] both =
          two.run(Map.of("input_0", first, "input_1", second)).firstEntry().getValue().toFloats();
      float[] alone = one.run(Map.of("input", first)).firstEntry().getValue().toFloats();
      float[] other = one.run(Map.of("input", second)).firstEntry().getValue().toFloats();
      assertThat(both).hasSize(2 * alone.length).startsWith(alone).endsWith(other);
    }
  }

  @Test
  void withoutItsQuantizeTheModelTakesIntegers() {
    compiled("ends", "  remove_node_type: 'Quantize'\n", "", "");
    Program trimmed = ProgramReader.read(artefact("ends", "quantized_removed"));
    QuantParams params = trimmed.value(trimmed.inputs().getFirst()).params().orElseThrow();
    Tensor real = noise(PICTURE, 3);
    int[] integers = new int[(int) real.elements()];
    for (int i = 0; i < integers.length; i++) {
      double steps = Math.rint(real.getFloat(i) / params.scale()) + params.zeroPoint();
      integers[i] = (int) Math.clamp(steps, -128, 127);
    }
    try (Engine whole = open("ends", "quantized");
        Engine part = open("ends", "quantized_removed")) {
      Port port = part.inputs().getFirst();
      assertThat(port.dtype()).isEqualTo(DType.INT8);
      Tensor fed = Tensor.ofIntegers(DType.INT8, Shape.of(port.dims()), integers);
      Tensor expected = whole.run(Map.of("input", real)).firstEntry().getValue();
      assertThat(part.run(Map.of(port.name(), fed)).firstEntry().getValue())
          .matches(expected::sameAs);
      requireRawBytesInfer(fed);
    }
  }

  /** Raw bytes are of the type of the input that they are for. */
  private void requireRawBytesInfer(Tensor fed) {
    Path model = artefact("ends", "quantized_removed");
    Path raw = folder.resolve("input.bin");
    RawTensorFile.write(raw, fed);
    PlumbRun run = PlumbRun.of("infer", model, "--input", raw);
    assertThat(run.status()).as(run.err()).isZero();
    RawTensorFile.write(raw, Tensor.ofIntegers(DType.UINT8, Shape.of(5), 1, 2, 3, 4, 5));
    PlumbRun refused = PlumbRun.of("infer", model, "--input", raw);
    assertThat(refused.status()).isNotZero();
    assertThat(refused.err()).contains("data.raw-size", "si8[" + PICTURE + "]", "found 5");
  }

  @Test
  void withoutItsDequantizeTheModelGivesIntegers() {
    compiled(
        "ends",
        "  remove_node_type: 'Dequantize'\n",
        "",
        "  optimization: set_model_output_int8\n");
    try (Engine whole = open("ends", "quantized");
        Engine part = open("ends", "quantized_removed")) {
      assertThat(whole.outputs().getFirst().dtype()).isEqualTo(DType.FLOAT32);
      assertThat(part.outputs().getFirst().dtype()).isEqualTo(DType.INT8);
    }
  }

  @Test
  void calibrationTensorsAreDumped() {
    compiled("dump", "  debug_mode: dump_calibration_data\n", "", "");
    Path data = folder.resolve("dump/calibration_data/input");
    assertThat(Scene.files(data)).hasSize(6);
    assertThat(NpyFile.read(data.resolve("00000.npy")).shape()).isEqualTo(PICTURE);
  }

  @Test
  void aModelIsTriedWithoutData() {
    Path file =
        new Scene(folder)
            .write(
                "skip.yaml",
                "model_parameters: {onnx_model: '%s', working_dir: skip}\n".formatted(Scene.MODEL)
                    + "calibration_parameters: {calibration_type: skip}\n");
    PlumbRun run = PlumbRun.of("compile", "-c", file);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("ranges come from random data");
  }

  /** The inputs are named in another order than the model has them. */
  @Test
  void aPictureAndAFeatureMapGoTogether() {
    Path model = folder.resolve("two.onnx");
    OnnxWriter.write(twoInputs(), model);
    Shape map = Shape.of(1, 4, 6, 6);
    Shape picture = Shape.of(1, 3, 6, 6);
    for (int i = 0; i < 4; i++) {
      NpyFile.write(folder.resolve("maps/%d.npy".formatted(i)), noise(map, i));
      NpyFile.write(folder.resolve("pictures/%d.npy".formatted(i)), pixels(picture, i));
    }
    Path file =
        new Scene(folder)
            .write(
                "two.yaml",
                """
                model_parameters: {onnx_model: two.onnx, working_dir: two, output_model_file_prefix: net}
                input_parameters:
                  input_name: 'map; picture'
                  input_type_rt: 'featuremap; bgr'
                  input_type_train: 'featuremap; rgb'
                  mean_value: 'None; 128'
                  scale_value: 'None; 0.0078125'
                calibration_parameters: {cal_data_dir: 'maps; pictures'}
                """);
    PlumbRun run = PlumbRun.of("compile", "-c", file, "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.json().get("outputs").get(0).get("quantized_cosine").asDouble())
        .isGreaterThan(0.99);
    try (Engine engine = Plumbline.load(folder.resolve("two/net_quantized_model.onnx"))) {
      assertThat(engine.inputs())
          .containsExactly(
              new Port("picture", DType.INT8, List.of(1L, 6L, 6L, 3L)),
              new Port("map", DType.FLOAT32, List.of(1L, 4L, 6L, 6L)));
    }
  }

  private static Graph twoInputs() {
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    types.put("picture", TensorType.of(DType.FLOAT32, Shape.of(1, 3, 6, 6)));
    types.put("map", TensorType.of(DType.FLOAT32, Shape.of(1, 4, 6, 6)));
    types.put("sum", TensorType.of(DType.FLOAT32, Shape.of(1, 4, 6, 6)));
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("w", noise(Shape.of(4, 3, 1, 1), 9));
    Window point =
        new Window(
            List.of(1, 1),
            List.of(1, 1),
            List.of(1, 1),
            List.of(0, 0, 0, 0),
            Window.AutoPad.EXPLICIT);
    return new Graph(
        "two",
        ModelInfo.ofOpset(17),
        List.of("picture", "map"),
        List.of("sum"),
        List.of(
            Node.original("conv", new Conv(point, 1), List.of("picture", "w"), List.of("c")),
            Node.original(
                "add", new Binary(BinaryFunction.ADD), List.of("c", "map"), List.of("sum"))),
        constants,
        types);
  }

  private static Tensor noise(Shape shape, long seed) {
    Random random = new Random(seed);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }

  private static Tensor pixels(Shape shape, long seed) {
    Random random = new Random(seed);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(256);
    }
    return Tensor.of(shape, values);
  }

  private Path artefact(String name, String stage) {
    return folder.resolve("%s/net_%s_model.onnx".formatted(name, stage));
  }

  private Engine open(String name, String stage) {
    return Plumbline.load(artefact(name, stage));
  }

  /** Compiles the shipped example with some keys more. */
  private Program compiled(String name, String model, String input, String calibration) {
    Scene scene = new Scene(folder);
    Path pictures = scene.pictures(6);
    Path file =
        scene.write(
            name + ".yaml",
            "model_parameters:\n  onnx_model: '%s'\n  working_dir: '%s'\n"
                    .formatted(Scene.MODEL, folder.resolve(name))
                + "  output_model_file_prefix: net\n"
                + model
                + (input.isEmpty() ? "" : "input_parameters:\n" + input)
                + "calibration_parameters:\n  cal_data_dir: '%s'\n  preprocess: '%s'\n"
                    .formatted(pictures, Scene.PREPROCESS)
                + calibration);
    PlumbRun run = PlumbRun.of("compile", "-c", file);
    assertThat(run.status()).as(run.err()).isZero();
    return ProgramReader.read(artefact(name, "quantized"));
  }
}
