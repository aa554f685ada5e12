package io.plumbline.conformance.random;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Deployment;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** A model file compiled by the pipeline itself, and its artefact read back and run. */
record WholeRoad(Path file, List<Map<String, Tensor>> samples, List<Map<String, Tensor>> right) {
  private static final int BATCH = 2;

  /** What is wrong with the program that was written. */
  Optional<String> violation(Kind kind) {
    CompileRequest request =
        CompileRequest.of(ModelFiles.of(file), (inputs, pictures, findings) -> source())
            .into(file.resolveSibling("out"), "m")
            .withThreads(1);
    Compilation compilation = Pipeline.compile(request, Progress.SILENT);
    if (kind == Kind.EXTENTS) {
      return extents(compilation, calibrated(compilation));
    }
    if (kind != Kind.BATCHES) {
      return extents(compilation, right);
    }
    CompileRequest wide =
        request
            .into(file.resolveSibling("wide"), "m")
            .withDeployment(new Deployment(BATCH, List.of(), List.of(), List.of(), false, false));
    try {
      return stacked(compilation, Pipeline.compile(wide, Progress.SILENT));
    } catch (BadConfigurationException e) {
      return e.code().equals("config.batch-fixed")
          ? Optional.empty()
          : Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private SampleSource source() {
    return Subject.source(samples);
  }

  /**
   * What the calibrated model makes of the samples: with its rounding, a number near a limit falls
   * to the side that it falls to in the program.
   */
  private List<Map<String, Tensor>> calibrated(Compilation compilation) {
    try (OrtEngine engine = OrtEngine.open(compilation.calibrated(), Subject.LITERAL)) {
      return samples.stream().<Map<String, Tensor>>map(sample -> engine.run(sample)).toList();
    }
  }

  /** Outputs have the extents that are right for the sample. */
  private Optional<String> extents(Compilation compilation, List<Map<String, Tensor>> expected) {
    try (Engine engine = written(compilation)) {
      for (int i = 0; i < samples.size(); i++) {
        Map<String, Tensor> found = engine.run(samples.get(i));
        for (Map.Entry<String, Tensor> entry : expected.get(i).entrySet()) {
          Tensor tensor = found.get(entry.getKey());
          if (tensor == null || !tensor.shape().equals(entry.getValue().shape())) {
            return Optional.of(
                "'%s' of the program is %s, not %s"
                    .formatted(entry.getKey(), tensor, entry.getValue()));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The first two samples in one batch give what they give one by one. */
  private Optional<String> stacked(Compilation single, Compilation wide) {
    try (Engine one = written(single);
        Engine two = written(wide)) {
      Map<String, Tensor> first = one.run(samples.get(0));
      Map<String, Tensor> second = one.run(samples.get(1));
      return Closeness.SAME_SUMS.violation(
          stack(first, second), two.run(stack(samples.get(0), samples.get(1))));
    }
  }

  private static SequencedMap<String, Tensor> stack(
      Map<String, Tensor> first, Map<String, Tensor> second) {
    SequencedMap<String, Tensor> stacked = new LinkedHashMap<>();
    first.forEach(
        (name, tensor) -> {
          float[] left = tensor.toFloats();
          float[] both = Arrays.copyOf(left, 2 * left.length);
          System.arraycopy(
              Objects.requireNonNull(second.get(name)).toFloats(),
              0,
              both,
              left.length,
              left.length);
          stacked.put(name, Tensor.of(tensor.shape().with(0, BATCH), both));
        });
    return stacked;
  }

  private static Engine written(Compilation compilation) {
    Path program = compilation.request().file(Artifact.QUANTIZED);
    return Executors.open(
        ProgramReader.read(program),
        new OrtForeignOps(Subject.LITERAL),
        ExecutorOptions.fastest(1));
  }

  /** Removes a folder and all in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths
          .sorted((left, right) -> right.compareTo(left))
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
