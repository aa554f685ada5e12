package io.plumbline.pipeline.evaluation;

import io.plumbline.data.dataset.Example;
import io.plumbline.data.dataset.Origin;
import io.plumbline.data.dataset.Preparation;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.ModelPreprocess;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/** Opens the models, runs a meter over a set and closes the models. */
final class Bench {
  private Bench() {}

  /** How many samples were used and what could not be. */
  record Tally(int samples, List<Finding> findings) {
    Tally {
      findings = List.copyOf(findings);
    }
  }

  /** Runs the meter that is made for the opened models. */
  static <T, O, M extends Meter<T, O>> Tally measure(
      EvaluationRequest request,
      List<Example<T>> examples,
      Function<List<Contestant>, M> meter,
      Progress progress) {
    List<Example<T>> used =
        SampleSource.scattered(request.limit(), examples.size()).stream()
            .mapToObj(examples::get)
            .toList();
    List<Finding> findings = new ArrayList<>();
    List<Contestant> models = Contestant.open(request.models(), request.executor(), findings::add);
    try (SampleRuns<T, O> runs =
        new SampleRuns<>(
            used,
            preparations(request.preprocess(), used.getFirst().origin(), models),
            models,
            meter.apply(models),
            request.threads())) {
      mixed(request.preprocess(), models).ifPresent(findings::add);
      findings.addAll(runs.all(progress));
      return new Tally(runs.used(), findings);
    } finally {
      models.forEach(Contestant::close);
    }
  }

  private static Optional<Finding> mixed(ModelPreprocess preprocess, List<Contestant> models) {
    SequencedMap<String, Engine> engines = new LinkedHashMap<>();
    models.forEach(model -> engines.put(model.name(), model.engine()));
    return preprocess.mixed(engines);
  }

  /** How each model is fed; equal where models are fed alike. */
  private static List<Preparation> preparations(
      ModelPreprocess preprocess, Origin first, List<Contestant> models) {
    Port port = models.getFirst().prepared();
    InputSpec input = new InputSpec(port.name(), port.dtype(), port.dims());
    return models.stream()
        .map(model -> new Preparation(input, format(preprocess.of(model.engine()), first, port)))
        .toList();
  }

  private static FileFormat format(Optional<Preprocess> preprocess, Origin first, Port port) {
    return switch (first) {
      case Origin.OfFile(var file) -> new FolderData(List.of(), preprocess).formatOf(file, port);
      case Origin.OfRecord _ ->
          preprocess.<FileFormat>map(FileFormat.Pictures::new).orElseGet(FileFormat.Arrays::new);
    };
  }
}
