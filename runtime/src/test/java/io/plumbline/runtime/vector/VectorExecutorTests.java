package io.plumbline.runtime.vector;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.cases.ExecutorContract;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Program;

/**
 * The fast executor keeps the contract of every executor and equals the definition on the shared
 * cases.
 */
class VectorExecutorTests extends ExecutorContract {
  @Override
  protected Engine executor(Program program, ForeignOps foreignOps) {
    return new VectorExecutor(program, foreignOps, 2);
  }
}
