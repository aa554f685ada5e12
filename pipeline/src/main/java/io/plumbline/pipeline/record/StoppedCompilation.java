package io.plumbline.pipeline.record;

import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.LastStage;
import io.plumbline.pipeline.request.Stage;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a compilation made that was asked to end early.
 *
 * @param last the stage it ended after
 * @param artifacts files written, in order
 * @param seconds wall time of each stage
 */
public record StoppedCompilation(
    CompileRequest request,
    LastStage last,
    SequencedMap<Artifact, Path> artifacts,
    List<Finding> findings,
    SequencedMap<Stage, Double> seconds) {
  public StoppedCompilation {
    artifacts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(artifacts));
    findings = List.copyOf(findings);
    seconds = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(seconds));
  }

  /** How to go on from here. */
  public String next() {
    return switch (last) {
      case OPTIMISE -> "the same command without --stop-after";
      case CALIBRATE ->
          "the same command with '--plan %s' and another --working-dir"
              .formatted(artifacts.get(Artifact.PLAN));
      case QUANTIZE ->
          "plumb build "
              + artifacts.getOrDefault(
                  Artifact.QUANTIZED_REMOVED, request.file(Artifact.QUANTIZED));
    };
  }

  /** The log. */
  public Path log() {
    return request.folder().resolve(CompilationLog.FILE_NAME);
  }
}
