package io.plumbline.conformance.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPrinter;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.testkit.SharedData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Graphs from seeds hold what every compiled model must hold. {@code -Drandom.seed=N} runs one
 * seed, {@code -Drandom.graphs=N} the first N of the slow run. A failure prints the smallest graph
 * that fails in the same way and leaves it as a file in {@code target/random}.
 */
class RandomGraphTests {
  private static final int FEW = 200;
  private static final int FEW_WIDE = 100;
  private static final int MANY = 2000;

  /** Ties between two integers fall to either side. */
  private static final double MOST_DIFFERING = 0.005;

  @Test
  void someHundredGraphsAreCompiledTruly() {
    Long seed = Long.getLong("random.seed");
    check(seed == null ? LongStream.range(0, FEW) : LongStream.of(seed), Scheme.INT8);
  }

  @Test
  void someGraphsAreCompiledTrulyIn16Bits() {
    Long seed = Long.getLong("random.seed");
    check(seed == null ? LongStream.range(0, FEW_WIDE) : LongStream.of(seed), Scheme.INT16);
  }

  @Test
  @Tag("slow")
  void thousandsOfGraphsAreCompiledTruly() {
    int graphs = Integer.getInteger("random.graphs", MANY);
    check(LongStream.range(FEW, FEW + graphs), Scheme.INT8);
    check(LongStream.range(FEW, FEW + graphs / 2), Scheme.INT16);
  }

  private static void check(LongStream seeds, Scheme scheme) {
    Map<Long, Verdict> verdicts = new ConcurrentSkipListMap<>();
    AtomicInteger nodes = new AtomicInteger();
    seeds
        .parallel()
        .forEach(
            seed -> {
              Graph graph = Growth.graph(seed);
              nodes.addAndGet(graph.nodes().size());
              verdicts.put(seed, Verdict.of(graph, seed, scheme));
            });
    print(verdicts, nodes.get());
    List<String> wrong =
        verdicts.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Verdict.Wrong)
            .map(entry -> report(entry.getKey(), scheme, (Verdict.Wrong) entry.getValue()))
            .toList();
    assertThat(wrong).isEmpty();
    assertThat(share(verdicts)).as("share of integers a step off").isLessThan(MOST_DIFFERING);
    assertThat(of(verdicts, Verdict.Invalid.class))
        .as("graphs that ONNX Runtime refuses")
        .hasSizeLessThan(1 + verdicts.size() / 50);
  }

  private static void print(Map<Long, Verdict> verdicts, int nodes) {
    System.out.printf(
        "random graphs: %d of %d nodes, %d wrong, %d invalid, %.4f %% of integers a step off%n",
        verdicts.size(),
        nodes,
        of(verdicts, Verdict.Wrong.class).size(),
        of(verdicts, Verdict.Invalid.class).size(),
        100 * share(verdicts));
    verdicts.forEach(
        (seed, verdict) -> {
          if (verdict instanceof Verdict.Invalid(String reason)) {
            System.out.printf("  seed %d is no valid graph: %s%n", seed, reason);
          }
        });
  }

  private static <V extends Verdict> List<V> of(Map<Long, Verdict> verdicts, Class<V> kind) {
    return verdicts.values().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static double share(Map<Long, Verdict> verdicts) {
    List<Verdict.True> compared = of(verdicts, Verdict.True.class);
    long elements = compared.stream().mapToLong(Verdict.True::elements).sum();
    long differing = compared.stream().mapToLong(Verdict.True::differing).sum();
    return elements == 0 ? 0 : (double) differing / elements;
  }

  private static String report(long seed, Scheme scheme, Verdict.Wrong wrong) {
    Graph bound = Subject.bound(Growth.graph(seed));
    Graph smallest =
        Shrinking.shrink(
            bound,
            graph ->
                Verdict.of(graph, seed, scheme) instanceof Verdict.Wrong other
                    && other.what().equals(wrong.what()));
    Path file = SharedData.root().resolve("conformance/target/random/seed_" + seed + ".onnx");
    OnnxWriter.write(smallest, file);
    String message =
        Verdict.of(smallest, seed, scheme) instanceof Verdict.Wrong small
            ? small.message()
            : wrong.message();
    return "seed %d: %s: %s%n%s%n%s"
        .formatted(seed, wrong.what(), message, file, GraphPrinter.print(smallest));
  }
}
