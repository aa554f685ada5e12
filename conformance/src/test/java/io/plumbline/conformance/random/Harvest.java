package io.plumbline.conformance.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The verdicts of many seeds. */
final class Harvest {
  /** Ties between two integers fall to either side. */
  private static final double MOST_DIFFERING = 0.005;

  private final String what;
  private final Map<Long, Verdict> verdicts = new ConcurrentSkipListMap<>();
  private final AtomicInteger nodes = new AtomicInteger();

  Harvest(String what) {
    this.what = what;
  }

  void add(long seed, int ofNodes, Verdict verdict) {
    nodes.addAndGet(ofNodes);
    verdicts.put(seed, verdict);
  }

  /** Those that are wrong, by seed. */
  Map<Long, Verdict.Wrong> wrong() {
    Map<Long, Verdict.Wrong> wrong = new ConcurrentSkipListMap<>();
    verdicts.forEach(
        (seed, verdict) -> {
          if (verdict instanceof Verdict.Wrong found) {
            wrong.put(seed, found);
          }
        });
    return wrong;
  }

  /** Prints what was found. */
  void print() {
    System.out.printf(
        "random graphs, %s: %d of %d nodes, %d wrong, %d invalid, %.4f %% of integers a step off%n",
        what,
        verdicts.size(),
        nodes.get(),
        wrong().size(),
        of(Verdict.Invalid.class).size(),
        100 * share());
    verdicts.forEach(
        (seed, verdict) -> {
          if (verdict instanceof Verdict.Invalid(String reason)) {
            System.out.printf("  seed %d is no valid graph: %s%n", seed, reason);
          }
        });
    wrong()
        .forEach(
            (seed, found) ->
                System.out.printf("  seed %d: %s: %s%n", seed, found.what(), found.message()));
  }

  /** Few integers are a step off, and few graphs are refused by ONNX Runtime itself. */
  void requireFew(double mostInvalid) {
    assertThat(share()).as("share of integers a step off").isLessThan(MOST_DIFFERING);
    assertThat(of(Verdict.Invalid.class))
        .as("graphs that ONNX Runtime refuses")
        .hasSizeLessThan(1 + (int) (verdicts.size() * mostInvalid));
  }

  private <V extends Verdict> List<V> of(Class<V> kind) {
    return verdicts.values().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private double share() {
    List<Verdict.True> compared = of(Verdict.True.class);
    long elements = compared.stream().mapToLong(Verdict.True::elements).sum();
    long differing = compared.stream().mapToLong(Verdict.True::differing).sum();
    return elements == 0 ? 0 : (double) differing / elements;
  }
}
