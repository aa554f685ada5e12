package io.plumbline.cli.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads whole numbers from 1. */
public final class AtLeastOne implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    try {
      int value = Integer.parseInt(text);
      if (value >= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw expected(text);
    }
    throw expected(text);
  }

  private static TypeConversionException expected(String text) {
    return new TypeConversionException(
        "expected a whole number from 1, found '%s'".formatted(text));
  }
}
