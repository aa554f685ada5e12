package io.plumbline.cli.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a port to listen at: 0, which takes a free one, to {@value #LAST}. */
final class LocalPort implements ITypeConverter<Integer> {
  private static final int LAST = 65_535;

  @Override
  public Integer convert(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= LAST) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw expected(text);
    }
    throw expected(text);
  }

  private static TypeConversionException expected(String text) {
    return new TypeConversionException(
        "expected a port from 0 to %d, found '%s'".formatted(LAST, text));
  }
}
