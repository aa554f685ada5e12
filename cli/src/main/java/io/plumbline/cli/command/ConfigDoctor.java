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
import io.plumbline.tensor.ReadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Looks for mistakes in how a configuration prepares pictures, and writes it without them. */
final class ConfigDoctor {
  private static final int PICTURES = 200;

  private final Console console;
  private final Path file;
  private final Optional<Path> fix;
  private final Configuration configuration;

  ConfigDoctor(Console console, Path file, Optional<Path> fix) {
    this.console = console;
    this.file = file;
    this.fix = fix;
    fix.ifPresent(this::requireNew);
    this.configuration = Configurations.read(file);
  }

  private void requireNew(Path output) {
    if (Files.exists(output)) {
      throw new BadConfigurationException(
          "doctor.exists",
          output.toString(),
          "the file exists already, and nothing is written over",
          "choose another name with --fix");
    }
    if (!Objects.equals(
        output.toAbsolutePath().normalize().getParent(),
        file.toAbsolutePath().normalize().getParent())) {
      throw new BadConfigurationException(
          "doctor.other-folder",
          output.toString(),
          "paths in the configuration are relative to its folder",
          "write the mended one into the folder of " + file);
    }
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
    if (isRight) {
      console.say("no mistake found in the preparation of pictures");
    }
    Map<String, Object> record = new LinkedHashMap<>(report.record());
    coverage.map(CalibrationCoverage::record).ifPresent(layers -> record.put("layers", layers));
    record.put("findings", FindingRecords.of(findings));
    if (fix.isPresent() && !isRight) {
      AtomicFile.write(fix.get(), mended(report.diagnosis()));
      console.say("wrote " + fix.get());
      record.put("fixed", fix.get().toString());
    }
    console.result(record);
    return strict ? Strictness.status(findings) : 0;
  }

  private String mended(Diagnosis diagnosis) {
    try {
      return configuration.prepared(Files.readString(file), diagnosis.given(), diagnosis.mended());
    } catch (IOException e) {
      throw new BadConfigurationException(
          "config.unreadable", file.toString(), ReadFailure.of(file, e), "check the path", e);
    }
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
