package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.engine.ort.OrtOptions.Optimisation;
import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every graph that is made of a valid model is a valid model, which ONNX Runtime takes with all its
 * rewriting, and means what the given one does. What it makes of integers when it has rewritten
 * them depends on the processor: without VNNI its pairs of products saturate at 16 bits.
 */
class OwnGraphTests {
  private static final Shape SHAPE = Shape.of(1, 4, 7, 7);
  private static final List<Artifact> WITH_PAIRS = List.of(Artifact.CALIBRATED, Artifact.PTQ);

  private record Case(String name, SmallModel model) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static SmallModel start(long opset) {
    return new SmallModel(opset)
        .input("x", SHAPE.toArray())
        .weights("w", 4, 4, 1, 1)
        .node("Conv", "x w", "c");
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (long opset : new long[] {19, 22}) {
      cases.add(
          new Case(
              "dilated mean at " + opset,
              start(opset)
                  .node(
                      "AveragePool",
                      "c",
                      "y",
                      "kernel_shape",
                      new long[] {2, 2},
                      "dilations",
                      new long[] {2, 2})));
    }
    for (long opset : new long[] {17, 21, 23}) {
      cases.add(new Case("rows of four axes at " + opset, products(opset)));
    }
    for (String type : List.of("MaxPool", "AveragePool")) {
      for (String side : List.of("VALID", "SAME_UPPER", "SAME_LOWER")) {
        cases.add(new Case(type + " rounded up, " + side, pool(type, side)));
      }
    }
    for (long opset : new long[] {11, 13}) {
      // along an axis of extent 1, ONNX Runtime's own softmax of integers is 0 in place of 1
      for (int axis : opset < 13 ? new int[] {0, 1, 2, 3, -1, -2} : new int[] {1, 2, 3, -1, -2}) {
        for (boolean declared : new boolean[] {false, true}) {
          String name = "Softmax of axis %d at %d%s".formatted(axis, opset, declared ? "!" : "");
          cases.add(new Case(name, softmax(opset, declared, "axis", axis)));
        }
      }
      cases.add(new Case("Softmax of no axis at " + opset, softmax(opset, true)));
    }
    return cases;
  }

  private static SmallModel products(long opset) {
    return start(opset)
        .weights("v", 7, 6)
        .weights("b", 6)
        .weights("u", 6, 5)
        .weights("d", 1, 5)
        .node("MatMul", "c v", "m")
        .node("Add", "m b", "n")
        .node("Relu", "n", "r")
        .node("MatMul", "r u", "o")
        .node("Add", "d o", "y");
  }

  private static SmallModel pool(String type, String side) {
    return start(13)
        .node(
            type,
            "c",
            "y",
            "kernel_shape",
            new long[] {2, 2},
            "strides",
            new long[] {2, 2},
            "ceil_mode",
            1,
            "auto_pad",
            side);
  }

  private static SmallModel softmax(long opset, boolean declared, Object... axis) {
    SmallModel model =
        start(opset).node("Softmax", "c", "s", axis).weights("t", 1).node("Mul", "s t", "y");
    return declared ? model.declared("c", SHAPE.toArray()).declared("s", SHAPE.toArray()) : model;
  }

  private static CompileRequest request(Graph graph, Path folder) {
    Path file = folder.resolve("m.onnx");
    OnnxWriter.write(graph, file);
    return request(file, folder);
  }

  private static CompileRequest request(Path file, Path folder) {
    return CompileRequest.of(ModelFiles.of(file), new RandomData()).into(folder, "p");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isValidAndMeansTheSame(Case given, @TempDir Path folder) {
    requireSame(request(given.model().graph("y"), folder));
  }

  @Test
  void nodesOfOneNameAreToldApart(@TempDir Path folder) throws IOException {
    ModelProto.Builder alike =
        ModelProto.parseFrom(OnnxWriter.toBytes(products(17).graph("y"))).toBuilder();
    alike.getGraphBuilder().getNodeBuilderList().forEach(node -> node.setName("n"));
    Path file = Files.write(folder.resolve("m.onnx"), alike.build().toByteArray());
    requireSame(request(file, folder));
  }

  @Test
  void scalesOfGroupsStayThoughWidePairsAreOfALaterOperatorSet(@TempDir Path folder) {
    Graph graph =
        start(18)
            .weights("s", 2)
            .weights("b", 2)
            .node("GroupNormalization", "c s b", "y", "num_groups", 2)
            .graph("y");
    Wish wide = new Wish(new Selector.All(), Scheme.INT16);
    requireSame(request(graph, folder).withOptions(QuantOptions.DEFAULT.withWishes(List.of(wide))));
  }

  private static void requireSame(CompileRequest request) {
    Pipeline.compile(request, Progress.SILENT);
    Tensor x = SmallModel.normal(new Random(0), SHAPE);
    Tensor right = run(open(request.files().model(), Optimisation.NONE), x);
    requireNear(right, run(open(request.file(Artifact.OPTIMIZED_FLOAT), Optimisation.ALL), x));
    for (Artifact artifact : WITH_PAIRS) {
      requireNear(right, run(open(request.file(artifact), Optimisation.NONE), x));
      Tensor rewritten = run(open(request.file(artifact), Optimisation.ALL), x);
      assertThat(rewritten.shape()).isEqualTo(right.shape());
    }
    requireNear(right, run(Plumbline.load(request.file(Artifact.QUANTIZED)), x));
  }

  private static void requireNear(Tensor right, Tensor found) {
    assertThat(found.shape()).isEqualTo(right.shape());
    assertThat(Similarity.of(right, found).cosine()).isGreaterThan(0.998);
  }

  private static Engine open(Path file, Optimisation optimisation) {
    return OrtEngine.open(OnnxReader.read(file), new OrtOptions(1, optimisation));
  }

  private static Tensor run(Engine engine, Tensor x) {
    try (engine) {
      return Objects.requireNonNull(engine.run(Map.of("x", x)).get("y"));
    }
  }
}
