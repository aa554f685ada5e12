package io.plumbline.pipeline.performance;

import io.plumbline.codegen.cost.Roofline;
import io.plumbline.codegen.cost.StepCost;
import io.plumbline.report.Section;
import io.plumbline.report.html.RunPage;
import io.plumbline.runtime.program.Allocation.Occupant;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** An estimate as JSON and as a page, with measured times beside it where there are some. */
public final class EstimateFiles {
  private static final String SUFFIX = "_perf";

  private final Estimate estimate;
  private final Optional<Performance> measured;
  private final EstimateReport report;

  /**
   * @param measured of the same model
   */
  public EstimateFiles(Estimate estimate, Optional<Performance> measured) {
    this.estimate = estimate;
    this.measured = measured;
    this.report = new EstimateReport(estimate, measured);
  }

  /** For a screen. */
  public List<Section> sections() {
    return report.brief();
  }

  /** Where {@link #write} writes to: the JSON file, then the page. */
  public static List<Path> of(Path folder, String prefix) {
    return RunPage.files(folder, prefix + SUFFIX);
  }

  /** Writes both; returns them. */
  public List<Path> write(Path folder, String prefix) {
    return new RunPage(
            prefix + SUFFIX, "Static performance", estimate.model(), record(), report.whole())
        .write(folder);
  }

  /** For machines. */
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("model", estimate.model());
    record.put("device", device(estimate.device()));
    record.put("estimated_ms", estimate.seconds() * 1e3);
    record.put("macs", estimate.products());
    record.put(
        "loaded_bytes", estimate.total(StepCost::constants) + estimate.total(StepCost::read));
    record.put("stored_bytes", estimate.total(StepCost::written));
    record.put("constant_bytes", estimate.constantBytes());
    record.put("arena_bytes", estimate.arenaBytes());
    record.put("float_steps", estimate.uncounted().size());
    measured.ifPresent(performance -> record.put("measured", performance.record()));
    record.put("steps", IntStream.range(0, estimate.steps().size()).mapToObj(this::step).toList());
    record.put("arena", estimate.occupants().stream().map(EstimateFiles::occupant).toList());
    return record;
  }

  private static Map<String, Object> device(Roofline device) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("name", device.name());
    record.put("clock_mhz", device.clockMegahertz());
    record.put("macs_per_cycle_int8", device.products8());
    record.put("macs_per_cycle_int16", device.products16());
    record.put("memory_gb_per_s", device.gigabytes());
    return record;
  }

  private Map<String, Object> step(int index) {
    StepCost step = estimate.steps().get(index);
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("name", step.node());
    record.put("kind", step.kind());
    step.products().ifPresent(products -> record.put("macs", products));
    record.put("bits", step.bits());
    record.put("constant_bytes", step.constants());
    record.put("read_bytes", step.read());
    record.put("written_bytes", step.written());
    record.put("alive_bytes", estimate.alive(index));
    record.put("product_us", estimate.device().productSeconds(step) * 1e6);
    record.put("memory_us", estimate.device().memorySeconds(step) * 1e6);
    return record;
  }

  private static Map<String, Object> occupant(Occupant occupant) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("name", occupant.name());
    record.put("scratch", occupant.isScratch());
    record.put("first_step", occupant.from());
    record.put("last_step", occupant.to());
    record.put("place", occupant.place());
    record.put("bytes", occupant.bytes());
    return record;
  }
}
