package io.plumbline.data.inspect;

import io.plumbline.data.inspect.FolderInspection.Folder;
import io.plumbline.data.inspect.FolderInspection.Format;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Files of one folder that are not what they are going to be read as. */
final class FileChecks {
  private final Folder folder;
  private final List<SampleFile> files;
  private final List<Finding> findings = new ArrayList<>();

  private FileChecks(Folder folder, List<SampleFile> files) {
    this.folder = folder;
    this.files = files;
  }

  static List<Finding> of(Folder folder, List<SampleFile> files) {
    FileChecks checks = new FileChecks(folder, files);
    checks.mixed();
    checks.add("data.empty-file", is(FileKind.EMPTY), "are empty; write them again");
    checks.add(
        "data.compressed",
        file -> file.kind() == FileKind.GZIP || file.kind() == FileKind.ZIP,
        "are packed archives; unpack them, also .npz files, into one file a sample");
    switch (folder.format()) {
      case RAW -> checks.raw();
      case ARRAYS -> checks.arrays();
      case PICTURES -> checks.pictures();
    }
    return checks.findings;
  }

  private static Predicate<SampleFile> is(FileKind kind) {
    return file -> file.kind() == kind;
  }

  private void mixed() {
    Map<Format, Long> kinds =
        files.stream()
            .collect(Collectors.groupingBy(SampleFile::named, TreeMap::new, Collectors.counting()));
    if (kinds.size() > 1) {
      String found =
          kinds.entrySet().stream()
              .map(kind -> kind.getValue() + " " + label(kind.getKey()))
              .collect(Collectors.joining(", "));
      warn(
          "data.mixed-files",
          "the folder holds %s; only the %s are used: give each kind a folder of its own"
              .formatted(found, label(folder.format())));
    }
  }

  private static String label(Format format) {
    return switch (format) {
      case PICTURES -> "pictures";
      case ARRAYS -> ".npy files";
      case RAW -> "raw files";
    };
  }

  private void raw() {
    add(
        "data.picture-as-raw",
        file -> file.kind().isPicture(),
        "are encoded pictures, and would be read as raw numbers; name them .jpg, .png or .bmp and"
            + " give 'preprocess', or decode them first");
    add(
        "data.array-as-raw",
        is(FileKind.NPY),
        "are NumPy arrays, whose header would be read as numbers; name them .npy");
    long expected = folder.expected().shape().elements() * folder.rawDtype().bytes();
    Map<Long, List<SampleFile>> wrong =
        files.stream()
            .filter(file -> named(file) && is(FileKind.UNKNOWN).test(file))
            .filter(file -> file.size() != expected && file.size() >= 0)
            .collect(Collectors.groupingBy(SampleFile::size, TreeMap::new, Collectors.toList()));
    wrong.forEach((size, list) -> wrongSize(size, list, expected));
  }

  private void wrongSize(long size, List<SampleFile> wrong, long expected) {
    List<String> fits = RawSize.fits(folder.expected(), folder.rawDtype(), size);
    warn(
        "data.raw-size",
        String.format(
            Locale.ROOT,
            "%s have %s, %s[%s] needs %d; %s",
            InputSamples.count(wrong.stream().map(SampleFile::name).toList(), files.size()),
            Count.of(size, "byte"),
            folder.rawDtype().label(),
            folder.expected().shape(),
            expected,
            fits.isEmpty()
                ? "declare the type and shape they were written with"
                : "their size " + String.join(", ", fits)));
  }

  private void arrays() {
    add(
        "data.picture-as-array",
        file -> file.kind().isPicture(),
        "are encoded pictures under the name of NumPy arrays; name them .jpg, .png or .bmp and"
            + " give 'preprocess'");
    add(
        "data.raw-as-array",
        is(FileKind.UNKNOWN),
        "have no NumPy header: they were perhaps written with tofile() instead of numpy.save()");
    files.stream()
        .filter(file -> named(file) && is(FileKind.NPY).test(file))
        .findFirst()
        .ifPresent(this::array);
  }

  /** Only the first: the others are checked when they are read. */
  private void array(SampleFile file) {
    try {
      Tensor tensor = NpyFile.read(file.path());
      ArrayForm.explain(folder.expected(), tensor.dtype(), tensor.shape())
          .ifPresent(
              message ->
                  findings.add(
                      Finding.warning("data.array-form", file.path().toString(), message)));
    } catch (BadDataException e) {
      findings.add(Finding.warning(e.code(), e.where(), String.valueOf(e.getMessage())));
    }
  }

  private void pictures() {
    add(
        "data.raw-as-picture",
        file -> file.kind() == FileKind.UNKNOWN || file.kind() == FileKind.NPY,
        "are no pictures in spite of their names: no signature of JPEG, PNG, BMP or the like;"
            + " name raw files .bin and arrays .npy");
  }

  private boolean named(SampleFile file) {
    return file.named() == folder.format();
  }

  private void add(String code, Predicate<SampleFile> wrong, String meaning) {
    List<String> found =
        files.stream().filter(this::named).filter(wrong).map(SampleFile::name).toList();
    if (!found.isEmpty()) {
      warn(code, InputSamples.count(found, files.size(), "file") + " " + meaning);
    }
  }

  private void warn(String code, String message) {
    findings.add(Finding.warning(code, folder.path().toString(), message));
  }
}
