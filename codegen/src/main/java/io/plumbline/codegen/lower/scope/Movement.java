package io.plumbline.codegen.lower.scope;

import io.plumbline.runtime.program.Layout;

/** Operands of ops that only move elements. */
public final class Movement {
  private Movement() {}

  /** An operand in the parameters of the result, so that its elements can move unchanged. */
  public static int operand(String input, String output, Layout layout, Scope scope) {
    return scope
        .forms()
        .params(output)
        .map(params -> scope.forms().quantized(input, params, layout))
        .orElseGet(() -> scope.forms().real(input, layout));
  }
}
