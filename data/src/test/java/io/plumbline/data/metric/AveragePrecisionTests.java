package io.plumbline.data.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every expected number is worked out by hand beside it. */
class AveragePrecisionTests {
  private static final Box A = new Box(0, 0, 10, 10);
  private static final Box B = new Box(100, 100, 110, 110);
  private static final Box NOWHERE = new Box(300, 300, 310, 310);

  @Test
  void aPerfectDetectorScoresOne() {
    Scene scene = scene(List.of(object(A), object(B)), List.of(found(0.9, A), found(0.8, B)));
    for (DetectionRule rule : DetectionRule.values()) {
      assertThat(AveragePrecision.of(rule, List.of(scene)).mean()).isEqualTo(1);
    }
  }

  /** Precision 1/1 at recall 1/2, 1/2, then 2/3 at recall 1. */
  @Test
  void aFalseAlarmBetweenTwoHits() {
    Scene scene =
        scene(
            List.of(object(A), object(B)),
            List.of(found(0.9, A), found(0.8, NOWHERE), found(0.7, B)));
    assertThat(mean(DetectionRule.COCO, scene)).isEqualTo((51 + 50 * 2 / 3.0) / 101, within(1e-12));
    assertThat(mean(DetectionRule.VOC07, scene)).isEqualTo((6 + 5 * 2 / 3.0) / 11, within(1e-12));
    assertThat(mean(DetectionRule.VOC, scene)).isEqualTo(0.5 + 0.5 * 2 / 3, within(1e-12));
  }

  /** Two of three objects are found: recalls 0 to 66 of 101 have precision 1, the others 0. */
  @Test
  void classesTogetherCountByTheirObjects() {
    Scene scene =
        scene(
            List.of(object(A), object(B), new TrueObject(7, A, false)),
            List.of(found(0.9, A), found(0.8, B), new Detection(8, 0.1, A)));
    assertThat(AveragePrecision.together(List.of(scene))).isEqualTo(67 / 101.0, within(1e-12));
    assertThat(AveragePrecision.together(List.of())).isZero();
  }

  /** A box of overlap 0.72 counts at the thresholds 0.50, 0.55, 0.60, 0.65 and 0.70. */
  @Test
  void cocoAveragesTenThresholds() {
    Scene scene = scene(List.of(object(A)), List.of(found(0.9, new Box(0, 0, 10, 7.2))));
    AveragePrecision precision = AveragePrecision.of(DetectionRule.COCO, List.of(scene));
    assertThat(precision.mean()).isEqualTo(0.5);
    assertThat(precision.figures()).containsEntry("ap50", 1.0).containsEntry("ap75", 0.0);
  }

  @Test
  void findingAnObjectTwiceIsAnErrorBeforeTheNextHit() {
    Scene scene =
        scene(List.of(object(A), object(B)), List.of(found(0.9, A), found(0.8, A), found(0.7, B)));
    assertThat(mean(DetectionRule.VOC, scene)).isEqualTo(0.5 + 0.5 * 2 / 3, within(1e-12));
    assertThat(mean(DetectionRule.COCO, scene)).isEqualTo((51 + 50 * 2 / 3.0) / 101, within(1e-12));
  }

  /** The small box lies wholly in the crowd, though their intersection over union is 0.01. */
  @Test
  void whatLiesInACrowdDoesNotCount() {
    TrueObject crowd = new TrueObject(0, new Box(200, 200, 300, 300), true);
    Detection inside = found(0.95, new Box(210, 210, 220, 220));
    Scene scene = scene(List.of(object(A), crowd), List.of(inside, inside, found(0.9, A)));
    assertThat(mean(DetectionRule.COCO, scene)).isEqualTo(1);
  }

  @Test
  void aFreeObjectIsTakenBeforeACrowd() {
    TrueObject crowd = new TrueObject(0, A, true);
    Box near = new Box(0, 0, 10, 9);
    Scene scene = scene(List.of(crowd, object(near)), List.of(found(0.9, A)));
    assertThat(AveragePrecision.of(DetectionRule.COCO, List.of(scene)).figures())
        .containsEntry("ap50", 1.0);
  }

  @Test
  void difficultObjectsArePassedOver() {
    TrueObject difficult = new TrueObject(0, B, true);
    Scene scene = scene(List.of(object(A), difficult), List.of(found(0.9, B), found(0.8, A)));
    assertThat(mean(DetectionRule.VOC, scene)).isEqualTo(1);
  }

  /** With inclusive coordinates the boxes are 10 and 5 pixels high: overlap exactly one half. */
  @Test
  void vocCountsBothEdges() {
    Scene scene =
        scene(List.of(object(new Box(0, 0, 9, 9))), List.of(found(0.9, new Box(0, 0, 9, 4))));
    assertThat(mean(DetectionRule.VOC, scene)).isEqualTo(1);
    assertThat(mean(DetectionRule.COCO, scene)).isZero();
  }

  /** 100 false alarms of higher score push the hit out of COCO's limit, but not out of VOC's. */
  @Test
  void cocoTakesTheHundredSurest() {
    List<Detection> detections =
        IntStream.rangeClosed(0, 100)
            .mapToObj(i -> i < 100 ? found(0.9, NOWHERE) : found(0.5, A))
            .toList();
    Scene scene = scene(List.of(object(A)), detections);
    assertThat(mean(DetectionRule.COCO, scene)).isZero();
    assertThat(mean(DetectionRule.VOC, scene)).isEqualTo(1 / 101.0, within(1e-12));
  }

  @Test
  void classesWithoutObjectsTakeNoPart() {
    Scene scene =
        scene(List.of(object(A)), List.of(found(0.9, A), new Detection(5, 0.99, NOWHERE)));
    AveragePrecision precision = AveragePrecision.of(DetectionRule.COCO, List.of(scene));
    assertThat(precision.classes()).containsOnlyKeys(0);
    assertThat(precision.mean()).isEqualTo(1);
  }

  @Test
  void scoresOfAllPicturesAreSortedTogether() {
    Scene first = scene(List.of(object(A)), List.of(found(0.5, A)));
    Scene second = scene(List.of(object(A)), List.of(found(0.9, NOWHERE)));
    assertThat(AveragePrecision.of(DetectionRule.VOC, List.of(first, second)).mean())
        .isEqualTo(0.25);
  }

  /** Class 0: 3 right, 1 taken for 1 → 3/4; class 1: 2 right, 1 too many → 2/3. */
  @Test
  void overlapOfSegmentations() {
    ConfusionMatrix matrix = new ConfusionMatrix();
    matrix.add(0, 0, 3);
    matrix.add(0, 1, 1);
    matrix.add(1, 1, 2);
    assertThat(matrix.overlaps()).containsEntry(0, 0.75).containsEntry(1, 2 / 3.0);
    assertThat(matrix.meanOverlap()).isEqualTo((0.75 + 2 / 3.0) / 2, within(1e-15));
    assertThat(matrix.accuracy()).isEqualTo(5 / 6.0, within(1e-15));
  }

  private static double mean(DetectionRule rule, Scene scene) {
    return AveragePrecision.of(rule, List.of(scene)).mean();
  }

  private static Scene scene(List<TrueObject> objects, List<Detection> detections) {
    return new Scene(objects, detections);
  }

  private static TrueObject object(Box box) {
    return new TrueObject(0, box, false);
  }

  private static Detection found(double score, Box box) {
    return new Detection(0, score, box);
  }
}
