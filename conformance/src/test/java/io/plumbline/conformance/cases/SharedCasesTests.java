package io.plumbline.conformance.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.plumbline.conformance.TabSeparated;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of {@code ../shared/cases} is right, or stands in {@code known-failures.tsv} with the
 * reason; a case of that list that is right fails here, so that the list only shrinks.
 */
class SharedCasesTests {
  private static final Map<String, List<Expectation>> EXPECTATIONS = expectations();
  private static final Map<String, String> KNOWN_FAILURES = knownFailures();

  private static Map<String, List<Expectation>> expectations() {
    Map<String, List<Expectation>> byCase = new TreeMap<>();
    for (List<String> cells : TabSeparated.read(SharedCasesTests.class, "expectations.tsv")) {
      Expectation expectation = Expectation.parse(cells.get(1), cells.get(2));
      byCase.merge(
          cells.get(0),
          List.of(expectation),
          (known, more) -> Stream.concat(known.stream(), more.stream()).toList());
    }
    return byCase;
  }

  private static Map<String, String> knownFailures() {
    Map<String, String> reasons = new TreeMap<>();
    TabSeparated.read(SharedCasesTests.class, "known-failures.tsv")
        .forEach(cells -> reasons.put(cells.get(0), cells.get(1)));
    return reasons;
  }

  static Set<String> cases() {
    return EXPECTATIONS.keySet();
  }

  @Test
  void everyCaseIsExpectedSomething() {
    Set<String> folders = new TreeSet<>();
    CaseFolder.all().forEach(given -> folders.add(given.name()));
    assertThat(EXPECTATIONS.keySet()).isEqualTo(folders);
    assertThat(folders).containsAll(KNOWN_FAILURES.keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isRight(String name, @TempDir Path work) {
    CaseFolder given =
        CaseFolder.all().stream()
            .filter(folder -> folder.name().equals(name))
            .findAny()
            .orElseThrow();
    Optional<String> shortfall =
        shortfall(new CaseRun(given, work), EXPECTATIONS.getOrDefault(name, List.of()));
    if (KNOWN_FAILURES.containsKey(name)) {
      assertThat(shortfall)
          .as("'%s' is right now: take it out of known-failures.tsv", name)
          .isPresent();
    } else {
      shortfall.ifPresent(reason -> fail(reason));
    }
  }

  private static Optional<String> shortfall(CaseRun run, List<Expectation> expectations) {
    try {
      Judgement judgement = new Judgement(run);
      expectations.forEach(judgement::require);
      return Optional.empty();
    } catch (Shortfall e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
