package io.plumbline.runtime.program.form;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.ComparisonFunction;
import io.plumbline.runtime.program.IndexForm;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.LogicalFunction;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.RecurrentCell;
import io.plumbline.runtime.program.RecurrentDirection;
import io.plumbline.runtime.program.ReductionFunction;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * How each instruction is made of its fields: the one place that names them. A container takes the
 * fields through a {@link FieldSink} and gives them through a {@link FieldSource}; a test holds
 * that every kind of instruction has its line here.
 */
public final class InstructionForms {
  private static final List<Form<?>> ALL =
      List.of(
          new Form<>(
              Instruction.Quantize.class,
              f -> new Instruction.Quantize(f.node(), f.input(), f.output())),
          new Form<>(
              Instruction.Dequantize.class,
              f -> new Instruction.Dequantize(f.node(), f.input(), f.output())),
          new Form<>(
              Instruction.Requantize.class,
              f -> new Instruction.Requantize(f.node(), f.input(), f.output())),
          new Form<>(
              Instruction.Convolution.class,
              f ->
                  new Instruction.Convolution(
                      f.node(),
                      f.input(),
                      f.output(),
                      f.tensor("weights", Instruction.Convolution::weights),
                      f.tensor("bias", Instruction.Convolution::bias),
                      SharedForms.window(f, Instruction.Convolution::window),
                      f.integer("group", Instruction.Convolution::group),
                      SharedForms.stage(f))),
          new Form<>(
              Instruction.Linear.class,
              f ->
                  new Instruction.Linear(
                      f.node(),
                      f.input(),
                      f.output(),
                      f.tensor("weights", Instruction.Linear::weights),
                      f.tensor("bias", Instruction.Linear::bias),
                      SharedForms.stage(f))),
          new Form<>(
              Instruction.MatrixProduct.class,
              f ->
                  new Instruction.MatrixProduct(
                      f.node(),
                      f.input(0, 2),
                      f.input(1, 2),
                      f.output(),
                      f.constantBeside(
                          Accumulator.INT32, "accumulator", Instruction.MatrixProduct::accumulator),
                      SharedForms.stage(f))),
          new Form<>(
              Instruction.Lookup.class,
              f ->
                  new Instruction.Lookup(
                      f.node(),
                      f.input(),
                      f.output(),
                      f.tensor("table", Instruction.Lookup::table))),
          new Form<>(
              Instruction.Arithmetic.class,
              f ->
                  new Instruction.Arithmetic(
                      f.node(),
                      f.constant(
                          ArithmeticFunction.class, "function", Instruction.Arithmetic::function),
                      f.input(0, 2),
                      f.input(1, 2),
                      f.output(),
                      f.real("low", Instruction.Arithmetic::low),
                      f.real("high", Instruction.Arithmetic::high))),
          new Form<>(
              Pooling.MaxPool.class,
              f ->
                  new Pooling.MaxPool(
                      f.node(),
                      f.input(),
                      f.output(),
                      SharedForms.window(f, Pooling.MaxPool::window))),
          new Form<>(
              Pooling.NormPool.class,
              f ->
                  new Pooling.NormPool(
                      f.node(),
                      f.input(),
                      f.output(),
                      SharedForms.window(f, Pooling.NormPool::window))),
          new Form<>(
              Pooling.AveragePool.class,
              f ->
                  new Pooling.AveragePool(
                      f.node(),
                      f.input(),
                      f.output(),
                      SharedForms.window(f, Pooling.AveragePool::window),
                      f.flag("count_include_pad", Pooling.AveragePool::countIncludePad))),
          new Form<>(
              Instruction.Mean.class,
              f ->
                  new Instruction.Mean(
                      f.node(), f.input(), f.output(), f.integers("axes", Instruction.Mean::axes))),
          new Form<>(
              Instruction.Reduce.class,
              f ->
                  new Instruction.Reduce(
                      f.node(),
                      f.constant(ReductionFunction.class, "function", Instruction.Reduce::function),
                      f.input(),
                      f.output(),
                      f.integers("axes", Instruction.Reduce::axes))),
          new Form<>(
              Instruction.LocalResponseNorm.class,
              f ->
                  new Instruction.LocalResponseNorm(
                      f.node(),
                      f.input(),
                      f.output(),
                      f.integer("size", Instruction.LocalResponseNorm::size),
                      f.real("alpha", Instruction.LocalResponseNorm::alpha),
                      f.real("beta", Instruction.LocalResponseNorm::beta),
                      f.real("bias", Instruction.LocalResponseNorm::bias))),
          new Form<>(
              Instruction.Softmax.class,
              f ->
                  new Instruction.Softmax(
                      f.node(),
                      f.input(),
                      f.output(),
                      f.flag("logarithm", Instruction.Softmax::logarithm))),
          new Form<>(
              Instruction.LayerNorm.class,
              f ->
                  new Instruction.LayerNorm(
                      f.node(),
                      f.input(),
                      f.output(),
                      f.integer("axes", Instruction.LayerNorm::axes),
                      f.tensor("scale", Instruction.LayerNorm::scale),
                      f.tensor("bias", Instruction.LayerNorm::bias),
                      f.real("epsilon", Instruction.LayerNorm::epsilon))),
          new Form<>(
              Instruction.Permute.class,
              f ->
                  new Instruction.Permute(
                      f.node(),
                      f.input(),
                      f.output(),
                      f.integers("order", Instruction.Permute::order))),
          new Form<>(
              Instruction.Reshape.class,
              f -> new Instruction.Reshape(f.node(), f.input(), f.output())),
          new Form<>(
              Instruction.Concat.class,
              f ->
                  new Instruction.Concat(
                      f.node(),
                      f.inputs(),
                      f.output(),
                      f.integer("axis", Instruction.Concat::axis))),
          new Form<>(
              Instruction.Slice.class,
              f ->
                  new Instruction.Slice(
                      f.node(),
                      f.input(),
                      f.output(),
                      f.integers("starts", Instruction.Slice::starts),
                      f.integers("steps", Instruction.Slice::steps))),
          new Form<>(
              Instruction.Pad.class,
              f ->
                  new Instruction.Pad(
                      f.node(),
                      f.input(),
                      f.output(),
                      f.integers("before", Instruction.Pad::before),
                      f.integers("after", Instruction.Pad::after),
                      f.real("fill", Instruction.Pad::fill))),
          new Form<>(
              Instruction.Gather.class,
              f ->
                  new Instruction.Gather(
                      f.node(),
                      f.input(),
                      f.output(),
                      f.tensor("indices", Instruction.Gather::indices),
                      f.integer("axis", Instruction.Gather::axis))),
          new Form<>(
              Instruction.Convert.class,
              f -> new Instruction.Convert(f.node(), f.input(), f.output())),
          new Form<>(
              Instruction.Compare.class,
              f ->
                  new Instruction.Compare(
                      f.node(),
                      f.constant(
                          ComparisonFunction.class, "function", Instruction.Compare::function),
                      f.input(0, 2),
                      f.input(1, 2),
                      f.output())),
          new Form<>(
              Instruction.Logical.class,
              f ->
                  new Instruction.Logical(
                      f.node(),
                      f.constant(LogicalFunction.class, "function", Instruction.Logical::function),
                      f.input(0, 2),
                      f.input(1, 2),
                      f.output())),
          new Form<>(
              Instruction.Select.class,
              f ->
                  new Instruction.Select(
                      f.node(), f.input(0, 3), f.input(1, 3), f.input(2, 3), f.output())),
          new Form<>(
              Instruction.Pick.class,
              f ->
                  new Instruction.Pick(
                      f.node(),
                      f.input(0, 2),
                      f.input(1, 2),
                      f.output(),
                      f.constant(IndexForm.class, "form", Instruction.Pick::form),
                      f.integer("axis", Instruction.Pick::axis))),
          new Form<>(
              Instruction.Place.class,
              f ->
                  new Instruction.Place(
                      f.node(),
                      f.input(0, 3),
                      f.input(1, 3),
                      f.input(2, 3),
                      f.output(),
                      f.constant(IndexForm.class, "form", Instruction.Place::form),
                      f.integer("axis", Instruction.Place::axis))),
          new Form<>(
              Instruction.Extremum.class,
              f ->
                  new Instruction.Extremum(
                      f.node(),
                      f.input(),
                      f.output(),
                      f.integer("axis", Instruction.Extremum::axis),
                      f.flag("largest", Instruction.Extremum::largest),
                      f.flag("last", Instruction.Extremum::last))),
          new Form<>(
              Instruction.Top.class,
              f ->
                  new Instruction.Top(
                      f.node(),
                      f.input(),
                      f.output(0, 2),
                      f.output(1, 2),
                      f.integer("axis", Instruction.Top::axis),
                      f.flag("largest", Instruction.Top::largest))),
          new Form<>(
              Instruction.Recurrent.class,
              f ->
                  new Instruction.Recurrent(
                      f.node(),
                      f.constant(RecurrentCell.class, "cell", Instruction.Recurrent::cell),
                      f.constant(
                          RecurrentDirection.class, "direction", Instruction.Recurrent::direction),
                      f.inputs(),
                      f.outputs(),
                      SharedForms.recurrent(f, Instruction.Recurrent::weights))),
          new Form<>(
              Instruction.Resample.class,
              f ->
                  new Instruction.Resample(
                      f.node(),
                      f.input(),
                      f.output(),
                      f.tensor("indices", Instruction.Resample::indices),
                      f.tensor("weights", Instruction.Resample::weights),
                      f.integer("axis", Instruction.Resample::axis))),
          new Form<>(Instruction.Foreign.class, InstructionForms::foreign));

