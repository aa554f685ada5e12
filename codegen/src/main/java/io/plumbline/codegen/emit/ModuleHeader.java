package io.plumbline.codegen.emit;

import io.plumbline.runtime.program.Allocation;
import io.plumbline.runtime.program.Program;
import java.util.Locale;

/** What a module tells those that call it. */
final class ModuleHeader {
  private ModuleHeader() {}

  /**
   * The text of the header.
   *
   * @param symbol what the names of functions begin with
   * @param arena bytes that a run needs
   * @param weights bytes of the constants
   */
  static String of(
      Program program, String symbol, long arena, int weights, Surroundings surroundings) {
    return """
    /* %1$s: made by Plumbline. Memory is the caller's: an arena and the weights, both aligned to %4$s bytes.
     * Write the inputs where their ports say, invoke, read the outputs where theirs say. Inputs may be overwritten. */
    #ifndef %3$s_H
    #define %3$s_H

    #include "pl_module.h"

    #ifdef __cplusplus
    extern "C" {
    #endif

    #define %3$s_ARENA_BYTES %5$sL
    #define %3$s_WEIGHT_BYTES %6$sL
    #define %3$s_STEPS %7$s
    #define %3$s_INPUTS %8$s
    #define %3$s_OUTPUTS %9$s

    extern const pl_port %2$s_inputs[];
    extern const pl_port %2$s_outputs[];

    /* What the code was made with: sums over the constants and over the places of values. */
    extern const uint64_t %2$s_identity[2];

    /* Whether these are those constants. It reads all of them. */
    int %2$s_fits(const void *weights);

    %10$s    /* Runs the module: PL_DONE, or why and where it stopped. */
    int %2$s_invoke(void *arena, const void *weights);

    /* Runs some of its steps, which are those of the program. */
    int %2$s_run(void *arena, const void *weights, int from, int to);

    #ifdef __cplusplus
    }
    #endif

    #endif
    """
        .formatted(
            CText.comment(program.name()),
            symbol,
            symbol.toUpperCase(Locale.ROOT),
            Allocation.ALIGNMENT,
            arena,
            weights,
            program.instructions().size(),
            program.inputs().size(),
            program.outputs().size(),
            BareMetalCode.declaration(symbol, surroundings));
  }
}
