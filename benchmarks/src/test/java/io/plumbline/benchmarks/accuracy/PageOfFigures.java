package io.plumbline.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SequencedMap;
import java.util.function.BiFunction;

/** The page of benchmarks, which shows what the files of figures hold. */
public final class PageOfFigures {
  /** The project's folder; tests of a module run in the module's. */
  private static final Path HOME = Path.of(System.getProperty("plumbline.root", ".."));

  private PageOfFigures() {}

  /**
   * Holds that rendering changes nothing.
   *
   * @param figures the file, under the project's folder
   */
  public static void requireShown(
      String figures, BiFunction<String, SequencedMap<Trial.Key, Figures>, String> render)
      throws IOException {
    String page = Files.readString(HOME.resolve(AccuracyTable.PAGE));
    Measurements measured = Measurements.open(HOME.resolve(figures));
    assertThat(render.apply(page, measured.all())).isEqualTo(page);
  }
}
