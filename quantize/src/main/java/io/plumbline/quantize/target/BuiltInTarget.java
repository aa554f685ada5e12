package io.plumbline.quantize.target;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import java.util.List;

/**
 * A target that has a name everywhere.
 *
 * @param summary one line for those who choose
 */
public record BuiltInTarget(Target target, String summary) {
  private static final Requantisation FLOAT = new Requantisation.FloatMultiplier();

  private static final BuiltInTarget NPU_SYMMETRIC =
      new BuiltInTarget(
          new Target(
              "npu-symmetric-int8",
              List.of(Scheme.INT8.withAsymmetric(false), Scheme.INT16.withAsymmetric(false)),
              Rounding.HALF_EVEN,
              ScaleConvention.MAXIMUM,
              FLOAT,
              Products.EXACT,
              false,
              true),
          "int8 without zero points, scale T/127, weights per channel");

  private static final Scheme UINT8 =
      new Scheme("int8", DType.UINT8, DType.INT8, true, true, Accumulator.INT32);

  private static final BuiltInTarget NPU_UINT8 =
      new BuiltInTarget(
          new Target(
              "npu-uint8",
              List.of(
                  UINT8,
                  new Scheme("int16", DType.UINT16, DType.INT8, true, true, Accumulator.INT64),
                  new Scheme("w16a16", DType.UINT16, DType.INT16, true, true, Accumulator.INT64),
                  new Scheme("w16a8", DType.UINT8, DType.INT16, true, true, Accumulator.INT64),
                  UINT8.withWeightBits("w4a8", 4)),
              Rounding.HALF_EVEN,
              ScaleConvention.MAXIMUM,
              FLOAT,
              Products.EXACT,
              false,
              true),
          "uint8 with zero points, weights int8 per channel, also of 4 and 16 bits");

  private static final BuiltInTarget MCU =
      new BuiltInTarget(
          new Target(
              "mcu-fixed31",
              List.of(Scheme.INT8),
              Rounding.HALF_AWAY,
              ScaleConvention.MAXIMUM,
              new Requantisation.FixedPoint(Requantisation.FixedPoint.MOST, true),
              Products.EXACT,
              false,
              false),
          "int8 with zero points, sums rescaled by 31-bit integers and rounded twice, as TensorFlow"
              + " Lite and CMSIS-NN do");

  private static final BuiltInTarget ORT =
      new BuiltInTarget(
          new Target(
              "onnx-qdq-ort",
              List.of(UINT8, UINT8.withWeightBits("w7a8", 7)),
              Rounding.HALF_EVEN,
              ScaleConvention.MAXIMUM,
              FLOAT,
              Products.SATURATING_PAIRS,
              false,
              true),
          "QDQ models for ONNX Runtime's CPU kernels: uint8 with zero points, weights int8 per"
              + " channel, also of 7 bits");

  private static final BuiltInTarget TENSORRT =
      new BuiltInTarget(
          new Target(
              "onnx-qdq-tensorrt",
              List.of(Scheme.INT8.withAsymmetric(false)),
              Rounding.HALF_EVEN,
              ScaleConvention.MAXIMUM,
              FLOAT,
              Products.EXACT,
              false,
              true),
          "QDQ models for TensorRT: int8 without zero points, weights per channel, biases float32"
              + " (take PREFIX_calibrated_model.onnx)");

  /** All, the default first. */
  public static final List<BuiltInTarget> ALL =
      List.of(
          new BuiltInTarget(
              Target.GENERIC, "C or Java on any processor; the default: int8 with zero points"),
          NPU_SYMMETRIC,
          NPU_UINT8,
          MCU,
          ORT,
          TENSORRT);

  /** The target of a name in {@link #ALL}. */
  public static Target named(String name) {
    return ALL.stream()
        .map(BuiltInTarget::target)
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name));
  }
}
