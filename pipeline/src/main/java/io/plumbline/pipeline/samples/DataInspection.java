package io.plumbline.pipeline.samples;

import io.plumbline.data.inspect.CalibrationInspector;
import io.plumbline.data.inspect.ExpectedInput;
import io.plumbline.data.inspect.FolderInspection;
import io.plumbline.data.inspect.FolderInspection.Folder;
import io.plumbline.data.inspect.FolderInspection.Format;
import io.plumbline.data.inspect.InputSummary;
import io.plumbline.data.inspect.Normalisation;
import io.plumbline.data.sample.CalibrationSet;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.graph.input.InputPreparation;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureType;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Calibration samples that are inspected while they are loaded. Only samples in folders are: those
 * that a program makes itself are passed through.
 */
public final class DataInspection {
  private final CalibrationInspector inspector;
  private final SampleSource samples;

  private DataInspection(CalibrationInspector inspector, SampleSource samples) {
    this.inspector = inspector;
    this.samples = samples;
  }

  /**
   * Opens the samples of a request after a look at their files.
   *
   * @param ports of the model
   * @param pictures the inputs that take an intermediate type, by name
   * @param findings hears what sizes and first bytes of the files say, and of samples that are left
   *     out
   */
  public static DataInspection of(
      CompileRequest request,
      List<Port> ports,
      SequencedMap<String, PictureInput> pictures,
      Consumer<Finding> findings) {
    if (!(request.calibration() instanceof FolderData folders)) {
      return new DataInspection(
          new CalibrationInspector(List.of()),
          request.calibration().open(ports, pictures, findings));
    }
    SequencedMap<String, InputPreparation> prepared =
        request.ports().named(ports.stream().map(Port::name).toList()).pictures();
    List<CalibrationSet.Source> sources = folders.sources(ports, pictures);
    List<Folder> expected =
        sources.stream()
            .map(source -> folder(source, Optional.ofNullable(prepared.get(source.input().name()))))
            .toList();
    CalibrationInspector inspector =
        new CalibrationInspector(expected.stream().map(Folder::expected).toList(), folders.most());
    FolderInspection.of(expected).forEach(findings);
    return new DataInspection(
        inspector, folders.chosen(FolderData.open(sources, findings, inspector::add)));
  }

  private static Folder folder(
      CalibrationSet.Source source, Optional<InputPreparation> preparation) {
    return switch (source.format()) {
      case FileFormat.Pictures pictures ->
          new Folder(expected(source, preparation), source.folder(), Format.PICTURES, DType.UINT8);
      case FileFormat.Arrays arrays ->
          new Folder(
              expected(source, preparation),
              source.folder(),
              Format.ARRAYS,
              source.input().dtype());
      case FileFormat.Raw raw ->
          new Folder(expected(source, preparation), source.folder(), Format.RAW, raw.dtype());
    };
  }

  private static ExpectedInput expected(
      CalibrationSet.Source source, Optional<InputPreparation> preparation) {
    Optional<PictureInput> picture = source.picture();
    return new ExpectedInput(
        source.input().name(),
        source.folder().toString(),
        source.input().dtype(),
        Shape.of(source.input().dims().stream().map(dim -> Math.max(dim, 1)).toList()),
        picture.map(PictureInput::trainingLayout),
        picture.map(PictureInput::training).orElse(PictureType.FEATUREMAP),
        preparation
            .map(given -> new Normalisation(given.mean(), given.scale()))
            .orElse(Normalisation.NONE));
  }

  /** The samples, inspected as they are loaded. */
  public SampleSource samples() {
    return samples;
  }

  /** What the samples loaded so far say. */
  public List<Finding> ofSamples() {
    return inspector.findings();
  }

  /** Statistics of the samples loaded so far. */
  public List<InputSummary> summaries() {
    return inspector.summaries();
  }
}
