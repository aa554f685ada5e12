package io.plumbline.pipeline.record;

import io.plumbline.data.picture.MeanPicture;
import io.plumbline.formats.source.SourceHashes;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.tensor.BadDataException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * What a compilation was made from: SHA-256 of the model as it was read, and of the calibration
 * folders as they lay there before the first sample was read and after the last.
 *
 * @param calibration of each folder; empty for samples that no folder holds
 * @param means of each mean picture that is subtracted
 */
public record Provenance(SourceHashes model, List<String> calibration, List<String> means) {
  public Provenance {
    calibration = List.copyOf(calibration);
    means = List.copyOf(means);
  }

  /** Hashes the folders of the samples, which nobody may change from now on. */
  public static Provenance of(SourceHashes model, CalibrationData data) {
    return new Provenance(model, fingerprints(data), means(data));
  }

  private static List<String> fingerprints(CalibrationData data) {
    return data instanceof FolderData folders
        ? folders.folders().stream().map(Fingerprint::ofFolder).toList()
        : List.of();
  }

  private static List<String> means(CalibrationData data) {
    return data instanceof FolderData folders
        ? folders.means().stream().map(MeanPicture::sha256).toList()
        : List.of();
  }

  /**
   * Holds that the samples are still those that were hashed.
   *
   * @throws BadDataException when a file changed, came or went
   */
  public void requireUnchanged(CalibrationData data) {
    if (!fingerprints(data).equals(calibration)) {
      throw new BadDataException(
          "data.changed",
          data instanceof FolderData folders ? folders.folders().toString() : "calibration data",
          "files of the calibration folders changed while they were used; nothing is known of what"
              + " was read",
          "compile again once nobody writes there");
    }
  }

  /** What compiles. */
  public static String version() {
    return Optional.ofNullable(Provenance.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** Keys and values for reports. */
  public SequencedMap<String, String> entries() {
    SequencedMap<String, String> entries = new LinkedHashMap<>();
    entries.put("plumb_version", version());
    entries.put("model_sha256", model.model());
    model.external().ifPresent(hash -> entries.put("external_data_sha256", hash));
    model.prototxt().ifPresent(hash -> entries.put("prototxt_sha256", hash));
    if (!calibration.isEmpty()) {
      entries.put("calibration_sha256", String.join("; ", calibration));
    }
    if (!means.isEmpty()) {
      entries.put("mean_file_sha256", String.join("; ", means));
    }
    return Collections.unmodifiableSequencedMap(entries);
  }

  /** The last group of a resolved configuration. */
  public String text() {
    return entries().entrySet().stream()
        .map(entry -> "  %s: '%s'\n".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining("", "\nprovenance:\n", ""));
  }
}
