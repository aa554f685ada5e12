package io.plumbline.pipeline.samples;

import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects what is noticed of samples by the threads that load them, and hands it out in an order
 * that does not depend on theirs.
 */
public final class SampleFindings implements Consumer<Finding> {
  private final List<Finding> findings = new ArrayList<>();

  @Override
  public synchronized void accept(Finding finding) {
    findings.add(finding);
  }

  /** What was noticed so far, by file and then by code. */
  public synchronized List<Finding> sorted() {
    return findings.stream()
        .sorted(Comparator.comparing(Finding::where).thenComparing(Finding::code))
        .toList();
  }
}
