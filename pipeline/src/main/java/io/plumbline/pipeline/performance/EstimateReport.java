package io.plumbline.pipeline.performance;

import io.plumbline.codegen.cost.Roofline;
import io.plumbline.codegen.cost.StepCost;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.runtime.program.Allocation.Occupant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What people read of an estimate, with measured times beside it where there are some. */
final class EstimateReport {
  static final String RULE =
      "A step takes the longer of its products at the peak rate and its bytes at the peak rate of"
          + " the memory: it reads its constants and operands there and writes its result there. A"
          + " device that keeps values nearer to its multipliers needs less; one that does not"
          + " reach its peaks needs more. Tables, roundings and exponentials are not counted."
          + " Nothing was measured on a device.";

  private static final String STEP = "Step";
  private static final String PRODUCTS = "Products (µs)";
  private static final String MEMORY = "Memory (µs)";
  private static final String MEASURED = "Measured here (µs)";
  private static final String ALIVE = "Bytes alive";
  private static final List<String> SPAN =
      List.of("First step", "Last step", "First byte", "Last byte");
  private static final int SHOWN = 20;
  private static final double MICRO = 1e6;
  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;

  private final Estimate estimate;
  private final Optional<Performance> measured;

  EstimateReport(Estimate estimate, Optional<Performance> measured) {
    this.estimate = estimate;
    this.measured = measured;
  }

  /** For a screen. */
  List<Section> brief() {
    Section.Table all = steps(longestFirst().limit(SHOWN));
    return List.of(facts(), device(), all);
  }

  /** For a page. */
  List<Section> whole() {
    List<String> drawn = new ArrayList<>(List.of(PRODUCTS, MEMORY));
    measured.ifPresent(_ -> drawn.add(MEASURED));
    return List.of(
        facts(),
        device(),
        new Section.Chart(arena(), Section.Chart.Shape.SPANS, "Value", SPAN),
        new Section.Chart(alive(), Section.Chart.Shape.CURVE, STEP, List.of(ALIVE)),
        new Section.Chart(
            steps(longestFirst()), Section.Chart.Shape.BARS, STEP, List.copyOf(drawn)));
  }

  private Section.Facts facts() {
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put("Model", Cell.of(estimate.model()));
    facts.put("Estimated latency (ms)", Cell.real(estimate.seconds() * 1e3, 4));
    facts.put("Estimated frame rate (FPS)", Cell.real(1 / estimate.seconds(), 1));
    facts.put("Products (MACs)", Cell.of(estimate.products()));
    facts.put("Bytes loaded per frame", Cell.of(estimate.total(EstimateReport::loaded)));
    facts.put("Bytes stored per frame", Cell.of(estimate.total(StepCost::written)));
    facts.put("MB loaded and stored", Cell.real(estimate.total(StepCost::bytes) / MEGA, 3));
    facts.put("Constants (bytes)", Cell.of(estimate.constantBytes()));
    facts.put("Arena (bytes)", Cell.of(estimate.arenaBytes()));
    estimate
        .fullest()
        .ifPresent(
            step -> {
              facts.put("Most bytes alive", Cell.of(estimate.alive((int) step)));
              facts.put("at step", Cell.of(name((int) step)));
            });
    facts.put("Steps", Cell.of(estimate.steps().size()));
    facts.put(
        "bound by products",
        Cell.of(estimate.steps().stream().filter(estimate::isBoundByProducts).count()));
    if (!estimate.uncounted().isEmpty()) {
      facts.put("run in float, their products not counted", Cell.of(estimate.uncounted().size()));
    }
    measured.ifPresent(
        performance -> {
          facts.put("Measured on this machine by", Cell.of(performance.executor()));
          facts.put("Measured median (ms)", Cell.real(performance.latency().median(), 4));
        });
    return new Section.Facts("Estimate", facts);
  }

