package io.plumbline.pipeline.evaluation;

import io.plumbline.data.dataset.Example;
import io.plumbline.data.dataset.Origin;
import io.plumbline.data.dataset.Preparation;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import java.util.List;
import java.util.function.Function;

/** Opens the models, runs a meter over a set and closes the models. */
final class Bench {
  private Bench() {}

  /** How many samples were used and what could not be. */
  record Tally(int samples, List<Finding> findings) {}

  /** Runs the meter that is made for the opened models. */
  static <T, O, M extends Meter<T, O>> Tally measure(
      EvaluationRequest request,
      List<Example<T>> examples,
      Function<List<Contestant>, M> meter,
      Progress progress) {
    List<Example<T>> used = examples.subList(0, Math.min(request.limit(), examples.size()));
    List<Contestant> models = Contestant.open(request.models());
    try (SampleRuns<T, O> runs =
        new SampleRuns<>(
            used,
            preparation(request, used.getFirst().origin(), models.getFirst().prepared()),
            models,
            meter.apply(models),
            request.threads())) {
      List<Finding> findings = runs.all(progress);
      return new Tally(runs.used(), List.copyOf(findings));
    } finally {
      models.forEach(Contestant::close);
    }
  }

  private static Preparation preparation(EvaluationRequest request, Origin first, Port port) {
    FileFormat format =
        switch (first) {
          case Origin.OfFile(var file) ->
              new FolderData(List.of(), request.preprocess(), DType.FLOAT32).formatOf(file, port);
          case Origin.OfRecord _ ->
              request
                  .preprocess()
                  .<FileFormat>map(FileFormat.Pictures::new)
                  .orElseGet(FileFormat.Arrays::new);
        };
    return new Preparation(new InputSpec(port.name(), port.dtype(), port.dims()), format);
  }
}
