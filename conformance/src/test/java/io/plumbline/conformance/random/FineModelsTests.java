package io.plumbline.conformance.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Positions, phases and steep functions survive the way to integers. */
class FineModelsTests {
  static Set<String> models() {
    return FineModels.ALL.keySet();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void programsFollowTheFloatModel(String name) {
    Subject subject = subject(name);
    try (OrtEngine original = OrtEngine.open(subject.original(), Subject.LITERAL);
        Engine program =
            Executors.open(
                subject.lowered().program(),
                new OrtForeignOps(Subject.LITERAL),
                ExecutorOptions.reference())) {
      for (Map<String, Tensor> sample : subject.samples()) {
        Tensor right = Objects.requireNonNull(original.run(sample).get("y"));
        Tensor found = Objects.requireNonNull(program.run(sample).get("y"));
        assertThat(Similarity.of(right, found).cosine()).isGreaterThan(0.99);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Check.class)
  void programsHoldWhatEveryModelMustHold(Check check) {
    for (String name : models()) {
      assertThat(check.violation(subject(name))).as(name).isEmpty();
    }
  }

  private static Subject subject(String name) {
    List<Map<String, Tensor>> samples = FineModels.samples();
    return Subject.of(Subject.bound(FineModels.graph(name)), Scheme.INT8, samples, 1);
  }
}