  private Section.Facts device() {
    Roofline device = estimate.device();
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put("Device", Cell.of(device.name()));
    facts.put("Clock (MHz)", Cell.real(device.clockMegahertz(), 1));
    facts.put(
        "Products of 8 bits (10⁹ per second)",
        Cell.real(device.productsPerSecond(Byte.SIZE) / GIGA, 2));
    facts.put(
        "Products of 16 bits (10⁹ per second)",
        Cell.real(device.productsPerSecond(Short.SIZE) / GIGA, 2));
    facts.put("Memory (10⁹ bytes per second)", Cell.real(device.gigabytes(), 2));
    facts.put("How it is reckoned", Cell.of(RULE));
    return new Section.Facts("Roofline", facts);
  }

  private static long loaded(StepCost step) {
    return step.constants() + step.read();
  }

  private String name(int step) {
    return "%d %s".formatted(step, estimate.steps().get(step).node());
  }

  private Stream<Integer> longestFirst() {
    return IntStream.range(0, estimate.steps().size())
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(
                step -> -estimate.device().seconds(estimate.steps().get(step))));
  }

  private Section.Table steps(Stream<Integer> order) {
    List<String> columns =
        new ArrayList<>(
            List.of(
                STEP,
                "Kind",
                "MACs",
                "Bits",
                "Constants",
                "Read",
                "Written",
                PRODUCTS,
                MEMORY,
                "Bound by",
                "Share (%)"));
    measured.ifPresent(_ -> columns.add(MEASURED));
    List<List<Cell>> rows = order.map(this::row).toList();
    int count = estimate.steps().size();
    return new Section.Table(
        rows.size() < count
            ? "Steps, the %d of %d of the longest estimate".formatted(rows.size(), count)
            : "Steps, those of the longest estimate first",
        columns,
        rows);
  }

  private List<Cell> row(int index) {
    StepCost step = estimate.steps().get(index);
    Roofline device = estimate.device();
    boolean isCounted = step.products().isPresent();
    double all = estimate.seconds() > 0 ? estimate.seconds() : 1;
    List<Cell> row = new ArrayList<>();
    row.add(Cell.of(name(index)));
    row.add(Cell.of(step.kind()));
    row.add(isCounted ? Cell.of(step.products().getAsLong()) : Cell.missing());
    row.add(step.bits() == 0 ? Cell.missing() : Cell.of(step.bits()));
    row.add(Cell.of(step.constants()));
    row.add(Cell.of(step.read()));
    row.add(Cell.of(step.written()));
    row.add(isCounted ? Cell.real(device.productSeconds(step) * MICRO, 3) : Cell.missing());
    row.add(Cell.real(device.memorySeconds(step) * MICRO, 3));
    row.add(Cell.of(estimate.isBoundByProducts(step) ? "products" : "memory"));
    row.add(Cell.real(100 * device.seconds(step) / all, 1));
    measured.ifPresent(performance -> row.add(microseconds(performance, index)));
    return row;
  }

  /** An executor measures every instruction, in the order of the program. */
  private Cell microseconds(Performance performance, int step) {
    return performance.nodes().size() == estimate.steps().size()
        ? Cell.real(performance.nodes().get(step).times().median() * 1e3, 3)
        : Cell.missing();
  }

  /** Values in the order in which they come, then room for instructions. */
  private Section.Table arena() {
    List<List<Cell>> rows =
        estimate.occupants().stream()
            .sorted(Comparator.comparingInt(Occupant::from).thenComparingLong(Occupant::place))
            .map(
                occupant ->
                    List.of(
                        Cell.of(
                            occupant.isScratch() ? "room for " + occupant.name() : occupant.name()),
                        Cell.of(occupant.from()),
                        Cell.of(occupant.to()),
                        Cell.of(occupant.place()),
                        Cell.of(occupant.place() + occupant.bytes() - 1),
                        Cell.of(occupant.bytes())))
            .toList();
    return new Section.Table(
        "The arena over the steps: where every value lies, and how long",
        List.of("Value", SPAN.get(0), SPAN.get(1), SPAN.get(2), SPAN.get(3), "Bytes"),
        rows);
  }

  private Section.Table alive() {
    return new Section.Table(
        "Bytes alive at each step",
        List.of(STEP, ALIVE),
        IntStream.range(0, estimate.steps().size())
            .mapToObj(step -> List.of(Cell.of(name(step)), Cell.of(estimate.alive(step))))
            .toList());
  }
}
