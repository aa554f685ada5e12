package io.plumbline.quantize.rule;

import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Limits;
import java.util.Optional;

/**
 * What an op can be in an integer program.
 *
 * @param reason why it is {@link Behaviour#REAL}; empty for other behaviours, and where a user
 *     wants it so
 * @param form when it is computed on integers, with nothing fused to it
 * @param real when nothing it reads or writes is quantized; empty when a float engine must run it
 */
public record Rule(
    Behaviour behaviour, String reason, IntegerForm form, Optional<IntegerForm> real) {
  static final Rule MOVED = inEither(Behaviour.MOVED, new IntegerForm.Move());
  static final Rule JOINED = inEither(Behaviour.JOINED, new IntegerForm.Move());
  static final Rule EXTENDED = inEither(Behaviour.EXTENDED, new IntegerForm.Move());

  /** Moves elements of a constant, which has no parameters of its own. */
  static final Rule TAKEN = inEither(Behaviour.EITHER, new IntegerForm.Move());

  /** Moves elements that are no real numbers. */
  static final Rule CARRIED = inEither(Behaviour.EXACT, new IntegerForm.Move());

  static final Rule EXACT = inEither(Behaviour.EXACT, new IntegerForm.Exact());

  /** Real numbers of what is none. */
  static final Rule CONVERTED = inEither(Behaviour.EITHER, new IntegerForm.Exact());

  static final Rule EITHER = inEither(Behaviour.EITHER, new IntegerForm.Own());
  static final Rule COMPUTED =
      inEither(Behaviour.ARITHMETIC, new IntegerForm.Arithmetic(Limits.NONE));
  static final Rule NORMALISED = ofIntegers(Behaviour.ARITHMETIC, new IntegerForm.Own());
  static final Rule AVERAGED = ofIntegers(Behaviour.INTEGER, new IntegerForm.Own());
  static final Rule SELECTED = ofIntegers(Behaviour.SELECTED, new IntegerForm.Own());
  static final Rule RECURRENT = ofIntegers(Behaviour.RECURRENT, new IntegerForm.Own());

  /** Computed by instructions on integers and on float32 alike. */
  static Rule inEither(Behaviour behaviour, IntegerForm form) {
    return new Rule(behaviour, "", form, Optional.of(form));
  }

  /** Computed by instructions on integers only. */
  static Rule ofIntegers(Behaviour behaviour, IntegerForm form) {
    return new Rule(behaviour, "", form, Optional.empty());
  }

  /** No instruction computes it. */
  public static Rule real(String reason) {
    return new Rule(Behaviour.REAL, reason, new IntegerForm.Foreign(reason), Optional.empty());
  }

  /**
   * The same op kept in float32.
   *
   * @param why empty when a user wants it
   */
  public Rule keptReal(String why) {
    String reason = why.isEmpty() ? "planned in float32" : why;
    return new Rule(Behaviour.REAL, why, new IntegerForm.Foreign(reason), real);
  }

  /** The same with one float form less: for numbers that float32 instructions cannot hold. */
  Rule withoutArithmetic() {
    Optional<IntegerForm> moves =
        real.filter(
            form ->
                switch (form) {
                  case IntegerForm.Move _, IntegerForm.Exact _ -> true;
                  case IntegerForm.Sum _,
                      IntegerForm.Arithmetic _,
                      IntegerForm.Table _,
                      IntegerForm.Windowed _,
                      IntegerForm.Own _,
                      IntegerForm.Foreign _ ->
                      false;
                });
    return new Rule(behaviour, reason, form, moves);
  }

  public boolean isReal() {
    return behaviour == Behaviour.REAL;
  }
}
