package io.plumbline.cli.command;

import io.plumbline.cli.console.ProgressForm;
import io.plumbline.tensor.NearestSpelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A form of progress by its name in small or capital letters. */
final class ProgressLabel implements ITypeConverter<ProgressForm> {
  @Override
  public ProgressForm convert(String text) {
    List<String> labels =
        Arrays.stream(ProgressForm.values())
            .map(form -> form.name().toLowerCase(Locale.ROOT))
            .toList();
    int index = labels.indexOf(text.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new TypeConversionException(
          "expected %s, found '%s'%s"
              .formatted(
                  String.join(" or ", labels), text, NearestSpelling.suggestion(text, labels)));
    }
    return List.of(ProgressForm.values()).get(index);
  }
}
