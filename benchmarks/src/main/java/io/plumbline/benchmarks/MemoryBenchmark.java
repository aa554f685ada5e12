package io.plumbline.benchmarks;

import io.plumbline.benchmarks.accuracy.Bench;
import io.plumbline.benchmarks.accuracy.Subjects;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The most memory that one compilation takes of the system, by the number of calibration pictures;
 * where there are fewer, they come again. One process measures one number, with the options of Java
 * that {@code benchmarks/run} has from {@code plumb}. Linux only.
 */
public final class MemoryBenchmark {
  private static final int THREADS = 2;

  private MemoryBenchmark() {}

  /** The first so many samples, from the beginning again behind the last. */
  private record Repeated(SampleSource samples, int size) implements SampleSource {
    @Override
    public String name(int index) {
      return samples.name(index % samples.size());
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      return samples.load(index % samples.size());
    }
  }

  /**
   * @param arguments the shared folder; number of pictures; part of the name of the model file
   */
  public static void main(String[] arguments) throws IOException {
    Path shared = Path.of(arguments[0]);
    int pictures = Integer.parseInt(arguments[1]);
    CompileRequest request =
        new Bench(shared, ScratchFolder.create("plumbline-memory").path())
            .request(Subjects.of(arguments[2]))
            .withThreads(THREADS);
    CalibrationData data = request.calibration();
    Pipeline.compile(
        request.withCalibration(
            (inputs, types, findings) ->
                new Repeated(data.open(inputs, types, findings), pictures)),
        Progress.SILENT);
    Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .forEach(line -> System.out.println(pictures + " pictures: " + line));
  }
}
