package io.plumbline.pipeline.verification.ladder;

import io.plumbline.pipeline.record.CompiledFiles;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.BlankSample;
import io.plumbline.pipeline.verification.PairComparison;
import io.plumbline.pipeline.verification.VerificationRequest;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.RealValues;
import io.plumbline.verify.compare.TensorSummary;
import io.plumbline.verify.compare.TensorTally;
import io.plumbline.verify.compare.Tolerance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Runs all stages of a compilation on the same samples, each once a sample. */
public final class LadderRun {
  /** Samples on which inner tensors are compared. */
  private static final int TENSOR_SAMPLES = 2;

  private final LadderRequest request;
  private final Progress progress;
  private final List<Finding> findings = new ArrayList<>();

  private LadderRun(LadderRequest request, Progress progress) {
    this.request = request;
    this.progress = progress;
  }

  /**
   * Compares every stage with the one before it and with the first.
   *
   * @throws io.plumbline.tensor.PlumblineException when no two stages can be run on any sample
   */
  public static Ladder run(LadderRequest request, Progress progress) {
    return new LadderRun(request, progress).run();
  }

  private Ladder run() {
    Path info = request.compiled().file(Artifact.QUANT_INFO);
    CompiledFiles recorded = Files.exists(info) ? CompiledFiles.read(info) : CompiledFiles.UNKNOWN;
    try (StageOpening opening = new StageOpening(request, recorded, findings)) {
      opening.open();
      List<Rung> rungs = new ArrayList<>(opening.unusable());
      int used =
          compare(
              opening.stages().stream().map(stage -> stage.spread(request.limit())).toList(),
              rungs);
      rungs.sort(Comparator.comparing(Rung::stage));
      return new Ladder(request.compiled(), request.data(), used, rungs, findings);
    }
  }

  /** What is known of one stage so far. */
  private static final class Tallies {
    private final Tolerance tolerance;
    private final SequencedMap<String, TensorTally> step = new LinkedHashMap<>();
    private final SequencedMap<String, TensorTally> start = new LinkedHashMap<>();

    Tallies(LadderStage stage) {
      this.tolerance = stage.tolerance();
    }

    void add(
        String sample,
        Map<String, RealValues> own,
        Map<String, RealValues> before,
        Map<String, RealValues> first) {
      own.forEach(
          (name, values) -> {
            add(step, sample, name, before.get(name), values);
            add(start, sample, name, first.get(name), values);
          });
    }

    private void add(
        Map<String, TensorTally> tallies,
        String sample,
        String name,
        @Nullable RealValues expected,
        RealValues actual) {
      if (expected != null) {
        tallies
            .computeIfAbsent(
                name, tensor -> new TensorTally(tensor, VerificationRequest.MEASURES, tolerance))
            .add(sample, expected, actual);
      }
    }

    static List<TensorSummary> summaries(Map<String, TensorTally> tallies) {
      return tallies.values().stream().map(TensorTally::summary).toList();
    }
  }

  private int compare(List<OpenedStage> stages, List<Rung> rungs) {
    if (stages.size() < 2) {
      throw new BadDataException(
          "verify.no-stages",
          request.compiled().folder().toString(),
          "fewer than two stages of '%s' can be run%s"
              .formatted(
                  request.compiled().prefix(),
                  rungs.isEmpty() ? "" : ": " + rungs.getFirst().file().failure()),
          "compile the model again, or name the folder it was compiled to");
    }
    List<String> outputs = outputs(stages);
    List<Tallies> tallies = stages.stream().map(stage -> new Tallies(stage.stage())).toList();
    int count = stages.getFirst().samples().size();
    int used = 0;
    int blank = 0;
    progress.stage("ladder");
    for (int index = 0; index < count; index++) {
      Optional<List<Map<String, Tensor>>> sample = sample(stages, index);
      if (sample.isPresent()) {
        used++;
        blank += BlankSample.is(sample.get().getFirst()) ? 1 : 0;
        add(stages, outputs, sample.get(), name(stages, index), tallies);
      }
      progress.update(index + 1L, count);
    }
    if (used == 0) {
      throw new BadDataException(
          "data.no-samples",
          request.compiled().folder().toString(),
          "no sample could be used",
          "see to the data or the preprocessing");
    }
    if (blank == used) {
      findings.add(Ladder.blank(name(stages, 0), used));
    }
    for (int stage = 0; stage < stages.size(); stage++) {
      rungs.add(rung(stages, stage, tallies.get(stage)));
    }
    return used;
  }

