package io.plumbline.cli;

import static io.plumbline.cli.Scene.PREPROCESS;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A compilation that must fail.
 *
 * @param arguments after {@code compile}, made in a fresh folder
 * @param where part of the line that says where
 * @param message part of the first line
 */
record CompileFault(
    String name,
    Function<Scene, List<?>> arguments,
    int status,
    String code,
    String where,
    String message) {
  static final int USAGE = 2;
  static final int INPUT = 3;
  static final int ENVIRONMENT = 4;

  static List<Object> compile(Scene scene, Path model, Path data, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("-m", model, "--cal-data-dir", data, "--working-dir", scene.work()));
    arguments.addAll(Arrays.asList(more));
    return arguments;
  }

  static List<Object> pictures(Scene scene, Path model, Object... more) {
    List<Object> arguments = compile(scene, model, scene.pictures(3), more);
    arguments.addAll(List.of("--preprocess", PREPROCESS));
    return arguments;
  }

  static CompileFault model(
      String name, Function<Scene, Path> model, String code, String where, String message) {
    return new CompileFault(name, s -> pictures(s, model.apply(s)), INPUT, code, where, message);
  }

  static Path dynamic(Scene scene) {
    return scene.model(model -> Scene.height(model).setDimParam("H"));
  }

  @Override
  public String toString() {
    return name;
  }
}
