package io.plumbline.pipeline.tune;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/**
 * Errors of a result part by part, so that large numbers do not hide small ones beside them: boxes
 * beside scores, say. The parts are the places along the shortest axis behind the first one that
 * has more than one place.
 */
final class PartErrors {
  private double[] errors = new double[0];
  private double[] signals = new double[0];

  /** Adds one sample; of one shape all. */
  void add(Tensor expected, Tensor found) {
    Shape shape = expected.shape();
    int axis = axis(shape);
    int parts = axis < 0 ? 1 : shape.intDim(axis);
    int inner = 1;
    for (int i = Math.max(0, axis + 1); axis >= 0 && i < shape.rank(); i++) {
      inner *= shape.intDim(i);
    }
    if (errors.length != parts) {
      errors = new double[parts];
      signals = new double[parts];
    }
    float[] real = expected.toFloats();
    float[] other = found.toFloats();
    for (int i = 0; i < real.length; i++) {
      int part = i / inner % parts;
      double difference = (double) real[i] - other[i];
      errors[part] += difference * difference;
      signals[part] += (double) real[i] * real[i];
    }
  }

  private static int axis(Shape shape) {
    int shortest = -1;
    for (int axis = 1; axis < shape.rank(); axis++) {
      boolean splits = shape.dim(axis) > 1;
      if (splits && (shortest < 0 || shape.dim(axis) < shape.dim(shortest))) {
        shortest = axis;
      }
    }
    return shortest;
  }

  /** The mean over parts of Σ(x−y)² / Σx² over all samples; at most 1 for each part. */
  double mean() {
    double sum = 0;
    for (int part = 0; part < errors.length; part++) {
      sum += errors[part] == 0 ? 0 : Math.min(1, errors[part] / signals[part]);
    }
    return errors.length == 0 ? 0 : sum / errors.length;
  }
}
