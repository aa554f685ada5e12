package io.plumbline.data.inspect;

import io.plumbline.data.sample.DataArchive;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** What can be said about folders of samples from sizes and first bytes, before reading them. */
public final class FolderInspection {
  /** How the files of a folder are going to be read. */
  public enum Format {
    PICTURES,
    ARRAYS,
    RAW
  }

  /**
   * The samples of one input.
   *
   * @param rawDtype element type of raw files
   */
  public record Folder(ExpectedInput expected, Path path, Format format, DType rawDtype) {}

  private FolderInspection() {}

  /**
   * Inspects the folders of all inputs, in order. A folder that cannot be listed has no findings:
   * reading the samples fails there and says why.
   */
  public static List<Finding> of(List<Folder> folders) {
    List<Finding> findings = new ArrayList<>();
    SequencedMap<Path, Integer> counts = new LinkedHashMap<>();
    for (Folder folder : folders) {
      List<SampleFile> files = files(folder.path());
      if (!DataArchive.isSingleFile(folder.path())) {
        counts.put(folder.path(), files.size());
      }
      LayoutChecks.declared(folder.expected()).ifPresent(findings::add);
      findings.addAll(FileChecks.of(folder, files));
    }
    if (counts.values().stream().distinct().count() > 1) {
      findings.add(unequal(counts));
    }
    return findings;
  }

  private static Finding unequal(SequencedMap<Path, Integer> counts) {
    Map.Entry<Path, Integer> first = counts.firstEntry();
    List<String> texts = new ArrayList<>();
    counts.forEach(
        (folder, count) -> texts.add(String.format(Locale.ROOT, "%s has %d", folder, count)));
    return Finding.warning(
        "data.unequal-folders",
        first.getKey().toString(),
        "the inputs have different numbers of files: %s; files at the same place in the order of"
                .formatted(String.join(", ", texts))
            + " names belong together, so give every input the same number");
  }

  private static List<SampleFile> files(Path folder) {
    if (DataArchive.isSingleFile(folder)) {
      return List.of(file(folder));
    }
    List<Path> paths;
    try (Stream<Path> entries = Files.list(DataArchive.folder(folder))) {
      paths = entries.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
    return paths.stream().map(FolderInspection::file).filter(SampleFile::isData).toList();
  }

  private static SampleFile file(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return new SampleFile(
          path, FileKind.of(in.readNBytes(FileKind.SIGNATURE_BYTES)), Files.size(path));
    } catch (IOException e) {
      return new SampleFile(path, FileKind.UNKNOWN, -1);
    }
  }
}
