package io.plumbline.engine.ort;

import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.graph.Graph;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the float nodes of a program. Each carries a model of its own, whose inputs and outputs
 * correspond to the instruction's by position. Engines are closed with this.
 */
public final class OrtForeignOps implements ForeignOps, AutoCloseable {
  private final OrtOptions options;
  private final List<OrtEngine> engines = new ArrayList<>();

  public OrtForeignOps(OrtOptions options) {
    this.options = options;
  }

  public OrtForeignOps() {
    this(OrtOptions.DEFAULT);
  }

  @Override
  public synchronized Prepared prepare(Instruction.Foreign instruction, Program program) {
    byte[] model = instruction.model().data().toArray(ValueLayout.JAVA_BYTE);
    Graph graph = OnnxReader.read(model, instruction.node());
    OrtEngine engine = OrtEngine.open(graph, options);
    engines.add(engine);
    return inputs -> run(engine, graph, inputs);
  }

  private static List<Tensor> run(OrtEngine engine, Graph graph, List<Tensor> inputs) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      named.put(graph.inputs().get(i), inputs.get(i));
    }
    return List.copyOf(engine.run(named).sequencedValues());
  }

  @Override
  public synchronized void close() {
    engines.forEach(OrtEngine::close);
    engines.clear();
  }
}
