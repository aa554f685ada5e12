package io.plumbline.engine.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Learns the dtype and shape of every tensor of a graph by running it once on zeros. Static types
 * that the graph has are kept: it must not have any that a file merely claims. Values that are no
 * tensors, or tensors of a type without dtype here, stay as they are known.
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
      Set<String> tensors = new LinkedHashSet<>();
      for (Map.Entry<String, NodeInfo> output : session.getOutputInfo().entrySet()) {
        if (output.getValue().getInfo() instanceof TensorInfo) {
          tensors.add(output.getKey());
        }
      }
      return graph.withTypes(types(graph, session, zeros, tensors));
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
      Graph graph, OrtSession session, Map<String, OnnxTensor> zeros, Set<String> tensors)
      throws OrtException {
    SequencedMap<String, ValueType> types = new LinkedHashMap<>(graph.types());
    try (OrtSession.Result result = session.run(zeros, tensors)) {
      for (Map.Entry<String, OnnxValue> entry : result) {
        if (entry.getValue() instanceof OnnxTensor tensor) {
          type(tensor.getInfo(), entry.getKey(), types);
        }
      }
    }
    return types;
  }

  private static void type(TensorInfo info, String name, SequencedMap<String, ValueType> types) {
    try {
      types.put(name, TensorType.of(OrtTensors.dtype(info), Shape.of(info.getShape())));
    } catch (UnsupportedException e) {
      types.remove(name);
    }
  }
}
