package io.plumbline.formats.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compares rows of image, label, score and box without regard to the order of equal scores. */
final class Detections {
  private static final double TOLERANCE = 1e-4;

  private Detections() {}

  /** Fails when a row of a score above the limit has no equal on the other side. */
  static void assertEqual(Tensor ours, Tensor theirs, double score, String what) {
    assertThat(ours.shape()).as(what).isEqualTo(theirs.shape());
    assertCovered(rows(ours), rows(theirs), score, what);
    assertCovered(rows(theirs), rows(ours), score, what);
  }

  private static void assertCovered(
      List<float[]> rows, List<float[]> others, double score, String what) {
    for (float[] row : rows) {
      if (row[2] > score) {
        assertThat(others)
            .as("%s: a row like %s", what, Arrays.toString(row))
            .anyMatch(other -> isClose(row, other));
      }
    }
  }

  private static boolean isClose(float[] row, float[] other) {
    for (int i = 0; i < row.length; i++) {
      if (Math.abs(row[i] - other[i]) > TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  private static List<float[]> rows(Tensor tensor) {
    float[] values = tensor.toFloats();
    List<float[]> rows = new ArrayList<>();
    for (int at = 0; at < values.length; at += 7) {
      rows.add(Arrays.copyOfRange(values, at, at + 7));
    }
    return rows;
  }
}
