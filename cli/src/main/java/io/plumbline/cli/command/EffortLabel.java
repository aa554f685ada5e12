package io.plumbline.cli.command;

import io.plumbline.pipeline.request.Effort;
import io.plumbline.tensor.NearestSpelling;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An effort by its label. */
final class EffortLabel implements ITypeConverter<Effort> {
  @Override
  public Effort convert(String text) {
    return Effort.named(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected %s, found '%s'%s"
                        .formatted(
                            String.join(" or ", Effort.labels()),
                            text,
                            NearestSpelling.suggestion(text, Effort.labels()))));
  }
}
