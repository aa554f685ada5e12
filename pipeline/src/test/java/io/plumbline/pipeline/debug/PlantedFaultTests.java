package io.plumbline.pipeline.debug;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.pipeline.debug.Planted.Kind;
import io.plumbline.pipeline.debug.cause.Cure;
import io.plumbline.pipeline.debug.cause.Diagnosis;
import io.plumbline.pipeline.debug.cause.Suspect;
import io.plumbline.pipeline.debug.cause.SuspectSearch;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.verify.debug.Cause;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in a small calibrated model: the node is named first, with its cause and a cure. */
class PlantedFaultTests {
  private static final SmallCalibrated.Graphs GRAPHS = SmallCalibrated.make();

  @TempDir private Path folder;

  private Diagnosis diagnosis(Graph annotated) {
    return SuspectSearch.of(
        new SmallCalibrated.Graphs(GRAPHS.real(), annotated).written(folder),
        SmallCalibrated.samples(),
        2,
        Progress.SILENT);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(new Planted(Kind.SCALE_TIMES_FOUR, "d"), "cd+d", Cure.Kind.RANGE),
        Arguments.of(new Planted(Kind.SCALE_TIMES_FOUR, "a"), "ca+a", Cure.Kind.RANGE),
        Arguments.of(new Planted(Kind.THRESHOLD_HALVED, "s"), "s", Cure.Kind.RANGE),
        Arguments.of(new Planted(Kind.THRESHOLD_HALVED, "cc"), "cc", Cure.Kind.RANGE),
        Arguments.of(new Planted(Kind.BIAS_ZEROED, "cd_b"), "cd+d", Cure.Kind.NUMBERS),
        Arguments.of(new Planted(Kind.BIAS_ZEROED, "out_b"), "out", Cure.Kind.NUMBERS),
        Arguments.of(new Planted(Kind.CHANNEL_TIMES_FIFTY, "cd_w"), "cd+d", Cure.Kind.NUMBERS),
        Arguments.of(new Planted(Kind.CHANNEL_TIMES_FIFTY, "ca_w"), "ca+a", Cure.Kind.NUMBERS));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isNamedFirst(Planted planted, String node, Cure.Kind cure) {
    Diagnosis diagnosis = diagnosis(planted.in(GRAPHS.annotated()));
    Suspect first = diagnosis.suspects().getFirst();
    assertThat(first.step().name()).isEqualTo(node);
    assertThat(first.cause()).isEqualTo(planted.kind().cause());
    assertThat(first.cure()).map(Cure::kind).contains(cure);
  }

  @Test
  void withoutAMistakeTheCoarsestValueIsFirst() {
    Diagnosis diagnosis = diagnosis(GRAPHS.annotated());
    Suspect first = diagnosis.suspects().getFirst();
    assertThat(first.step().name()).isEqualTo("cb+b");
    assertThat(first.isFaulty()).isFalse();
    assertThat(first.cause()).isEqualTo(Cause.ROUNDING);
    assertThat(first.error().orElseThrow().same().rmse()).isBetween(0.1, 0.6);
    assertThat(diagnosis.triage()).isEqualTo("activations");
  }
}
