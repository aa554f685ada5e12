package io.plumbline.codegen.lower;

import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Finding;
import java.util.List;

/**
 * The result of lowering.
 *
 * @param findings what a user should know: nodes planned as integers that are not
 * @param placements one entry for each entry of the plan, in execution order
 */
public record LoweredProgram(Program program, List<Finding> findings, List<Placement> placements) {
  public LoweredProgram {
    findings = List.copyOf(findings);
    placements = List.copyOf(placements);
  }
}
