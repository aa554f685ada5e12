package io.plumbline.cli.vendor;

import io.plumbline.config.Configurations;
import io.plumbline.config.pulsar.PulsarDialect;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.program.ProgramWriter;
import io.plumbline.pipeline.record.Fingerprint;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.tensor.BadConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code pulsar build} left, as its resolved configuration says.
 *
 * @param configuration that one
 */
record PulsarCompilation(Path configuration) {
  /**
   * The reference that takes what the compiled model takes, which compiling left.
   *
   * @param compared the float model, and those that are held to it
   * @throws io.plumbline.tensor.BadConfigurationException when one of them is of another
   *     compilation, or there is no such reference
   */
  Path reference(Applet applet, List<Path> compared) {
    CompileRequest request = request();
    Path float32 = request.file(Artifact.ORIGINAL_FLOAT);
    if (!Files.isRegularFile(float32)) {
      throw applet.usage(
          "there is no %s, which this configuration's compilation leaves".formatted(float32),
          "build first: pulsar build --config … --output_config " + configuration);
    }
    Path given = compared.getFirst();
    boolean other =
        PulsarDialect.modelDigest(configuration)
            .map(digest -> !digest.equals(Fingerprint.ofFile(given)))
            .orElseGet(() -> isOther(request.files().model(), given));
    if (other) {
      throw applet.usage(
          "%s is not the model that %s was written for, which is %s"
              .formatted(given, configuration, request.files().model()),
          "name that model, or leave --config out to compare the model as it is");
    }
    requirePrograms(applet, request, compared.subList(1, compared.size()));
    return float32;
  }

  private CompileRequest request() {
    try {
      return Configurations.read(configuration).translate().request();
    } catch (BadConfigurationException e) {
      if (!e.code().equals("config.missing-key")) {
        throw e;
      }
      throw new BadConfigurationException(
          e.code(),
          e.where(),
          String.valueOf(e.getMessage()),
          "name the configuration that 'pulsar build --output_config FILE' wrote; that is complete",
          e);
    }
  }

  /** A module that was built again has other bytes, and the same program. */
  private void requirePrograms(Applet applet, CompileRequest request, List<Path> models) {
    Path quantized = request.file(Artifact.QUANTIZED);
    List<Path> programs = models.stream().filter(ProgramReader::isProgram).toList();
    if (programs.isEmpty() || !ProgramReader.isProgram(quantized)) {
      return;
    }
    byte[] expected = program(quantized);
    for (Path model : programs) {
      if (!Arrays.equals(program(model), expected)) {
        throw applet.usage(
            "%s is not the module that %s was compiled to, which is %s"
                .formatted(model, configuration, request.file(Artifact.MODULE)),
            "name that module, or the configuration that was written beside this one");
      }
    }
  }

  private static byte[] program(Path file) {
    return ProgramWriter.bytes(ProgramReader.read(file));
  }

  private static boolean isOther(Path expected, Path found) {
    try {
      return Files.mismatch(expected, found) >= 0;
    } catch (IOException e) {
      return true;
    }
  }
}
