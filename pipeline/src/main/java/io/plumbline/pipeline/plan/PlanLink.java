package io.plumbline.pipeline.plan;

import io.plumbline.report.Json;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Sha256;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Where another file says that its plan is.
 *
 * @param file name, in the same folder
 * @param sha256 of its bytes
 */
public record PlanLink(String file, String sha256) {
  /** Under what key a file says it. */
  public static final String KEY = "plan";

  /** To a plan. */
  public static PlanLink to(Path file, String text) {
    return new PlanLink(String.valueOf(file.getFileName()), hash(text));
  }

  /** As a file has it. */
  public SequencedMap<String, String> entries() {
    SequencedMap<String, String> entries = new LinkedHashMap<>();
    entries.put("file", file);
    entries.put("sha256", sha256);
    return entries;
  }

  private static String hash(String text) {
    return Sha256.of(MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The plan that a file names, or the file itself.
   *
   * @throws BadConfigurationException when the plan is not the one that was named
   */
  static Path resolve(Path file) {
    return PlanFile.understood(
        file.toString(),
        () ->
            PlanTensors.map(Json.parse(PlannedModel.content(file))).get(KEY)
                    instanceof Map<?, ?> link
                ? checked(
                    file.resolveSibling(String.valueOf(link.get("file"))),
                    String.valueOf(link.get("sha256")),
                    file)
                : file);
  }

  private static Path checked(Path plan, String expected, Path named) {
    if (!hash(PlannedModel.content(plan)).equals(expected)) {
      throw new BadConfigurationException(
          "plan.changed",
          plan.toString(),
          "the plan is not the one that %s was written with: its SHA-256 should be %s"
              .formatted(named, expected),
          "give the plan itself if it is the one you want");
    }
    return plan;
  }
}
