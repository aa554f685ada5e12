package io.plumbline.engine.ort;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/**
 * Learns the dtype and shape of every tensor of a graph by running it once on zeros, or on other
 * numbers where zeros do not run. Static types that the graph has are kept: it must not have any
 * that a file merely claims. Values that are no tensors, or tensors of a type without dtype here,
 * stay as they are known. Extents that depend on the data stay unknown.
 */
public final class ShapeProbe {
  private ShapeProbe() {}

  /**
   * The graph with static types for all its tensors.
   *
   * @param graph with static inputs
   * @throws BadModelException when ONNX Runtime does not accept or cannot run it
   */
  public static Graph apply(Graph graph) {
    return apply(graph, BoundedRuns.of(graph));
  }

  static Graph apply(Graph graph, BoundedRuns runs) {
    List<String> values =
        graph.nodes().stream()
            .flatMap(node -> node.outputs().stream())
            .filter(output -> !output.equals(Node.ABSENT))
            .filter(output -> graph.tensorType(output).filter(TensorType::isStatic).isEmpty())
            .toList();
    if (values.isEmpty()) {
      return graph;
    }
    PassableNames names = PassableNames.of(graph);
    try (OrtSession session =
        OrtSessions.open(names.model(values), graph.name(), OrtOptions.literal(1))) {
      return graph.withTypes(types(graph, names, session, runs));
    } catch (OrtException e) {
      throw new BadModelException(
          "model.does-not-run",
          OrtSessions.place(graph, e),
          "ONNX Runtime cannot run it on zeros: " + OrtSessions.shorten(e),
          "see what ONNX Runtime says of the node; export the model anew, or give inputs of other"
              + " extents with -i NAME SHAPE where it is about these",
          e);
    }
  }

  // Zeros may choose no element at all, which not every op takes.
  private static SequencedMap<String, ValueType> types(
      Graph graph, PassableNames names, OrtSession session, BoundedRuns runs) throws OrtException {
    try {
      return types(
          graph, names, session, runs, type -> Tensor.allocate(type.dtype(), type.shape()));
    } catch (OrtException onZeros) {
      try {
        return types(graph, names, session, runs, ShapeProbe::varied);
      } catch (OrtException onOthers) {
        onZeros.addSuppressed(onOthers);
        throw onZeros;
      }
    }
  }

  /** Numbers of a normal distribution, the same in every run; integers are 1, and all is true. */
  private static Tensor varied(TensorType type) {
    Tensor tensor = Tensor.allocate(type.dtype(), type.shape());
    Random random = new Random(1);
    MemorySegment data = tensor.data();
    for (long at = 0, index = 0; index < tensor.elements(); index++, at += type.dtype().bytes()) {
      switch (type.dtype()) {
        case FLOAT32 -> data.set(JAVA_FLOAT_UNALIGNED, at, (float) random.nextGaussian());
        case FLOAT64 -> data.set(JAVA_DOUBLE_UNALIGNED, at, random.nextGaussian());
        case FLOAT16, BFLOAT16 -> {}
        case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64, BOOL ->
            data.set(JAVA_BYTE, at, (byte) 1);
      }
    }
    return tensor;
  }

  private static SequencedMap<String, ValueType> types(
      Graph graph,
      PassableNames names,
      OrtSession session,
      BoundedRuns runs,
      Function<TensorType, Tensor> fed)
      throws OrtException {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      for (String input : graph.inputs()) {
        inputs.put(names.input(input), OrtTensors.view(fed(graph, input, fed)));
      }
      return types(graph, names, session, runs, inputs);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static Tensor fed(Graph graph, String input, Function<TensorType, Tensor> fed) {
    TensorType type = graph.tensorType(input).orElseThrow();
    try {
      return fed.apply(type);
    } catch (OutOfMemoryError e) {
      throw new EnvironmentException(
          "environment.memory",
          input,
          "there is not enough memory for the input '%s' of %s".formatted(input, type),
          "give it a smaller shape with -i, or allow more with PLUMB_JAVA_OPTIONS=-Xmx…",
          e);
    }
  }

  private static SequencedMap<String, ValueType> types(
      Graph graph,
      PassableNames names,
      OrtSession session,
      BoundedRuns runs,
      Map<String, OnnxTensor> inputs)
      throws OrtException {
    Map<String, TensorInfo> inferred = new LinkedHashMap<>();
    for (Map.Entry<String, NodeInfo> output : session.getOutputInfo().entrySet()) {
      if (output.getValue().getInfo() instanceof TensorInfo info) {
        inferred.put(names.original(output.getKey()), info);
      }
    }
    SequencedMap<String, ValueType> types = new LinkedHashMap<>(graph.types());
    try (OrtSession.Result result =
        runs.run(session, inputs, names.outputs(List.copyOf(inferred.keySet())), Map.of())) {
      Map<String, TensorInfo> found = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> entry : result) {
        if (entry.getValue() instanceof OnnxTensor tensor) {
          found.put(names.original(entry.getKey()), tensor.getInfo());
        }
      }
      Set<String> open =
          DataExtents.of(
              graph,
              value ->
                  graph.tensorType(value).filter(TensorType::isStatic).isPresent()
                      || isInferred(value, inferred, found));
      found.forEach(
          (name, info) -> {
            long[] extents = info.getShape();
            long[] known = open.contains(name) ? known(inferred, name, extents) : extents;
            type(info, known, name, types);
          });
    }
    return types;
  }

  /** Whether inference knows all extents; a rank it does not know is an empty shape to it. */
  private static boolean isInferred(
      String value, Map<String, TensorInfo> inferred, Map<String, TensorInfo> found) {
    TensorInfo info = inferred.get(value);
    TensorInfo run = found.get(value);
    return info != null
        && run != null
        && info.getShape().length == run.getShape().length
        && Arrays.stream(info.getShape()).allMatch(extent -> extent >= 0);
  }

  /**
   * What is known of the extents of a value whose extents depend on the data; −1 for the others.
   */
  private static long[] known(Map<String, TensorInfo> inferred, String name, long[] found) {
    TensorInfo info = inferred.get(name);
    if (info != null && info.getShape().length == found.length) {
      return info.getShape();
    }
    long[] unknown = new long[found.length];
    Arrays.fill(unknown, -1);
    return unknown;
  }

  private static void type(
      TensorInfo info, long[] extents, String name, SequencedMap<String, ValueType> types) {
    try {
      List<Dim> dims =
          Arrays.stream(extents)
              .<Dim>mapToObj(extent -> extent < 0 ? new Dim.Unknown() : new Dim.Fixed(extent))
              .toList();
      types.put(name, new TensorType(OrtTensors.dtype(info), dims));
    } catch (UnsupportedException e) {
      types.remove(name);
    }
  }
}
