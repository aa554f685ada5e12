package io.plumbline.conformance.kind;

import io.plumbline.formats.wire.FunctionProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.OperatorSetIdProto;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A model that is written as text, a statement a line:
 *
 * <pre>
 * opset VERSION
 * in NAME TYPE EXTENTS NUMBERS       an input and how its samples are made
 * init NAME TYPE EXTENTS NUMBERS     an initializer
 * op TYPE INPUTS -> OUTPUTS KEY=VALUE …
 * out NAME TYPE [EXTENTS]
 * exact NAME                         an output that is given to the bit
 * whole NAME                         an output of whole numbers
 * graph NAME … end                   a sub-graph, named @NAME by attributes below it
 * function DOMAIN:NAME INPUTS -> OUTPUTS … end
 * refused CODE                       compiling ends in this error
 * </pre>
 */
final class TextModel {
  /** Each input of a sample has one of these. */
  static final long SEEDS_OF_SAMPLE = 1000;

  private static final long IR_VERSION = 10;
  private static final Map<String, DType> FED =
      Map.of(
          "f32", DType.FLOAT32,
          "f16", DType.FLOAT16,
          "bf16", DType.BFLOAT16,
          "i64", DType.INT64,
          "i32", DType.INT32,
          "i8", DType.INT8,
          "u8", DType.UINT8,
          "bool", DType.BOOL);

  private record Input(DType dtype, Shape shape, Numbers numbers) {}

  private final SequencedMap<String, Input> inputs = new LinkedHashMap<>();
  private final Map<String, GraphProto> graphs = new HashMap<>();
  private final List<FunctionProto.Builder> functions = new ArrayList<>();
  private final Deque<GraphProto.Builder> open = new ArrayDeque<>();
  private final Set<String> exact = new HashSet<>();
  private final Set<String> whole = new HashSet<>();
  private Optional<String> refusal = Optional.empty();
  private boolean inFunction;
  private long opset;
  private int constants;

  private TextModel() {}

  static TextModel parse(String name, List<String> lines) {
    TextModel model = new TextModel();
    model.open.push(GraphProto.newBuilder().setName(name));
    lines.forEach(line -> model.statement(Words.of(line)));
    return model;
  }

  private void statement(List<String> words) {
    List<String> rest = words.subList(1, words.size());
    GraphProto.Builder graph = open.element();
    switch (words.getFirst()) {
      case "opset" -> opset = Long.parseLong(rest.getFirst());
      case "in" -> input(rest, graph);
      case "init" -> constant(rest, graph);
      case "op" -> node(rest, graph);
      case "out" ->
          graph.addOutput(
              WireText.value(Words.name(rest.getFirst()), rest.subList(1, rest.size())));
      case "graph" -> open.push(GraphProto.newBuilder().setName(rest.getFirst()));
      case "function" -> function(rest);
      case "end" -> end();
      case "exact" -> exact.add(Words.name(rest.getFirst()));
      case "whole" -> whole.add(Words.name(rest.getFirst()));
      case "refused" -> refusal = Optional.of(rest.getFirst());
      default -> throw new IllegalArgumentException("no statement: " + words);
    }
  }

  private void input(List<String> words, GraphProto.Builder graph) {
    String name = Words.name(words.getFirst());
    graph.addInput(WireText.value(name, words.subList(1, 3)));
    if (open.size() == 1) {
      DType dtype = Objects.requireNonNull(FED.get(words.get(1)));
      Shape shape = Shape.of(WireText.extents(words.get(2)));
      inputs.put(name, new Input(dtype, shape, Numbers.parse(words.subList(3, words.size()))));
    }
  }

  private void constant(List<String> words, GraphProto.Builder graph) {
    List<Long> extents = WireText.extents(words.get(2));
    double[] numbers =
        Numbers.parse(words.subList(3, words.size())).make(WireText.count(extents), constants++);
    graph.addInitializer(
        WireText.tensor(Words.name(words.getFirst()), words.get(1), extents, numbers));
  }

  private void node(List<String> words, GraphProto.Builder graph) {
    if (inFunction && open.size() == 1) {
      functions.getLast().addNode(WireText.node(words, graphs));
    } else {
      graph.addNode(WireText.node(words, graphs));
    }
  }

  private void function(List<String> words) {
    List<String> name = Words.split(words.getFirst(), ':');
    functions.add(
        FunctionProto.newBuilder()
            .setDomain(name.getFirst())
            .setName(name.getLast())
            .addAllInput(Words.names(words.get(1)))
            .addAllOutput(Words.names(words.get(3)))
            .addOpsetImport(domain("", opset))
            .addOpsetImport(domain(name.getFirst(), 1)));
    inFunction = true;
  }

  private void end() {
    if (open.size() > 1) {
      GraphProto.Builder graph = open.pop();
      graphs.put(graph.getName(), graph.build());
    } else {
      inFunction = false;
    }
  }

  private static OperatorSetIdProto domain(String name, long version) {
    return OperatorSetIdProto.newBuilder().setDomain(name).setVersion(version).build();
  }

  /** The ONNX file. */
  byte[] bytes() {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(domain("", opset))
            .setGraph(open.element());
    functions.stream()
        .map(FunctionProto.Builder::getDomain)
        .distinct()
        .forEach(name -> model.addOpsetImport(domain(name, 1)));
    functions.forEach(model::addFunctions);
    return model.build().toByteArray();
  }

  /** The code of the error that compiling ends in. */
  Optional<String> refusal() {
    return refusal;
  }

  /** The outputs that are given to the bit. */
  Set<String> exact() {
    return Set.copyOf(exact);
  }

  /** The outputs that are whole numbers. */
  Set<String> whole() {
    return Set.copyOf(whole);
  }

  /** A sample as the model takes it where its floats are single. */
  Map<String, Tensor> singleSample(int seed) {
    Map<String, Tensor> single = new LinkedHashMap<>();
    sample(seed)
        .forEach(
            (name, tensor) ->
                single.put(
                    name,
                    tensor.dtype().isFloat()
                        ? Tensor.of(tensor.shape(), tensor.toFloats())
                        : tensor));
    return single;
  }

  /** A sample: every input of a seed. */
  Map<String, Tensor> sample(int seed) {
    Map<String, Tensor> sample = new LinkedHashMap<>();
    long which = SEEDS_OF_SAMPLE * seed;
    for (Map.Entry<String, Input> entry : inputs.entrySet()) {
      Input input = entry.getValue();
      sample.put(entry.getKey(), input.numbers().tensor(input.dtype(), input.shape(), which++));
    }
    return sample;
  }
}
