package io.plumbline.report.html;

import io.plumbline.report.Importance;
import io.plumbline.report.Json;
import io.plumbline.report.Section;
import io.plumbline.report.run.CompiledRun;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.ReadFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The JSON files that runs left in a folder and below it, and the reports made of them: one for
 * each compilation, or a single one where there is none. What {@code P.json} says already, and what
 * a measurement keeps for going on, is left out.
 */
public final class RunFolder {
  private static final String JSON = ".json";
  private static final int DEEPEST = 4;
  private static final long LARGEST = 64L << 20;
  private static final List<String> REPEATED =
      List.of("_plan.json", "_quant_info.json", "_advice.json");
  private static final String KEPT = "figures_of_";

  private final Path folder;
  private final SequencedMap<String, CompiledRun> runs = new LinkedHashMap<>();
  private final SequencedMap<String, Part> parts = new LinkedHashMap<>();

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes the reports of a folder into it.
   *
   * @return the files, in order
   * @throws BadDataException when it cannot be read, nothing in it can be shown, or a compilation's
   *     record is damaged
   */
  public static List<Path> write(Path folder) {
    RunFolder found = new RunFolder(folder);
    found.read().forEach(found::add);
    Map<Path, HtmlReport> reports = found.reports();
    if (reports.isEmpty()) {
      throw new BadDataException(
          "report.nothing",
          folder.toString(),
          "no run left a JSON file here",
          "give the working folder of 'plumb compile', or one with results of other commands");
    }
    reports.forEach((file, report) -> AtomicFile.write(file, report.html()));
    return List.copyOf(reports.keySet());
  }

  /** The trees of all files by their names below the folder, in alphabetical order. */
  private SequencedMap<String, Object> read() {
    requireFolder();
    SequencedMap<String, Object> trees = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
      for (Path file : files.filter(RunFolder::isShown).toList()) {
        trees.put(folder.relativize(file).toString().replace('\\', '/'), tree(file));
      }
    } catch (IOException e) {
      throw unreadable(e);
    } catch (UncheckedIOException e) {
      throw unreadable(Objects.requireNonNull(e.getCause()));
    }
    return trees;
  }

  private BadDataException unreadable(IOException e) {
    return new BadDataException(
        "report.folder",
        folder.toString(),
        ReadFailure.ofFolder(folder),
        "check the permissions of it and of the folders in it",
        e);
  }

  private void requireFolder() {
    if (!Files.isDirectory(folder)) {
      throw new BadDataException(
          "report.folder",
          folder.toString(),
          ReadFailure.ofFolder(folder),
          "give the working folder of 'plumb compile', or one with results of other commands");
    }
  }

  private static boolean isShown(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(JSON)
        && Files.isRegularFile(file)
        && !name.startsWith(KEPT)
        && REPEATED.stream().noneMatch(name::endsWith);
  }

  /** The tree of a file; where it has none, the reason, which the report shows. */
  private static Object tree(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      return Map.of("not shown", "it is larger than 64 MiB");
    }
    try {
      return Json.parse(Files.readString(file));
    } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
      return Map.of("not shown", String.valueOf(e.getMessage()));
    }
  }

  private void add(String name, Object tree) {
    if (!name.contains("/") && CompiledRun.isOne(tree)) {
      runs.put(name.substring(0, name.length() - JSON.length()), CompiledRun.read(tree, name));
      return;
    }
    List<Section> sections = JsonSections.of(name, tree);
    if (!sections.isEmpty()) {
      parts.put(name, new Part(title(name), name, Importance.of(tree), sections));
    }
  }

  private static String title(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return last.substring(0, last.length() - JSON.length()).replace('_', ' ');
  }

  private SequencedMap<Path, HtmlReport> reports() {
    SequencedMap<Path, HtmlReport> reports = new LinkedHashMap<>();
    runs.forEach(
        (prefix, run) ->
            reports.put(
                folder.resolve(prefix + ".html"),
                new HtmlReport(run.title(), Optional.of(run), partsOf(prefix))));
    if (runs.isEmpty() && !parts.isEmpty()) {
      String title = folder.toAbsolutePath().normalize().getFileName().toString();
      reports.put(
          folder.resolve("report.html"),
          new HtmlReport(title, Optional.empty(), ordered(parts.values())));
    }
    return reports;
  }

  private static List<Part> ordered(Collection<Part> parts) {
    return parts.stream().sorted(Comparator.comparing(Part::importance)).toList();
  }

  /**
   * All but those that another prefix, longer or of other letters, has before its name: the most
   * important first.
   */
  private List<Part> partsOf(String prefix) {
    List<Part> own = new ArrayList<>();
    parts.forEach(
        (name, part) -> {
          Optional<String> owner =
              runs.keySet().stream()
                  .filter(each -> name.startsWith(each + "_"))
                  .max((one, other) -> Integer.compare(one.length(), other.length()));
          if (owner.isEmpty() || owner.get().equals(prefix)) {
            own.add(part);
          }
        });
    return ordered(own);
  }
}
