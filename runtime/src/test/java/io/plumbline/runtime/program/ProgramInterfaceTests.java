package io.plumbline.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgramInterfaceTests {
  private static final QuantParams PARAMS = QuantParams.perTensor(DType.INT8, 0.1f, 0);
  private static final Shape SHAPE = Shape.of(1, 2, 2, 3);

  /**
   * Float picture and int8 mask in; the picture quantized and stored channels-last; a quantized
   * mask out.
   */
  private static final Program PROGRAM =
      new Program(
          "two inputs",
          Rounding.HALF_EVEN,
          List.of(
              value("picture", DType.FLOAT32, SHAPE, Layout.PLAIN),
              value("mask", DType.INT8, Shape.of(4), Layout.PLAIN),
              value("picture_q", DType.INT8, SHAPE, Layout.PLAIN),
              value("stored", DType.INT8, Shape.of(1, 2, 3, 2), Layout.CHANNELS_LAST),
              value("mask_out", DType.INT8, Shape.of(2, 2), Layout.PLAIN)),
          List.of(0, 1),
          List.of(4),
          new LinkedHashMap<>(),
          List.of(
              new Instruction.Quantize("q", 0, 2),
              new Instruction.Permute("p", 2, 3, List.of(0, 2, 3, 1)),
              new Instruction.Reshape("r", 1, 4)));

  private final ProgramInterface ports = new ProgramInterface(PROGRAM);
  private final Tensor picture = Tensor.allocate(DType.FLOAT32, SHAPE);
  private final Tensor mask = Tensor.allocate(DType.INT8, Shape.of(4));

  @Test
  void portsAndTensorsComeInExecutionOrder() {
    assertThat(ports.inputs())
        .containsExactly(
            new Port("picture", DType.FLOAT32, List.of(1L, 2L, 2L, 3L)),
            new Port("mask", DType.INT8, List.of(4L)));
    assertThat(ports.tensors())
        .containsExactly("picture", "mask", "picture_q", "stored", "mask_out");
  }

  @Test
  void aMissingInputIsNamedWithWhatWasExpected() {
    assertThatThrownBy(() -> bind(Map.of("mask", mask)))
        .isInstanceOfSatisfying(
            BadDataException.class,
            e -> {
              assertThat(e.code()).isEqualTo("input.missing");
              assertThat(e.where()).isEqualTo("picture");
              assertThat(e.remedy()).contains("picture f32[1x2x2x3], mask si8[4]");
            });
  }

  @Test
  void anUnknownInputIsRefused() {
    assertThatThrownBy(() -> bind(Map.of("mask", mask, "picture", picture, "other", mask)))
        .isInstanceOfSatisfying(
            BadDataException.class, e -> assertThat(e.code()).isEqualTo("input.unknown"));
  }

  @Test
  void aWrongShapeOrDtypeIsRefusedWithBothSides() {
    Tensor flat = picture.reshape(Shape.of(12));
    assertThatThrownBy(() -> bind(Map.of("mask", mask, "picture", flat)))
        .isInstanceOf(BadDataException.class)
        .hasMessage("Expected picture f32[1x2x2x3], found f32[12].");
    Tensor pixels = Tensor.allocate(DType.UINT8, Shape.of(4));
    assertThatThrownBy(() -> bind(Map.of("mask", pixels, "picture", picture)))
        .isInstanceOf(BadDataException.class)
        .hasMessage("Expected mask si8[4], found ui8[4].");
  }

  @Test
  void nanIsRefused() {
    float[] values = new float[12];
    values[7] = Float.NaN;
    Tensor broken = Tensor.of(SHAPE, values);
    assertThatThrownBy(() -> bind(Map.of("mask", mask, "picture", broken)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("Element 7 is NaN");
  }

  @Test
  void theOffsetTurnsPixelsIntoIntegersAndLeavesFloatsAlone() {
    Tensor pixels = Tensor.ofIntegers(DType.UINT8, Shape.of(4), 0, 127, 128, 255);
    RunOptions options = new RunOptions(List.of(), 128);
    Map<Integer, Tensor> bound = ports.bind(Map.of("mask", pixels, "picture", picture), options);
    assertThat(bound.get(0)).isSameAs(picture);
    assertThat(bound.get(1))
        .matches(
            tensor -> tensor.sameAs(Tensor.ofIntegers(DType.INT8, Shape.of(4), -128, -1, 0, 127)));
    RunOptions small = new RunOptions(List.of(), 100);
    assertThatThrownBy(() -> ports.bind(Map.of("mask", pixels, "picture", picture), small))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("Element 3 is 255");
  }

  @Test
  void fetchedIntermediatesReturnToLogicalOrder() {
    Tensor stored =
        Tensor.ofIntegers(DType.INT8, Shape.of(1, 2, 3, 2), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    Tensor expected = Tensor.ofIntegers(DType.INT8, SHAPE, 1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12);
    assertThat(ports.present(3, stored)).matches(expected::sameAs);
  }

  @Test
  void anUnknownFetchNamesWhatThereIs() {
    assertThat(ports.fetched(RunOptions.fetching(List.of("stored", "picture"))))
        .containsExactly(3, 0);
    assertThat(ports.fetched(RunOptions.DEFAULT)).containsExactly(4);
    assertThatThrownBy(() -> ports.fetched(RunOptions.fetching(List.of("nothing"))))
        .isInstanceOfSatisfying(
            BadConfigurationException.class,
            e -> assertThat(e.remedy()).contains("picture_q, stored"));
  }

  private void bind(Map<String, Tensor> tensors) {
    ports.bind(tensors, RunOptions.DEFAULT);
  }

  private static ProgramValue value(String name, DType dtype, Shape shape, Layout layout) {
    return new ProgramValue(
        name, dtype, shape, layout, dtype == DType.INT8 ? Optional.of(PARAMS) : Optional.empty());
  }
}
