package io.plumbline.cli.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of threads, 1 to {@value #MOST}. */
public final class ThreadCount implements ITypeConverter<Integer> {
  private static final int MOST = 1024;

  @Override
  public Integer convert(String text) {
    int value = new AtLeastOne().convert(text);
    if (value > MOST) {
      throw new TypeConversionException(
          "expected at most %d threads, found '%s'".formatted(MOST, text));
    }
    return value;
  }
}
