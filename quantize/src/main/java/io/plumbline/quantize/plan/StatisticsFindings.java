package io.plumbline.quantize.plan;

import io.plumbline.quantize.calibrate.Quantiles;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.tensor.Finding;
import java.util.Optional;

/** What is worth a word about the statistics of a tensor, whatever is planned with them. */
final class StatisticsFindings {
  /** A maximum this much above the 99.99 % quantile is worth a word. */
  private static final double EXTREME = 20;

  private StatisticsFindings() {}

  static Optional<Finding> of(String value, TensorStatistics tensor) {
    return tensor.isConstant()
        ? Optional.of(
            Finding.info(
                "plan.constant-tensor",
                value,
                "Every element is %s in all samples; the calibration data may miss what varies it."
                    .formatted(tensor.minimum())))
        : tensor
            .histogram()
            .map(_ -> Quantiles.ofMagnitudes(tensor.distribution(), 0.9999))
            .filter(quantile -> tensor.largestMagnitude() > EXTREME * quantile)
            .map(quantile -> extreme(value, tensor, quantile));
  }

  private static Finding extreme(String value, TensorStatistics tensor, Double quantile) {
    return Finding.warning(
        "plan.extreme-range",
        value,
        ("The largest magnitude %s is far above the 99.99 %% quantile %s; look at"
                + " the samples or the calibration method.")
            .formatted(tensor.largestMagnitude(), quantile.floatValue()));
  }
}
