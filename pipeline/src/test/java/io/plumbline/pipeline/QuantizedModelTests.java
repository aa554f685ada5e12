package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * A model of QuantizeLinear and DequantizeLinear pairs keeps its meaning: the program, the
 * optimised model and the table are held to the model as it was given, pairs included.
 */
class QuantizedModelTests {
  private static final OrtOptions LITERAL = new OrtOptions(1, OrtOptions.Optimisation.NONE);
  private static final float[] CHANNELS = {0.004f, 0.02f, 0.05f, 0.03f};

  /**
   * @param most difference of any element of the program's output to the given model's
   */
  private record Case(String name, float most, UnaryOperator<SmallModel> model) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Case> CASES =
      List.of(
          // a Relu that is only in the range, at the end and inside
          new Case(
              "closing range", 0.05f, m -> conv(m, "x", "a").pair("a", "y", 0.02f, DType.UINT8, 0)),
          new Case(
              "inner range",
              0.15f,
              m -> conv(conv(m, "x", "a").pair("a", "b", 0.02f, DType.INT8, -128), "b", "y")),
          new Case("input", 0.1f, m -> conv(m.pair("x", "a", 0.005f, DType.INT8, 0), "a", "y")),
          new Case(
              "no producer that takes limits",
              0.05f,
              m ->
                  conv(m.node("Tanh", "x", "a").pair("a", "b", 0.004f, DType.INT8, -28), "b", "y")),
          new Case(
              "sum",
              0.06f,
              m ->
                  conv(m, "x", "a")
                      .node("Add", "a x", "b")
                      .pair("b", "c", 0.025f, DType.INT8, -128)
                      .node("Sigmoid", "c", "d")
                      .node("Mul", "c d", "y")),
          new Case(
              "one value, two readers, one of them raw",
              0.1f,
              m ->
                  conv(m, "x", "a")
                      .pair("a", "b", 0.01f, DType.UINT8, 0)
                      .node("Neg", "a", "c")
                      .node("Add", "b c", "y")),
          new Case(
              "two pairs of one value",
              0.15f,
              m ->
                  conv(m, "x", "a")
                      .pair("a", "b", 0.01f, DType.UINT8, 0)
                      .pair("a", "c", 0.01f, DType.UINT8, 0)
                      .pair("a", "d", 0.04f, DType.INT8, 0)
                      .node("Add", "b c", "e")
                      .node("Add", "e d", "y")),
          new Case(
              "moved and limited again",
              0.05f,
              m ->
                  conv(m, "x", "a")
                      .pair("a", "b", 0.02f, DType.UINT8, 0)
                      .node("Transpose", "b", "c", "perm", new long[] {0, 2, 3, 1})
                      .pair("c", "y", 0.005f, DType.UINT8, 0)),
          new Case(
              "channels",
              0.15f,
              m ->
                  conv(
                      conv(m, "x", "a")
                          .pair(
                              "a",
                              "b",
                              Tensor.of(Shape.of(4), CHANNELS),
                              Tensor.ofIntegers(DType.UINT8, Shape.of(4), 0, 0, 0, 0),
                              "axis",
                              1),
                      "b",
                      "y")),
          new Case(
              "16 bits",
              0.15f,
              m -> conv(conv(m, "x", "a").pair("a", "b", 3e-5f, DType.UINT16, 0), "b", "y")),
          new Case(
              "bias of another scale",
              0.05f,
              m ->
                  m.constant("i", Tensor.of(Shape.of(4), 40, -30, 20, 10))
                      .constant("is", Tensor.scalar(0.03f))
                      .node("DequantizeLinear", "i is", "bias")
                      .weights("w", 4, 4, 1, 1)
                      .pair("x", "a", 0.03f, DType.INT8, 0)
                      .node("Conv", "a w bias", "y")),
          new Case(
              "weights beyond their range",
              0.15f,
              m ->
                  m.weights("w", 4, 4, 1, 1)
                      .pair("w", "v", 0.004f, DType.INT8, 0)
                      .node("Conv", "x v", "y")),
          // 8-bit floats, whose pairs are float nodes; their largest step is 32 of the scale
          new Case(
              "activations of 8-bit floats",
              1,
              m -> conv(eightBitFloats(conv(m, "x", "a"), "a", "b"), "b", "y")),
          new Case(
              "weights of 8-bit floats",
              0.15f,
              m -> eightBitFloats(m.weights("w", 4, 4, 1, 1), "w", "v").node("Conv", "x v", "y")),
          new Case(
              "integers that are told to saturate",
              0.05f,
              m ->
                  conv(m, "x", "a")
                      .constant("s", Tensor.scalar(0.02f))
                      .constant("z", Tensor.ofIntegers(DType.UINT8, Shape.of(), 0))
                      .node("QuantizeLinear", "a s z", "q", "saturate", 1)
                      .node("DequantizeLinear", "q s z", "y")));

