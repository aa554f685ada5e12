package io.plumbline.engine.ort;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.pass.ConstantEvaluator;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes constant nodes in ONNX Runtime; what it refuses stays a node. */
public final class OrtConstantEvaluator implements ConstantEvaluator {
  private static final OrtOptions EXACT = OrtOptions.literal(1);

  @Override
  public Optional<List<Tensor>> evaluate(Node node, Graph graph) {
    try (OrtEngine engine = OrtEngine.open(OneNodeModel.ofConstants(node, graph), EXACT)) {
      Map<String, Tensor> results = engine.run(Map.of());
      List<Tensor> outputs = new ArrayList<>();
      for (String output : node.outputs()) {
        Tensor result = results.get(output);
        if (result == null && !output.equals(Node.ABSENT)) {
          return Optional.empty();
        }
        outputs.add(result == null ? Tensor.scalar(0) : result);
      }
      return Optional.of(outputs);
    } catch (BadModelException | BadDataException | UnsupportedException e) {
      return Optional.empty();
    }
  }
}
