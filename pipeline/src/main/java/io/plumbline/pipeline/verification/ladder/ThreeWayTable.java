package io.plumbline.pipeline.verification.ladder;

import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.verify.compare.TensorSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The integer program, the module on this machine and the module on a device: how many elements of
 * each output, and of each inner tensor that differs anywhere, are not equal.
 */
final class ThreeWayTable {
  /** Differing inner tensors that are shown, the first in execution order. */
  private static final int SHOWN = 20;

  private ThreeWayTable() {}

  /** The table; empty where no module was asked for. */
  static Optional<Section.Table> of(Ladder ladder) {
    return ladder
        .rung(LadderStage.MODULE)
        .map(module -> table(module, ladder.rung(LadderStage.DEVICE)));
  }

  private static Section.Table table(Rung module, Optional<Rung> device) {
    List<List<Cell>> rows = new ArrayList<>();
    module
        .step()
        .forEach(output -> rows.add(row("output", output, find(device, output, Rung::step))));
    List<TensorSummary> differing =
        module.tensors().stream()
            .filter(
                tensor ->
                    !tensor.strict().isEqual()
                        || find(device, tensor, Rung::tensors)
                            .filter(there -> !there.strict().isEqual())
                            .isPresent())
            .toList();
    differing.stream()
        .limit(SHOWN)
        .forEach(tensor -> rows.add(row("inner", tensor, find(device, tensor, Rung::tensors))));
    return new Section.Table(
        "Integer program = module here = module on the device: %d of %d inner tensors differ"
            .formatted(differing.size(), module.tensors().size()),
        List.of("Tensor", "Kind", "Elements", "Module differs", "Device differs"),
        rows);
  }

  /** Which tensors of a rung are meant. */
  private interface Tensors {
    List<TensorSummary> of(Rung rung);
  }

  private static Optional<TensorSummary> find(
      Optional<Rung> rung, TensorSummary tensor, Tensors tensors) {
    return rung.stream()
        .flatMap(found -> Stream.of(tensors.of(found)).flatMap(List::stream))
        .filter(other -> other.tensor().equals(tensor.tensor()))
        .findFirst();
  }

  private static List<Cell> row(String kind, TensorSummary module, Optional<TensorSummary> device) {
    return List.of(
        Cell.of(module.tensor()),
        Cell.of(kind),
        Cell.of(module.strict().total()),
        Cell.of(module.strict().mismatches()),
        device.map(there -> Cell.of(there.strict().mismatches())).orElseGet(Cell::missing));
  }
}
