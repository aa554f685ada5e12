package io.plumbline.cli.command;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads paths; nothing at all is none, though the system takes it for the current folder. */
public final class PathText implements ITypeConverter<Path> {
  @Override
  public Path convert(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("expected a path, found '%s'".formatted(text));
    }
    return Path.of(text);
  }
}
