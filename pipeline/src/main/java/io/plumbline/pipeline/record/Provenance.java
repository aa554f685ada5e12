package io.plumbline.pipeline.record;

import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.FolderData;
import java.util.stream.Collectors;

/** What a compilation was made from, as the last group of its resolved configuration. */
public final class Provenance {
  private Provenance() {}

  /** Version of this program, and SHA-256 of the model and of every calibration folder. */
  public static String of(CompileRequest request) {
    StringBuilder text = new StringBuilder("\nprovenance:\n");
    String version = Provenance.class.getPackage().getImplementationVersion();
    entry(text, "plumb_version", version == null ? "development" : version);
    entry(text, "model_sha256", Fingerprint.ofFile(request.files().model()));
    request
        .files()
        .prototxt()
        .ifPresent(file -> entry(text, "prototxt_sha256", Fingerprint.ofFile(file)));
    if (request.calibration() instanceof FolderData data) {
      entry(
          text,
          "calibration_sha256",
          data.folders().stream().map(Fingerprint::ofFolder).collect(Collectors.joining("; ")));
    }
    return text.toString();
  }

  private static void entry(StringBuilder text, String key, String value) {
    text.append("  %s: '%s'\n".formatted(key, value));
  }
}
