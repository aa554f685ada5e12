package io.plumbline.conformance.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The verdicts on all cases against the list of those that are known to fail. */
final class Tally {
  private Tally() {}

  /**
   * Demands that exactly the listed cases fail and that they are less than a tenth; writes what was
   * found beside the test's other results.
   *
   * @param list names of cases, each with the reason
   */
  static void require(String list, SequencedMap<String, Verdict> verdicts, int fewestApplicable)
      throws IOException {
    Files.writeString(Path.of("target", list.replace("-exceptions", "-verdicts")), table(verdicts));
    SequencedMap<String, String> exceptions = ExceptionList.read(list);
    SequencedMap<String, String> unexpected = new TreeMap<>();
    SequencedMap<String, String> passing = new TreeMap<>(exceptions);
    int applicable = 0;
    for (var entry : verdicts.entrySet()) {
      applicable += entry.getValue() instanceof Verdict.NotApplicable ? 0 : 1;
      if (entry.getValue() instanceof Verdict.Failed(String reason)) {
        passing.remove(entry.getKey());
        if (!exceptions.containsKey(entry.getKey())) {
          unexpected.put(entry.getKey(), reason);
        }
      }
    }
    String counts =
        "%s: %d cases, %d applicable, %d exceptions"
            .formatted(list, verdicts.size(), applicable, exceptions.size());
    System.out.println(counts);
    assertThat(unexpected).as("cases that fail; %s", counts).isEmpty();
    assertThat(passing).as("exceptions that pass; %s", counts).isEmpty();
    assertThat(applicable).as(counts).isGreaterThanOrEqualTo(fewestApplicable);
    assertThat(10 * exceptions.size()).as(counts).isLessThan(applicable);
  }

  private static String table(SequencedMap<String, Verdict> verdicts) {
    StringBuilder table = new StringBuilder();
    verdicts.forEach(
        (name, verdict) ->
            table.append(name).append('\t').append(text(verdict).replace('\n', ' ')).append('\n'));
    return table.toString();
  }

  private static String text(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Passed() -> "passed";
      case Verdict.NotApplicable(String reason) -> "not applicable\t" + reason;
      case Verdict.Failed(String reason) -> "failed\t" + reason;
    };
  }
}
