package io.plumbline.pipeline.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.debug.trial.NodeType;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.quantize.load.RoundedStep;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.Measure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each node of a small network alone, beside the whole network run for each. */
class SensitivityTests {
  private static final List<Measure> MEASURES =
      List.of(Measure.COSINE, Measure.MSE, Measure.MRE, Measure.SQNR, Measure.CHEBYSHEV);

  @TempDir private Path folder;
  private final SmallCalibrated.Graphs graphs = SmallCalibrated.make();
  private final DebugSamples samples = SmallCalibrated.samples();

  private Sensitivity measure(DebugModel model, SensitivityRequest request) {
    return SensitivityMeasurement.of(model, samples, request, Progress.SILENT);
  }

  private static Tensor run(Graph graph, Map<String, Tensor> sample) {
    try (OrtEngine engine = OrtEngine.openOwn(graph)) {
      return Objects.requireNonNull(engine.run(sample).get("out"));
    }
  }

  @Test
  void aCalibratedGraphIsItsFloatGraphAndItsPairs() {
    CalibratedGraph calibrated = CalibratedGraph.of(graphs.annotated());
    Map<String, Tensor> sample = samples.inputs().getFirst();
    assertThat(run(calibrated.real(), sample).toFloats())
        .isEqualTo(run(graphs.real(), sample).toFloats());
    assertThat(run(calibrated.with(calibrated.calibrations()), sample).toFloats())
        .isEqualTo(run(graphs.annotated(), sample).toFloats());
    assertThat(calibrated.steps().stream().filter(step -> !step.calibrations().isEmpty()))
        .extracting(RoundedStep::name)
        .containsExactly("x", "ca+a", "cb+b", "cc", "s", "cd+d", "out");
    assertThat(calibrated.calibrations())
        .extracting(CalibrationNode::tensor)
        .contains("x", "a", "b", "d", "ca_w", "out_w");
  }

  @ParameterizedTest
  @EnumSource
  void figuresAreThoseOfTheWholeNetwork(NodeType type) {
    DebugModel model = graphs.written(folder);
    Sensitivity sensitivity = measure(model, SensitivityRequest.of(type, MEASURES, 2));
    Graph real = model.graph().real();
    for (Sensitivity.Entry entry : sensitivity.entries()) {
      Graph rounded = model.graph().with(entry.rounding());
      for (Measure measure : MEASURES) {
        double expected =
            samples.inputs().stream()
                .mapToDouble(sample -> measure.between(run(real, sample), run(rounded, sample)))
                .average()
                .orElseThrow();
        assertThat(entry.figure(measure))
            .as("%s of %s", measure.label(), entry.name())
            .isCloseTo(expected, within(1e-3 * Math.abs(expected)));
      }
    }
    assertThat(sensitivity.entries()).extracting(entry -> entry.figure(Measure.COSINE)).isSorted();
  }

  @Test
  void theFirstIsTheValueOfCoarseSteps() {
    Sensitivity sensitivity =
        measure(graphs.written(folder), SensitivityRequest.of(NodeType.ACTIVATION, MEASURES, 2));
    assertThat(sensitivity.entries().getFirst().name()).isEqualTo("b");
  }

  @Test
  void isTheSameForAnyNumberOfThreads() {
    DebugModel model = graphs.written(folder);
    assertThat(measure(model, SensitivityRequest.of(NodeType.NODE, MEASURES, 1)))
        .isEqualTo(measure(model, SensitivityRequest.of(NodeType.NODE, MEASURES, 3)));
  }

  @Test
  void quickKeepsWithinTenPasses() {
    DebugModel model = graphs.written(folder);
    Sensitivity quick = measure(model, SensitivityRequest.of(NodeType.NODE, MEASURES, 2).quickly());
    assertThat(quick.passes()).isLessThanOrEqualTo(10);
    assertThat(quick.entries().getFirst().name()).isEqualTo("cb+b");
  }

  @Test
  void namedNodesRoundTogether() {
    DebugModel model = graphs.written(folder);
    SensitivityRequest request =
        new SensitivityRequest(
            NodeType.NODE,
            MEASURES,
            Optional.of("d"),
            List.of(List.of("cb"), List.of("cb", "a"), List.of("out")),
            false,
            Optional.empty(),
            2);
    Sensitivity sensitivity = measure(model, request);
    assertThat(sensitivity.entries())
        .extracting(Sensitivity.Entry::name)
        .hasSize(3)
        .endsWith("out");
    assertThat(sensitivity.entries().getLast().figure(Measure.MSE)).isZero();
    assertThatThrownBy(
            () ->
                measure(
                    model,
                    new SensitivityRequest(
                        NodeType.NODE,
                        MEASURES,
                        Optional.empty(),
                        List.of(List.of("cbb")),
                        false,
                        Optional.empty(),
                        2)))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("did you mean");
  }

  @Test
  void workThatWasInterruptedGoesOn() {
    DebugModel model = graphs.written(folder);
    SensitivityRequest request =
        SensitivityRequest.of(NodeType.NODE, MEASURES, 1).keptIn(folder.resolve("kept"));
    Counting first = new Counting(20);
    assertThatThrownBy(() -> SensitivityMeasurement.of(model, samples, request, first))
        .isInstanceOf(CancellationException.class);
    Counting second = new Counting(Long.MAX_VALUE);
    Sensitivity resumed = SensitivityMeasurement.of(model, samples, request, second);
    assertThat(second.updates.get()).isBetween(1L, 7L * samples.size() - 1);
    assertThat(resumed)
        .isEqualTo(measure(model, SensitivityRequest.of(NodeType.NODE, MEASURES, 1)));
    Counting third = new Counting(0);
    assertThat(SensitivityMeasurement.of(model, samples, request, third)).isEqualTo(resumed);
  }

  /** Stops work after some of it. */
  private static final class Counting implements Progress {
    private final AtomicLong updates = new AtomicLong();
    private final long most;
    private final List<String> stages = new ArrayList<>();

    Counting(long most) {
      this.most = most;
    }

    @Override
    public void stage(String name) {
      stages.add(name);
    }

    @Override
    public void update(long done, long total) {
      updates.incrementAndGet();
    }

    @Override
    public void message(String text) {}

    @Override
    public boolean cancelled() {
      return updates.get() >= most;
    }
  }
}
