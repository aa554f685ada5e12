package io.plumbline.benchmarks;

import io.plumbline.benchmarks.accuracy.Subject;
import io.plumbline.benchmarks.accuracy.Subjects;
import io.plumbline.codegen.build.CCompiler;
import io.plumbline.runtime.program.ForeignOps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The shared classifiers that the arguments of a benchmark of C code choose, and its compiler.
 *
 * @param shared the folder they lie in
 */
record Classifiers(Path shared, List<Subject> subjects, CCompiler compiler) {
  /** No classifier has nodes that run in float. */
  static final ForeignOps NONE =
      (instruction, _) -> {
        throw new IllegalStateException(instruction.node() + ": " + instruction.reason());
      };

  Classifiers {
    subjects = List.copyOf(subjects);
  }

  /**
   * Of the arguments {@code main} got: the shared folder; a part of the names of the models wanted;
   * options of the C compiler in place of {@code -march=native}.
   */
  static Classifiers of(String... arguments) {
    Path shared = Path.of(arguments.length > 0 ? arguments[0] : "../shared");
    String wanted = arguments.length > 1 ? arguments[1] : "";
    String[] options =
        arguments.length > 2
            ? Arrays.copyOfRange(arguments, 2, arguments.length)
            : new String[] {"-march=native"};
    List<Subject> subjects =
        Subjects.all().stream()
            .filter(Subject::isClassifier)
            .filter(subject -> subject.name().contains(wanted))
            .filter(subject -> Files.exists(subject.files(shared).model()))
            .toList();
    return new Classifiers(shared, subjects, CCompiler.require().with(options));
  }
}
