package io.plumbline.data.metric.decode;

import io.plumbline.data.metric.Detection;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/** The networks whose raw outputs are understood. */
public enum DetectionDecoder {
  /** {@link SsdDecoder}. */
  SSD(0.01, 1),
  /** {@link PriorBoxDecoder}. */
  ULTRAFACE(0.02, 0.3),
  /** {@link YoloxDecoder}. */
  YOLOX(0.01, 0.65),
  /** {@link YunetDecoder}. */
  YUNET(0.02, 0.45),
  /** {@link YoloDecoder}, with objectness. */
  YOLOV5(0.001, 0.6),
  /** {@link YoloDecoder}, without objectness; YOLO11 likewise. */
  YOLOV8(0.001, 0.7),
  /** {@link DetrDecoder}, scores by softmax. */
  DETR(0.001, 1),
  /** {@link DetrDecoder}, scores by sigmoid. */
  RTDETR(0.001, 1);

  private final double score;
  private final double overlap;

  DetectionDecoder(double score, double overlap) {
    this.score = score;
    this.overlap = overlap;
  }

  /** Detections below this score are left out where nothing else is asked for. */
  public double defaultScore() {
    return score;
  }

  /**
   * Detections that overlap a surer one of their class by more than this are left out where nothing
   * else is asked for; 1 where the network has done so itself.
   */
  public double defaultOverlap() {
    return overlap;
  }

  /**
   * All detections of one picture, in pixels of the network's input; overlapping ones are all
   * there.
   *
   * @param height of the network's input
   * @param leastScore lower ones are left out
   * @throws io.plumbline.tensor.BadDataException when the outputs are not those of such a network
   */
  public List<Detection> decode(
      SequencedMap<String, Tensor> tensors, int height, int width, double leastScore) {
    Outputs outputs = new Outputs(name().toLowerCase(Locale.ROOT), tensors);
    return switch (this) {
      case SSD -> SsdDecoder.decode(outputs, height, width, leastScore);
      case ULTRAFACE -> PriorBoxDecoder.decode(outputs, height, width, leastScore);
      case YOLOX -> YoloxDecoder.decode(outputs, height, width, leastScore);
      case YUNET -> YunetDecoder.decode(outputs, height, width, leastScore);
      case YOLOV5 -> YoloDecoder.rows(outputs, leastScore);
      case YOLOV8 -> YoloDecoder.columns(outputs, leastScore);
      case DETR -> DetrDecoder.softmax(outputs, height, width, leastScore);
      case RTDETR -> DetrDecoder.sigmoid(outputs, height, width, leastScore);
    };
  }
}
