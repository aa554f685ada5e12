package io.plumbline.engine.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Learns the dtype and shape of every tensor of a graph by running it once on zeros. Static types
 * that the graph has are kept: it must not have any that a file merely claims. Values that are no
 * tensors, or tensors of a type without dtype here, stay as they are known. Extents that depend on
 * the data stay unknown.
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
    List<String> values =
        graph.nodes().stream()
            .flatMap(node -> node.outputs().stream())
            .filter(output -> !output.equals(Node.ABSENT))
            .filter(output -> graph.tensorType(output).filter(TensorType::isStatic).isEmpty())
            .toList();
    if (values.isEmpty()) {
      return graph;
    }
    OrtOptions options = OrtOptions.literal(1);
    Map<String, OnnxTensor> zeros = new LinkedHashMap<>();
    try (OrtSession session =
        OrtSessions.open(OnnxWriter.toBytes(graph, values), graph.name(), options)) {
      for (String input : graph.inputs()) {
        TensorType type = graph.tensorType(input).orElseThrow();
        zeros.put(input, OrtTensors.view(Tensor.allocate(type.dtype(), type.shape())));
      }
      return graph.withTypes(types(graph, session, zeros));
    } catch (OrtException e) {
      throw new BadModelException(
          "model.does-not-run",
          graph.name(),
          "ONNX Runtime cannot run it on zeros: " + OrtSessions.shorten(e),
          "check the input shapes (-i NAME SHAPE) and the export",
          e);
    } finally {
      zeros.values().forEach(OnnxTensor::close);
    }
  }

  private static SequencedMap<String, ValueType> types(
      Graph graph, OrtSession session, Map<String, OnnxTensor> zeros) throws OrtException {
    Map<String, TensorInfo> inferred = new LinkedHashMap<>();
    for (Map.Entry<String, NodeInfo> output : session.getOutputInfo().entrySet()) {
      if (output.getValue().getInfo() instanceof TensorInfo info) {
        inferred.put(output.getKey(), info);
      }
    }
    SequencedMap<String, ValueType> types = new LinkedHashMap<>(graph.types());
    try (OrtSession.Result result = session.run(zeros, inferred.keySet())) {
      Map<String, TensorInfo> found = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> entry : result) {
        if (entry.getValue() instanceof OnnxTensor tensor) {
          found.put(entry.getKey(), tensor.getInfo());
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
