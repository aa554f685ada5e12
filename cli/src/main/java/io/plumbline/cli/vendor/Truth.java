package io.plumbline.cli.vendor;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** Yes or no, in all the words that the vendors' manuals use. */
final class Truth implements ITypeConverter<Boolean> {
  @Override
  public Boolean convert(String value) {
    return of(value)
        .orElseThrow(
            () -> new TypeConversionException("'%s' is neither True nor False".formatted(value)));
  }

  private static Optional<Boolean> of(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "t", "y" -> Optional.of(true);
      case "false", "0", "no", "f", "n" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** Takes all these words behind a blank, too, where picocli alone takes true and false. */
  static final class Word implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // the type of picocli's interface
    public boolean preprocess(
        Stack<String> words, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
      if (!words.isEmpty()) {
        of(words.peek())
            .ifPresent(
                truth -> {
                  words.pop();
                  words.push(truth.toString());
                });
      }
      return false;
    }
  }
}
