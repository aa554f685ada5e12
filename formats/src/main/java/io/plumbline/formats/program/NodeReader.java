package io.plumbline.formats.program;

import io.plumbline.formats.wire.NodeProto;
import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.program.ArithmeticFunction;
import io.plumbline.runtime.program.ComparisonFunction;
import io.plumbline.runtime.program.IndexForm;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.LogicalFunction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.RecurrentCell;
import io.plumbline.runtime.program.RecurrentDirection;
import io.plumbline.runtime.program.RecurrentWeights;
import io.plumbline.runtime.program.ReductionFunction;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One node as the instruction it was written from. */
final class NodeReader {
  private final NodeFields fields;
  private final List<Integer> operands = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Integer> results;

  /**
   * @param values index by name
   * @param initializers tensors that are not values
   */
  NodeReader(NodeProto node, Map<String, Integer> values, Map<String, Tensor> initializers) {
    this.fields = new NodeFields(node);
    for (String input : node.getInputList()) {
      Integer index = values.get(input);
      Tensor tensor = initializers.get(input);
      if (index != null && tensors.isEmpty()) {
        operands.add(index);
      } else if (tensor != null) {
        tensors.add(tensor);
      } else {
        throw fields.malformed("it reads '%s', which is not there".formatted(input));
      }
    }
    this.results = node.getOutputList().stream().map(output -> result(output, values)).toList();
  }

  private Integer result(String output, Map<String, Integer> values) {
    Integer index = values.get(output);
    if (index == null) {
      throw fields.malformed("it writes '%s', which is not there".formatted(output));
    }
    return index;
  }

  Instruction read() {
    String type = fields.node().getOpType();
    return switch (type) {
      case "Quantize" -> new Instruction.Quantize(node(), in(), out());
      case "Dequantize" -> new Instruction.Dequantize(node(), in(), out());
      case "Requantize" -> new Instruction.Requantize(node(), in(), out());
      case "Convolution" -> convolution();
      case "Linear" ->
          new Instruction.Linear(node(), in(), out(), tensor(0, 2), tensor(1, 2), stage());
      case "MatrixProduct" ->
          new Instruction.MatrixProduct(node(), in(0, 2), in(1, 2), out(), accumulator(), stage());
      case "Lookup" -> new Instruction.Lookup(node(), in(), out(), tensor(0, 1));
      case "Arithmetic" -> arithmetic();
      case "MaxPool" -> new Instruction.MaxPool(node(), in(), out(), window());
      case "AveragePool" ->
          new Instruction.AveragePool(node(), in(), out(), window(), flag("count_include_pad"));
      case "Mean" -> new Instruction.Mean(node(), in(), out(), fields.integers("axes"));
      case "Reduce" ->
          new Instruction.Reduce(
              node(),
              constant(ReductionFunction.class, "function"),
              in(),
              out(),
              fields.integers("axes"));
      case "LocalResponseNorm" -> localResponseNorm();
      case "Softmax" -> new Instruction.Softmax(node(), in(), out(), flag("logarithm"));
      case "LayerNorm" -> layerNorm();
      case "Permute" -> new Instruction.Permute(node(), in(), out(), fields.integers("order"));
      case "Reshape" -> new Instruction.Reshape(node(), in(), out());
      case "Concat" -> new Instruction.Concat(node(), operands, out(), fields.integer("axis"));
      case "Slice" ->
          new Instruction.Slice(
              node(), in(), out(), fields.integers("starts"), fields.integers("steps"));
      case "Pad" -> pad();
      case "Gather" ->
          new Instruction.Gather(node(), in(), out(), tensor(0, 1), fields.integer("axis"));
      case "Convert" -> new Instruction.Convert(node(), in(), out());
      case "Compare" ->
          new Instruction.Compare(
              node(), constant(ComparisonFunction.class, "function"), in(0, 2), in(1, 2), out());
      case "Logical" ->
          new Instruction.Logical(
              node(), constant(LogicalFunction.class, "function"), in(0, 2), in(1, 2), out());
      case "Select" -> new Instruction.Select(node(), in(0, 3), in(1, 3), in(2, 3), out());
      case "Pick" ->
          new Instruction.Pick(
              node(), in(0, 2), in(1, 2), out(), indexForm(), fields.integer("axis"));
      case "Place" ->
          new Instruction.Place(
              node(), in(0, 3), in(1, 3), in(2, 3), out(), indexForm(), fields.integer("axis"));
      case "Extremum" ->
          new Instruction.Extremum(
              node(), in(), out(), fields.integer("axis"), flag("largest"), flag("last"));
      case "Top" ->
          new Instruction.Top(
              node(), in(), out(0, 2), out(1, 2), fields.integer("axis"), flag("largest"));
      case "Recurrent" -> recurrent();
      case "Resample" ->
          new Instruction.Resample(
              node(), in(), out(), tensor(0, 2), tensor(1, 2), fields.integer("axis"));
      case "Foreign" -> foreign();
      default -> throw fields.malformed("this version knows no such instruction");
    };
  }

