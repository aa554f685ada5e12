package io.plumbline.benchmarks.accuracy;

import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;

/**
 * Figures of every shared classifier in several forms, in a file and on the page of benchmarks.
 *
 * @param <F> what the forms of a classifier are told apart by
 */
public abstract class ClassifierTable<F> {
  private final Path home;
  private final Path shared;

  /**
   * @param home the project's folder
   * @param shared folder of shared models and pictures
   */
  ClassifierTable(Path home, Path shared) {
    this.home = home;
    this.shared = shared;
  }

  /** The file of figures, under the project's folder. */
  abstract String figures();

  /** The forms, in the order in which they are measured. */
  abstract List<F> forms();

  /** What tells the forms of all models apart. */
  abstract Trial.Key keyOf(String model, F form);

  /**
   * The figures of one form.
   *
   * @throws PlumblineException which is then what is kept of it
   */
  abstract SequencedMap<String, Double> measure(
      Bench bench, F form, Subject subject, Truth.Classes truth) throws IOException;

  /** Whether a form is another one than the others of this model. */
  boolean applies(Bench bench, F form, Subject subject) throws IOException {
    return true;
  }

  /** The page with figures in their place. */
  abstract String render(String page, SequencedMap<Trial.Key, Figures> measured);

  Path shared() {
    return shared;
  }

  /**
   * Measures what is missing, keeps and shows it.
   *
   * @param models parts of names; empty for all
   */
  public final void measure(List<String> models) throws IOException {
    Measurements measurements = Measurements.open(home.resolve(figures()));
    Bench bench = new Bench(shared, ScratchFolder.create("plumbline-classifiers").path());
    for (Subject subject : Subjects.all()) {
      if (subject.truth() instanceof Truth.Classes truth
          && Files.exists(subject.files(shared).model())
          && (models.isEmpty() || models.stream().anyMatch(subject.name()::contains))) {
        for (F form : forms()) {
          Trial.Key key = keyOf(subject.name(), form);
          if (!measurements.has(key) && applies(bench, form, subject)) {
            Figures figures = tried(bench, form, subject, truth);
            measurements.put(key, figures);
            System.out.printf("%s %s%n", key, figures);
            render(measurements);
          }
        }
      }
    }
    render(measurements);
  }

  private Figures tried(Bench bench, F form, Subject subject, Truth.Classes truth)
      throws IOException {
    try {
      return Figures.of(measure(bench, form, subject, truth));
    } catch (PlumblineException e) {
      return Figures.failed(e.code() + ": " + e.getMessage());
    }
  }

  private void render(Measurements measurements) throws IOException {
    Path page = home.resolve(AccuracyTable.PAGE);
    Files.writeString(page, render(Files.readString(page), measurements.all()));
  }
}
