package io.plumbline.conformance.node;

import io.plumbline.codegen.build.CCompiler;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.runtime.compiled.CompiledExecutor;
import io.plumbline.runtime.module.InstructionSet;
import io.plumbline.runtime.module.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One library in this process. */
record LibraryBatch() implements CodeBatch {
  @Override
  public String label() {
    return "here";
  }

  @Override
  public Optional<String> missing(InstructionSet set) {
    List<String> lacks = Processor.current().lacks(set);
    return lacks.isEmpty() ? Optional.empty() : Optional.of("this processor has no " + lacks);
  }

  @Override
  public Map<EmittedCase, Verdict> run(List<EmittedCase> cases, InstructionSet set, Path folder)
      throws IOException {
    String all =
        cases.stream()
            .map(each -> "#include \"%s.c\"\n".formatted(each.source().symbol()))
            .collect(Collectors.joining());
    Path file = Files.writeString(folder.resolve("all.c"), all);
    Path library = folder.resolve("liball.so");
    CCompiler.usual()
        .with(set.options().toArray(String[]::new))
        .with("-Wall", "-Wextra", "-Werror")
        .build(List.of(file), library);
    Map<EmittedCase, Verdict> verdicts = new LinkedHashMap<>();
    cases.forEach(each -> verdicts.put(each, verdict(each, library)));
    return verdicts;
  }

  private static Verdict verdict(EmittedCase given, Path library) {
    try (var engine =
        CompiledExecutor.open(
            given.sample().program(),
            new OrtForeignOps(),
            CCompiler.module(given.source(), library))) {
      return Comparison.bits(given.sample().outputs(), engine.run(given.sample().inputs()));
    } catch (RuntimeException e) {
      return new Verdict.Failed(e.toString());
    }
  }
}