  /** A pair of float8e4m3fn (17), which ends at 448 and saturates there. */
  private static SmallModel eightBitFloats(SmallModel model, String from, String to) {
    return model
        .constant(to + "_s", Tensor.scalar(0.02f))
        .node(
            "QuantizeLinear", from + " " + to + "_s", to + "_q", "output_dtype", 17, "saturate", 1)
        .node("DequantizeLinear", to + "_q " + to + "_s", to);
  }

  private static SmallModel conv(SmallModel model, String from, String to) {
    return model.weights(to + "_w", 4, 4, 1, 1).node("Conv", from + " " + to + "_w", to);
  }

  @Test
  void aReluThatIsOnlyInTheRangeLeavesNothingBelowZero(@TempDir Path folder) {
    Case closing = CASES.getFirst();
    try (Engine program = Plumbline.load(compile(closing, folder).file(Artifact.QUANTIZED))) {
      float[] found =
          Objects.requireNonNull(program.run(Map.of("x", sample())).get("y")).toFloats();
      for (float y : found) {
        assertThat(y).isBetween(0f, 255 * 0.02f);
      }
    }
  }

  private static CompileRequest compile(Case given, Path folder) {
    CompileRequest request = request(given, folder);
    Pipeline.compile(request, Progress.SILENT);
    return request;
  }

  private static CompileRequest request(Case given, Path folder) {
    SmallModel model = given.model().apply(new SmallModel(21).input("x", 1, 4, 5, 5));
    Path file = model.write(folder.resolve("m.onnx"), "y");
    return CompileRequest.of(ModelFiles.of(file), new RandomData()).into(folder, "p");
  }

  /** The first calibration sample. */
  private static Tensor sample() {
    return SmallModel.normal(new Random(0), Shape.of(1, 4, 5, 5));
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void means(Case given, @TempDir Path folder) {
    CompileRequest request = request(given, folder);
    Compilation compilation = Pipeline.compile(request, Progress.SILENT);
    Tensor x = sample();
    Tensor right = literal(OnnxReader.read(request.files().model()), x);
    Tensor optimised = literal(OnnxReader.read(request.file(Artifact.OPTIMIZED_FLOAT)), x);
    assertThat(Similarity.of(right, optimised).cosine()).isGreaterThan(0.9999);
    assertThat(Objects.requireNonNull(compilation.similarities().get("y")).quantizedCosine())
        .isGreaterThan(0.999);
    try (Engine program = Plumbline.load(request.file(Artifact.QUANTIZED))) {
      Tensor found = Objects.requireNonNull(program.run(Map.of("x", x)).get("y"));
      assertThat(Similarity.of(right, found).largestDifference()).isLessThan(given.most());
    }
  }

  private static Tensor literal(Graph graph, Tensor x) {
    try (OrtEngine engine = OrtEngine.open(graph, LITERAL)) {
      return Objects.requireNonNull(engine.run(Map.of("x", x)).get("y"));
    }
  }
}
