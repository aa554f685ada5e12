package io.plumbline.runtime.program.form;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.RecurrentWeights;
import io.plumbline.runtime.program.Window2d;
import java.util.List;
import java.util.function.Function;

/** Parts that several instructions have. */
final class SharedForms {
  private SharedForms() {}

  static <I> Window2d window(Fields<I> f, Function<I, Window2d> of) {
    List<Integer> kernel =
        f.integers("kernel_shape", 2, of.andThen(w -> List.of(w.kernelHeight(), w.kernelWidth())));
    List<Integer> strides =
        f.integers("strides", 2, of.andThen(w -> List.of(w.strideHeight(), w.strideWidth())));
    List<Integer> dilations =
        f.integers("dilations", 2, of.andThen(w -> List.of(w.dilationHeight(), w.dilationWidth())));
    List<Integer> pads =
        f.integers(
            "pads",
            4,
            of.andThen(w -> List.of(w.padTop(), w.padLeft(), w.padBottom(), w.padRight())));
    return new Window2d(
        kernel.get(0), kernel.get(1),
        strides.get(0), strides.get(1),
        dilations.get(0), dilations.get(1),
        pads.get(0), pads.get(1),
        pads.get(2), pads.get(3));
  }

  static <I extends Instruction.Summing> OutputStage stage(Fields<I> f) {
    String name = f.text("stage", op -> name(op.stage()));
    return switch (name) {
      case "requantised" -> requantised(f, as(OutputStage.Requantised.class));
      case "stepped" -> stepped(f, as(OutputStage.Stepped.class));
      case "fixed_point" -> fixedPoint(f, as(OutputStage.FixedPoint.class));
      case "dequantised" -> dequantised(f, as(OutputStage.Dequantised.class));
      default -> throw f.malformed("its stage is '%s'".formatted(name));
    };
  }

  private static String name(OutputStage stage) {
    return switch (stage) {
      case OutputStage.Requantised _ -> "requantised";
      case OutputStage.Stepped _ -> "stepped";
      case OutputStage.FixedPoint _ -> "fixed_point";
      case OutputStage.Dequantised _ -> "dequantised";
    };
  }

  private static <I extends Instruction.Summing, S extends OutputStage> Function<I, S> as(
      Class<S> kind) {
    return op -> kind.cast(op.stage());
  }

  private static <I> OutputStage requantised(Fields<I> f, Function<I, OutputStage.Requantised> of) {
    return new OutputStage.Requantised(
        f.reals("multipliers", of.andThen(OutputStage.Requantised::multipliers)),
        f.integer("low", of.andThen(OutputStage.Requantised::low)),
        f.integer("high", of.andThen(OutputStage.Requantised::high)));
  }

  private static <I> OutputStage stepped(Fields<I> f, Function<I, OutputStage.Stepped> of) {
    return new OutputStage.Stepped(
        f.reals("multipliers", of.andThen(OutputStage.Stepped::multipliers)),
        f.integers("starts", of.andThen(OutputStage.Stepped::starts)),
        f.integers("values", of.andThen(OutputStage.Stepped::values)),
        f.integersBeside(
            OutputStage.Stepped.ONE_TABLE, "tables", of.andThen(OutputStage.Stepped::tables)));
  }

  private static <I> OutputStage fixedPoint(Fields<I> f, Function<I, OutputStage.FixedPoint> of) {
    return new OutputStage.FixedPoint(
        f.integers("multipliers", of.andThen(OutputStage.FixedPoint::integers)),
        f.integers("exponents", of.andThen(OutputStage.FixedPoint::exponents)),
        f.integer("multiplier_bits", of.andThen(OutputStage.FixedPoint::bits)),
        f.flag("double_rounding", of.andThen(OutputStage.FixedPoint::roundsTwice)),
        f.integer("low", of.andThen(OutputStage.FixedPoint::low)),
        f.integer("high", of.andThen(OutputStage.FixedPoint::high)));
  }

  private static <I> OutputStage dequantised(Fields<I> f, Function<I, OutputStage.Dequantised> of) {
    return new OutputStage.Dequantised(
        f.reals("scales", of.andThen(OutputStage.Dequantised::scales)),
        f.real("low", of.andThen(OutputStage.Dequantised::low)),
        f.real("high", of.andThen(OutputStage.Dequantised::high)));
  }

  static <I> RecurrentWeights recurrent(Fields<I> f, Function<I, RecurrentWeights> of) {
    return new RecurrentWeights(
        f.tensor("input_weights", of.andThen(RecurrentWeights::input)),
        f.tensor("recurrent_weights", of.andThen(RecurrentWeights::recurrent)),
        f.tensor("input_scales", of.andThen(RecurrentWeights::inputScales)),
        f.tensor("recurrent_scales", of.andThen(RecurrentWeights::recurrentScales)),
        f.tensor("input_bias", of.andThen(RecurrentWeights::inputBias)),
        f.tensor("recurrent_bias", of.andThen(RecurrentWeights::recurrentBias)));
  }
}
