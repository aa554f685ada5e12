package io.plumbline.pipeline.verification;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.Measure;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs models on the same samples and compares their tensors with those of the first one. */
public final class Verifier {
  private final VerificationRequest request;
  private final List<Finding> findings = new ArrayList<>();

  private Verifier(VerificationRequest request) {
    this.request = request;
  }

  /**
   * Compares what a request names; of a single integer program its executors.
   *
   * @throws io.plumbline.tensor.PlumblineException when a model or sample cannot be read, or inputs
   *     do not fit
   */
  public static Verification verify(VerificationRequest request, Progress progress) {
    if (request.models().isEmpty()
        || (request.models().size() == 1 && !Plumbline.isProgram(request.models().getFirst()))) {
      throw new BadConfigurationException(
          "verify.models",
          "-m",
          "%d model is named; a comparison needs two or more".formatted(request.models().size()),
          "name the reference first, then the models that are held to it, separated by ','; or one"
              + " integer program, to compare its executors");
    }
    return new Verifier(request).run(progress);
  }

  private Verification run(Progress progress) {
    List<VerifiedModel> models = new ArrayList<>();
    try {
      if (request.models().size() == 1) {
        models.addAll(
            VerifiedModel.onEveryExecutor(
                request.models().getFirst(), request.executor(), request.threads(), findings::add));
        return compare(models, progress);
      }
      List<String> names = names(request.models());
      for (int index = 0; index < names.size(); index++) {
        models.add(
            VerifiedModel.open(
                names.get(index),
                request.models().get(index),
                request.executor(),
                request.threads(),
                findings::add));
      }
      VerifiedModel.requireAsked(models, request.executor());
      return compare(models, progress);
    } finally {
      models.forEach(VerifiedModel::close);
    }
  }

  /** File names; whole paths where two files have one name. */
  private static List<String> names(List<ModelFiles> models) {
    List<String> names = models.stream().map(ModelFiles::title).toList();
    return new HashSet<>(names).size() == names.size()
        ? names
        : models.stream().map(ModelFiles::spelling).toList();
  }

  private Verification compare(List<VerifiedModel> models, Progress progress) {
    List<SampleSource> samples = ModelSamples.open(models, request.data(), findings::add);
    VerifiedModel reference = models.getFirst();
    List<PairComparison> pairs = new ArrayList<>();
    for (VerifiedModel model : models.subList(1, models.size())) {
      OutputPairs.of(reference.outputs(), model.outputs())
          .doubt(reference, model)
          .ifPresent(findings::add);
      pairs.add(
          new PairComparison(
              reference, model, request.allNodes(), measures(), request.limits().tolerance()));
    }
    int used =
        new SampleRun(
                reference,
                pairs,
                samples.stream().map(source -> source.spread(request.limit())).toList())
            .all(progress);
    if (used == 0) {
      throw new BadDataException(
          "data.no-samples",
          "-i",
          "no sample could be used" + (findings.isEmpty() ? "" : ": " + findings.getFirst()),
          "see to the data or the preprocessing");
    }
    return new Verification(
        reference.name(),
        models.stream().map(model -> model.engine().name()).toList(),
        used,
        request.data() instanceof VerificationData.Random(long seed, int _)
            ? Optional.of(seed)
            : Optional.empty(),
        pairs.stream().map(pair -> result(reference, pair)).toList(),
        findings);
  }

  private Set<Measure> measures() {
    EnumSet<Measure> measures = EnumSet.copyOf(VerificationRequest.MEASURES);
    measures.addAll(request.measures());
    measures.addAll(request.limits().bounds().keySet());
    return measures;
  }

  private VerifiedPair result(VerifiedModel reference, PairComparison pair) {
    return new VerifiedPair(
        pair.model().name(),
        request.limits().settled(reference.integer() && pair.model().integer()),
        request.measures(),
        pair.outputs(),
        pair.nodes(),
        pair.absent());
  }

  /** Runs all models on one sample after the other. */
  private record SampleRun(
      VerifiedModel reference, List<PairComparison> pairs, List<SampleSource> samples) {
    int all(Progress progress) {
      int count = samples.getFirst().size();
      int used = 0;
      progress.stage("verify");
      for (int index = 0; index < count; index++) {
        used += one(index) ? 1 : 0;
        progress.update(index + 1L, count);
      }
      return used;
    }

    private boolean one(int index) {
      List<Map<String, Tensor>> inputs = new ArrayList<>();
      for (SampleSource source : samples) {
        Optional<Map<String, Tensor>> loaded = source.load(index);
        if (loaded.isEmpty()) {
          return false;
        }
        inputs.add(loaded.get());
      }
      String name = name(samples.getFirst().name(index));
      LinkedHashSet<String> wanted = new LinkedHashSet<>();
      pairs.forEach(pair -> wanted.addAll(pair.tensors()));
      reference
          .view()
          .visit(
              inputs.getFirst(),
              List.copyOf(wanted),
              expected -> {
                for (int other = 0; other < pairs.size(); other++) {
                  pairs.get(other).visit(name, expected, inputs.get(other + 1));
                }
              });
      return true;
    }

    private static String name(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }
}
