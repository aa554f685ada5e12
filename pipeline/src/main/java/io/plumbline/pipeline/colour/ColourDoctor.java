package io.plumbline.pipeline.colour;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.sample.CalibrationSet;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import io.plumbline.verify.colour.ColourMeter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Measures on a user's pictures what the way through NV12 costs, and what it does to a model. */
public final class ColourDoctor {
  /**
   * What to measure.
   *
   * @param model a float model as trained; empty to measure pixels only
   * @param preprocess how pictures become the model's input
   * @param limit how many pictures to use at the most, spread evenly over all
   * @param threads how many pictures are worked on at a time
   */
  public record Request(
      Optional<Path> model, Path data, Preprocess preprocess, int limit, int threads) {}

  private final Request request;
  private final PixelStage stage;
  private final List<Path> pictures;
  private final ColourMeter meter;
  private final List<Finding> findings = new ArrayList<>();

  private ColourDoctor(Request request) {
    this.request = request;
    this.stage = PixelStage.of(request.preprocess());
    this.meter = new ColourMeter(stage.order());
    this.pictures = files(request);
  }

  private static List<Path> files(Request request) {
    CalibrationSet set =
        CalibrationSet.open(
            List.of(
                new CalibrationSet.Source(
                    new InputSpec("picture", DType.FLOAT32, List.of(-1L, -1L, -1L, -1L)),
                    request.data(),
                    new FileFormat.Pictures(request.preprocess()))));
    return SampleSource.scattered(request.limit(), set.size()).stream()
        .mapToObj(set::file)
        .toList();
  }

  /**
   * Measures.
   *
   * @throws BadConfigurationException when the model takes more than one input, or pictures of a
   *     device already
   * @throws BadDataException when no picture can be used
   */
  public static ColourReport measure(Request request, Progress progress) {
    ColourDoctor doctor = new ColourDoctor(request);
    if (request.model().isEmpty()) {
      return doctor.run(Optional.empty(), progress);
    }
    Path model = request.model().get();
    try (Engine engine = Plumbline.load(model)) {
      requireOneInput(model, engine);
      return doctor.run(Optional.of(engine), progress);
    }
  }

  private static void requireOneInput(Path model, Engine engine) {
    if (engine.inputs().size() != 1 || !engine.pictures().isEmpty()) {
      throw new BadConfigurationException(
          "colour.inputs",
          model.toString(),
          engine.pictures().isEmpty()
              ? String.format(
                  Locale.ROOT,
                  "the model has %s; one is needed",
                  Count.of(engine.inputs().size(), "input"))
              : "the model takes pictures in a device's colours already",
          "give the float model as it was trained, with one input");
    }
  }

  private ColourReport run(Optional<Engine> engine, Progress progress) {
    progress.stage("colour");
    AtomicInteger done = new AtomicInteger();
    Threads.each(
        request.threads(),
        "plumbline-data",
        pictures.size(),
        (index, _) -> {
          measure(index, engine);
          progress.update(done.incrementAndGet(), pictures.size());
        });
    if (meter.pictures() == 0) {
      throw new BadDataException(
          "data.no-samples",
          request.data().toString(),
          String.format(
              Locale.ROOT,
              "none of the %s could be used%s",
              Count.of(pictures.size(), "picture"),
              findings.isEmpty() ? "" : "; of one: " + findings.getFirst().message()),
          "check the folder and the transformers");
    }
    findings.sort(Comparator.comparing(Finding::where));
    return new ColourReport(meter.pictures(), meter.costs(), findings);
  }

  private void measure(int index, Optional<Engine> engine) {
    Path file = pictures.get(index);
    try {
      Tensor pixels = stage.pixels(file);
      Optional<UnaryOperator<Tensor>> model =
          engine.map(opened -> picture -> output(opened, picture, file.toString()));
      meter.add(
          index, String.valueOf(file.getFileName()), pixels, PixelStage.layout(pixels), model);
    } catch (BadDataException e) {
      synchronized (findings) {
        findings.add(Finding.warning(e.code(), e.where(), "not used: " + e.getMessage()));
      }
    }
  }

  private Tensor output(Engine engine, Tensor pixels, String where) {
    Port port = engine.inputs().getFirst();
    InputSpec spec = new InputSpec(port.name(), port.dtype(), port.dims());
    Tensor input = spec.fit(stage.normalised(pixels, where), where);
    return engine.run(Map.of(port.name(), input)).firstEntry().getValue();
  }
}
