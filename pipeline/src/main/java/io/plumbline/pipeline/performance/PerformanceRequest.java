package io.plumbline.pipeline.performance;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.tensor.Count;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to measure.
 *
 * @param executor what runs an integer program, as in {@link io.plumbline.pipeline.Plumbline#open}
 * @param inputs one file for each input; none for random numbers
 * @param data how the files are read
 * @param offset subtracted from every element of picture inputs
 * @param frames runs that are measured, at least 1
 * @param time ends measuring instead of a number of frames
 * @param threads callers that run frames side by side, each with one thread, at least 1
 * @param warmUp whether frames run before that are not counted
 */
public record PerformanceRequest(
    ModelFiles model,
    Optional<String> executor,
    List<Path> inputs,
    FolderData data,
    int offset,
    int frames,
    Optional<Duration> time,
    int threads,
    boolean warmUp) {
  public PerformanceRequest {
    inputs = List.copyOf(inputs);
    if (frames < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "%s, %s".formatted(Count.of(frames, "frame"), Count.of(threads, "thread")));
    }
  }
}
