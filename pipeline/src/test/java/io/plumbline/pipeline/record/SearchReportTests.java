package io.plumbline.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.pipeline.request.Metric;
import io.plumbline.pipeline.request.Search;
import io.plumbline.pipeline.search.Searched;
import io.plumbline.pipeline.search.Trial;
import io.plumbline.quantize.calibrate.Calibration;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.target.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SearchReportTests {
  private static final String ASYMMETRIC = "Asymmetric quantization is enabled.";

  private static SearchReport report(Candidate taken) {
    Candidate max = Candidate.of(new Calibrator.Max());
    Search search =
        new Search(
            Search.Scope.MODEL,
            Metric.COSINE_SIMILARITY,
            OptionalDouble.empty(),
            List.of(max, taken),
            List.of());
    return new SearchReport(
        new Searched(
            search,
            Calibration.of(taken),
            List.of(trial(max, 0.9, false), trial(taken, 0.99, true)),
            8,
            4,
            true,
            0.99,
            0.99));
  }

  private static Trial trial(Candidate candidate, double score, boolean taken) {
    return new Trial(Optional.empty(), candidate, score, Optional.empty(), Optional.empty(), taken);
  }

  @Test
  void saysWhyTheWinnerWasTaken() {
    assertThat(report(Candidate.of(new Calibrator.Mse())).selected(Target.GENERIC))
        .containsExactly(
            "Select mse method.",
            "Of 2 candidates it is the first that none beats by more than chance:"
                + " cosine-similarity 0.990000 on 4 samples.",
            ASYMMETRIC);
  }

  @Test
  void onlyFreeZeroPointsAreCalledAsymmetric() {
    Target symmetric = Target.GENERIC.withAsymmetric(false);
    Target free = Target.GENERIC.withAsymmetric(true);
    Candidate mse = Candidate.of(new Calibrator.Mse());
    assertThat(report(mse).selected(free)).contains(ASYMMETRIC);
    assertThat(report(mse).selected(symmetric)).doesNotContain(ASYMMETRIC);
    assertThat(report(new Candidate(new Calibrator.Mse(), true)).selected(free))
        .doesNotContain(ASYMMETRIC);
  }
}
