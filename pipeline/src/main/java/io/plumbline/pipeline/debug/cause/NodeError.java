package io.plumbline.pipeline.debug.cause;

import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.quantize.load.RoundedStep;
import io.plumbline.tensor.QuantParams;
import io.plumbline.verify.debug.Cause;
import io.plumbline.verify.debug.StepError;
import io.plumbline.verify.debug.StepFacts;

/**
 * The error of one step.
 *
 * @param step nodes that are computed at once
 * @param place where its value rounds
 * @param op types of the nodes
 * @param same the error on the same input
 * @param avoidable the share of the squared error on the same input that is gone with a range that
 *     fits the values and the numbers of the float model, 0…1: what is left is what these bits cost
 * @param accumulated decibels of the signal over the error of the whole model at this value
 * @param cosine of the value in the whole model, the mean over samples
 */
public record NodeError(
    RoundedStep step,
    CalibrationNode place,
    String op,
    StepError same,
    StepFacts facts,
    Cause cause,
    double avoidable,
    double accumulated,
    double cosine) {
  /** Parameters of the same kind whose range is that of the values. */
  QuantParams fitted() {
    return fitted(place.params(), same);
  }

  static QuantParams fitted(QuantParams own, StepError error) {
    int most = own.dtype().maximum();
    int least = own.dtype().minimum();
    double low = Math.min(0, error.low());
    double high = Math.max(0, error.high());
    if (own.zeroPoint() == 0 && least < 0) {
      float scale = positive((float) (Math.max(-low, high) / most), own);
      return QuantParams.perTensor(own.dtype(), scale, 0);
    }
    float scale = positive((float) ((high - low) / (most - least)), own);
    int zeroPoint = (int) Math.clamp(Math.rint(least - low / scale), least, most);
    return QuantParams.perTensor(own.dtype(), scale, zeroPoint);
  }

  private static float positive(float scale, QuantParams own) {
    return scale > 0 && Float.isFinite(scale) ? scale : own.scale();
  }

  /**
   * What of an error can be avoided.
   *
   * @param best the same with the numbers of the float model
   */
  static double avoidable(QuantParams params, StepError error, StepError best) {
    double finer = fitted(params, best).scale() / (double) params.scale();
    double left =
        best.energies().shift()
            + best.energies().weights()
            + best.energies().rounding() * finer * finer;
    double sum = error.energies().sum();
    return sum == 0 ? 0 : Math.max(0, 1 - left / sum);
  }
}
