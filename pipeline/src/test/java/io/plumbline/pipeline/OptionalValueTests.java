package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.tensor.UnsupportedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are taken out of the optionals they are put into. */
class OptionalValueTests {
  @TempDir private Path folder;

  private Graph parsed(SmallModel model) {
    Path file = model.write(folder.resolve("m.onnx"), "y");
    return Preparation.parse(ModelFiles.of(file), ModelInterface.OWN).graph();
  }

  private static SmallModel start(long opset) {
    return new SmallModel(opset).input("x", 1, 8).weights("w", 8, 8).node("MatMul", "x w", "p");
  }

  @ParameterizedTest
  @ValueSource(longs = {15, 18})
  void isTakenOut(long opset) {
    Graph graph =
        parsed(
            start(opset)
                .node("Optional", "p", "o")
                .node("OptionalGetElement", "o", "e")
                .node("OptionalHasElement", "o", "h")
                .node("Where", "h e x", "y"));
    assertThat(Preparation.optimise(graph).graph().nodes())
        .noneMatch(node -> node.op().type().startsWith("Optional"));
  }

  @Test
  void isTheTensorThatNeverWasInOne() {
    Graph graph = parsed(start(18).node("OptionalGetElement", "p", "e").node("Relu", "e", "y"));
    assertThat(Preparation.optimise(graph).graph().nodes()).hasSize(2);
  }

  @Test
  void isRefusedWhereOnlyARunTellsWhatIsIn() {
    SmallModel model =
        start(18)
            .node("SequenceConstruct", "p p", "s")
            .node("Optional", "s", "o")
            .node("MadeUp", "o", "m")
            .node("OptionalGetElement", "m", "y");
    UnsupportedException refused =
        catchThrowableOfType(UnsupportedException.class, () -> parsed(model));
    assertThat(refused.code()).isEqualTo("model.optional");
    assertThat(refused).hasMessageContaining("'o'");
  }
}
