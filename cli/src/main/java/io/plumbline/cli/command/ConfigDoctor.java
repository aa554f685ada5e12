package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.pipeline.doctor.CalibrationCoverage;
import io.plumbline.pipeline.doctor.Diagnosis;
import io.plumbline.pipeline.doctor.DiagnosisReport;
import io.plumbline.pipeline.doctor.Doctor;
import io.plumbline.pipeline.doctor.Laboratory;
import io.plumbline.pipeline.doctor.Recipe;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.Pictures;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for mistakes in how a configuration prepares pictures, and writes it without them. */
final class ConfigDoctor {
  private static final int PICTURES = 200;

  private final Console console;
  private final Path file;
  private final Optional<MendedFile> fix;
  private final Configuration configuration;

  ConfigDoctor(Console console, Path file, Optional<Path> fix) {
    this.console = console;
    this.file = file;
    this.fix = fix.map(output -> MendedFile.of(file, Optional.of(output), ""));
    this.configuration = Configurations.read(file);
  }

  /** Measures, shows and writes. */
  int run(Optional<Path> data, Optional<Path> labels, int limit, int threads, boolean strict) {
    CompileRequest request = configuration.translate().request();
    Recipe recipe = configuration.recipe(request);
    Pictures pictures =
        Pictures.of(
            data.orElseGet(() -> calibration(request)), labels, limit > 0 ? limit : PICTURES);
    ConsoleProgress progress = new ConsoleProgress(console);
    Diagnosis diagnosis;
    try (Laboratory laboratory =
        Laboratory.open(request.files(), request.ports(), pictures.origins(), threads)) {
      diagnosis = Doctor.diagnose(laboratory, recipe, pictures.labels(), progress);
    }
    Optional<CalibrationCoverage> coverage =
        data.filter(_ -> diagnosis.mistakes().isEmpty())
            .map(
                _ ->
                    CalibrationCoverage.of(
                        request.withThreads(threads),
                        recipe.preprocess(),
                        pictures.origins(),
                        progress));
    progress.finish();
    return tell(new DiagnosisReport(diagnosis, file.toString()), coverage, strict);
  }

  private int tell(DiagnosisReport report, Optional<CalibrationCoverage> coverage, boolean strict) {
    report.tables().forEach(console::show);
    coverage.map(CalibrationCoverage::table).ifPresent(console::show);
    List<Finding> findings = new ArrayList<>(report.findings());
    coverage.map(CalibrationCoverage::findings).ifPresent(findings::addAll);
    console.findings(findings);
    boolean isRight = report.findings().isEmpty();
    report.verdict().forEach(console::say);
    Map<String, Object> record = new LinkedHashMap<>(report.record());
    coverage.map(CalibrationCoverage::record).ifPresent(layers -> record.put("layers", layers));
    record.put("findings", FindingRecords.of(findings));
    if (fix.isPresent() && !isRight) {
      MendedFile written = fix.get();
      Diagnosis diagnosis = report.diagnosis();
      AtomicFile.write(
          written.file(),
          configuration.prepared(
              written.source(configuration), diagnosis.given(), diagnosis.mended()));
      console.say(
          "wrote %s, which is %s with: %s"
              .formatted(written.file(), file, String.join("; ", report.changes())));
      record.put("fixed", written.file().toString());
    } else if (fix.isPresent()) {
      console.say("nothing to mend: " + fix.get().file() + " was not written");
    }
    console.result(record);
    return strict ? Strictness.status(findings) : 0;
  }

  private Path calibration(CompileRequest request) {
    if (request.calibration() instanceof FolderData folders && folders.folders().size() == 1) {
      return folders.folders().getFirst();
    }
    throw new BadConfigurationException(
        "doctor.no-data",
        file.toString(),
        "the configuration names no single folder of pictures",
        "name pictures with --data");
  }
}
