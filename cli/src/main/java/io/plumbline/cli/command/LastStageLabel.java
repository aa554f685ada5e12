package io.plumbline.cli.command;

import io.plumbline.pipeline.request.LastStage;
import io.plumbline.tensor.NearestSpelling;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A stage to end after, by its label. */
final class LastStageLabel implements ITypeConverter<LastStage> {
  @Override
  public LastStage convert(String text) {
    List<String> labels = Stream.of(LastStage.values()).map(LastStage::label).toList();
    return Stream.of(LastStage.values())
        .filter(stage -> stage.label().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected %s, found '%s'%s"
                        .formatted(
                            String.join(" or ", labels),
                            text,
                            NearestSpelling.suggestion(text, labels))));
  }
}
