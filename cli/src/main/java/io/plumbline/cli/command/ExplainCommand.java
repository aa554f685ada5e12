package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.report.catalogue.CodeCatalogue;
import io.plumbline.report.catalogue.CodeMeaning;
import io.plumbline.tensor.BadConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code plumb explain}: the page of findings and errors, where nobody has the page at hand. */
@Command(
    name = "explain",
    description = "Says what the codes of findings and errors mean, and what to do about them.")
public final class ExplainCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;

  @Parameters(
      arity = "0..*",
      paramLabel = "CODE",
      description = "Codes, or how some of them begin; all if not given.")
  private final List<String> codes = new ArrayList<>();

  @Override
  public Integer call() {
    List<CodeMeaning> all =
        CodeCatalogue.parts().stream().flatMap(part -> part.codes().stream()).toList();
    List<CodeMeaning> asked =
        codes.isEmpty() ? all : codes.stream().flatMap(code -> named(code, all).stream()).toList();
    Console console = global.console();
    asked.forEach(code -> console.show(facts(code)));
    requireKnown(codes.stream().filter(code -> named(code, all).isEmpty()).toList());
    console.result(Map.of("codes", asked.stream().map(ExplainCommand::record).toList()));
    return ExitStatus.OK;
  }

  /** The code itself, or else those that begin like it. */
  private static List<CodeMeaning> named(String word, List<CodeMeaning> all) {
    return CodeCatalogue.find(word)
        .map(List::of)
        .orElseGet(() -> all.stream().filter(code -> code.code().startsWith(word)).toList());
  }

  private static void requireKnown(List<String> unknown) {
    if (!unknown.isEmpty()) {
      throw new BadConfigurationException(
          "usage",
          "CODE",
          "no code begins with '%s'".formatted(String.join("' or '", unknown)),
          "'plumb explain' lists them all");
    }
  }

  private static Section.Facts facts(CodeMeaning code) {
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put("meaning", Cell.of(code.meaning()));
    facts.put("to do", Cell.of(code.remedy()));
    return new Section.Facts(code.code(), facts);
  }

  private static Map<String, Object> record(CodeMeaning code) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("code", code.code());
    record.put("meaning", code.meaning());
    record.put("remedy", code.remedy());
    return record;
  }
}
