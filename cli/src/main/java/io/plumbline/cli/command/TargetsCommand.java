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
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            "Targets",
            List.of("Target", "Activations", "Weights", "Sums", "Meaning", "Architectures"),
            BuiltInTarget.ALL.stream().map(TargetsCommand::row).toList()));
    List<Map<String, Object>> records = new ArrayList<>();
    BuiltInTarget.ALL.forEach(known -> records.add(record(known)));
    console.result(Map.of("targets", records));
    return ExitStatus.OK;
  }

  private static List<Cell> row(BuiltInTarget known) {
    Target target = known.target();
    return List.of(
        Cell.of(target.name()),
        Cell.of(
            target.schemes().stream()
                .map(TargetsCommand::numbers)
                .collect(Collectors.joining("; "))),
        Cell.of(weights(target.scheme())),
        Cell.of(sums(target)),
        Cell.of(known.summary()),
        Cell.of(String.join(", ", March.nearestTo(target))));
  }

  private static String numbers(Scheme scheme) {
    return scheme.activation().label() + (scheme.asymmetric() ? " with zero points" : "");
  }

  private static String weights(Scheme scheme) {
    return scheme.weight().label() + (scheme.perChannel() ? " per channel" : " per tensor");
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
    record.put("weights", weights(target.scheme()));
    record.put("requantisation", target.requantisation().label());
    record.put("channel_scales", target.channelScales());
    record.put("fused_functions", target.fusedFunctions());
    record.put("saturating_pairs", target.products() == Products.SATURATING_PAIRS);
    record.put("architectures", March.nearestTo(target));
    return record;
  }
}
