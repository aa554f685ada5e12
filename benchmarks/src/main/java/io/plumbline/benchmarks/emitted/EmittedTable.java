package io.plumbline.benchmarks.emitted;

import io.plumbline.benchmarks.accuracy.Subject;
import io.plumbline.benchmarks.accuracy.Subjects;
import io.plumbline.device.ssh.SshAddress;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs what is missing in the file of outcomes, and renders the page. */
public final class EmittedTable {
  /** The file of outcomes and the page, under the project's folder. */
  static final String FIGURES = "benchmarks/emitted.json";

  static final String PAGE = "docs/native.md";

  private static final String SCRATCH = "plumbline-emitted";

  private final Path home;
  private final Path shared;

  /**
   * @param home the project's folder
   * @param shared folder of shared models
   */
  public EmittedTable(Path home, Path shared) {
    this.home = home;
    this.shared = shared;
  }

  /**
   * Runs, keeps and shows.
   *
   * @param models parts of names; empty for all
   * @param labels of ways; empty for all
   * @param again whether to run what has been run
   * @param board one that is there besides what this machine has and emulates
   */
  public void run(
      List<String> models, List<String> labels, boolean again, Optional<SshAddress> board)
      throws IOException {
    Outcomes outcomes = Outcomes.open(home.resolve(FIGURES));
    List<Way> ways =
        Way.all(board).stream()
            .filter(way -> labels.isEmpty() || labels.contains(way.label()))
            .toList();
    for (Way way : ways) {
      way.missing().ifPresent(why -> System.out.printf("%s is not run: %s%n", way.label(), why));
    }
    List<Way> possible = ways.stream().filter(way -> way.missing().isEmpty()).toList();
    for (Subject subject : Subjects.all()) {
      List<Way> open =
          possible.stream()
              .filter(way -> again || !outcomes.has(new Outcomes.Key(subject.name(), way.label())))
              .toList();
      if (!open.isEmpty()
          && (models.isEmpty() || models.stream().anyMatch(subject.name()::contains))
          && Files.exists(subject.files(shared).model())) {
        run(subject, open, outcomes);
      }
    }
    Path page = home.resolve(PAGE);
    Files.writeString(page, OutcomePage.render(Files.readString(page), outcomes));
  }

  private void run(Subject subject, List<Way> ways, Outcomes outcomes) throws IOException {
    try (ScratchFolder work = ScratchFolder.createBrief(SCRATCH)) {
      EmittedModel model = EmittedModel.of(subject, shared, work.path());
      for (Way way : ways) {
        long start = System.nanoTime();
        String outcome = outcome(model, way);
        outcomes.put(new Outcomes.Key(subject.name(), way.label()), outcome);
        System.out.printf(
            "%s, %s: %s, %.1f s%n",
            subject.name(), way.label(), outcome, (System.nanoTime() - start) / 1e9);
      }
    }
  }

  private static String outcome(EmittedModel model, Way way) throws IOException {
    try (ScratchFolder folder = ScratchFolder.createBrief(SCRATCH)) {
      String difference = model.difference(way.run(model, folder.path()));
      return difference.isEmpty() ? Outcomes.EQUAL : difference;
    } catch (PlumblineException | IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
