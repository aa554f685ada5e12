package io.plumbline.data.metric.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.data.metric.Box;
import io.plumbline.data.metric.Detection;
import io.plumbline.data.picture.PadResize;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class DecodersTests {
  @Test
  void ssdRowsAreSharesOfTheInput() {
    Tensor rows =
        Tensor.of(
            Shape.of(1, 1, 3, 7),
            new float[] {
              0, 2, 0.5f, 0.25f, 0.5f, 0.75f, 1, //
              0, 0, 0.9f, 0, 0, 1, 1, //
              -1, 1, 0.9f, 0, 0, 1, 1
            });
    assertThat(DetectionDecoder.SSD.decode(outputs("out", rows), 100, 200, 0.1))
        .containsExactly(new Detection(1, 0.5, new Box(50, 50, 150, 100)));
  }

  /** Cell (row 1, column 2) of stride 8 in a 32×32 input is row 6. */
  @Test
  void yoloxCellsAreOffsetsOfAGrid() {
    float[] values = new float[21 * 7];
    float[] cell = {0.5f, 0.25f, 0, 0, 0.5f, 0.2f, 0.8f};
    System.arraycopy(cell, 0, values, 6 * 7, 7);
    List<Detection> found =
        DetectionDecoder.YOLOX.decode(
            outputs("output", Tensor.of(Shape.of(1, 21, 7), values)), 32, 32, 0.2);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().category()).isEqualTo(1);
    assertThat(found.getFirst().score()).isEqualTo(0.4, within(1e-7));
    assertThat(found.getFirst().box()).isEqualTo(new Box(16, 6, 24, 14));
  }

  @Test
  void yoloxRefusesAnotherSize() {
    Tensor output = Tensor.allocate(DType.FLOAT32, Shape.of(1, 20, 7));
    assertThatThrownBy(() -> DetectionDecoder.YOLOX.decode(outputs("output", output), 32, 32, 0.2))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("one output of 21 rows");
  }

  @Test
  void ultraFaceHasThePriorsOfItsPaper() {
    assertThat(Priors.ULTRAFACE.count(240, 320)).isEqualTo(4420);
    Rows priors = Priors.ULTRAFACE.boxes(240, 320);
    assertThat(priors.at(0, 0)).isEqualTo(4 / 320.0, within(1e-7));
    assertThat(priors.at(2, 3)).isEqualTo(24 / 240.0, within(1e-7));
    assertThat(priors.at(4419, 3)).isEqualTo(1);
  }

  /** Corrections of nothing give the priors themselves, which as corners give the same boxes. */
  @Test
  void facesComeFromCorrectionsOrCorners() {
    float[] scores = new float[2 * 4420];
    scores[2 * 3603 + 1] = 0.9f;
    float[] corrections = new float[4 * 4420];
    for (int i = 0; i < 4420; i++) {
      corrections[4 * i] = 1;
      corrections[4 * i + 2] = i == 3603 ? 0 : -1;
    }
    SequencedMap<String, Tensor> outputs =
        outputs("scores", Tensor.of(Shape.of(1, 4420, 2), scores));
    outputs.put("boxes", Tensor.of(Shape.of(1, 4420, 4), corrections));
    List<Detection> found = DetectionDecoder.ULTRAFACE.decode(outputs, 240, 320, 0.5);
    assertThat(found).hasSize(1);
    Box box = found.getFirst().box();
    assertThat(box.x2() - box.x1()).isEqualTo(48, within(1e-4));
    assertThat((box.x1() + box.x2()) / 2).isEqualTo(16 + 8 + 4.8, within(1e-4));
    assertThat((box.y1() + box.y2()) / 2).isEqualTo(8, within(1e-4));

    float[] corners = new float[4 * 4420];
    corners[4 * 3603] = (float) (box.x1() / 320);
    corners[4 * 3603 + 1] = (float) (box.y1() / 240);
    corners[4 * 3603 + 2] = (float) (box.x2() / 320);
    corners[4 * 3603 + 3] = (float) (box.y2() / 240);
    outputs.put("boxes", Tensor.of(Shape.of(1, 4420, 4), corners));
    Box again = DetectionDecoder.ULTRAFACE.decode(outputs, 240, 320, 0.5).getFirst().box();
    assertThat(again.overlap(box)).isGreaterThan(0.9999);
  }

  @Test
  void yunetTakesTheRootOfBothScores() {
    SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
    for (int stride : new int[] {8, 16, 32}) {
      int cells = (32 / stride) * (32 / stride);
      float[] one = new float[cells];
      one[0] = stride == 16 ? 0.64f : 0;
      outputs.put("cls_" + stride, Tensor.of(Shape.of(1, cells, 1), one));
      outputs.put("obj_" + stride, Tensor.of(Shape.of(1, cells, 1), one.clone()));
      outputs.put("bbox_" + stride, Tensor.of(Shape.of(1, cells, 4), new float[4 * cells]));
    }
    List<Detection> found = DetectionDecoder.YUNET.decode(outputs, 32, 32, 0.5);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().score()).isEqualTo(0.64, within(1e-7));
    assertThat(found.getFirst().box()).isEqualTo(new Box(-8, -8, 8, 8));
  }

  @Test
  void yolov5RowsHaveObjectness() {
    Tensor rows =
        Tensor.of(
            Shape.of(1, 2, 7),
            new float[] {50, 40, 20, 10, 0.5f, 0.2f, 0.8f, 1, 1, 1, 1, 0.05f, 1, 1});
    assertThat(DetectionDecoder.YOLOV5.decode(outputs("output0", rows), 80, 100, 0.2))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.category()).isEqualTo(1);
              assertThat(found.score()).isEqualTo(0.4, within(1e-7));
              assertThat(found.box()).isEqualTo(new Box(40, 35, 60, 45));
            });
  }

  /** Three classes, eight boxes along the last axis. */
  @Test
  void yolov8CountsBoxesAlongTheLastAxis() {
    float[] values = new float[7 * 8];
    float[] box = {50, 40, 20, 10, 0.1f, 0.9f, 0.3f};
    for (int line = 0; line < 7; line++) {
      values[line * 8 + 5] = box[line];
    }
    SequencedMap<String, Tensor> outputs = outputs("output0", Tensor.of(Shape.of(1, 7, 8), values));
    List<Detection> found = DetectionDecoder.YOLOV8.decode(outputs, 80, 100, 0.25);
    assertThat(found).extracting(Detection::category).containsExactly(1, 2);
    assertThat(found.getFirst().box()).isEqualTo(new Box(40, 35, 60, 45));
    Tensor rows = Tensor.of(Shape.of(1, 8, 7), values);
    assertThatThrownBy(
            () -> DetectionDecoder.YOLOV8.decode(outputs("output0", rows), 80, 100, 0.25))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("1 x (4 + classes) x boxes");
  }

  @Test
  void detrQueriesAreSharesOfTheInputAndTheirLastClassIsNone() {
    SequencedMap<String, Tensor> outputs =
        outputs("logits", Tensor.of(Shape.of(1, 2, 3), new float[] {0, 2, 0, 0, 0, 9}));
    outputs.put(
        "pred_boxes",
        Tensor.of(Shape.of(1, 2, 4), new float[] {0.5f, 0.5f, 0.25f, 0.5f, 0, 0, 1, 1}));
    List<Detection> found = DetectionDecoder.DETR.decode(outputs, 80, 100, 0.2);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().category()).isEqualTo(1);
    double share = StrictMath.exp(2);
    assertThat(found.getFirst().score()).isEqualTo(share / (share + 2), within(1e-7));
    assertThat(found.getFirst().box()).isEqualTo(new Box(37.5, 20, 62.5, 60));
    assertThat(DetectionDecoder.RTDETR.decode(outputs, 80, 100, 0.8))
        .extracting(Detection::category)
        .containsExactly(1, 2);
  }

  @Test
  void overlappingDetectionsOfOneClassAreThinned() {
    Box box = new Box(0, 0, 10, 10);
    Detection weak = new Detection(0, 0.5, new Box(0, 0, 10, 9));
    Detection strong = new Detection(0, 0.9, box);
    Detection other = new Detection(1, 0.3, box);
    assertThat(NonMaximumSuppression.apply(List.of(weak, other, strong), 0.5))
        .containsExactly(strong, other);
    assertThat(NonMaximumSuppression.apply(List.of(weak, other, strong), 0.95))
        .containsExactly(strong, weak, other);
  }

  /** 200×100 into 416×416: twice 0.5·… the picture is 416 wide and 208 high, from the top. */
  @Test
  void letterBoxedPicturesAreLedBack() {
    InputFrame frame =
        InputFrame.of(
            List.of(new PadResize(416, 416, 114, false)), 100, 200, Shape.of(1, 3, 416, 416));
    assertThat(frame.toPicture(new Box(0, 0, 416, 208))).isEqualTo(new Box(0, 0, 200, 100));
    InputFrame centred =
        InputFrame.of(
            List.of(new PadResize(416, 416, 114, true)), 100, 200, Shape.of(1, 3, 416, 416));
    assertThat(centred.toPicture(new Box(0, 104, 416, 312))).isEqualTo(new Box(0, 0, 200, 100));
  }

  @Test
  void framesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> InputFrame.of(List.of(), 100, 200, Shape.of(1, 3, 416, 416)))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("expected an input of 100x200");
  }

  private static SequencedMap<String, Tensor> outputs(String name, Tensor tensor) {
    SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put(name, tensor);
    return outputs;
  }
}
