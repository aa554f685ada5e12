package io.plumbline.conformance.node;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.engine.ort.ShapeProbe;
import io.plumbline.graph.Graph;
import io.plumbline.graph.onnx.RecogniseOps;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.pass.BindShapes;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/**
 * Read, understood, spelled again and run by ONNX Runtime, a case of which something is understood
 * gives the bits of the original.
 */
class TypedRoundTripTests {
  private static final OrtOptions LITERAL = OrtOptions.literal(1);
  private static final int FEWEST_APPLICABLE = 590;

  @Test
  void whatIsUnderstoodMeansTheSame() throws IOException {
    Tally.require(
        "round-trip-exceptions.tsv",
        NodeCases.map(TypedRoundTripTests::verdict),
        FEWEST_APPLICABLE);
  }

  private static Verdict verdict(NodeCase given) {
    Graph original;
    SequencedMap<String, Tensor> inputs;
    try {
      Graph read = given.graph();
      Optional<SequencedMap<String, Tensor>> tensors = given.inputs(read);
      if (tensors.isEmpty()) {
        return new Verdict.NotApplicable("an input is no tensor");
      }
      Graph fixed = Parameters.fixed(read, tensors.get());
      inputs = new LinkedHashMap<>(tensors.get());
      inputs.keySet().retainAll(fixed.inputs());
      SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
      inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
      original = ShapeProbe.apply(BindShapes.apply(fixed, shapes).graph());
    } catch (PlumblineException e) {
      return new Verdict.NotApplicable("ONNX Runtime or the reader refuses it: " + e.code());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      return compare(original, RecogniseOps.apply(original), inputs);
    } catch (RuntimeException e) {
      return new Verdict.Failed(e.toString());
    }
  }

  private static Verdict compare(Graph original, Graph typed, SequencedMap<String, Tensor> inputs) {
    if (typed.nodes().stream().allMatch(node -> node.op() instanceof OpaqueOp)) {
      return new Verdict.NotApplicable("nothing is understood");
    }
    Map<String, Tensor> expected;
    try (OrtEngine engine = OrtEngine.open(original, LITERAL)) {
      expected = engine.run(inputs);
    } catch (PlumblineException e) {
      return new Verdict.NotApplicable("its outputs are no tensors: " + e.code());
    }
    try (OrtEngine engine = OrtEngine.open(typed, LITERAL)) {
      return Comparison.bits(expected, engine.run(inputs));
    }
  }
}
