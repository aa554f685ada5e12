package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.testkit.SharedData;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class PreparationTests {
  /** Its two networks, for two sampling rates, are branches of an If; this shape fits one. */
  @Test
  void aModelWithASwitchIsCompiledForTheSettingThatFits() {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("input", Shape.of(1, 576));
    shapes.put("state", Shape.of(2, 1, 128));
    Preparation.Parsed parsed =
        Preparation.parse(
            ModelFiles.of(SharedData.require("models/silero_vad_onnx/silero_vad.onnx")),
            ModelInterface.OWN.withShapes(shapes));
    assertThat(parsed.findings()).extracting(Finding::code).containsExactly("shape.value-assumed");
    Preparation.Prepared optimised = Preparation.optimise(parsed.graph());
    assertThat(optimised.graph().inputs()).containsExactly("input", "state", "sr");
    assertThat(optimised.graph().nodes()).noneMatch(node -> node.op().type().equals("If"));
    assertThat(optimised.graph().nodes()).anyMatch(node -> node.op() instanceof Recurrent);
  }
}
