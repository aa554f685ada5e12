package io.plumbline.data.sample;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Tensor;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Files and the class each belongs to, in the order of the labels file. */
public final class LabelledSet {
  /** A file below the folder of the set. */
  public record Entry(String name, Path file, int label) {}

  /** A sample and its class index. */
  public record Labelled(Sample sample, int label) {}

  private final List<Entry> entries;

  private LabelledSet(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * Reads a labels file: {@code relative/path label} a line; blank lines and lines starting with #
   * are passed over.
   *
   * @param folder that the paths are relative to
   * @throws BadDataException when the file is missing, empty, a line has another form, or two give
   *     one file different labels
   */
  public static LabelledSet open(Path folder, Path labels) {
    List<Entry> entries = new ArrayList<>();
    Map<Path, Integer> known = new HashMap<>();
    for (LabelFile.Line line : LabelFile.read(labels)) {
      Entry entry = entry(folder, line.text(), line.where());
      Integer other = known.put(entry.file().normalize(), entry.label());
      if (other != null && other != entry.label()) {
        throw contradiction(entry, other, line.where());
      }
      entries.add(entry);
    }
    return new LabelledSet(entries);
  }

  private static BadDataException contradiction(Entry entry, int other, String where) {
    return new BadDataException(
        "labels.contradiction",
        where,
        String.format(
            Locale.ROOT,
            "'%s' has the class %d here and the class %d in a line before; expected one class a"
                + " file",
            entry.name(),
            entry.label(),
            other),
        "keep the line that is right");
  }

  private static Entry entry(Path folder, String line, String where) {
    int space = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
    try {
      String name = line.substring(0, Math.max(space, 0)).strip();
      int label = Integer.parseInt(line.substring(space + 1));
      if (!name.isEmpty() && label >= 0) {
        return new Entry(name, folder.resolve(name), label);
      }
    } catch (NumberFormatException | InvalidPathException e) {
      throw malformed(line, where);
    }
    throw malformed(line, where);
  }

  private static BadDataException malformed(String line, String where) {
    return new BadDataException(
        "labels.line",
        where,
        "expected 'relative/path label' with a class index of 0 or more, found '%s'"
            .formatted(line),
        "correct the line");
  }

  /** The first entries only. */
  public LabelledSet limit(int count) {
    return new LabelledSet(entries.subList(0, Math.min(count, entries.size())));
  }

  public List<Entry> entries() {
    return entries;
  }

  /** How many entries each class has, by class. */
  public Map<Integer, Integer> histogram() {
    Map<Integer, Integer> counts = new TreeMap<>();
    entries.forEach(entry -> counts.merge(entry.label(), 1, Integer::sum));
    return counts;
  }

  /** Reads all samples in order, passing over bad ones. */
  public SampleStream<Labelled> stream(InputSpec input, FileFormat format, int threads) {
    return new SampleStream<>(
        entries.size(), index -> load(entries.get(index), input, format), threads);
  }

  /**
   * Reads one sample.
   *
   * @throws BadDataException when its file is damaged or does not fit the input
   */
  public Labelled load(int index, InputSpec input, FileFormat format) {
    return load(entries.get(index), input, format);
  }

  private static Labelled load(Entry entry, InputSpec input, FileFormat format) {
    Tensor tensor = input.fit(format.read(entry.file(), input.dtype()), entry.file().toString());
    TreeMap<String, Tensor> inputs = new TreeMap<>(Map.of(input.name(), tensor));
    return new Labelled(new Sample(entry.name(), inputs), entry.label());
  }
}
