package io.plumbline.codegen.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.program.Program;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** C has the same digits in every language, also where an embedding program has chosen one. */
class LanguageTests {
  private static List<Object> texts(List<Program> programs) {
    return programs.stream().<Object>map(program -> CEmitter.emit(program, "net").files()).toList();
  }

  @Test
  void digitsAreThoseOfC() {
    List<Program> programs = ExecutorCases.all().stream().map(ExecutorCase::program).toList();
    Locale before = Locale.getDefault();
    List<Object> expected = texts(programs);
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(texts(programs).equals(expected)).isTrue();
    } finally {
      Locale.setDefault(before);
    }
  }
}
