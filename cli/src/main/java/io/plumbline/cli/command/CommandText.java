package io.plumbline.cli.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a program with its options, of which there is at least the program. */
final class CommandText implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("expected a program, found '%s'".formatted(text));
    }
    return text.strip();
  }
}
