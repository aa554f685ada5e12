package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Attribute;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is drawn at random is refused by name where it reaches an output, or is left out. */
class RandomModelTests {
  private static final Tensor X = SmallModel.normal(new Random(3), Shape.of(1, 8));

  @TempDir private Path folder;

  private static SmallModel start() {
    return new SmallModel(15)
        .input("x", 1, 8)
        .weights("w", 8, 8)
        .constant("yes", Tensor.ofIntegers(DType.BOOL, Shape.of(), 1))
        .constant("no", Tensor.ofIntegers(DType.BOOL, Shape.of(), 0))
        .constant("half", Tensor.scalar(0.5f))
        .node("MatMul", "x w", "p");
  }

  private Preparation.Parsed parsed(SmallModel model) {
    Path file = model.write(folder.resolve("m.onnx"), "y");
    return Preparation.parse(ModelFiles.of(file), ModelInterface.OWN);
  }

  private UnsupportedException refused(SmallModel model) {
    return catchThrowableOfType(UnsupportedException.class, () -> parsed(model));
  }

  private static SmallModel drawn(String type) {
    SmallModel model = start();
    switch (type) {
      case "RandomNormal", "RandomUniform" -> model.node(type, "", "n", "shape", new long[] {1, 8});
      case "Multinomial" ->
          model.node(type, "p", "i", "sample_size", 8).node("Cast", "i", "n", "to", 1);
      default -> model.node("Sigmoid", "p", "s").node(type, "s", "n");
    }
    return model;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RandomNormal",
        "RandomNormalLike",
        "RandomUniform",
        "RandomUniformLike",
        "Bernoulli",
        "Multinomial"
      })
  void isRefusedByName(String type) {
    UnsupportedException refused = refused(drawn(type).node("Add", "p n", "y"));
    assertThat(refused.code()).isEqualTo("model.random");
    assertThat(refused).hasMessageContaining(type.equals("Multinomial") ? "'i'" : "'n'");
    assertThat(refused).hasMessageContaining("(%s)", type);
  }

  /** Nothing reads it, or only its extents are read. */
  @Test
  void isNoObstacleWhereItReachesNoOutput() {
    assertThat(refused(drawn("RandomNormalLike").node("Relu", "p", "y"))).isNull();
    SmallModel extents =
        drawn("RandomNormalLike").node("Shape", "n", "e").node("Reshape", "p e", "y");
    assertThat(refused(extents)).isNull();
  }

  private static SmallModel branches(SmallModel model, String condition) {
    NodeProto.Builder drawn = NodeProto.newBuilder().setOpType("RandomNormalLike").addInput("p");
    NodeProto.Builder plain = NodeProto.newBuilder().setOpType("Neg").addInput("p");
    return model.node(
        "If",
        condition,
        "y",
        "then_branch",
        SmallBody.of("then_branch", "a", drawn),
        "else_branch",
        SmallBody.of("else_branch", "b", plain));
  }

  @Test
  void isFoundInTheBranchesThatAreTaken() {
    assertThat(refused(branches(start(), "yes"))).hasMessageContaining("RandomNormalLike");
    assertThat(refused(branches(start(), "no"))).isNull();
    SmallModel computed =
        start().node("ReduceSum", "x", "t", "keepdims", 0).node("Cast", "t", "c", "to", 9);
    assertThat(refused(branches(computed, "c"))).hasMessageContaining("'y'");
  }

  @ParameterizedTest
  @CsvSource({"yes, true", "no, false", "computed, true"})
  void dropoutIsAsInInference(String mode, boolean told) {
    SmallModel model = start().node("Not", "no", "computed");
    Preparation.Parsed parsed = parsed(model.node("Dropout", "p half " + mode, "y"));
    assertThat(parsed.findings())
        .extracting(Finding::code, Finding::where)
        .isEqualTo(told ? List.of(tuple("model.training-mode", "y")) : List.of());
    assertHandsOn(parsed);
  }

  @Test
  void dropoutInABranchIsToo() {
    NodeProto.Builder drops =
        NodeProto.newBuilder().setOpType("Dropout").addAllInput(List.of("p", "half", "yes"));
    Attribute same =
        SmallBody.of(
            "else_branch", "b", NodeProto.newBuilder().setOpType("Identity").addInput("p"));
    Preparation.Parsed parsed =
        parsed(
            start()
                .node("ReduceSum", "x", "t", "keepdims", 0)
                .node("Cast", "t", "c", "to", 9)
                .node(
                    "If",
                    "c",
                    "y",
                    "then_branch",
                    SmallBody.of("then_branch", "a", drops),
                    "else_branch",
                    same));
    assertThat(parsed.findings()).extracting(Finding::code).containsExactly("model.training-mode");
    assertHandsOn(parsed);
  }

  private static void assertHandsOn(Preparation.Parsed parsed) {
    Node product = parsed.graph().nodes().getFirst();
    try (Engine engine =
        OrtEngine.open(parsed.graph().withOutputs(List.of("y", product.output())))) {
      Map<String, Tensor> results = engine.run(Map.of("x", X));
      assertThat(Objects.requireNonNull(results.get("y")).toFloats())
          .containsExactly(Objects.requireNonNull(results.get("p")).toFloats());
    }
  }
}
