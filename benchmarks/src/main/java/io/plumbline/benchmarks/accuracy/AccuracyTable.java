package io.plumbline.benchmarks.accuracy;

import io.plumbline.config.dialect.Targets;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Measures what is missing in the file of figures, and renders the page. */
public final class AccuracyTable {
  /** The file of figures and the page, under the project's folder. */
  static final String FIGURES = "benchmarks/accuracy.json";

  public static final String PAGE = "docs/benchmarks.md";

  private final Path home;
  private final Path shared;

  /**
   * @param home the project's folder
   * @param shared folder of shared models and pictures
   */
  public AccuracyTable(Path home, Path shared) {
    this.home = home;
    this.shared = shared;
  }

  /**
   * Measures, keeps and shows.
   *
   * @param models parts of names; empty for all
   * @param efforts labels; empty for all
   * @param targets names of targets; empty for the default one
   * @param again whether to measure what has been measured
   */
  public void measure(
      List<String> models, List<String> efforts, List<String> targets, boolean again)
      throws IOException {
    Measurements measurements = Measurements.open(home.resolve(FIGURES));
    Path folder = ScratchFolder.create("plumbline-accuracy").path();
    Bench bench = new Bench(shared, folder);
    for (Trial trial : trials(models, efforts, targets)) {
      if (again || !measurements.has(trial)) {
        Figures figures = bench.measure(trial);
        measurements.put(trial, figures);
        System.out.printf("%s %s%n", trial.key(), figures);
        render(measurements);
      }
    }
    render(measurements);
  }

  private void render(Measurements measurements) throws IOException {
    Path page = home.resolve(PAGE);
    Files.writeString(page, AccuracyPage.render(Files.readString(page), measurements.all()));
  }

  private List<Trial> trials(List<String> models, List<String> efforts, List<String> targets) {
    List<Trial> trials = new ArrayList<>();
    for (Subject subject : Subjects.all()) {
      for (Effort effort : Effort.values()) {
        for (Target target : targets(targets)) {
          if (isWanted(models.stream(), subject.name())
              && isWanted(efforts.stream(), effort.label())
              && Files.exists(subject.files(shared).model())) {
            trials.add(new Trial(subject, effort, target));
          }
        }
      }
    }
    return trials;
  }

  private static boolean isWanted(Stream<String> parts, String name) {
    List<String> wanted = parts.toList();
    return wanted.isEmpty() || wanted.stream().anyMatch(name::contains);
  }

  private static List<Target> targets(List<String> names) {
    return names.isEmpty()
        ? List.of(Target.GENERIC)
        : names.stream().map(name -> Targets.of(name, Path.of(""), "--target")).toList();
  }
}
