package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.horizon.March;
import io.plumbline.quantize.target.BuiltInTarget;
import io.plumbline.quantize.target.Products;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plumb targets}: what can be compiled for. */
@Command(
    name = "targets",
    description =
        "Lists the targets by name, and vendors' architectures that are compiled for them.")
public final class TargetsCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;

  @Override
  public Integer call() {
    Console console = global.console();
    console.show(
        new Section.Table(
            "Targets, and the schemes of each: activations, weights",
            List.of("Target", "Scheme", "Activations", "Weights", "Sums"),
            BuiltInTarget.ALL.stream().flatMap(known -> rows(known.target())).toList()));
    BuiltInTarget.ALL.forEach(known -> console.show(facts(known)));
    List<Map<String, Object>> records = new ArrayList<>();
    BuiltInTarget.ALL.forEach(known -> records.add(record(known)));
    console.result(Map.of("targets", records));
    return ExitStatus.OK;
  }

  private static Stream<List<Cell>> rows(Target target) {
    return target.schemes().stream()
        .map(
            scheme ->
                List.of(
                    Cell.of(target.name()),
                    Cell.of(scheme.name()),
                    Cell.of(numbers(scheme)),
                    Cell.of(weights(scheme)),
                    Cell.of(sums(target))));
  }

  private static Section.Facts facts(BuiltInTarget known) {
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put("meaning", Cell.of(known.summary()));
    List<String> architectures = March.nearestTo(known.target());
    if (!architectures.isEmpty()) {
      facts.put("architectures", Cell.of(String.join(", ", architectures)));
    }
    return new Section.Facts(known.target().name(), facts);
  }

  private static String numbers(Scheme scheme) {
    return scheme.activation().label() + (scheme.asymmetric() ? " with zero points" : "");
  }

  private static String weights(Scheme scheme) {
    String bits =
        scheme.weightBits() < scheme.weight().bytes() * Byte.SIZE
            ? " of %d bits".formatted(scheme.weightBits())
            : "";
    return scheme.weight().label() + bits + (scheme.perChannel() ? " per channel" : " per tensor");
  }

  private static String sums(Target target) {
    return target.requantisation().label()
        + (target.products() == Products.SATURATING_PAIRS ? ", pairs may saturate" : "");
  }

  private static Map<String, Object> record(BuiltInTarget known) {
    Target target = known.target();
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("name", target.name());
    record.put("summary", known.summary());
    record.put("schemes", target.schemes().stream().map(Scheme::name).toList());
    record.put("activations", target.schemes().stream().map(TargetsCommand::numbers).toList());
    record.put("weights", target.schemes().stream().map(TargetsCommand::weights).toList());
    record.put("requantisation", target.requantisation().label());
    record.put("channel_scales", target.channelScales());
    record.put("fused_functions", target.fusedFunctions());
    record.put("saturating_pairs", target.products() == Products.SATURATING_PAIRS);
    record.put("architectures", March.nearestTo(target));
    return record;
  }
}
