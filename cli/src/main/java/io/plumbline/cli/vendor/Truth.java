package io.plumbline.cli.vendor;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Yes or no, in all the words that the vendors' manuals use. */
final class Truth implements ITypeConverter<Boolean> {
  @Override
  public Boolean convert(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "t", "y" -> true;
      case "false", "0", "no", "f", "n" -> false;
      default ->
          throw new TypeConversionException("'%s' is neither True nor False".formatted(value));
    };
  }
}