  private static final Map<String, Form<?>> BY_NAME =
      ALL.stream().collect(toMap(Form::name, identity()));

  private InstructionForms() {}

  private record Form<I extends Instruction>(Class<I> kind, Function<Fields<I>, I> make) {
    String name() {
      return kind.getSimpleName();
    }

    Instruction write(Instruction instruction, FieldSink sink) {
      return make.apply(new WrittenFields<>(kind.cast(instruction), sink));
    }

    Instruction read(FieldSource source) {
      return make.apply(new ReadFields<>(source));
    }
  }

  private static Instruction.Foreign foreign(Fields<Instruction.Foreign> f) {
    String type = f.text("type", Instruction.Foreign::type);
    String reason = f.text("reason", Instruction.Foreign::reason);
    Tensor model = f.embedded("model", Instruction.Foreign::model);
    return new Instruction.Foreign(f.node(), type, f.inputs(), f.outputs(), model, reason);
  }

  /**
   * Hands out the fields of an instruction, in their order.
   *
   * @return an instruction made of what was handed out, equal to the one given
   */
  public static Instruction write(Instruction instruction, FieldSink sink) {
    String name = instruction.getClass().getSimpleName();
    return Objects.requireNonNull(BY_NAME.get(name), name).write(instruction, sink);
  }

  /** Makes an instruction of its fields; throws the source's complaint where they are no such. */
  public static Instruction read(FieldSource source) {
    Form<?> form = BY_NAME.get(source.kind());
    if (form == null) {
      throw source.malformed("this version knows no such instruction");
    }
    return form.read(source);
  }

  /** The names of all kinds of instructions. */
  public static List<String> kinds() {
    return ALL.stream().map(Form::name).toList();
  }
}
