package io.plumbline.cli.vendor;

import io.plumbline.formats.program.ModuleReader;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.source.ModelFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The models that a verifier is given.
 *
 * @param models the reference first, but a compiled one last, however they are given; of one alone
 *     its executors
 * @param board that runs the last one, as {@code MODULE@DEVICE} has it
 * @param isStrict whether outputs must be equal; otherwise they are measured
 */
record ComparedModels(List<Path> models, Optional<String> board, boolean isStrict) {
  ComparedModels {
    models = List.copyOf(models);
  }

  /**
   * Sorts models out, by what the files hold. What goes to the device must be equal to what it is
   * held to, and so must integers to integers.
   *
   * @param given files, or {@code MODULE@DEVICE}
   * @param board that another flag names
   * @throws io.plumbline.tensor.BadConfigurationException when two boards are named, or one for the
   *     reference
   */
  static ComparedModels of(Applet applet, List<Path> given, Optional<String> board) {
    List<ModelFiles> sorted =
        given.stream()
            .map(VendorFile::own)
            .map(ModelFiles::of)
            .sorted(Comparator.comparing(ComparedModels::isForBoards))
            .toList();
    for (ModelFiles reference : sorted.subList(0, sorted.size() - 1)) {
      if (reference.device().isPresent()) {
        throw applet.usage(
            "%s would run on a board, and is what boards are held to".formatted(reference.title()),
            "name a board with the compiled model alone");
      }
    }
    Optional<String> named = sorted.getLast().device();
    if (named.isPresent() && board.isPresent()) {
      throw applet.usage(
          "two boards are named: %s and %s".formatted(named.get(), board.get()),
          "name one of them");
    }
    List<Path> models = sorted.stream().map(ModelFiles::model).toList();
    Optional<String> device = named.or(() -> board);
    boolean strict =
        device.isPresent()
            || models.stream().anyMatch(ModuleReader::isModule)
            || models.stream().allMatch(ProgramReader::isProgram);
    return new ComparedModels(models, device, strict);
  }

  private static boolean isForBoards(ModelFiles files) {
    return files.device().isPresent() || ModuleReader.isModule(files.model());
  }

  /** The same without a board. */
  ComparedModels here() {
    return new ComparedModels(models, Optional.empty(), isStrict);
  }

  /** The same for verifiers that know no other than equal outputs. */
  ComparedModels strict() {
    return new ComparedModels(models, board, true);
  }

  /**
   * The reference, and what is held to it: this machine before the board.
   *
   * @param simulator whether this machine runs the last one, too
   */
  List<ModelFiles> sides(boolean simulator) {
    ModelFiles last = new ModelFiles(models.getLast(), Optional.empty());
    List<ModelFiles> sides = new ArrayList<>();
    models
        .subList(0, models.size() - 1)
        .forEach(model -> sides.add(new ModelFiles(model, Optional.empty())));
    if (simulator || board.isEmpty()) {
      sides.add(last);
    }
    board.ifPresent(
        device -> sides.add(new ModelFiles(last.model(), last.prototxt(), Optional.of(device))));
    return sides;
  }
}
