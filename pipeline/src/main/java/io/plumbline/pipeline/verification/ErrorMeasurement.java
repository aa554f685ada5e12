package io.plumbline.pipeline.verification;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.TensorSummary;
import io.plumbline.verify.compare.Tolerance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * How far a finished model is from the float one on samples of its own, which need not be those
 * that showed the ranges. Both models run whole, so that errors add up from tensor to tensor; or
 * each step runs alone on the values of the float model. The float one has its channels scaled as
 * the integer one's are, which changes no output.
 *
 * @param samples that both are run on
 * @param everyTensor whether inner tensors are compared besides the outputs
 * @param form of the table
 */
public record ErrorMeasurement(CalibrationData samples, boolean everyTensor, Form form) {
  /** The columns of a vendor. */
  public enum Form {
    /** Pulsar's layer comparison: relative error, distance of distributions, correlation. */
    LAYERS(List.of(Measure.RELATIVE_ERROR, Measure.CDF_DISTANCE, Measure.CORRELATION)),
    /** Pulsar2's precision table of whole models, EndToEnd: cosine and mean square error. */
    PRECISION(List.of(Measure.COSINE, Measure.MSE)),
    /** The same of each layer alone, fed what the float model has there: PerLayer. */
    PRECISION_ALONE(List.of(Measure.COSINE, Measure.MSE));

    private final List<Measure> measures;

    Form(List<Measure> measures) {
      this.measures = measures;
    }

    /** The figures of a row. */
    List<Measure> measures() {
      return measures;
    }
  }

  /**
   * Runs both models of a finished compilation.
   *
   * @throws io.plumbline.tensor.PlumblineException when no sample can be used
   */
  public MeasuredErrors measure(Compilation compilation, Progress progress) {
    return switch (form) {
      case LAYERS, PRECISION -> whole(compilation, progress);
      case PRECISION_ALONE -> alone(compilation, progress);
    };
  }

  private MeasuredErrors alone(Compilation compilation, Progress progress) {
    CompileRequest request = compilation.request();
    Path file = request.file(Artifact.CALIBRATED);
    SequencedSet<Finding> findings = new LinkedHashSet<>();
    Graph annotated = Preparation.parse(ModelFiles.of(file), ModelInterface.OWN).graph();
    try (StepComparison steps =
        new StepComparison(annotated, compilation.optimised(), form.measures())) {
      SampleSource source = samples.open(steps.inputs(), steps.pictures(), findings::add);
      int used = run(source, progress, (index, sample) -> steps.run(source.name(index), sample));
      return new MeasuredErrors(
          form,
          Artifact.OPTIMIZED_FLOAT.fileName(request.prefix()),
          Artifact.CALIBRATED.fileName(request.prefix()),
          used,
          steps.tensors(),
          request.file(Artifact.QUANTIZED),
          List.copyOf(findings));
    }
  }

  /** What is done with a sample of the reference. */
  private interface Use {
    void sample(int index, Map<String, Tensor> sample);
  }

  /** Works through samples; those that cannot be used are left out. */
  private static int run(SampleSource source, Progress progress, Use use) {
    progress.stage("layer errors");
    int used = 0;
    for (int index = 0; index < source.size(); index++) {
      Optional<Map<String, Tensor>> sample = source.load(index);
      if (sample.isPresent()) {
        use.sample(index, sample.get());
        used++;
      }
      progress.update(index + 1L, source.size());
    }
    return required(used);
  }

  private static int required(int used) {
    if (used == 0) {
      throw new BadDataException(
          "data.no-samples",
          "the samples that the error is measured on",
          "no sample could be used",
          "see to the data");
    }
    return used;
  }

  private MeasuredErrors whole(Compilation compilation, Progress progress) {
    CompileRequest request = compilation.request();
    SequencedSet<Finding> findings = new LinkedHashSet<>();
    Artifact compared =
        request.deployment().batch() > 1 ? Artifact.PTQ : Artifact.QUANTIZED; // of one sample
    try (VerifiedModel reference =
            VerifiedModel.of(
                Artifact.OPTIMIZED_FLOAT.fileName(request.prefix()),
                compilation.optimised(),
                request.files().spelling(),
                request.threads());
        VerifiedModel model =
            VerifiedModel.open(
                compared.fileName(request.prefix()),
                ModelFiles.of(request.file(compared)),
                Optional.empty(),
                request.threads(),
                findings::add)) {
      PairComparison pair =
          new PairComparison(reference, model, everyTensor, form.measures(), Tolerance.DEFAULT);
      int used = run(reference, model, pair, findings, progress);
      List<TensorSummary> tensors = new ArrayList<>(pair.nodes());
      tensors.addAll(pair.outputs());
      return new MeasuredErrors(
          form,
          reference.name(),
          model.name(),
          used,
          tensors,
          request.file(Artifact.QUANTIZED),
          List.copyOf(findings));
    }
  }

  private int run(
      VerifiedModel reference,
      VerifiedModel model,
      PairComparison pair,
      SequencedSet<Finding> findings,
      Progress progress) {
    SampleSource expected =
        samples.open(reference.engine().inputs(), reference.engine().pictures(), findings::add);
    SampleSource actual =
        samples.open(model.engine().inputs(), model.engine().pictures(), findings::add);
    progress.stage("layer errors");
    int used = 0;
    for (int index = 0; index < expected.size(); index++) {
      Optional<Map<String, Tensor>> first = expected.load(index);
      Optional<Map<String, Tensor>> second = actual.load(index);
      if (first.isPresent() && second.isPresent()) {
        pair.run(expected.name(index), first.get(), second.get());
        used++;
      }
      progress.update(index + 1L, expected.size());
    }
    return required(used);
  }
}