  private Instruction convolution() {
    return new Instruction.Convolution(
        node(),
        in(),
        out(),
        tensor(0, 2),
        tensor(1, 2),
        window(),
        fields.integer("group"),
        stage());
  }

  private Instruction arithmetic() {
    return new Instruction.Arithmetic(
        node(),
        constant(ArithmeticFunction.class, "function"),
        in(0, 2),
        in(1, 2),
        out(),
        fields.real("low"),
        fields.real("high"));
  }

  private Instruction localResponseNorm() {
    return new Instruction.LocalResponseNorm(
        node(),
        in(),
        out(),
        fields.integer("size"),
        fields.real("alpha"),
        fields.real("beta"),
        fields.real("bias"));
  }

  private Instruction layerNorm() {
    return new Instruction.LayerNorm(
        node(),
        in(),
        out(),
        fields.integer("axes"),
        tensor(0, 2),
        tensor(1, 2),
        fields.real("epsilon"));
  }

  private Instruction pad() {
    return new Instruction.Pad(
        node(),
        in(),
        out(),
        fields.integers("before"),
        fields.integers("after"),
        fields.real("fill"));
  }

  private Instruction recurrent() {
    if (results.isEmpty()) {
      throw fields.malformed("it writes nothing");
    }
    RecurrentWeights weights =
        new RecurrentWeights(
            tensor(0, 6), tensor(1, 6), tensor(2, 6), tensor(3, 6), tensor(4, 6), tensor(5, 6));
    return new Instruction.Recurrent(
        node(),
        constant(RecurrentCell.class, "cell"),
        constant(RecurrentDirection.class, "direction"),
        operands,
        results,
        weights);
  }

  private Instruction foreign() {
    if (results.isEmpty()) {
      throw fields.malformed("it writes nothing");
    }
    return new Instruction.Foreign(
        node(),
        fields.text("type"),
        operands,
        results,
        fields.tensor("model"),
        fields.text("reason"));
  }

  private String node() {
    return fields.node().getName();
  }

  private int in() {
    return in(0, 1);
  }

  private int in(int position, int count) {
    if (operands.size() != count) {
      throw fields.malformed("it reads %d values, not %d".formatted(operands.size(), count));
    }
    return operands.get(position);
  }

  private int out() {
    return out(0, 1);
  }

  private int out(int position, int count) {
    if (results.size() != count) {
      throw fields.malformed("it writes %d values, not %d".formatted(results.size(), count));
    }
    return results.get(position);
  }

  private Accumulator accumulator() {
    return fields.has("accumulator")
        ? constant(Accumulator.class, "accumulator")
        : NodeFields.DEFAULT_ACCUMULATOR;
  }

  private IndexForm indexForm() {
    return constant(IndexForm.class, "form");
  }

  /** The constant of an enumeration that an attribute names. */
  private <E extends Enum<E>> E constant(Class<E> type, String attribute) {
    String name = fields.text(attribute);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw fields.malformed("its %s is '%s'".formatted(attribute, name));
  }

  private Tensor tensor(int position, int count) {
    if (tensors.size() != count) {
      throw fields.malformed("it has %d tensors, not %d".formatted(tensors.size(), count));
    }
    return tensors.get(position);
  }

  private boolean flag(String name) {
    return fields.integer(name) != 0;
  }

  private Window2d window() {
    List<Integer> kernel = fields.integers("kernel_shape", 2);
    List<Integer> strides = fields.integers("strides", 2);
    List<Integer> dilations = fields.integers("dilations", 2);
    List<Integer> pads = fields.integers("pads", 4);
    return new Window2d(
        kernel.get(0), kernel.get(1),
        strides.get(0), strides.get(1),
        dilations.get(0), dilations.get(1),
        pads.get(0), pads.get(1),
        pads.get(2), pads.get(3));
  }

  private OutputStage stage() {
    String stage = fields.text("stage");
    return switch (stage) {
      case "requantised" ->
          new OutputStage.Requantised(
              fields.reals("multipliers"), fields.integer("low"), fields.integer("high"));
      case "stepped" ->
          new OutputStage.Stepped(
              fields.reals("multipliers"), fields.integers("starts"), fields.integers("values"));
      case "dequantised" ->
          new OutputStage.Dequantised(
              fields.reals("scales"), fields.real("low"), fields.real("high"));
      default -> throw fields.malformed("its stage is '%s'".formatted(stage));
    };
  }
}
