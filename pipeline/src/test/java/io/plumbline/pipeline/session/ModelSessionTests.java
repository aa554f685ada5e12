package io.plumbline.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.input.InputPreparation;
import io.plumbline.graph.input.InsertPictureInputs;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.InputSource;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import io.plumbline.tensor.colour.Swing;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that adds a number to the pixels of a picture. */
class ModelSessionTests {
  private static final Shape PIXELS = Shape.of(1, 1, 2, 3);

  @TempDir private static Path folder;

  private static Path pictures;
  private static Path features;

  @BeforeAll
  static void write() {
    SequencedMap<String, ValueType> inputs = new LinkedHashMap<>();
    inputs.put("x", TensorType.of(DType.FLOAT32, Shape.of(1, 3, 1, 2)));
    inputs.put("f", TensorType.of(DType.FLOAT32, Shape.of(1)));
    Node add =
        Node.original(
            "add", new OpaqueOp("", "Add", new LinkedHashMap<>()), List.of("x", "f"), List.of("y"));
    Graph graph =
        new Graph(
            "sum",
            ModelInfo.ofOpset(17),
            List.of("x", "f"),
            List.of("y"),
            List.of(add),
            new LinkedHashMap<>(),
            inputs);
    features = folder.resolve("features.onnx");
    OnnxWriter.write(graph, features);
    PictureInput input =
        new PictureInput(
            PictureType.RGB,
            PictureLayout.NHWC,
            PictureType.RGB,
            PictureLayout.NCHW,
            Swing.FULL,
            InputSource.DDR);
    SequencedMap<String, InputPreparation> prepared = new LinkedHashMap<>();
    prepared.put("x", new InputPreparation(input, List.of(0.0), List.of(1.0)));
    pictures = folder.resolve("pictures.onnx");
    OnnxWriter.write(InsertPictureInputs.apply(graph, prepared), pictures);
  }

  @Test
  void pixelsAreFedAsTheyAreAndLessTheOffset() {
    Tensor number = Tensor.of(Shape.of(1), 0.5f);
    try (ModelSession session = ModelSession.open(pictures)) {
      assertThat(session.inputNames()).containsExactly("x", "f");
      assertThat(session.outputNames()).containsExactly("y");
      assertThat(session.inputs())
          .extracting(Port::dims)
          .first()
          .isEqualTo(List.of(1L, 1L, 2L, 3L));
      assertThat(session.layouts())
          .containsExactly(Optional.of(PictureLayout.NHWC), Optional.empty());
      assertThat(session.pictureExtent()).hasValue(new ModelSession.Extent(1, 2));
      Tensor bytes = Tensor.ofIntegers(DType.UINT8, PIXELS, 0, 1, 2, 128, 254, 255);
      Tensor reals = Tensor.of(PIXELS, 0f, 1f, 2f, 128f, 254f, 255f);
      Tensor shifted = Tensor.of(PIXELS, -128f, -127f, -126f, 0f, 126f, 127f);
      float[] expected = {0.5f, 128.5f, 1.5f, 254.5f, 2.5f, 255.5f};
      assertThat(values(session.run(List.of(), Map.of("x", bytes, "f", number))))
          .containsExactly(expected);
      assertThat(values(session.run(List.of("y"), Map.of("x", reals, "f", number), 128)))
          .containsExactly(expected);
      assertThat(values(session.runFeature(List.of("y"), Map.of("x", shifted, "f", number))))
          .containsExactly(expected);
    }
  }

  @Test
  void featuresHaveNoOffset() {
    Map<String, Tensor> feed =
        Map.of(
            "x",
            Tensor.of(Shape.of(1, 3, 1, 2), 1f, 2f, 3f, 4f, 5f, 6f),
            "f",
            Tensor.of(Shape.of(1), 1f));
    try (ModelSession session = ModelSession.open(features)) {
      assertThat(session.pictureExtent()).isEmpty();
      assertThat(values(session.runFeature(List.of(), feed))).containsExactly(2, 3, 4, 5, 6, 7);
      assertThatThrownBy(() -> session.run(List.of(), feed))
          .isInstanceOf(BadConfigurationException.class)
          .hasMessageContaining("none of the inputs [x, f] takes pixels");
    }
  }

  private static float[] values(List<Tensor> outputs) {
    assertThat(outputs).hasSize(1);
    return outputs.getFirst().toFloats();
  }
}
