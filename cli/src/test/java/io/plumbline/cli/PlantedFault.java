package io.plumbline.cli;

import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.program.ProgramWriter;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.DequantizeLinear;
import io.plumbline.graph.op.QuantizeLinear;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/** Faults of the kind a defect would make, written into the files of a compilation. */
final class PlantedFault {
  private static final float FACTOR = 4;

  private PlantedFault() {}

  /**
   * Multiplies the scale of the weights of the middle convolution of a QDQ model by four.
   *
   * @return the tensors by which the fault must be found: the weights, and what the convolution
   *     computes of them, up to where that is rounded
   */
  static Set<String> weightScale(Path file) {
    Graph graph = read(file);
    List<Node> weights =
        graph.nodes().stream()
            .filter(node -> node.op() instanceof DequantizeLinear)
            .filter(node -> graph.isConstant(node.input(0)))
            .filter(node -> isOfConvolution(graph, node))
            .toList();
    Node faulty = weights.get(weights.size() / 2);
    write(graph, faulty.input(1), file);
    Set<String> tensors = new TreeSet<>(Set.of(faulty.output()));
    Node reader = graph.consumers(faulty.output()).getFirst();
    while (!(reader.op() instanceof QuantizeLinear)) {
      tensors.add(reader.output());
      reader = graph.consumers(reader.output()).getFirst();
    }
    return tensors;
  }

  /** Doubles the first scale of a calibrated model, which is that of its input. */
  static void activationScale(Path file) {
    Graph graph = read(file);
    String scale =
        graph.constants().keySet().stream()
            .filter(name -> name.endsWith("_scale"))
            .findFirst()
            .orElseThrow();
    OnnxWriter.write(times(graph, scale, -1, 2), file);
  }

  /**
   * A graph with other numbers in a constant.
   *
   * @param channel of the first axis; −1 for all
   */
  static Graph times(Graph graph, String constant, int channel, float factor) {
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    Tensor tensor = Objects.requireNonNull(constants.get(constant), constant);
    float[] numbers = tensor.toFloats();
    int size = channel < 0 ? numbers.length : (int) (numbers.length / tensor.shape().dim(0));
    int from = Math.max(0, channel) * size;
    for (int i = from; i < from + size; i++) {
      numbers[i] *= factor;
    }
    constants.put(constant, Tensor.of(tensor.shape(), numbers));
    return new Graph(
        graph.name(),
        graph.info(),
        graph.inputs(),
        graph.outputs(),
        graph.nodes(),
        constants,
        graph.types());
  }

  private static boolean isOfConvolution(Graph graph, Node weights) {
    return graph.consumers(weights.output()).stream()
        .anyMatch(node -> node.op() instanceof Conv && node.input(1).equals(weights.output()));
  }

  /** Multiplies the weights of the first convolution of a float model by four. */
  static void weights(Path file) {
    Graph graph = read(file);
    Node conv =
        graph.nodes().stream()
            .filter(node -> node.op() instanceof Conv)
            .skip(1)
            .findFirst()
            .orElseThrow();
    write(graph, conv.input(1), file);
  }

  /**
   * Multiplies the rescaling of the middle convolution of an integer program by four.
   *
   * @return the tensor by which it must be found
   */
  static String multiplier(Path file) {
    Program program = ProgramReader.read(file);
    List<Instruction> instructions = new ArrayList<>(program.instructions());
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < instructions.size(); i++) {
      if (instructions.get(i) instanceof Instruction.Convolution conv
          && conv.stage() instanceof OutputStage.Requantised) {
        places.add(i);
      }
    }
    int place = places.get(places.size() / 2);
    Instruction.Convolution conv = (Instruction.Convolution) instructions.get(place);
    OutputStage.Requantised stage = (OutputStage.Requantised) conv.stage();
    List<Float> multipliers = stage.multipliers().stream().map(each -> FACTOR * each).toList();
    instructions.set(
        place,
        new Instruction.Convolution(
            conv.node(),
            conv.input(),
            conv.output(),
            conv.weights(),
            conv.bias(),
            conv.window(),
            conv.group(),
            new OutputStage.Requantised(multipliers, stage.low(), stage.high())));
    ProgramWriter.write(
        new Program(
            program.name(),
            program.rounding(),
            program.values(),
            program.inputs(),
            program.outputs(),
            program.constants(),
            instructions,
            program.pictures()),
        file);
    return program.value(conv.output()).name();
  }

  private static Graph read(Path file) {
    return ModelFormats.read(ModelFiles.of(file)).graph();
  }

  private static void write(Graph graph, String constant, Path file) {
    Tensor old = graph.constant(constant).orElseThrow();
    float[] values = old.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= FACTOR;
    }
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    constants.put(constant, Tensor.of(old.shape(), values));
    OnnxWriter.write(
        new Graph(
            graph.name(),
            graph.info(),
            graph.inputs(),
            graph.outputs(),
            graph.nodes(),
            constants,
            graph.types()),
        file);
  }
}