  private static List<String> outputs(List<OpenedStage> stages) {
    return stages.stream()
        .filter(stage -> stage.stage().artifact().isPresent())
        .findFirst()
        .orElse(stages.getFirst())
        .model()
        .outputs();
  }

  private static String name(List<OpenedStage> stages, int index) {
    String name = stages.getFirst().samples().name(index);
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static Optional<List<Map<String, Tensor>>> sample(List<OpenedStage> stages, int index) {
    List<Map<String, Tensor>> inputs = new ArrayList<>();
    for (OpenedStage stage : stages) {
      Optional<Map<String, Tensor>> loaded = stage.samples().load(index);
      if (loaded.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(loaded.get());
    }
    return Optional.of(inputs);
  }

  private static void add(
      List<OpenedStage> stages,
      List<String> outputs,
      List<Map<String, Tensor>> inputs,
      String name,
      List<Tallies> tallies) {
    List<Map<String, RealValues>> results = new ArrayList<>();
    for (int stage = 0; stage < stages.size(); stage++) {
      results.add(stages.get(stage).outputs(inputs.get(stage), outputs));
      if (stage > 0) {
        tallies
            .get(stage)
            .add(name, results.get(stage), results.get(stage - 1), results.getFirst());
      }
    }
  }

  private Rung rung(List<OpenedStage> stages, int index, Tallies tallies) {
    OpenedStage stage = stages.get(index);
    Optional<OpenedStage> before =
        index == 0 ? Optional.empty() : Optional.of(stages.get(index - 1));
    boolean plan =
        stage.stage().sharesPlan()
            && before
                .filter(other -> other.stage().compareTo(LadderStage.CALIBRATED) >= 0)
                .isPresent();
    return new Rung(
        stage.stage(),
        stage.file(),
        before.map(OpenedStage::stage),
        Tallies.summaries(tallies.step),
        Tallies.summaries(tallies.start),
        plan ? tensors(before.orElseThrow(), stage) : List.of(),
        plan ? parameters(before.orElseThrow(), stage) : List.of(),
        stage.stage() == LadderStage.CONFIGURED && before.isPresent()
            ? channels(before.get(), stage)
            : List.of());
  }

  /** Inner tensors of two stages of one plan. */
  private static List<TensorSummary> tensors(OpenedStage before, OpenedStage stage) {
    PairComparison pair =
        new PairComparison(
            before.model(),
            stage.model(),
            true,
            VerificationRequest.MEASURES,
            stage.stage().tolerance());
    SampleSource samples = before.samples();
    for (int index = 0; index < Math.min(TENSOR_SAMPLES, samples.size()); index++) {
      String name = samples.name(index);
      Optional<Map<String, Tensor>> expected = samples.load(index);
      Optional<Map<String, Tensor>> actual = stage.samples().load(index);
      if (expected.isPresent() && actual.isPresent()) {
        pair.run(name, expected.get(), actual.get());
      }
    }
    return pair.nodes();
  }

  private static List<String> parameters(OpenedStage before, OpenedStage stage) {
    List<String> sentences = new ArrayList<>();
    before
        .model()
        .places()
        .places()
        .forEach(
            (tensor, place) -> {
              Optional<QuantParams> expected = before.model().places().paramsOf(place);
              Optional<QuantParams> found =
                  stage.model().places().place(tensor).flatMap(stage.model().places()::paramsOf);
              if (expected.isPresent() && found.isPresent() && !expected.equals(found)) {
                sentences.add(
                    "tensor '%s' has %s, and %s in the stage before%s"
                        .formatted(
                            tensor,
                            found.get(),
                            expected.get(),
                            factor(expected.get(), found.get())));
              }
            });
    return sentences;
  }

  private static String factor(QuantParams expected, QuantParams found) {
    return expected.isPerTensor() && found.isPerTensor() && expected.scale() != found.scale()
        ? String.format(
            Locale.ROOT, ": the scale is × %.4g", found.scale() / (double) expected.scale())
        : "";
  }

  /** What the configuration makes of the channels of pictures, on the first sample. */
  private static List<String> channels(OpenedStage before, OpenedStage stage) {
    Optional<List<Map<String, Tensor>>> sample = sample(List.of(before, stage), 0);
    List<String> sentences = new ArrayList<>();
    sample.ifPresent(
        inputs ->
            inputs
                .getFirst()
                .forEach(
                    (input, expected) -> {
                      Tensor found = inputs.getLast().get(input);
                      if (found != null && found.shape().equals(expected.shape())) {
                        sentences.addAll(InputChannels.of(input, expected, found));
                      }
                    }));
    return sentences;
  }
}
