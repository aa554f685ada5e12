package io.plumbline.conformance.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPrinter;
import io.plumbline.quantize.target.BuiltInTarget;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.testkit.SharedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Graphs from seeds hold what every compiled model must hold. {@code -Drandom.seed=N} runs one
 * seed, {@code -Drandom.graphs=N} N of the slow run, {@code -Drandom.from=N} those from seed N on.
 * A failure prints the smallest graph that fails in the same way and leaves it as a file in {@code
 * target/random}.
 */
class RandomGraphTests {
  private static final int FEW = 200;
  private static final int FEW_WIDE = 100;
  private static final int FEW_OF_TARGETS = 30;
  private static final int FEW_NARROW = 50;
  private static final int MANY = 2000;
  private static final double MOST_INVALID = 0.02;

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
  void someGraphsAreCompiledTrulyForOtherTargets() {
    Long seed = Long.getLong("random.seed");
    List<BuiltInTarget> all = BuiltInTarget.ALL;
    List<BuiltInTarget> others = all.subList(1, all.size());
    (seed == null ? LongStream.range(0, FEW_OF_TARGETS) : LongStream.of(seed))
        .forEach(
            each -> {
              Target target = others.get((int) (each % others.size())).target();
              Verdict verdict = Verdict.of(Growth.graph(each), each, target, target.scheme());
              assertThat(verdict)
                  .as("seed %d for %s", each, target.name())
                  .isNotInstanceOf(Verdict.Wrong.class);
            });
  }

  @Test
  void someGraphsAreCompiledTrulyWithWeightsOf4Bits() {
    Long seed = Long.getLong("random.seed");
    check(seed == null ? LongStream.range(0, FEW_NARROW) : LongStream.of(seed), Scheme.W4A8);
  }

  @Test
  void someGraphsAreCompiledTrulyWithWeightsOf16Bits() {
    Long seed = Long.getLong("random.seed");
    for (Scheme scheme : List.of(Scheme.W16A8, Scheme.W16A16)) {
      check(seed == null ? LongStream.range(0, FEW_NARROW) : LongStream.of(seed), scheme);
    }
  }

  @Test
  @Tag("slow")
  void thousandsOfGraphsAreCompiledTruly() {
    long from = Long.getLong("random.from", FEW);
    int graphs = Integer.getInteger("random.graphs", MANY);
    check(LongStream.range(from, from + graphs), Scheme.INT8);
    check(LongStream.range(from, from + graphs / 2), Scheme.INT16);
    for (Scheme scheme : List.of(Scheme.W4A8, Scheme.W16A8, Scheme.W16A16)) {
      check(LongStream.range(from, from + graphs / 4), scheme);
    }
  }

  private static void check(LongStream seeds, Scheme scheme) {
    Harvest harvest = new Harvest(scheme.name());
    seeds
        .parallel()
        .forEach(
            seed -> {
              Graph graph = Growth.graph(seed);
              harvest.add(seed, graph.nodes().size(), Verdict.of(graph, seed, scheme));
            });
    harvest.print();
    List<String> reports = new ArrayList<>();
    harvest.wrong().forEach((seed, wrong) -> reports.add(report(seed, scheme, wrong)));
    assertThat(reports).isEmpty();
    harvest.requireFew(MOST_INVALID);
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
