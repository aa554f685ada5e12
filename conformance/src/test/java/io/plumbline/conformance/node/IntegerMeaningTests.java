package io.plumbline.conformance.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The models of one operator on integers, planned with the exact ranges of their own tensors. A
 * case that fails stands in the list of its engine with the reason; one in a list that passes fails
 * the test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntegerMeaningTests {
  private static final int FEWEST_APPLICABLE = 430;

  private final SequencedMap<String, IntegerRun.Result> results = new TreeMap<>();

  @BeforeAll
  void runEveryCase() throws IOException {
    results.putAll(NodeCases.map(IntegerMeaningTests::result));
  }

  private static IntegerRun.Result result(NodeCase given) {
    try {
      return IntegerRun.of(given);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      return IntegerRun.Result.failed(e.toString());
    }
  }

  @Test
  void executorsAgreeToTheBit() throws IOException {
    Tally.require("vector-exceptions.tsv", verdicts(IntegerRun.Result::vector), FEWEST_APPLICABLE);
  }

  @Test
  void integersStayWithinOneStepOfTheQdqGraph() throws IOException {
    Tally.require("qdq-exceptions.tsv", verdicts(IntegerRun.Result::qdq), FEWEST_APPLICABLE);
  }

  private SequencedMap<String, Verdict> verdicts(Function<IntegerRun.Result, Verdict> engine) {
    SequencedMap<String, Verdict> verdicts = new TreeMap<>();
    results.forEach((name, result) -> verdicts.put(name, engine.apply(result)));
    return verdicts;
  }
}
