package io.plumbline.conformance.node;

import io.plumbline.runtime.module.InstructionSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A way to compile and run the C of several cases together. */
interface CodeBatch {
  /** Where the code runs, for messages. */
  String label();

  /** Why this machine cannot run code with these instructions; empty where it can. */
  Optional<String> missing(InstructionSet set);

  /**
   * Whether each case computes the bits of the reference executor.
   *
   * @param folder with the sources, for more files
   */
  Map<EmittedCase, Verdict> run(List<EmittedCase> cases, InstructionSet set, Path folder)
      throws IOException;
}
