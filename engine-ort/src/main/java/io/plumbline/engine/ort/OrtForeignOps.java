package io.plumbline.engine.ort;

import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.graph.Graph;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the float nodes of a program. Each carries a model of its own, whose inputs and outputs
 * correspond to the instruction's by position.
 */
public final class OrtForeignOps implements ForeignOps {
  private final OrtOptions options;

  public OrtForeignOps(OrtOptions options) {
    this.options = options;
  }

  public OrtForeignOps() {
    this(OrtOptions.DEFAULT);
  }

  @Override
  public Prepared prepare(Instruction.Foreign instruction, Program program) {
    byte[] model = instruction.model().data().toArray(ValueLayout.JAVA_BYTE);
    Graph graph = OnnxReader.read(model, instruction.node());
    return new Node(OrtEngine.open(graph, options), graph.inputs());
  }

  /** A node in a session of its own. */
  private record Node(OrtEngine engine, List<String> names) implements Prepared {
    @Override
    public List<Tensor> run(List<Tensor> inputs) {
      Map<String, Tensor> named = new LinkedHashMap<>();
      for (int i = 0; i < inputs.size(); i++) {
        named.put(names.get(i), inputs.get(i));
      }
      return List.copyOf(engine.run(named).sequencedValues());
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
