package io.plumbline.conformance.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.conformance.MadeSamples;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models of {@code *.txt}: every artefact of a compilation gives, for samples that calibration did
 * not see, what ONNX Runtime makes of the file word by word. A {@code part} of a file is a text
 * that its models {@code use}.
 */
class KindTests {
  private static final OrtOptions LITERAL = OrtOptions.literal(1);
  private static final List<String> FILES =
      List.of(
          "masks.txt",
          "pairs.txt",
          "extents.txt",
          "positions.txt",
          "phases.txt",
          "orders.txt",
          "names.txt",
          "types.txt",
          "constants.txt");
  static final int SAMPLES = 24;
  private static final int FRESH = 4;
  private static final double LEAST_COSINE = 0.98;
  private static final SequencedMap<String, TextModel> MODELS = models();

  private static SequencedMap<String, TextModel> models() {
    SequencedMap<String, List<String>> texts = new LinkedHashMap<>();
    for (String file : FILES) {
      Map<String, List<String>> parts = new HashMap<>();
      List<String> current = new ArrayList<>();
      for (String line : lines(file)) {
        String name = Words.of(line).getLast();
        switch (Words.of(line).getFirst()) {
          case "part" -> current = parts.computeIfAbsent(name, absent -> new ArrayList<>());
          case "model" -> current = texts.computeIfAbsent(name, absent -> new ArrayList<>());
          case "use" -> current.addAll(parts.getOrDefault(name, List.of()));
          default -> current.add(line);
        }
      }
    }
    SequencedMap<String, TextModel> models = new LinkedHashMap<>();
    texts.forEach((name, text) -> models.put(name, TextModel.parse(name, text)));
    return models;
  }

  private static List<String> lines(String file) {
    try (InputStream in = KindTests.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<String> names() {
    return MODELS.keySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void meansWhatTheFileMeans(String name, @TempDir Path folder) throws IOException {
    TextModel model = Objects.requireNonNull(MODELS.get(name));
    Path file = Files.write(folder.resolve("m.onnx"), model.bytes());
    CompileRequest request =
        CompileRequest.of(
                ModelFiles.of(file),
                (ports, pictures, findings) -> new MadeSamples(SAMPLES, model::singleSample))
            .into(folder.resolve("made"), "m")
            .withThreads(1);
    if (model.refusal().isPresent()) {
      assertThatThrownBy(() -> Pipeline.compile(request, Progress.SILENT))
          .isInstanceOfSatisfying(
              PlumblineException.class, e -> assertThat(e.code()).isEqualTo(model.refusal().get()));
      return;
    }
    Pipeline.compile(request, Progress.SILENT);
    try (Engine given = OrtEngine.open(OnnxReader.read(file), LITERAL);
        Engine program =
            Executors.open(
                ProgramReader.read(request.file(Artifact.QUANTIZED)),
                new OrtForeignOps(LITERAL),
                ExecutorOptions.fastest(1));
        Engine calibrated =
            OrtEngine.open(OnnxReader.read(request.file(Artifact.CALIBRATED)), LITERAL)) {
      for (int seed = SAMPLES; seed < SAMPLES + FRESH; seed++) {
        Map<String, Tensor> right = given.run(model.sample(seed));
        Map<String, Tensor> sample = model.singleSample(seed);
        requireAlike("program", model, right, program.run(sample));
        requireAlike("calibrated model", model, right, calibrated.run(sample));
      }
    }
  }

  private static void requireAlike(
      String what, TextModel model, Map<String, Tensor> right, Map<String, Tensor> found) {
    assertThat(found.keySet()).as(what).containsExactlyElementsOf(right.keySet());
    right.forEach(
        (output, tensor) -> {
          Tensor other = Objects.requireNonNull(found.get(output));
          assertThat(other.shape()).as("%s, '%s'", what, output).isEqualTo(tensor.shape());
          if (model.exact().contains(output)) {
            assertThat(other.sameAs(tensor)).as("%s, '%s' is exact", what, output).isTrue();
          }
          if (model.whole().contains(output)) {
            for (float number : other.toFloats()) {
              assertThat(number).as("%s, '%s'", what, output).isEqualTo((float) Math.rint(number));
            }
          }
          assertThat(cosine(tensor, other))
              .as("%s, '%s'", what, output)
              .isGreaterThanOrEqualTo(LEAST_COSINE);
        });
  }

  /** Over finite numbers; others must be equal. Twice nothing is alike. */
  private static double cosine(Tensor right, Tensor found) {
    double dot = 0;
    double squares = 0;
    double others = 0;
    for (long index = 0; index < right.elements(); index++) {
      double expected = right.getDouble(index);
      double actual = found.getDouble(index);
      if (!Double.isFinite(expected) || !Double.isFinite(actual)) {
        assertThat(actual).isEqualTo(expected);
      } else {
        dot += expected * actual;
        squares += expected * expected;
        others += actual * actual;
      }
    }
    return squares == 0 && others == 0 ? 1 : dot / Math.sqrt(squares * others);
  }
}
