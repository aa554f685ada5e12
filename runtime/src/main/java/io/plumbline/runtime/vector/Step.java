package io.plumbline.runtime.vector;

/**
 * One prepared instruction: reads its operands' memory and fills its outputs'. Immutable and used
 * by all runs.
 */
interface Step {
  void run(RunContext context);
}
