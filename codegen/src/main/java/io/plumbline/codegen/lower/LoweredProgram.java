package io.plumbline.codegen.lower;

import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.runtime.program.Program;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The result of lowering.
 *
 * @param integers by value of the optimised graph that the plan quantizes: the program's value that
 *     holds its integers in the plan's parameters, in the order in which they are computed
 * @param reads likewise by what the plan says of readers that get a value in other parameters than
 *     its producer wrote
 * @param placements one entry for each entry of the plan, in execution order
 */
public record LoweredProgram(
    Program program,
    SequencedMap<String, String> integers,
    SequencedMap<TensorPlan, String> reads,
    List<Placement> placements) {
  public LoweredProgram {
    reads = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(reads));
    integers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(integers));
    placements = List.copyOf(placements);
  }
}
