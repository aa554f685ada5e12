package io.plumbline.verify.op;

import io.plumbline.codegen.lower.LoweredProgram;
import io.plumbline.quantize.annotate.Annotated;
import io.plumbline.quantize.annotate.QuantizedName;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.program.ForeignNodes;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramInterface;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.reference.ReferenceKernels;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Compares an integer program with the QDQ graph of the same plan, instruction by instruction: each
 * one reads the integers that the QDQ graph has, so that no difference is carried on to the next.
 */
public final class OpByOp implements AutoCloseable {
  private final Program program;

  /** By the program's value: the tensor of the annotated graph that holds the same integers. */
  private final SequencedMap<String, String> integers = new LinkedHashMap<>();

  private final ForeignNodes foreign;

  /**
   * Prepares a comparison.
   *
   * @param annotated of the plan that the program was lowered from
   * @param foreignOps runs the program's foreign nodes
   */
  public OpByOp(LoweredProgram lowered, Annotated annotated, ForeignOps foreignOps) {
    this.program = lowered.program();
    lowered
        .integers()
        .forEach((value, stored) -> annotated.name(value).ifPresent(form -> add(stored, form)));
    lowered
        .reads()
        .forEach(
            (read, stored) ->
                Optional.ofNullable(annotated.reads().get(read))
                    .ifPresent(form -> add(stored, form)));
    integers.values().removeIf(name -> annotated.graph().producer(name).isEmpty());
    this.foreign = new ForeignNodes(program, foreignOps);
  }

  private void add(String stored, QuantizedName form) {
    integers.put(stored, form.quantized());
  }

  /**
   * Runs both on one sample.
   *
   * @param engine of the annotated graph
   * @param inputs as the annotated graph takes them; the program takes pictures among them as
   *     integers
   * @return one entry for each instruction result that the QDQ graph has as well, in execution
   *     order
   */
  public List<OpDifference> compare(Engine engine, Map<String, Tensor> inputs) {
    Map<String, Tensor> expected =
        engine.run(inputs, RunOptions.fetching(List.copyOf(integers.values())));
    Map<Integer, Tensor> values = new HashMap<>(program.constants());
    values.putAll(new ProgramInterface(program).bind(inputs, RunOptions.DEFAULT));
    List<OpDifference> differences = new ArrayList<>();
    for (Instruction instruction : program.instructions()) {
      List<Tensor> results = execute(instruction, values);
      for (int i = 0; i < results.size(); i++) {
        int index = instruction.outputs().get(i);
        Tensor found = results.get(i);
        Optional<Tensor> wanted = expected(program.value(index), expected);
        wanted.ifPresent(tensor -> differences.add(difference(instruction, index, found, tensor)));
        values.put(index, wanted.orElse(found));
      }
    }
    return differences;
  }

  private List<Tensor> execute(Instruction instruction, Map<Integer, Tensor> values) {
    List<Tensor> operands = new ArrayList<>();
    for (int index : instruction.inputs()) {
      operands.add(find(values, index));
    }
    return foreign
        .of(instruction)
        .map(prepared -> prepared.run(operands))
        .orElseGet(() -> ReferenceKernels.execute(instruction, program, operands));
  }

  private static <K> Tensor find(Map<K, Tensor> tensors, K key) {
    Tensor tensor = tensors.get(key);
    if (tensor == null) {
      throw new IllegalStateException("nothing was computed for " + key);
    }
    return tensor;
  }

  /** The QDQ graph's integers of a value, as the program stores them. */
  private Optional<Tensor> expected(ProgramValue value, Map<String, Tensor> fetched) {
    return Optional.ofNullable(integers.get(value.name()))
        .flatMap(name -> Optional.ofNullable(fetched.get(name)))
        .filter(tensor -> value.params().isPresent() && tensor.dtype() == value.dtype())
        .filter(tensor -> tensor.shape().equals(value.logicalShape()))
        .map(tensor -> value.layout() == Layout.PLAIN ? tensor : StoredOrder.channelsLast(tensor));
  }

  private OpDifference difference(
      Instruction instruction, int index, Tensor found, Tensor expected) {
    long differing = 0;
    long largest = 0;
    for (long i = 0; i < found.elements(); i++) {
      long steps = Math.abs(found.getLong(i) - expected.getLong(i));
      differing += steps == 0 ? 0 : 1;
      largest = Math.max(largest, steps);
    }
    return new OpDifference(
        instruction.node(),
        instruction.getClass().getSimpleName(),
        program.value(index).name(),
        found.elements(),
        differing,
        Math.toIntExact(largest));
  }

  /** Closes what was prepared for foreign nodes. */
  @Override
  public void close() {
    foreign.close();
  }
}
