package io.plumbline.runtime.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.cases.ExecutorContract;
import io.plumbline.runtime.cases.ForeignCases;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.BadConfigurationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every executor of the list keeps the contract. */
@ParameterizedClass
@MethodSource("names")
class ExecutorsTests extends ExecutorContract {
  private final String name;

  ExecutorsTests(String name) {
    this.name = name;
  }

  static List<String> names() {
    return Executors.names();
  }

  @Override
  protected Engine executor(Program program, ForeignOps foreignOps) {
    return Executors.open(program, foreignOps, new ExecutorOptions(name, 2));
  }

  @Test
  void isCalledWhatItCallsItself() {
    Program program = ExecutorCases.all().getFirst().program();
    try (Engine engine = executor(program, ForeignCases.NEGATION)) {
      assertThat(engine.name()).isEqualTo(name);
    }
  }

  @Test
  void whatIsClosedSaysSo() {
    Program program = ExecutorCases.all().getFirst().program();
    Engine engine = executor(program, ForeignCases.NEGATION);
    engine.close();
    assertThatThrownBy(() -> engine.run(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the engine '" + name + "' is closed");
  }

  @Test
  void anotherNameIsRefused() {
    Program program = ExecutorCases.all().getFirst().program();
    var options = new ExecutorOptions(name + "s", 1);
    assertThatThrownBy(() -> Executors.open(program, ForeignCases.NEGATION, options))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining(name);
  }
}
