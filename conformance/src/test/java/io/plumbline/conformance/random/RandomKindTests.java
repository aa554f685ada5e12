package io.plumbline.conformance.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPrinter;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Model files of every {@link Kind} hold what every compiled model must hold, from the file to the
 * artefacts. {@code -Drandom.seed}, {@code -Drandom.from} and {@code -Drandom.graphs} as in {@link
 * RandomGraphTests}. A failure prints the smallest graph that fails in the same way and leaves its
 * file in {@code target/random}.
 */
class RandomKindTests {
  private static final int FEW = 5;
  private static final int MANY = 200;

  /** The largest share of files that ONNX Runtime refuses, or that overflow in float16. */
  private static final double MOST_INVALID = 0.05;

  @ParameterizedTest(name = "{0}")
  @EnumSource(Kind.class)
  void someModelsAreCompiledTruly(Kind kind) {
    Long seed = Long.getLong("random.seed");
    check(kind, seed == null ? LongStream.range(0, FEW) : LongStream.of(seed), Scheme.INT8);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Kind.class)
  @Tag("slow")
  void hundredsOfModelsAreCompiledTruly(Kind kind) {
    long from = Long.getLong("random.from", FEW);
    int graphs = Integer.getInteger("random.graphs", MANY);
    check(kind, LongStream.range(from, from + graphs), Scheme.INT8);
    check(kind, LongStream.range(from, from + graphs / 4), Scheme.INT16);
  }

  private static void check(Kind kind, LongStream seeds, Scheme scheme) {
    Harvest harvest = new Harvest(kind + " " + scheme.name());
    seeds
        .parallel()
        .forEach(
            seed -> {
              Graph graph = kind.graph(seed);
              harvest.add(seed, graph.nodes().size(), KindVerdict.of(kind, graph, seed, scheme));
            });
    harvest.print();
    List<String> reports = new ArrayList<>();
    harvest.wrong().forEach((seed, wrong) -> reports.add(report(kind, seed, scheme, wrong)));
    assertThat(reports).isEmpty();
    harvest.requireFew(MOST_INVALID);
  }

  private static String report(Kind kind, long seed, Scheme scheme, Verdict.Wrong wrong) {
    Graph smallest = smallest(kind, seed, scheme, wrong);
    Path file =
        SharedData.root().resolve("conformance/target/random/%s_%d.onnx".formatted(kind, seed));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, kind.file(smallest, seed).toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String message =
        KindVerdict.of(kind, smallest, seed, scheme) instanceof Verdict.Wrong small
            ? small.message()
            : wrong.message();
    return "%s seed %d: %s: %s%n%s%n%s"
        .formatted(kind, seed, wrong.what(), message, file, GraphPrinter.print(smallest));
  }

  private static Graph smallest(Kind kind, long seed, Scheme scheme, Verdict.Wrong wrong) {
    return Shrinking.shrink(
        Subject.bound(kind.graph(seed)),
        graph ->
            KindVerdict.of(kind, graph, seed, scheme) instanceof Verdict.Wrong other
                && other.what().equals(wrong.what()));
  }
}
