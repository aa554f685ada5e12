package io.plumbline.benchmarks;

import io.plumbline.runtime.Engine;
import io.plumbline.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Milliseconds that one run of an engine takes.
 *
 * @param median of elapsed time
 * @param best of elapsed time
 * @param busy median processor time of the calling thread, which other processes hardly lengthen;
 *     of an engine with one thread it is the whole work
 */
record Latency(String name, double median, double best, double busy) {
  static Latency measure(
      String name, Engine engine, Map<String, Tensor> input, int warmUp, int runs) {
    for (int i = 0; i < warmUp; i++) {
      engine.run(input);
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] elapsed = new double[runs];
    double[] busy = new double[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      long busyStart = threads.getCurrentThreadCpuTime();
      engine.run(input);
      busy[i] = (threads.getCurrentThreadCpuTime() - busyStart) / 1e6;
      elapsed[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(elapsed);
    Arrays.sort(busy);
    return new Latency(name, elapsed[runs / 2], elapsed[0], busy[runs / 2]);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-34s median %8.2f ms, best %8.2f ms, processor time %8.2f ms",
        name,
        median,
        best,
        busy);
  }
}
