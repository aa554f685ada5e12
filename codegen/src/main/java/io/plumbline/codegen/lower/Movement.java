package io.plumbline.codegen.lower;

import io.plumbline.runtime.program.Layout;
import io.plumbline.tensor.QuantParams;
import java.util.List;
import java.util.Optional;

/** What an op that only moves elements makes of the parameters of its operands. */
final class Movement {
  private Movement() {}

  /**
   * The parameters of a result whose operand is quantized: the plan's, else the operand's own,
   * which the result then carries.
   */
  static QuantParams resultParams(String input, String output, Scope scope) {
    return scope
        .forms()
        .params(output)
        .orElseGet(
            () -> {
              QuantParams params = scope.forms().params(input).orElseThrow();
              scope.forms().carry(output, params);
              return params;
            });
  }

  /**
   * Settles the parameters of a result: carried where all operands agree and the plan says nothing.
   */
  static void settle(List<String> inputs, String output, Scope scope) {
    Optional<QuantParams> first = scope.forms().params(inputs.getFirst());
    boolean agree =
        first.isPresent()
            && inputs.stream().allMatch(input -> scope.forms().params(input).equals(first));
    if (scope.forms().params(output).isEmpty() && agree) {
      scope.forms().carry(output, first.get());
    }
  }

  /** An operand in the parameters of the result, so that its elements can move unchanged. */
  static int operand(String input, String output, Layout layout, Scope scope) {
    return scope
        .forms()
        .params(output)
        .map(params -> scope.forms().quantized(input, params, layout))
        .orElseGet(() -> scope.forms().real(input, layout));
  }
}
