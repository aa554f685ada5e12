package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.op.Attribute;
import io.plumbline.pipeline.model.GivenModel;
import io.plumbline.pipeline.model.ModelPlace;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.InternalException;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is true of a file as it is given. */
class GivenFileTests {
  @TempDir private Path folder;

  private ModelFiles written(SmallModel model) {
    return ModelFiles.of(model.write(folder.resolve("m.onnx"), "y"));
  }

  private List<Finding> refused(SmallModel model) {
    return Preparation.parse(written(model), ModelInterface.OWN).findings().stream()
        .filter(finding -> finding.code().equals("model.refused-elsewhere"))
        .toList();
  }

  /** Bounds are inputs since opset 11, and HardSwish is of opset 14. */
  @Test
  void whatStockRuntimesRefuseIsSaid() {
    SmallModel clip =
        new SmallModel(13)
            .input("x", 1, 8)
            .node("Clip", "x", "y", "min", new Attribute.FloatValue(0));
    assertThat(refused(clip))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.where()).endsWith("m.onnx");
              assertThat(finding.message()).contains("Unrecognized attribute: min");
            });
    assertThat(refused(new SmallModel(9).input("x", 1, 8).node("HardSwish", "x", "y"))).hasSize(1);
    assertThat(refused(new SmallModel(14).input("x", 1, 8).node("HardSwish", "x", "y"))).isEmpty();
  }

  private static SmallModel biased(String type, long channels) {
    return new SmallModel(17)
        .input("x", 1, 4, 6, 6)
        .weights("w", 4, 2, 3, 3)
        .weights("b", channels)
        .node(type, "x w b", "y", "group", 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Conv", "ConvTranspose"})
  void aBiasOfOtherChannelsIsRefused(String type) {
    for (long channels : new long[] {1, 3, 5}) {
      BadModelException refused =
          catchThrowableOfType(
              BadModelException.class,
              () -> Preparation.parse(written(biased(type, channels)), ModelInterface.OWN));
      assertThat(refused.code()).isEqualTo("model.bias");
      assertThat(refused.where()).endsWith("m.onnx: node 'y'");
    }
    Preparation.parse(written(biased(type, 4)), ModelInterface.OWN);
  }

  @Test
  void whatTrainsOrDrawsIsNamedWhereverItIsRun() {
    SmallModel random =
        new SmallModel(17)
            .input("x", 1, 8)
            .node("RandomNormalLike", "x", "n")
            .node("Add", "x n", "y");
    assertThat(GivenModel.any(written(random)).findings())
        .extracting(Finding::code, Finding::where)
        .containsExactly(tuple("model.random", "n"));
    assertThat(
            catchThrowableOfType(
                UnsupportedException.class, () -> GivenModel.repeatable(written(random))))
        .hasMessageContaining("'n'");
    SmallModel training =
        new SmallModel(17)
            .input("x", 1, 8)
            .constant("half", Tensor.scalar(0.5f))
            .constant("yes", Tensor.ofIntegers(DType.BOOL, Shape.of(), 1))
            .node("Dropout", "x half yes", "y");
    GivenModel given = GivenModel.repeatable(written(training));
    assertThat(given.graph().node("y").inputs()).containsExactly("x");
    assertThat(given.findings()).extracting(Finding::code).containsExactly("model.training-mode");
  }

  @Test
  void errorsOfAWholeGraphNameItsFile() {
    SmallModel model = new SmallModel(17).input("x", 1, 8).node("Relu", "x", "y");
    for (String where : List.of("small", "node 'y'")) {
      PlumblineException told =
          catchThrowableOfType(
              PlumblineException.class,
              () ->
                  ModelPlace.tell(
                      model.graph("y"),
                      written(model),
                      () -> {
                        throw new InternalException("internal.own-model", where, "what", "do");
                      }));
      assertThat(told).isInstanceOf(InternalException.class).hasMessage("what");
      assertThat(told.where()).endsWith(where.equals("small") ? "m.onnx" : where);
    }
  }
}
