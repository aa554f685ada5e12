package io.plumbline.pipeline.record;

import io.plumbline.pipeline.request.Artifact;
import io.plumbline.report.Json;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.ReadFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a compilation says of the models it left, in {@code P_quant_info.json}: so that a file that
 * was replaced since is noticed.
 *
 * @param model SHA-256 of the model that was compiled; empty where it is not said
 * @param hashes SHA-256 of each model, by the label of the artefact
 */
public record CompiledFiles(Optional<String> model, SequencedMap<String, String> hashes) {
  /** Nothing is known. */
  public static final CompiledFiles UNKNOWN =
      new CompiledFiles(Optional.empty(), new LinkedHashMap<>());

  static final String HASHES = "artifacts_sha256";
  private static final String MODEL = "model_sha256";

  public CompiledFiles {
    hashes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(hashes));
  }

  /** Hashes of the models among files, by label. */
  public static SequencedMap<String, String> hashes(SequencedMap<Artifact, Path> files) {
    SequencedMap<String, String> hashes = new LinkedHashMap<>();
    files.forEach(
        (artifact, file) -> {
          if (artifact.isModel()) {
            hashes.put(artifact.label(), Fingerprint.ofFile(file));
          }
        });
    return hashes;
  }

  /**
   * Reads what a compilation wrote.
   *
   * @param quantInfo its {@code P_quant_info.json}
   * @throws BadDataException when that cannot be read
   */
  public static CompiledFiles read(Path quantInfo) {
    try {
      Object root = Json.parse(Files.readString(quantInfo, StandardCharsets.UTF_8));
      Map<?, ?> map = root instanceof Map<?, ?> found ? found : Map.of();
      SequencedMap<String, String> hashes = new LinkedHashMap<>();
      if (map.get(HASHES) instanceof Map<?, ?> found) {
        found.forEach((label, hash) -> hashes.put(String.valueOf(label), String.valueOf(hash)));
      }
      return new CompiledFiles(Optional.ofNullable(map.get(MODEL)).map(String::valueOf), hashes);
    } catch (IOException e) {
      throw unreadable(quantInfo, ReadFailure.of(quantInfo, e), e);
    } catch (IllegalArgumentException e) {
      throw unreadable(quantInfo, String.valueOf(e.getMessage()), e);
    }
  }

  private static BadDataException unreadable(Path file, String reason, Exception cause) {
    return new BadDataException(
        "data.unreadable", file.toString(), reason, "check the path and its permissions", cause);
  }
}
