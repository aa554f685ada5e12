package io.plumbline.pipeline.trial;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.DataInspection;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.PictureSamples;
import io.plumbline.pipeline.samples.Pictures;
import io.plumbline.pipeline.samples.SampleFindings;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Samples that have no part in calibration. */
public sealed interface Judges {
  /** Reads them and runs the float network on them. */
  HeldOut load(CompileRequest request, Engine engine, int most);

  /**
   * A folder of the same kind of files as the calibration samples.
   *
   * @param folders one for each input
   */
  record OfFolders(List<Path> folders) implements Judges {
    public OfFolders {
      folders = List.copyOf(folders);
    }

    @Override
    public HeldOut load(CompileRequest request, Engine engine, int most) {
      CompileRequest other = request.withCalibration(Judges.data(request).withFolders(folders));
      return HeldOut.load(
          DataInspection.of(other, engine.inputs(), engine.pictures(), new SampleFindings())
              .samples()
              .spread(most),
          Optional.empty(),
          engine,
          request.threads());
    }
  }

  /** Pictures with a class each: whatever {@code eval} takes. */
  record Labelled(Path data, Path labels) implements Judges {
    @Override
    public HeldOut load(CompileRequest request, Engine engine, int most) {
      Preprocess preprocess =
          Judges.data(request)
              .preprocess()
              .orElseThrow(
                  () ->
                      new BadConfigurationException(
                          "data.no-preprocess",
                          data.toString(),
                          "these are pictures, and the configuration does not say how they become"
                              + " the input",
                          "give calibration_parameters: preprocess"));
      Pictures pictures = Pictures.of(data, Optional.of(labels), most);
      return HeldOut.load(
          new PictureSamples(engine, preprocess, pictures.origins()),
          pictures.labels(),
          engine,
          request.threads());
    }
  }

  private static FolderData data(CompileRequest request) {
    if (request.calibration() instanceof FolderData folders) {
      return folders;
    }
    throw new BadConfigurationException(
        "tune.no-samples",
        "cal_data_dir",
        "the configuration names no calibration samples, and random ones say nothing of accuracy",
        "give cal_data_dir");
  }
}
