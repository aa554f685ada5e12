package io.plumbline.pipeline.verification;

import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a comparison found.
 *
 * @param reference the model that all others are held to
 * @param engines what ran each model, the reference first, such as {@code native}; none of folders
 * @param samples that were compared
 * @param seed of random samples
 */
public record Verification(
    String reference,
    List<String> engines,
    int samples,
    Optional<Long> seed,
    List<VerifiedPair> pairs,
    List<Finding> findings) {
  public Verification {
    engines = List.copyOf(engines);
    pairs = List.copyOf(pairs);
    findings = List.copyOf(findings);
  }

  /** Whether every model keeps its limits. */
  public boolean passes() {
    return pairs.stream().allMatch(VerifiedPair::passes);
  }

  /** For people. */
  public List<Section> tables() {
    List<Section> sections = new ArrayList<>();
    for (VerifiedPair pair : pairs) {
      PairTables tables = new PairTables(reference, pair);
      sections.add(tables.outputs());
      tables.nodes().ifPresent(sections::add);
      tables.steps().ifPresent(sections::add);
    }
    return sections;
  }

  /** For a page: the verdicts first, tensors along the network drawn. */
  public List<Section> sections() {
    List<Section> sections = new ArrayList<>(List.of(verdict()));
    for (VerifiedPair pair : pairs) {
      PairTables tables = new PairTables(reference, pair);
      sections.add(tables.outputs());
      tables.curve().ifPresent(sections::add);
      tables.steps().ifPresent(sections::add);
    }
    return sections;
  }

  private Section.Facts verdict() {
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put("reference", Cell.of(reference));
    facts.put("samples", Cell.of(samples));
    seed.ifPresent(number -> facts.put("random, seed", Cell.of(number)));
    for (VerifiedPair pair : pairs) {
      List<String> words = new ArrayList<>(List.of(pair.passes() ? "PASSED" : "FAILED"));
      words.add("(%s)".formatted(pair.limits().text()));
      words.addAll(pair.broken());
      facts.put(pair.model(), Cell.of(String.join(" ", words)));
    }
    return new Section.Facts("Verdict", facts);
  }

  /** A line for each model: passed or failed, by what and why. */
  public List<String> verdicts() {
    List<String> lines = new ArrayList<>();
    for (VerifiedPair pair : pairs) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s: %s against %s on %s%s (%s)",
              pair.passes() ? "PASSED" : "FAILED",
              pair.model(),
              reference,
              Count.of(samples, "sample"),
              seed.map(number -> ", random, seed " + number).orElse(""),
              pair.limits().text()));
      pair.broken().forEach(reason -> lines.add("  " + reason));
    }
    return lines;
  }

  /** For machines. */
  public Map<String, Object> record() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("pass", passes());
    root.put("reference", reference);
    root.put("samples", samples);
    seed.ifPresent(number -> root.put("seed", number));
    List<Map<String, Object>> models = new ArrayList<>();
    List<Map<String, Object>> outputs = new ArrayList<>();
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (VerifiedPair pair : pairs) {
      PairRecord record = new PairRecord(pair);
      models.add(record.verdict());
      outputs.addAll(record.outputs());
      nodes.addAll(record.nodes());
    }
    root.put("models", models);
    root.put("outputs", outputs);
    root.put("nodes", nodes);
    root.put("ladder", List.of());
    root.put("findings", FindingRecords.of(findings));
    return root;
  }
}
