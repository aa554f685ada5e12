package io.plumbline.benchmarks;

import io.plumbline.engine.ort.OrtConstantEvaluator;
import io.plumbline.engine.ort.ShapeProbe;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Window;
import io.plumbline.graph.pass.Pipelines;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * How the time of the optimiser grows with the number of nodes: the rules alone, and the whole
 * stage with the runs of ONNX Runtime that fold constants and find types. Counted is the processor
 * time of the only thread that works, the best of several rounds, so that other work on the machine
 * matters little.
 */
public final class OptimiseBenchmark {
  private static final int SMALL = 1500;
  private static final int LARGE = 6000;
  private static final int ROUNDS = 11;
  private static final Shape SHAPE = Shape.of(1, 2, 4, 4);

  private OptimiseBenchmark() {}

  public static void main(String[] arguments) {
    print("rules", graph -> Pipelines.optimise(graph, new OrtConstantEvaluator()));
    print("types", ShapeProbe::apply);
    print("stage", graph -> Preparation.optimise(graph).graph());
  }

  private interface Work {
    Graph apply(Graph graph);
  }

  private static void print(String name, Work work) {
    Graph small = graph(SMALL);
    Graph large = graph(LARGE);
    double[] seconds = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    for (int round = 0; round < ROUNDS; round++) {
      seconds[0] = Math.min(seconds[0], seconds(work, small));
      seconds[1] = Math.min(seconds[1], seconds(work, large));
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d nodes %.2f s, %d nodes %.2f s, ratio %.2f%n",
        name,
        SMALL,
        seconds[0],
        LARGE,
        seconds[1],
        seconds[1] / seconds[0]);
  }

  private static double seconds(Work work, Graph graph) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    work.apply(graph);
    return (threads.getCurrentThreadCpuTime() - start) / 1e9;
  }

  /** Blocks of convolution, batch normalisation, gated activation, addition and views. */
  private static Graph graph(int nodes) {
    List<Node> list = new ArrayList<>();
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    types.put("x", TensorType.of(DType.FLOAT32, SHAPE));
    Window window =
        new Window(
            List.of(3, 3),
            List.of(1, 1),
            List.of(1, 1),
            List.of(1, 1, 1, 1),
            Window.AutoPad.EXPLICIT);
    String last = "x";
    for (int block = 0; list.size() < nodes; block++) {
      String n = "_" + block;
      constants.put("w" + n, noise(Shape.of(2, 2, 3, 3), block));
      constants.put("b" + n, noise(Shape.of(2), block));
      constants.put("v" + n, Tensor.of(Shape.of(2), 1f, 2f));
      constants.put("one" + n, Tensor.scalar(block + 1f));
      list.add(node("k" + n, new Binary(BinaryFunction.ADD), "b" + n, "one" + n));
      list.add(node("conv" + n, new Conv(window, 1), last, "w" + n, "b" + n));
      list.add(
          node(
              "bn" + n,
              new BatchNormalization(1e-5f),
              "conv" + n,
              "v" + n,
              "k" + n,
              "b" + n,
              "v" + n));
      list.add(node("gate" + n, new Unary(UnaryFunction.SIGMOID), "bn" + n));
      list.add(node("silu" + n, new Binary(BinaryFunction.MUL), "bn" + n, "gate" + n));
      list.add(node("flat" + n, new Reshape(List.of(1L, 32L), false), "silu" + n));
      list.add(node("back" + n, new Reshape(List.of(1L, 2L, 4L, 4L), false), "flat" + n));
      list.add(node("same" + n, new Identity(), "back" + n));
      list.add(node("tanh" + n, new Unary(UnaryFunction.TANH), "same" + n));
      list.add(node("sum" + n, new Binary(BinaryFunction.ADD), "tanh" + n, last));
      for (String value : List.of("conv", "bn", "gate", "silu", "back", "same", "tanh", "sum")) {
        types.put(value + n, TensorType.of(DType.FLOAT32, SHAPE));
      }
      types.put("flat" + n, TensorType.of(DType.FLOAT32, Shape.of(1, 32)));
      last = "sum" + n;
    }
    return new Graph(
        "chain", ModelInfo.ofOpset(17), List.of("x"), List.of(last), list, constants, types);
  }

  private static Node node(String name, Op op, String... inputs) {
    return Node.original(name, op, List.of(inputs), List.of(name));
  }

  private static Tensor noise(Shape shape, long seed) {
    return Noise.of(shape, seed);
  }
}
