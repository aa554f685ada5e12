package io.plumbline.cli.command;

import io.plumbline.tensor.NearestSpelling;
import io.plumbline.verify.compare.Measure;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A measure by one of its names. */
final class MeasureName implements ITypeConverter<Measure> {
  @Override
  public Measure convert(String value) {
    return Measure.named(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is no measure%s; there are %s"
                        .formatted(
                            value,
                            NearestSpelling.suggestion(value, Measure.labels()),
                            String.join(", ", Measure.labels()))));
  }
}
