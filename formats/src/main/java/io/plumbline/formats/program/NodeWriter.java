package io.plumbline.formats.program;

import com.google.protobuf.ByteString;
import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.AttributeProto.AttributeType;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.InstructionTensors;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One instruction as a node: record components become attributes, tensors initializers after the
 * operands.
 */
final class NodeWriter {
  private final Program program;
  private final GraphProto.Builder graph;
  private final Set<String> names;
  private final NodeProto.Builder node = NodeProto.newBuilder();

  /**
   * @param names of values and initializers so far; grows with every initializer written
   */
  NodeWriter(Program program, GraphProto.Builder graph, Set<String> names) {
    this.program = program;
    this.graph = graph;
    this.names = names;
  }

  void write(Instruction instruction) {
    node.setName(instruction.node())
        .setOpType(instruction.getClass().getSimpleName())
        .setDomain(ContainerFormat.DOMAIN)
        .setDocString(describe(instruction));
    instruction.inputs().forEach(index -> node.addInput(program.value(index).name()));
    instruction.outputs().forEach(index -> node.addOutput(program.value(index).name()));
    initializers(instruction);
    attributes(instruction);
    graph.addNode(node);
  }

  /** The parameters of the operands, for people who look at the file. */
  private String describe(Instruction instruction) {
    return Stream.concat(instruction.inputs().stream(), instruction.outputs().stream())
        .map(program::value)
        .filter(value -> value.params().isPresent())
        .map(value -> value.name() + ": " + value.quant())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private void attributes(Instruction instruction) {
    switch (instruction) {
      case Instruction.Quantize _, Instruction.Dequantize _, Instruction.Requantize _ -> {}
      case Instruction.Reshape _ -> {}
      case Instruction.Convolution op -> {
        window(op.window());
        integer("group", op.group());
        stage(op.stage());
      }
      case Instruction.Linear op -> stage(op.stage());
      case Instruction.MatrixProduct op -> {
        if (op.accumulator() != NodeFields.DEFAULT_ACCUMULATOR) {
          text("accumulator", op.accumulator().name());
        }
        stage(op.stage());
      }
      case Instruction.Lookup _ -> {}
      case Instruction.Arithmetic op -> {
        text("function", op.function().name());
        real("low", op.low());
        real("high", op.high());
      }
      case Instruction.MaxPool op -> window(op.window());
      case Instruction.AveragePool op -> {
        window(op.window());
        integer("count_include_pad", op.countIncludePad() ? 1 : 0);
      }
      case Instruction.Mean op -> integers("axes", op.axes());
      case Instruction.Reduce op -> {
        text("function", op.function().name());
        integers("axes", op.axes());
      }
      case Instruction.LocalResponseNorm op -> {
        integer("size", op.size());
        real("alpha", op.alpha());
        real("beta", op.beta());
        real("bias", op.bias());
      }
      case Instruction.Softmax op -> integer("logarithm", op.logarithm() ? 1 : 0);
      case Instruction.LayerNorm op -> {
        integer("axes", op.axes());
        real("epsilon", op.epsilon());
      }
      case Instruction.Permute op -> integers("order", op.order());
      case Instruction.Concat op -> integer("axis", op.axis());
      case Instruction.Slice op -> {
        integers("starts", op.starts());
        integers("steps", op.steps());
      }
      case Instruction.Pad op -> {
        integers("before", op.before());
        integers("after", op.after());
        real("fill", op.fill());
      }
      case Instruction.Gather op -> integer("axis", op.axis());
      case Instruction.Convert _, Instruction.Select _ -> {}
      case Instruction.Compare op -> text("function", op.function().name());
      case Instruction.Logical op -> text("function", op.function().name());
      case Instruction.Pick op -> {
        text("form", op.form().name());
        integer("axis", op.axis());
      }
      case Instruction.Place op -> {
        text("form", op.form().name());
        integer("axis", op.axis());
      }
      case Instruction.Extremum op -> {
        integer("axis", op.axis());
        integer("largest", op.largest() ? 1 : 0);
        integer("last", op.last() ? 1 : 0);
      }
      case Instruction.Top op -> {
        integer("axis", op.axis());
        integer("largest", op.largest() ? 1 : 0);
      }
      case Instruction.Recurrent op -> {
        text("cell", op.cell().name());
        text("direction", op.direction().name());
      }
      case Instruction.Resample op -> integer("axis", op.axis());
      case Instruction.Foreign op -> {
        text("type", op.type());
        text("reason", op.reason());
        InstructionTensors.of(op).forEach(this::tensor);
      }
    }
  }

  private void window(Window2d window) {
    integers("kernel_shape", List.of(window.kernelHeight(), window.kernelWidth()));
    integers("strides", List.of(window.strideHeight(), window.strideWidth()));
    integers("dilations", List.of(window.dilationHeight(), window.dilationWidth()));
    integers(
        "pads", List.of(window.padTop(), window.padLeft(), window.padBottom(), window.padRight()));
  }

  private void stage(OutputStage stage) {
    switch (stage) {
      case OutputStage.Requantised(List<Float> multipliers, int low, int high) -> {
        text("stage", "requantised");
        reals("multipliers", multipliers);
        integer("low", low);
        integer("high", high);
      }
      case OutputStage.Stepped(
              List<Float> multipliers,
              List<Integer> starts,
              List<Integer> values) -> {
        text("stage", "stepped");
        reals("multipliers", multipliers);
        integers("starts", starts);
        integers("values", values);
      }
      case OutputStage.Dequantised(List<Float> scales, float low, float high) -> {
        text("stage", "dequantised");
        reals("scales", scales);
        real("low", low);
        real("high", high);
      }
    }
  }

  /** A foreign node keeps its model to itself, as an attribute. */
  private void initializers(Instruction instruction) {
    if (!(instruction instanceof Instruction.Foreign)) {
      ProgramValue output = program.value(instruction.output());
      InstructionTensors.of(instruction)
          .forEach((role, tensor) -> initializer(output, role, tensor));
    }
  }

  private void tensor(String name, Tensor tensor) {
    node.addAttribute(attribute(name, AttributeType.TENSOR).setT(TensorWire.write(name, tensor)));
  }

  private void initializer(ProgramValue output, String role, Tensor tensor) {
    String name = output.name() + "." + role;
    while (!names.add(name)) {
      name = name + "_";
    }
    graph.addInitializer(TensorWire.write(name, tensor));
    node.addInput(name);
  }

  private static AttributeProto.Builder attribute(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  private void integer(String name, int value) {
    node.addAttribute(attribute(name, AttributeType.INT).setI(value));
  }

  private void real(String name, float value) {
    node.addAttribute(attribute(name, AttributeType.FLOAT).setF(value));
  }

  private void text(String name, String value) {
    node.addAttribute(attribute(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)));
  }

  private void integers(String name, List<Integer> values) {
    AttributeProto.Builder attribute = attribute(name, AttributeType.INTS);
    values.forEach(attribute::addInts);
    node.addAttribute(attribute);
  }

  private void reals(String name, List<Float> values) {
    node.addAttribute(attribute(name, AttributeType.FLOATS).addAllFloats(values));
  }
}
