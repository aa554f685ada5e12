package io.plumbline.config.pulsar;

import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.tensor.Finding;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** A configuration among the resources, and what it says in one text. */
record PulsarCase(String name) {
  Path file() {
    try {
      return Path.of(Objects.requireNonNull(getClass().getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  Configuration configuration() {
    return Configurations.read(file());
  }

  /** The parts of a request that such a file decides, one a line. */
  static String described(CompileRequest request, Path folder) {
    StringBuilder text = new StringBuilder();
    text.append(folder.relativize(request.files().model())).append(" -> ");
    text.append(folder.relativize(request.folder())).append('/').append(request.prefix());
    text.append("\n%s %s ".formatted(request.target().name(), request.effort().label()));
    text.append(request.options().calibration().base().method());
    text.append(" batch ").append(request.deployment().batch()).append('\n');
    request
        .ports()
        .pictures()
        .forEach(
            (name, input) ->
                text.append("%s: %s ".formatted(name, input.picture().text()))
                    .append(
                        String.format(
                            Locale.ROOT,
                            "%s %s%n",
                            input.mean().stream().map(PulsarCase::number).toList(),
                            input.scale().stream().map(PulsarCase::number).toList())));
    request.options().wishes().forEach(wish -> text.append(wish).append('\n'));
    request.options().outputs().ifPresent(scheme -> text.append("outputs ").append(scheme.name()));
    return text.toString().strip();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  /** Code and line of each finding. */
  static String told(Configuration.Translation translation) {
    return translation.findings().stream().map(PulsarCase::told).collect(Collectors.joining("\n"));
  }

  private static String told(Finding finding) {
    return finding.where().replaceFirst(".*:", "") + " " + finding.code();
  }
}
