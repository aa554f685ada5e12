package io.plumbline.cli.vendor;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A documented flag that has no counterpart here.
 *
 * @param effect what comes of it
 * @param arity how many words it takes, as picocli writes it
 * @param reason why, the end of a sentence
 * @param usual the value that asks for nothing; empty where every value asks for something
 * @param values what may be said
 */
record ForeignFlag(
    Effect effect,
    List<String> names,
    String arity,
    String reason,
    String usual,
    FlagValues values) {
  /** What comes of a flag that is given. */
  enum Effect {
    /** The command fails: the result would be another than what was asked for. */
    REFUSED("Refused"),
    /** The result is the same with it and without it; that is told. */
    TOLD("Without effect");

    private final String label;

    Effect(String label) {
      this.label = label;
    }
  }

  ForeignFlag {
    names = List.copyOf(names);
  }

  /** One that takes a word, or none at the end of a line. */
  static ForeignFlag refused(String reason, String... names) {
    return new ForeignFlag(Effect.REFUSED, List.of(names), "0..1", reason, "", FlagValues.ANY);
  }

  /** One that takes a word, or none at the end of a line. */
  static ForeignFlag told(String reason, String... names) {
    return new ForeignFlag(Effect.TOLD, List.of(names), "0..1", reason, "", FlagValues.ANY);
  }

  /** The same flag without a word behind it. */
  ForeignFlag bare() {
    return new ForeignFlag(effect, names, "0", reason, usual, values);
  }

  /** The same flag, with which one value asks for what is done anyway. */
  ForeignFlag but(String value) {
    return new ForeignFlag(effect, names, arity, reason, value, values);
  }

  /** The same flag of which the documentation says what its values are. */
  ForeignFlag of(FlagValues documented) {
    return new ForeignFlag(effect, names, arity, reason, usual, documented);
  }

  /** The flag for picocli, described by what comes of it. */
  OptionSpec option() {
    OptionSpec.Builder option =
        OptionSpec.builder(names.toArray(String[]::new))
            .arity(arity)
            .description("%s: %s.".formatted(effect.label, reason));
    return arity.equals("0")
        ? option.type(boolean.class).build()
        : option.type(String.class).fallbackValue("").paramLabel("VALUE").build();
  }
}
