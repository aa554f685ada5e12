package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How the vendor's tools prepare a picture: they resize it to the model's extent and convert its
 * colours. The same is written as a preprocess file, which anyone can read.
 */
final class PictureFiles {
  private static final Path PLACE = Path.of(".hb_pictures", "preprocess.yaml");

  private PictureFiles() {}

  /**
   * Writes the preprocess file for a model, where there are pictures for it.
   *
   * @param model also on a device
   * @param inputs the files that the model is given
   * @return the file; empty where no picture is given, or the model takes none in RGB or BGR, or
   *     pictures of several kinds
   */
  static Optional<Path> prepare(Console console, Path model, List<String> inputs) {
    ModelFiles files = ModelFiles.of(model);
    if (inputs.stream().noneMatch(PictureFiles::isPicture) || !Plumbline.isProgram(files)) {
      return Optional.empty();
    }
    Program program = ProgramReader.read(files.model());
    Set<Optional<String>> texts = new LinkedHashSet<>();
    for (ProgramValue value : inputs(program)) {
      PictureInput picture = program.pictures().get(value.name());
      if (picture != null) {
        texts.add(text(picture, value.shape()));
      }
    }
    Optional<String> text = texts.size() == 1 ? texts.iterator().next() : Optional.empty();
    text.ifPresent(
        written -> {
          AtomicFile.write(PLACE, written);
          console.note(
              "note: pictures are resized to the model's extent, as %s says".formatted(PLACE));
        });
    return text.map(_ -> PLACE);
  }

  /**
   * An error of a comparison, told to somebody whose command has no flag for transformers.
   *
   * @param words the command line of this program that compares the same
   */
  static BadConfigurationException told(BadConfigurationException error, List<String> words) {
    if (!error.code().equals("data.no-preprocess")) {
      return error;
    }
    return new BadConfigurationException(
        error.code(),
        error.where(),
        String.valueOf(error.getMessage()),
        "make a .npy of it by 'plumb prepare', and give that; or write the transformers into a"
            + " file, and run: plumb %s --preprocess FILE".formatted(String.join(" ", words)),
        error);
  }

  /** What a program takes. */
  static List<ProgramValue> inputs(Program program) {
    return program.inputs().stream().map(program::value).toList();
  }

  /** How many samples an input takes at a time. */
  static long batch(ProgramValue input) {
    return input.shape().rank() > 0 ? input.shape().dim(0) : 1;
  }

  /** Height and width of the pictures that a program takes, such as {@code 224x224}. */
  static Set<String> extents(Path model) {
    Program program = ProgramReader.read(model);
    Set<String> extents = new LinkedHashSet<>();
    for (ProgramValue value : inputs(program)) {
      PictureInput picture = program.pictures().get(value.name());
      if (picture != null) {
        int height = picture.layout().heightAxis();
        extents.add(
            String.format(
                Locale.ROOT, "%dx%d", value.shape().dim(height), value.shape().dim(height + 1)));
      }
    }
    return extents;
  }

  private static boolean isPicture(String file) {
    return file.toLowerCase(Locale.ROOT).matches(".*\\.(jpe?g|png|bmp)");
  }

  private static Optional<String> text(PictureInput picture, Shape shape) {
    if (picture.training() != PictureType.RGB && picture.training() != PictureType.BGR) {
      return Optional.empty();
    }
    int height = picture.layout() == PictureLayout.NHWC ? 1 : 2;
    List<String> lines = new ArrayList<>(List.of("read_mode: opencv", "transformers:"));
    lines.add(
        String.format(
            Locale.ROOT,
            "  - ResizeTransformer: {target_size: [%d, %d], mode: opencv}",
            shape.dim(height),
            shape.dim(height + 1)));
    if (picture.training() == PictureType.RGB) {
      lines.add("  - BGR2RGBTransformer: {data_format: HWC}");
    }
    if (picture.trainingLayout() == PictureLayout.NCHW) {
      lines.add("  - HWC2CHWTransformer: {}");
    }
    return Optional.of(String.join("\n", lines) + "\n");
  }
}
