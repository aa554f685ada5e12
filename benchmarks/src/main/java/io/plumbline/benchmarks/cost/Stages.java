package io.plumbline.benchmarks.cost;

import io.plumbline.benchmarks.accuracy.ProcessorTime;
import io.plumbline.pipeline.request.Progress;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Seconds of all processors together that the stages of one compilation took. */
final class Stages implements Progress {
  private final SequencedMap<String, Double> seconds = new LinkedHashMap<>();
  private String current = "";
  private double start = ProcessorTime.seconds();

  @Override
  public void stage(String name) {
    end();
    current = name;
  }

  @Override
  public void update(long done, long total) {}

  @Override
  public void message(String text) {}

  /** Ends the last stage. */
  void end() {
    double now = ProcessorTime.seconds();
    seconds.merge(current, now - start, Double::sum);
    start = now;
  }

  double of(String... names) {
    return Stream.of(names).mapToDouble(name -> seconds.getOrDefault(name, 0.0)).sum();
  }

  double all() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
